using DenialDesk.App.Data;
using DenialDesk.Domain.Denials;
using DenialDesk.X12.Remittance;
using Npgsql;

namespace DenialDesk.App.Remittances;

/// <summary>What a payer said about one claim, ready for its table.</summary>
internal sealed record AdjudicationRow
{
    public required long Id { get; init; }

    public required long RemittanceId { get; init; }

    public required int Position { get; init; }

    public required long ClaimId { get; init; }

    public required int PayerId { get; init; }

    public required DateOnly RemitDate { get; init; }

    public required string Account { get; init; }

    public required string PayerClaimNumber { get; init; }

    public required string Status { get; init; }

    public decimal? Charge { get; init; }

    public decimal? Paid { get; init; }

    public decimal? PatientResponsibility { get; init; }

    public string FilingIndicator { get; init; } = "";

    public string LastName { get; init; } = "";

    public string FirstName { get; init; } = "";

    public string MemberId { get; init; } = "";

    public string CorrectedMemberId { get; init; } = "";

    public string RenderingNpi { get; init; } = "";

    public string BillType { get; init; } = "";

    public string Frequency { get; init; } = "";

    public DateOnly? From { get; init; }

    public DateOnly? To { get; init; }

    /// <summary>Which service it speaks of.</summary>
    public AnsweredService Service => new(PayerClaimNumber, From, To) { Coverage = new(Status, MemberId) };

    public DateOnly? ReceivedOn { get; init; }

    public DateOnly? CoverageEnded { get; init; }

    public string[] Remarks { get; init; } = [];

    public string CrossoverPayer { get; init; } = "";

    public string ContactPhone { get; init; } = "";

    public required bool IsFirstPrimary { get; init; }

    public required string Kind { get; init; }

    public required string Rule { get; init; }

    public decimal DeniedAmount { get; init; }

    public required string BalanceState { get; init; }

    public decimal? Difference { get; init; }

    public required int Segment { get; init; }

    public required long Offset { get; init; }

    public required int Length { get; init; }

    /// <summary>The facts of the X12 claim; who it belongs to and what was decided come from the caller.</summary>
    public static AdjudicationRow Of(RemittanceClaim claim, long id, long remittanceId, int position, long claimId, int payerId, DateOnly remitDate)
    {
        // Each of these is read from the claim's bytes when asked for: once is enough.
        var (patient, balance, days) = (claim.Patient, claim.Balance, RemittanceTranslator.ServiceDays(claim));
        return new()
        {
            Id = id,
            RemittanceId = remittanceId,
            Position = position,
            ClaimId = claimId,
            PayerId = payerId,
            RemitDate = remitDate,
            Account = claim.PatientControlNumber,
            PayerClaimNumber = claim.PayerControlNumber,
            Status = claim.StatusCode,
            Charge = claim.Charge,
            Paid = claim.Paid,
            PatientResponsibility = claim.PatientResponsibility,
            FilingIndicator = claim.FilingIndicator,
            LastName = patient?.Name ?? "",
            FirstName = patient?.FirstName ?? "",
            MemberId = MemberOf(patient, claim),
            CorrectedMemberId = claim.CorrectedPatient?.Id ?? "",
            RenderingNpi = claim.RenderingProvider is { IdQualifier: "XX" } provider ? provider.Id : "",
            BillType = claim.FacilityType,
            Frequency = claim.Frequency,
            From = days.From,
            To = days.To,
            ReceivedOn = claim.Received,
            CoverageEnded = claim.CoverageExpired,
            Remarks = Codes(claim.Remarks),
            CrossoverPayer = claim.CrossoverCarrier?.Name ?? "",
            ContactPhone = claim.Contacts.FirstOrDefault(c => c.Phone is not null)?.Phone ?? "",
            BalanceState = BalanceText(balance),
            Difference = balance.Difference,
            Segment = claim.At.SegmentInTransaction,
            Offset = claim.At.Offset,
            Length = claim.ByteLength,
            IsFirstPrimary = false,
            Kind = "review",
            Rule = "",
        };
    }

    /// <summary>The patient's member number: the patient's own where sent, else the insured's.</summary>
    public static string MemberOf(RemittanceClaim claim) => MemberOf(claim.Patient, claim);

    private static string MemberOf(Party? patient, RemittanceClaim claim) => patient?.Id is { Length: > 0 } own ? own : claim.Insured?.Id ?? "";

    /// <summary>The codes of remarks, in their order.</summary>
    internal static string[] Codes(IReadOnlyList<Remark> remarks)
    {
        if (remarks.Count == 0) { return []; }

        var codes = new string[remarks.Count];
        for (var i = 0; i < codes.Length; i++) { codes[i] = remarks[i].Code; }

        return codes;
    }

    /// <summary>The written name of a balance state.</summary>
    public static string BalanceText(Balance balance) => balance.State switch
    {
        X12.Remittance.BalanceState.Balanced => "balanced",
        X12.Remittance.BalanceState.Unbalanced => "unbalanced",
        _ => "not_evaluable",
    };

    /// <summary>Writes the rows by COPY.</summary>
    public static async Task WriteAsync(NpgsqlConnection connection, int practiceId, List<AdjudicationRow> rows, CancellationToken cancellation)
    {
        if (rows.Count == 0) { return; }

        await using var copy = await BulkCopy.IntoAsync(
            connection,
            """
            adjudication (practice_id, adjudication_id, remittance_id, position, claim_id, payer_id, remit_date, patient_control_number, payer_claim_number,
              status_code, charge, paid, patient_responsibility, filing_indicator, patient_last_name, patient_first_name, member_id, corrected_member_id,
              rendering_npi, bill_type, frequency, service_from, service_to, received_on, coverage_ended, remark_codes, crossover_payer, contact_phone,
              is_first_primary, kind, decision_rule, denied_amount, balance_state, difference, segment, byte_offset, byte_length)
            """,
            cancellation);
        foreach (var a in rows)
        {
            copy.Row().Int(practiceId).Long(a.Id).Long(a.RemittanceId).Int(a.Position).Long(a.ClaimId).Int(a.PayerId).Day(a.RemitDate).Text(a.Account).Text(a.PayerClaimNumber)
                .Text(a.Status).Money(a.Charge).Money(a.Paid).Money(a.PatientResponsibility).Text(a.FilingIndicator).Text(a.LastName).Text(a.FirstName).Text(a.MemberId)
                .Text(a.CorrectedMemberId).Text(a.RenderingNpi).Text(a.BillType).Text(a.Frequency).Day(a.From).Day(a.To).Day(a.ReceivedOn).Day(a.CoverageEnded)
                .Texts(a.Remarks).Text(a.CrossoverPayer).Text(a.ContactPhone).Flag(a.IsFirstPrimary).Text(a.Kind).Text(a.Rule).Money(a.DeniedAmount)
                .Text(a.BalanceState).Money(a.Difference).Int(a.Segment).Long(a.Offset).Int(a.Length);
        }

        await copy.DoneAsync(cancellation);
    }
}
