// Reason for length: the boxes of one form, each with where its content stands in a claim.
using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.App.Remittances;
using DenialDesk.Domain.People;
using DenialDesk.X12.Claims;
using DenialDesk.X12.Remittance;
using Npgsql;

namespace DenialDesk.App.Corrections;

/// <summary>One service line of the form (box 24).</summary>
public sealed record FormLine(string From, string To, string Place, string Emergency, string Procedure, string Modifiers, string Pointers, string Charge, string Units, string Rendering);

/// <summary>A claim in the boxes of a CMS-1500, by box number ("1a", "33"); empty boxes are left out.</summary>
/// <param name="Note">What the person should know before it is sent.</param>
public sealed record ClaimForm(IReadOnlyDictionary<string, string> Boxes, IReadOnlyList<FormLine> Lines, string Note);

/// <summary>
/// Puts a denied claim into the boxes of a CMS-1500 for the payer that wants paper: from the corrected file, else from the 837 as sent, else from what the remittance says;
/// what nobody knows stays empty and is to be filled in by hand.
/// </summary>
public sealed class PrintClaim(DeskSource database, TimeProvider clock)
{
    /// <summary>Which denial, and which correction of it.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required long DenialId { get; init; }

        /// <summary>The correction; null prints the claim as it was sent.</summary>
        public long? AttemptId { get; init; }
    }

    private sealed record Known(long ClaimId, DateOnly DeniedOn, string Account, string Number, string Patient, string Member, string Payer, string Practice, decimal Charge, byte[]? Content, long AdjudicationId);

    /// <summary>The form; null when the denial is not there for this person.</summary>
    public async Task<ClaimForm?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        if (!actor.Sees(input.PracticeId)) { return null; }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (await KnownAsync(connection, input, cancellation) is not { } known) { return null; }

        await ReadLog.AppendAsync(
            database, actor, clock.GetUtcNow(), new("read.claim_form", "denial", input.DenialId.ToString(CultureInfo.InvariantCulture), input.PracticeId), cancellation);
        if (known.Content is { } content && await KeptClaim.ReadAsync(content, cancellation) is { } corrected) { return Of(corrected, known, "The corrected claim as it was written to the file."); }

        return await KeptClaim.OfClaimAsync(connection, null, input.PracticeId, known.ClaimId, known.DeniedOn, cancellation) is { } kept
            && await KeptClaim.ReadAsync(database, kept.FileId, kept.Segment, cancellation) is { } original
            ? Resubmitted(Of(original, known, "The claim as it was sent: write the corrections in by hand before it goes out."), known)
            : await OfRemittanceAsync(connection, input, known, cancellation);
    }

    private static async Task<Known?> KnownAsync(NpgsqlConnection connection, Input input, CancellationToken cancellation)
    {
        // By primary keys.
        await using var command = new NpgsqlCommand(
            """
            select d.claim_id, d.denied_on, d.patient_control_number, d.payer_claim_number, d.patient_name, a.member_id, p.name, o.name, coalesce(a.charge, d.charge), c.content, d.adjudication_id
            from denial d join payer p on p.payer_id = d.payer_id join practice o on o.practice_id = d.practice_id
            join adjudication a on a.practice_id = d.practice_id and a.adjudication_id = d.adjudication_id
            left join correction_attempt c on c.practice_id = d.practice_id and c.denial_id = d.denial_id and c.attempt_id = $3
            where d.practice_id = $1 and d.denial_id = $2
            """, connection)
        {
            Parameters = { new() { Value = input.PracticeId }, new() { Value = input.DenialId }, new() { Value = input.AttemptId ?? 0 } },
        };
        await using var r = await command.ExecuteReaderAsync(cancellation);
        return await r.ReadAsync(cancellation)
            ? new(
                r.GetInt64(0), r.GetFieldValue<DateOnly>(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetString(6), r.GetString(7), r.GetDecimal(8), r.Maybe<byte[]>(9),
                r.GetInt64(10))
            : null;
    }

    private static ClaimForm Of(SubmittedClaim c, Known known, string note)
    {
        var boxes = new Dictionary<string, string>(StringComparer.Ordinal);
        void Put(string box, string? text)
        {
            if (!string.IsNullOrWhiteSpace(text)) { boxes[box] = text.Trim(); }
        }

        People(c, Put);
        Put("0", c.Payer?.Name.Name);
        Put("10", string.Join(", ", c.RelatedCauses.Select(r => r switch { "EM" => "employment", "AA" => "auto accident", "OA" => "other accident", _ => r })));
        Put("12", c.ReleaseOfInformation == "Y" ? "Signature on file" : "");
        Put("13", c.BenefitsAssigned == "Y" ? "Signature on file" : "");
        Put("14", Day(c.Date("431")?.From));
        Put("17", Name(c.Party("DN") ?? c.Party("P3")));
        Put("17b", (c.Party("DN") ?? c.Party("P3"))?.Npi);
        Put("18", Range(c.Date("435")?.From, c.Date("096")?.From));
        Put("19", string.Join(' ', c.Notes.Select(n => n.Text)));
        Put("21", string.Join("   ", c.Diagnoses.Select((d, i) => $"{(char)('A' + i)} {d.Code}")));
        Put("22", c.Frequency is "7" or "8" ? $"{c.Frequency}   {c.PayerClaimControlNumber}" : "");
        Put("23", c.AuthorizationNumber.Length > 0 ? c.AuthorizationNumber : c.ReferralNumber);
        Put("25", c.Billing.Party?.TaxId);
        Put("26", c.PatientControlNumber);
        Put("27", c.Assignment == "A" ? "Yes" : c.Assignment == "C" ? "No" : "");
        Put("28", Money(c.Charge));
        Put("29", Money(c.Amounts.FirstOrDefault(a => a.Qualifier == "F5")?.Value));
        Put("31", c.SignatureOnFile == "Y" ? "Signature on file" : "");
        Put("32", Lines(c.Party("77")));
        Put("32a", c.Party("77")?.Npi);
        Put("33", Lines(c.Billing.PayTo ?? c.Billing.Party));
        Put("33a", c.Billing.Party?.Npi);
        var rendering = c.Party("82")?.Npi ?? "";
        return new(boxes, [.. c.Lines.Select(l => Line(l, c, rendering))], known.Content is null || note.Length > 0 ? note : "");
    }

    /// <summary>Paper that goes out about a decided claim replaces it: box 22 names code and the payer's number also where the claim was first sent as an original.</summary>
    private static ClaimForm Resubmitted(ClaimForm form, Known known)
        => known.Number.Length == 0 || form.Boxes.ContainsKey("22") ? form : form with { Boxes = new Dictionary<string, string>(form.Boxes, StringComparer.Ordinal) { ["22"] = $"7   {known.Number}" } };

    private static void People(SubmittedClaim c, Action<string, string?> put)
    {
        var (patient, insured) = (c.PatientParty, c.Subscriber.Party);
        put("1", c.Subscriber.Coverage?.FilingIndicator switch { "MB" or "MA" => "Medicare", "MC" => "Medicaid", "CH" => "TRICARE", "VA" => "CHAMPVA", { Length: > 0 } => "Group or other", _ => "" });
        put("1a", c.Subscriber.MemberId);
        put("2", Name(patient));
        put("3", $"{Day(patient?.BirthDate)} {patient?.Sex}");
        put("4", Name(insured));
        put("5", Address(patient));
        put("6", c.Patient is null ? "Self" : c.Patient.Relationship switch { "01" => "Spouse", "19" => "Child", _ => "Other" });
        put("7", Address(insured));
        var other = c.OtherPayers is [var first, ..] ? first : null;
        put("9", Name(other?.Subscriber));
        put("9d", other?.Payer?.Name.Name);
        put("11", c.Subscriber.Coverage?.GroupNumber);
        put("11a", $"{Day(insured?.BirthDate)} {insured?.Sex}");
        put("11c", c.Subscriber.Coverage?.GroupName);
        put("11d", c.OtherPayers.Count > 0 ? "Yes" : "No");
    }

    private static FormLine Line(ClaimLine l, SubmittedClaim c, string rendering) => new(
        Day(l.ServiceDate?.From), Day(l.ServiceDate?.To ?? l.ServiceDate?.From), l.PlaceOfService.Length > 0 ? l.PlaceOfService : c.Facility, l.IsEmergency ? "Y" : "", l.Procedure?.Code ?? l.RevenueCode,
        string.Join(' ', l.Procedure?.Modifiers ?? []), string.Concat(l.DiagnosisPointers.Select(p => (char)('A' + p - 1))), Money(l.Charge),
        l.Units?.ToString("0.##", CultureInfo.InvariantCulture) ?? "", l.Parties.FirstOrDefault(p => p.Role == "82")?.Npi is { Length: > 0 } npi ? npi : rendering);

    /// <summary>No 837 is kept: what the payer's answer repeats of the claim, the rest by hand.</summary>
    private static async Task<ClaimForm> OfRemittanceAsync(NpgsqlConnection connection, Input input, Known known, CancellationToken cancellation)
    {
        // By primary key.
        await using var command = new NpgsqlCommand(
            "select service_from, procedure_code, modifiers, charge, revenue_code from service_line where practice_id = $1 and adjudication_id = $2 order by line_no", connection)
        {
            Parameters = { new() { Value = input.PracticeId }, new() { Value = known.AdjudicationId } },
        };
        var lines = new List<FormLine>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            var day = Day(r.MaybeValue<DateOnly>(0));
            lines.Add(new(day, day, "", "", r.GetString(1).Length > 0 ? r.GetString(1) : r.GetString(4), r.GetString(2), "", Money(r.MaybeValue<decimal>(3)), "", ""));
        }

        var boxes = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["0"] = known.Payer,
            ["1a"] = known.Member,
            ["2"] = known.Patient,
            ["22"] = known.Number.Length > 0 ? $"7   {known.Number}" : "",
            ["26"] = known.Account,
            ["28"] = Money(known.Charge),
            ["33"] = known.Practice,
        };
        return new(boxes.Where(b => b.Value.Length > 0).ToDictionary(), lines, "No 837 of this claim is kept, so only what the remittance repeats is filled in. Complete it from the chart.");
    }

    private static string Name(ClaimParty? party) => party is null ? "" : string.Join(", ", new[] { party.Name.Name, party.Name.FirstName, party.Name.MiddleName }.Where(n => n.Length > 0));

    private static string Address(ClaimParty? party)
        => party?.Address is { } a ? string.Join(", ", new[] { a.Line1, a.Line2, $"{a.City} {a.State} {a.PostalCode}".Trim() }.Where(t => t.Length > 0)) : "";

    private static string Lines(ClaimParty? party)
        => string.Join('\n', new[] { Name(party), Address(party), party?.Contacts is [var contact, ..] ? contact.Phone ?? "" : "" }.Where(t => t.Length > 0));

    private static string Day(DateOnly? day) => day?.ToString("MM dd yyyy", CultureInfo.InvariantCulture) ?? "";

    private static string Range(DateOnly? from, DateOnly? to) => from is null ? "" : $"{Day(from)} to {Day(to)}";

    private static string Money(decimal? amount) => amount?.ToString("0.00", CultureInfo.InvariantCulture) ?? "";
}
