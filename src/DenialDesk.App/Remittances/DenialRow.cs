using DenialDesk.App.Data;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.Priority;
using Npgsql;

namespace DenialDesk.App.Remittances;

/// <summary>A denial just found, with its first clock and rank; the scoring that ends every import moves it to its lane.</summary>
internal sealed class DenialRow
{
    public required long Id { get; init; }

    public required AdjudicationRow Adjudication { get; init; }

    public required DenialFound Found { get; init; }

    public required Deadline Clock { get; init; }

    public required ExpectedPayment Expected { get; init; }

    public required string Procedures { get; init; }

    public bool LaterPayerKnown { get; init; }

    /// <summary>What its score is made from, and the score.</summary>
    public FirstRank Rank { get; set; } = FirstRank.None;

    /// <summary>What ranks it.</summary>
    public PriorityFacts FactsFor(double reversal, double minutes)
        => new(Id, Expected.Amount, reversal, minutes, Clock.LastSafeDay ?? Due, Due, Adjudication.RemitDate);

    private DateOnly Due => Clock.DueOn ?? throw new InvalidOperationException("Every denial has a clock.");

    /// <summary>Who worked the same claim's denial before; the new one stays with that person.</summary>
    public Guid? AssignedTo { get; set; }

    public bool IsOpen { get; set; } = true;

    public string State { get; set; } = DenialState.New.Text();

    public string? Outcome { get; set; }

    public decimal Recovered { get; set; }

    /// <summary>"LAST, FIRST" as the queue shows it.</summary>
    public string PatientName => Adjudication.FirstName.Length == 0 ? Adjudication.LastName : $"{Adjudication.LastName}, {Adjudication.FirstName}";

    private string Search
        => string.Join(' ', Adjudication.Account, Adjudication.PayerClaimNumber, Adjudication.LastName, Adjudication.FirstName, Adjudication.MemberId,
            Found.LeadGroup + "-" + Found.LeadCarc, Found.LeadRarc, Procedures).ToLowerInvariant();

    /// <summary>What it writes, beside the keys practice_id and denial_id.</summary>
    public const string Columns =
        """
        claim_id, adjudication_id, payer_id, state, is_open, category, department, hardness, preventable, clinical, appealable,
        first_action, lead_group, lead_carc, lead_rarc, no_appeal_because, bill_patient_allowed, patient_protection, all_patient_group, later_payer_known,
        flags, extent, charge, denied_amount, expected_amount, expected_basis, patient_control_number, payer_claim_number, patient_name, service_from,
        procedure_codes, search, denied_on, found_at, clock_action, due_on, last_safe_day, deadline_rule, deadline_rule_version, deadline_assumed,
        deadline_conflict, deadline_sentence, scored_for, lane, score, rank_key, score_parts, assigned_to, assigned_at, outcome, recovered_amount, closed_at
        """;

    /// <summary>Writes the rows by COPY, into denial or a table like it.</summary>
    public static async Task WriteAsync(
        NpgsqlConnection connection, int practiceId, List<DenialRow> rows, DateTimeOffset now, CancellationToken cancellation, string table = "denial")
    {
        if (rows.Count == 0) { return; }

        await using var copy = await BulkCopy.IntoAsync(connection, $"{table} (practice_id, denial_id, {Columns})", cancellation);
        foreach (var row in rows) { row.Write(copy.Row().Int(practiceId), now); }

        await copy.DoneAsync(cancellation);
    }

    private void Write(BulkCopy row, DateTimeOffset now)
    {
        row.Long(Id).Long(Adjudication.ClaimId).Long(Adjudication.Id).Int(Adjudication.PayerId).Text(State).Flag(IsOpen)
            .Text(Found.Category.Text()).Text(Found.Department.Text()).Text(Found.Hardness.Text()).Text(Found.Preventable.Text()).Flag(Found.Clinical).Flag(Found.Appealable)
            .Text(Found.FirstAction.Text()).Text(Found.LeadGroup).Text(Found.LeadCarc).Text(Found.LeadRarc ?? "").Text(Found.NoAppealBecause).Flag(Found.BillPatientAllowed)
            .Texts([.. Found.PatientProtection]).Flag(Found.Lines.All(l => l.Reasons.All(r => r.Group == "PR"))).Flag(LaterPayerKnown)
            .Texts([.. Found.Flags.Select(f => f.Text())]).Text(Found.Extent.Text()).Money(Found.DeniedLineCharge ?? Adjudication.Charge ?? Found.DeniedAmount)
            .Money(Found.DeniedAmount).Money(Expected.Amount).Text(Expected.Basis.Text())
            .Text(Adjudication.Account).Text(Adjudication.PayerClaimNumber).Text(PatientName).Day(Adjudication.From).Text(Procedures).Text(Search)
            .Day(Adjudication.RemitDate).At(now).Text(Clock.Action.Text()).Day(Due).Day(Clock.LastSafeDay ?? Due).Text(Clock.RuleId).Int(Clock.Version).Flag(Clock.Assumed)
            .Flag(Clock.Conflict).Text(Clock.Sentence).Day(Rank.On).Small(0).Money(Rank.Score).Long(Rank.Key).Json(Rank.Parts).Id(AssignedTo).At(AssignedTo is null ? null : now)
            .Text(Outcome).Money(Recovered).At(IsOpen ? null : now);
    }
}
