namespace DenialDesk.Domain.Prevention;

/// <summary>How likely a claim is refused, learned from our own history: the payer's rate for the procedure group, pulled toward the payer's rate and that toward all.</summary>
public static class RefusalOdds
{
    /// <summary>Weight of the wider rate, in claims.</summary>
    public const double Weight = 30;

    /// <summary>The odds, 0 to 1.</summary>
    /// <param name="group">Refused and decided claims of payer and procedure group.</param>
    /// <param name="payer">Those of the payer.</param>
    /// <param name="all">Those of all payers.</param>
    public static double Of((int Denied, int Decided) group, (int Denied, int Decided) payer, (int Denied, int Decided) all)
    {
        var wide = all.Decided == 0 ? .1 : (double)all.Denied / all.Decided;
        var middle = (payer.Denied + (Weight * wide)) / (payer.Decided + Weight);
        return (group.Denied + (Weight * middle)) / (group.Decided + Weight);
    }
}
