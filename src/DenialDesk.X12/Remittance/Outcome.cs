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
}

/// <summary>An LX with the institutional summaries that may follow it; cross-checks only.</summary>
/// <param name="Number">LX01 as sent; may repeat or be out of order.</param>
/// <param name="At">Where the LX stands.</param>
public sealed record RemittanceSection(string Number, Location At)
{
    /// <summary>TS3 by element number (1 provider, 2 facility type, 3 fiscal year end, 4 claim count, 5 charges…); null when not sent.</summary>
    public KeptSegment? ProviderSummary { get; internal set; }

    /// <summary>TS2, the inpatient supplement; null when not sent.</summary>
    public KeptSegment? SupplementalSummary { get; internal set; }
}
