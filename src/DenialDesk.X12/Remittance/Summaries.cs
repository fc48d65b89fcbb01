namespace DenialDesk.X12.Remittance;

/// <summary>TS3: what an institution's claims under one LX come to, by the payer's count; a cross-check only, never part of a balance.</summary>
/// <remarks>Dollars and counts as sent, null when missing or unreadable. Elements as 005010X221A1 places them.</remarks>
public sealed class ProviderSummary
{
    internal ProviderSummary(Segment s, Location at)
    {
        Raw = new KeptSegment(s.Id, s.ToString(), at);
        ProviderId = s.Text(1);
        FacilityType = s.Code(2);
        FiscalPeriodEnd = s.Date(3);
        Values = SummaryValues.Of(s, from: 4);
    }

    /// <summary>The segment as sent.</summary>
    public KeptSegment Raw { get; }

    /// <summary>TS301, the provider as the payer knows it.</summary>
    public string ProviderId { get; }

    /// <summary>TS302, place of service or first two digits of the bill type.</summary>
    public string FacilityType { get; }

    /// <summary>TS303, last day of the provider's fiscal period.</summary>
    public DateOnly? FiscalPeriodEnd { get; }

    /// <summary>Every number by its element, from 4 on; also the places that 5010 no longer uses and 4010 did.</summary>
    public IReadOnlyDictionary<int, decimal> Values { get; }

    /// <summary>TS304, how many claims.</summary>
    public decimal? Claims => Value(4);

    /// <summary>TS305, Σ charges.</summary>
    public decimal? Charge => Value(5);

    /// <summary>TS313, paid by payers before Medicare.</summary>
    public decimal? MedicareSecondaryPayer => Value(13);

    /// <summary>TS315, charges other than laboratory.</summary>
    public decimal? NonLabCharge => Value(15);

    /// <summary>TS317, charges reported by procedure code.</summary>
    public decimal? ProcedureCharge => Value(17);

    /// <summary>TS318, payable by procedure code.</summary>
    public decimal? ProcedurePayable => Value(18);

    /// <summary>TS320, professional component.</summary>
    public decimal? ProfessionalComponent => Value(20);

    /// <summary>TS321, patients' liability met by payers before Medicare.</summary>
    public decimal? PatientLiabilityMet => Value(21);

    /// <summary>TS322, reimbursed to patients.</summary>
    public decimal? PatientReimbursement => Value(22);

    /// <summary>TS323, claims under periodic interim payment.</summary>
    public decimal? PeriodicInterimClaims => Value(23);

    /// <summary>TS324, adjustment of periodic interim payments.</summary>
    public decimal? PeriodicInterimAdjustment => Value(24);

    /// <summary>The number of one element; null when missing or unreadable.</summary>
    public decimal? Value(int element) => Values.TryGetValue(element, out var value) ? value : null;
}

/// <summary>TS2: the inpatient supplement to a TS3; a cross-check only, never part of a balance.</summary>
/// <remarks>Dollars, days and counts as sent, null when missing or unreadable. Elements as 005010X221A1 places them.</remarks>
public sealed class SupplementalSummary
{
    internal SupplementalSummary(Segment s, Location at)
    {
        Raw = new KeptSegment(s.Id, s.ToString(), at);
        Values = SummaryValues.Of(s, from: 1);
    }

    /// <summary>The segment as sent.</summary>
    public KeptSegment Raw { get; }

    /// <summary>Every number by its element.</summary>
    public IReadOnlyDictionary<int, decimal> Values { get; }

    /// <summary>TS201, diagnosis related groups.</summary>
    public decimal? Drg => Value(1);

    /// <summary>TS202, federal specific part.</summary>
    public decimal? FederalSpecific => Value(2);

    /// <summary>TS203, hospital specific part.</summary>
    public decimal? HospitalSpecific => Value(3);

    /// <summary>TS204, disproportionate share.</summary>
    public decimal? DisproportionateShare => Value(4);

    /// <summary>TS205, capital.</summary>
    public decimal? Capital => Value(5);

    /// <summary>TS206, indirect medical education.</summary>
    public decimal? IndirectEducation => Value(6);

    /// <summary>TS207, outlier days.</summary>
    public decimal? OutlierDays => Value(7);

    /// <summary>TS208, day outliers.</summary>
    public decimal? DayOutlier => Value(8);

    /// <summary>TS209, cost outliers.</summary>
    public decimal? CostOutlier => Value(9);

    /// <summary>TS210, average length of stay in days.</summary>
    public decimal? AverageStay => Value(10);

    /// <summary>TS211, discharges.</summary>
    public decimal? Discharges => Value(11);

    /// <summary>TS212, cost report days.</summary>
    public decimal? CostReportDays => Value(12);

    /// <summary>TS213, covered days.</summary>
    public decimal? CoveredDays => Value(13);

    /// <summary>TS214, days not covered.</summary>
    public decimal? NoncoveredDays => Value(14);

    /// <summary>TS215, pass-through where Medicare pays second.</summary>
    public decimal? PassThrough => Value(15);

    /// <summary>TS216, average weight of the diagnosis related groups.</summary>
    public decimal? AverageDrgWeight => Value(16);

    /// <summary>TS217, capital, federal specific.</summary>
    public decimal? CapitalFederal => Value(17);

    /// <summary>TS218, capital, hospital specific.</summary>
    public decimal? CapitalHospital => Value(18);

    /// <summary>TS219, capital, disproportionate share.</summary>
    public decimal? CapitalDisproportionateShare => Value(19);

    /// <summary>The number of one element; null when missing or unreadable.</summary>
    public decimal? Value(int element) => Values.TryGetValue(element, out var value) ? value : null;
}

/// <summary>Numbers by element, shared by the two summaries.</summary>
internal static class SummaryValues
{
    private const int Last = 24;

    public static Dictionary<int, decimal> Of(Segment s, int from)
    {
        var values = new Dictionary<int, decimal>();
        for (var i = from; i <= s.Count && i <= Last; i++)
        {
            if (s.Number(i) is { } value)
            {
                values[i] = value;
            }
        }

        return values;
    }
}
