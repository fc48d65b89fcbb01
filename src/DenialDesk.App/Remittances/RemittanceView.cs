namespace DenialDesk.App.Remittances;

/// <summary>One posted remittance: its facts, its balance at three levels, and a page of its claims.</summary>
public sealed record RemittanceView
{
    public required int PracticeId { get; init; }

    public required long RemittanceId { get; init; }

    public required long FileId { get; init; }

    public required string FileName { get; init; }

    public required string Practice { get; init; }

    public required int PayerId { get; init; }

    public required string Payer { get; init; }

    public required string Trace { get; init; }

    /// <summary>BPR04 as sent.</summary>
    public required string Method { get; init; }

    public required DateOnly Date { get; init; }

    public DateOnly? PaymentDate { get; init; }

    public DateOnly? ProductionDate { get; init; }

    public string? PayeeNpi { get; init; }

    public string? PayeeTaxId { get; init; }

    public string? PayerPhone { get; init; }

    /// <summary>BPR02 in dollars.</summary>
    public decimal? Payment { get; init; }

    public required decimal Charge { get; init; }

    public required decimal Paid { get; init; }

    /// <summary>Signed as sent: positive takes money away.</summary>
    public required decimal Plb { get; init; }

    public required int Claims { get; init; }

    public required int Lines { get; init; }

    public required int Denials { get; init; }

    public required decimal Denied { get; init; }

    public required string Balance { get; init; }

    public decimal? Difference { get; init; }

    public required long UnbalancedClaims { get; init; }

    public required long UnbalancedLines { get; init; }

    public required IReadOnlyList<RemittancePlb> ProviderAdjustments { get; init; }

    public required IReadOnlyList<RemittanceClaimRow> Page { get; init; }

    public RemittanceClaimDetail? Open { get; init; }
}

/// <summary>A provider-level adjustment in our words.</summary>
public sealed record RemittancePlb(string Reason, string Title, string Notes, string Reference, decimal? Amount, DateOnly? FiscalDate);

/// <summary>One claim of a remittance; the sums are its adjustments by bucket.</summary>
public sealed record RemittanceClaimRow(
    int Position, long AdjudicationId, string Account, string Patient, string Status, string Kind, decimal? Charge, decimal? Paid, decimal? PatientShare, decimal Contract, decimal Denied,
    string Balance, decimal? Difference, long? DenialId);

/// <summary>The claim that is open on the page: its lines, adjustments and the segments as sent.</summary>
public sealed record RemittanceClaimDetail(int Position, IReadOnlyList<RemittanceLineRow> Lines, IReadOnlyList<RemittanceAdjustmentRow> Adjustments);

/// <summary>One service line.</summary>
public sealed record RemittanceLineRow(int No, string Code, string Modifiers, string RevenueCode, decimal? Charge, decimal? Paid, decimal? Allowed, DateOnly? From, IReadOnlyList<string> Remarks, string Balance);

/// <summary>One adjustment; line 0 is the claim itself.</summary>
public sealed record RemittanceAdjustmentRow(int Line, string Group, string Carc, decimal? Amount, string Bucket, string Title);
