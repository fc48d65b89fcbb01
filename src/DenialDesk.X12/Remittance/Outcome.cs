namespace DenialDesk.X12.Remittance;

/// <summary>MIA or MOA: what the payer adds about a claim as a whole. Amounts are information only and never part of a balance.</summary>
/// <param name="Segment">MIA (inpatient) or MOA (everything else); some payers send the other one.</param>
/// <param name="Remarks">Remark codes in the order sent: MIA05 and MIA20–23, or MOA03–07.</param>
/// <param name="Values">Every numeric element by its number (1 for MIA01 covered days or MOA01 reimbursement rate), as sent; elements that are empty are left out.</param>
/// <param name="At">Where it stands.</param>
public sealed record ClaimOutcome(string Segment, IReadOnlyList<Remark> Remarks, IReadOnlyDictionary<int, decimal> Values, Location At)
{
    private static readonly int[] InpatientRemarks = [5, 20, 21, 22, 23];
    private static readonly int[] OutpatientRemarks = [3, 4, 5, 6, 7];

    /// <summary>The amount of one element, null when not sent: <c>Value(4)</c> is MIA04 DRG amount.</summary>
    public decimal? Value(int element) => Values.TryGetValue(element, out var value) ? value : null;

    /// <summary>True for MIA, false for MOA.</summary>
    public bool IsInpatient => Segment == "MIA";

    /// <summary>MIA01, covered days or visits.</summary>
    public decimal? CoveredDays => Inpatient(1);

    /// <summary>MIA02, operating outlier in dollars.</summary>
    public decimal? OperatingOutlier => Inpatient(2);

    /// <summary>MIA03, lifetime psychiatric days.</summary>
    public decimal? PsychiatricDays => Inpatient(3);

    /// <summary>MIA04, the diagnosis related group's amount in dollars.</summary>
    public decimal? Drg => Inpatient(4);

    /// <summary>MIA06, disproportionate share in dollars.</summary>
    public decimal? DisproportionateShare => Inpatient(6);

    /// <summary>MIA07, pass-through where Medicare pays second, in dollars.</summary>
    public decimal? PassThrough => Inpatient(7);

    /// <summary>MIA08, capital in dollars.</summary>
    public decimal? Capital => Inpatient(8);

    /// <summary>MIA09, capital, federal specific, in dollars.</summary>
    public decimal? CapitalFederal => Inpatient(9);

    /// <summary>MIA10, capital, hospital specific, in dollars.</summary>
    public decimal? CapitalHospital => Inpatient(10);

    /// <summary>MIA11, capital, disproportionate share, in dollars.</summary>
    public decimal? CapitalDisproportionateShare => Inpatient(11);

    /// <summary>MIA12, old capital in dollars.</summary>
    public decimal? OldCapital => Inpatient(12);

    /// <summary>MIA13, capital, indirect medical education, in dollars.</summary>
    public decimal? CapitalIndirectEducation => Inpatient(13);

    /// <summary>MIA14, operating, hospital specific, in dollars.</summary>
    public decimal? OperatingHospital => Inpatient(14);

    /// <summary>MIA15, cost report days.</summary>
    public decimal? CostReportDays => Inpatient(15);

    /// <summary>MIA16, operating, federal specific, in dollars.</summary>
    public decimal? OperatingFederal => Inpatient(16);

    /// <summary>MIA17, capital outlier in dollars.</summary>
    public decimal? CapitalOutlier => Inpatient(17);

    /// <summary>MIA18, indirect teaching in dollars.</summary>
    public decimal? IndirectTeaching => Inpatient(18);

    /// <summary>MIA19 or MOA09, the professional component that is not payable, in dollars.</summary>
    public decimal? NonpayableProfessional => Value(IsInpatient ? 19 : 9);

    /// <summary>MIA24, capital exception in dollars.</summary>
    public decimal? CapitalException => Inpatient(24);

    /// <summary>MOA01, the reimbursement rate as sent (a fraction of one).</summary>
    public decimal? ReimbursementRate => Outpatient(1);

    /// <summary>MOA02, payable by procedure code in dollars.</summary>
    public decimal? ProcedurePayable => Outpatient(2);

    /// <summary>MOA08, end-stage renal disease payment in dollars.</summary>
    public decimal? RenalDiseasePayment => Outpatient(8);

    internal static ReadOnlySpan<int> RemarkElements(bool inpatient) => inpatient ? InpatientRemarks : OutpatientRemarks;

    internal static ClaimOutcome From(Segment s, bool inpatient, Location at)
    {
        var remarks = new List<Remark>();
        var places = RemarkElements(inpatient);
        var values = new Dictionary<int, decimal>();
        for (var i = 1; i <= s.Count && i <= 24; i++)
        {
            if (places.Contains(i))
            {
                if (s.Code(i) is { Length: > 0 } code)
                {
                    remarks.Add(new Remark("HE", code, at.In(i)));
                }
            }
            else if (s.Number(i) is { } value)
            {
                values[i] = value;
            }
        }

        return new(inpatient ? "MIA" : "MOA", remarks, values, at);
    }

    private decimal? Inpatient(int element) => IsInpatient ? Value(element) : null;

    private decimal? Outpatient(int element) => IsInpatient ? null : Value(element);
}

/// <summary>An LX with the institutional summaries that may follow it; cross-checks only.</summary>
/// <param name="Number">LX01 as sent; may repeat or be out of order; empty when a summary stands without an LX.</param>
/// <param name="At">Where the LX stands.</param>
public sealed record RemittanceSection(string Number, Location At)
{
    /// <summary>TS3, totals of the claims under this LX; null when not sent.</summary>
    public ProviderSummary? ProviderSummary { get; internal set; }

    /// <summary>TS2, the inpatient supplement; null when not sent.</summary>
    public SupplementalSummary? SupplementalSummary { get; internal set; }
}
