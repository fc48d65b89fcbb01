namespace DenialDesk.Domain.Prevention;

/// <summary>What a change of the workflow might save in a year.</summary>
/// <param name="DenialsAYear">Denials of the cluster in a year at the present pace.</param>
/// <param name="Dollars">Dollars a year when the change stops its assumed share.</param>
/// <param name="Low">Lower end of the 95% interval, from chance in the count alone.</param>
/// <param name="High">Upper end of it.</param>
public sealed record ProjectedSaving(double DenialsAYear, decimal Dollars, decimal Low, decimal High);

/// <summary>Projects what stopping half of a cluster of denials would save in a year.</summary>
/// <remarks>
/// (dollars lost each + rework each) × denials a year × one half. The half is an assumption and said as such; the interval holds the chance in the count (Poisson,
/// square-root form: (√k ± .98)²), not the doubt about the half. Worked examples: docs/rules/reviews.md.
/// </remarks>
public static class ChangeProjection
{
    /// <summary>The share of a cluster that a change is assumed to stop.</summary>
    public const decimal Share = .5m;

    /// <summary>Dollars that working one denial costs (MGMA's flat figure).</summary>
    public const decimal Rework = 25m;

    /// <summary>Projects a cluster.</summary>
    /// <param name="denials">Denials seen.</param>
    /// <param name="days">In so many days, above zero.</param>
    /// <param name="lost">Dollars expected of them that did not come: written off, expired or still open.</param>
    public static ProjectedSaving Of(long denials, int days, decimal lost)
    {
        if (denials <= 0) { return new(0, 0m, 0m, 0m); }

        var each = (lost / denials) + Rework;
        var root = Math.Sqrt(denials);
        decimal Year(double count) => Math.Round(each * (decimal)(count * 365 / days) * Share, 2);
        return new((double)denials * 365 / days, Year(denials), Year(Math.Pow(Math.Max(0, root - .98), 2)), Year(Math.Pow(root + .98, 2)));
    }
}
