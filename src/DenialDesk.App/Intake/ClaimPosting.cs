using DenialDesk.App.Claims;
using DenialDesk.App.Data;
using DenialDesk.App.Practices;
using DenialDesk.App.Remittances;
using DenialDesk.X12;
using DenialDesk.X12.Claims;
using DenialDesk.X12.Remittance;
using Npgsql;

namespace DenialDesk.App.Intake;

/// <summary>What became of one transaction that is not a remittance. Keyed by the segment number of its ST, 1-based in the file.</summary>
internal sealed record OtherVerdict(string Type, int Segment, string ControlNumber, string State, string? Reason, int? PracticeId, int Claims);

/// <summary>Posts the 837s of a file: submitted claims and their lines, by COPY, each transaction once.</summary>
internal sealed class ClaimPosting(NpgsqlConnection connection, NpgsqlTransaction transaction, long fileId, PracticeRecognition practices)
{
    private readonly IdBlock _ids = new(connection, "submitted_claim", "submitted_id");
    private readonly List<(int Ordinal, int PracticeId, SubmittedClaim Claim)> _batch = [];
    private int _ordinal;

    /// <summary>Reads the whole stream; the problems it found are added to the given list.</summary>
    public async Task<List<OtherVerdict>> RunAsync(Stream content, List<Problem> problems, CancellationToken cancellation)
    {
        var verdicts = new List<OtherVerdict>();
        await using var reader = new ClaimReader(content);
        ClaimBatch? batch = null;
        string? refusal = null;
        while (await reader.ReadAsync(cancellation))
        {
            switch (reader.Current)
            {
                case BatchOpened opened:
                    (batch, refusal, _ordinal) = (opened.Batch, null, 0);
                    _batch.Clear();
                    break;
                case SubmittedClaimRead { Claim: var claim }:
                    var practice = await practices.FindAsync(Payee(claim.Billing.Party), cancellation);
                    if (practice is null) { refusal ??= "The 837 does not say which practice bills (no NPI, tax id or name in the billing provider loop). Have it added and take the file in again."; }
                    else { _batch.Add((++_ordinal, practice.PracticeId, claim)); }

                    break;
                case BatchClosed { Totals: var totals } closed when batch is not null:
                    refusal ??= totals.Rejects
                        ? closed.Problems.FirstOrDefault(p => p.Severity == Severity.Rejects)?.Sentence ?? "This 837 is not whole or not readable, so claims may be missing. Ask for the file again."
                        : null;
                    verdicts.Add(await CloseAsync(batch, refusal, cancellation));
                    break;
            }
        }

        problems.AddRange(reader.Problems);
        return verdicts;
    }

    /// <summary>The payee as its payers will name it. With the tax id beside the NPI: whichever file comes first, all NPIs of one tax id are one practice.</summary>
    private static RemittancePayee Payee(ClaimParty? billing) => new()
    {
        Name = billing?.Name.Name ?? "",
        IdQualifier = billing is { Npi.Length: > 0 } ? "XX" : "FI",
        Id = billing is null ? "" : billing.Npi.Length > 0 ? billing.Npi : billing.TaxId,
        References = billing is { Npi.Length: > 0, TaxId: { Length: > 0 } tin } ? [new("TJ", tin, "", default)] : [],
        Address = billing?.Address,
    };

    private async Task<OtherVerdict> CloseAsync(ClaimBatch batch, string? refusal, CancellationToken cancellation)
    {
        int? practice = _batch.Count > 0 ? _batch[0].PracticeId : null;
        var at = batch.Envelope.Transaction?.At ?? batch.At;
        var number = batch.Envelope.Transaction?.ControlNumber ?? "";
        OtherVerdict Verdict(string state, string? reason, int claims = 0) => new("837", at.Segment, number, state, reason, practice, claims);
        if (refusal is not null) { return Verdict("quarantined", refusal); }

        if (_batch.Count == 0) { return Verdict("posted", null); }

        if (await KnownAsync(batch, cancellation)) { return Verdict("already_received", "The same 837 transaction came before. It was not posted again."); }

        var ids = await _ids.DrawAsync(_batch.Count, cancellation);
        await CopyClaimsAsync(batch, ids, cancellation);
        await CopyLinesAsync(ids, cancellation);
        return Verdict("posted", null, _batch.Count);
    }

    private static (string Sender, string Interchange, string Group, string Set, DateTime At) KeyOf(ClaimBatch batch)
    {
        var day = batch.Date ?? batch.Envelope.Group?.Date ?? batch.Envelope.Interchange?.Date ?? DateOnly.MinValue;
        return (
            $"{batch.Envelope.Interchange?.Sender.Trim()}/{batch.Envelope.Group?.Sender.Trim()}", ControlNumbers.Plain(batch.Envelope.Interchange?.ControlNumber),
            ControlNumbers.Plain(batch.Envelope.Group?.ControlNumber), ControlNumbers.Plain(batch.Envelope.Transaction?.ControlNumber), day.ToDateTime(TimeOf(batch.Time)));
    }

    private static TimeOnly TimeOf(string text) => TimeOnly.TryParseExact(text.Length >= 4 ? text[..4] : "", "HHmm", out var told) ? told : default;

    private async Task<bool> KnownAsync(ClaimBatch batch, CancellationToken cancellation)
    {
        // Served by submitted_claim's unique key.
        var key = KeyOf(batch);
        await using var command = new NpgsqlCommand(
            """
            select exists (select 1 from submitted_claim where practice_id = $1 and sender = $2 and interchange_no = $3 and group_no = $4 and set_no = $5
              and batch_reference = $6 and submitted_at = $7)
            """, connection, transaction);
        foreach (var value in new object[] { _batch[0].PracticeId, key.Sender, key.Interchange, key.Group, key.Set, batch.Reference, key.At }) { command.Parameters.Add(new() { Value = value }); }

        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private async Task CopyClaimsAsync(ClaimBatch batch, long[] ids, CancellationToken cancellation)
    {
        var key = KeyOf(batch);
        var (isa, gs) = (batch.Envelope.Interchange, batch.Envelope.Group);
        var senders = ExchangeIds.Of(isa?.Sender, gs?.Sender, batch.Submitter?.Name.Id);
        var receivers = ExchangeIds.Of(isa?.Receiver, gs?.Receiver, batch.Receiver?.Name.Id);
        var exchanged = isa?.Date is { } day ? day.ToDateTime(TimeOf(isa.Time)) : key.At;
        await using var copy = await BulkCopy.IntoAsync(
            connection,
            """
            submitted_claim (practice_id, submitted_id, file_id, sender, interchange_no, group_no, set_no, batch_reference, submitted_at, ordinal, flavor, account, account_key,
              frequency, payer_claim_number, authorization_number, clearinghouse_number, payer_name, payer_identifier, billing_npi, member_id, patient_last_name,
              patient_first_name, service_from, service_to, charge, diagnoses, other_payers, first_segment, byte_offset, byte_length, senders, receivers, exchanged_at, facility, referral_number,
              rendering_npi)
            """,
            cancellation);
        foreach (var (i, (ordinal, practiceId, c)) in _batch.Index())
        {
            copy.Row().Int(practiceId).Long(ids[i]).Long(fileId).Text(key.Sender).Text(key.Interchange).Text(key.Group).Text(key.Set).Text(batch.Reference).Moment(key.At).Int(ordinal)
                .Text(c.Flavor.ToString().ToLowerInvariant()).Text(c.PatientControlNumber).Text(ClaimThread.Account(c.PatientControlNumber)).Text(c.Frequency)
                .Text(c.PayerClaimControlNumber).Text(c.AuthorizationNumber).Text(c.ClearinghouseNumber).Text(c.Payer?.Name.Name ?? "").Text(c.Payer?.Name.Id ?? "")
                .Text(c.Billing.Party?.Npi ?? "").Text(c.Subscriber.MemberId).Text(c.PatientParty?.Name.Name ?? "").Text(c.PatientParty?.Name.FirstName ?? "")
                .Day(c.ServiceFrom).Day(c.ServiceTo).Money(c.Charge).Texts([.. c.Diagnoses.Select(d => d.Code)]).Texts([.. c.OtherPayers.Select(o => o.Payer?.Name.Name ?? "")])
                .Int(c.At.Segment).Long(c.At.Offset).Long(LengthOf(c)).Texts(senders).Texts(receivers).Moment(exchanged)
                .Text(c.Facility).Text(c.ReferralNumber).Text(c.Parties.FirstOrDefault(p => p.Role == "82")?.Npi ?? "");
        }

        await copy.DoneAsync(cancellation);
    }

    private static long LengthOf(SubmittedClaim claim)
        => claim.Source.Claim.Count == 0 ? 0 : claim.Source.Claim[^1].At.Offset + claim.Source.Claim[^1].Bytes.Length + 1 - claim.At.Offset;

    private async Task CopyLinesAsync(long[] ids, CancellationToken cancellation)
    {
        await using var copy = await BulkCopy.IntoAsync(
            connection, "submitted_line (practice_id, submitted_id, line_no, procedure_code, modifiers, revenue_code, units, charge, service_from, control_number)", cancellation);
        foreach (var (i, (_, practiceId, claim)) in _batch.Index())
        {
            var number = 0;
            foreach (var line in claim.Lines)
            {
                copy.Row().Int(practiceId).Long(ids[i]).Int(++number).Text(line.Procedure?.Code ?? "").Texts([.. line.Procedure?.Modifiers ?? []]).Text(line.RevenueCode).Money(line.Units)
                    .Money(line.Charge).Day(line.ServiceDate?.From).Text(line.ControlNumber);
            }
        }

        await copy.DoneAsync(cancellation);
    }
}

/// <summary>Control numbers as they are compared: receivers pad and strip leading zeros at will.</summary>
internal static class ControlNumbers
{
    /// <summary>Trimmed, without leading zeros, upper case.</summary>
    public static string Plain(string? number) => (number ?? "").Trim().TrimStart('0').ToUpperInvariant();
}
