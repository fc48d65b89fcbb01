namespace DenialDesk.App.Trends;

/// <summary>What was decided for the first time in a period, and how much of it was refused.</summary>
/// <param name="Denied">Claims whose first decision by the primary payer refused at least one line.</param>
/// <param name="Claims">Claims decided for the first time by the primary payer.</param>
/// <param name="DeniedAmount">Dollars refused with a code that means denial, on those denied claims.</param>
/// <param name="Billed">Dollars billed on all those claims.</param>
public readonly record struct TrendCount(long Denied, long Claims, decimal DeniedAmount, decimal Billed)
{
    /// <summary>Adds two counts of different claims.</summary>
    public static TrendCount operator +(TrendCount a, TrendCount b)
        => new(a.Denied + b.Denied, a.Claims + b.Claims, a.DeniedAmount + b.DeniedAmount, a.Billed + b.Billed);
}

/// <summary>One line of a trend table: a payer, a category or a code, month by month.</summary>
/// <param name="Key">What filters the queue: payer id, category name or CARC.</param>
/// <param name="Name">What a person reads.</param>
/// <param name="Months">One count a month, oldest first.</param>
public sealed record TrendRow(string Key, string Name, IReadOnlyList<TrendCount> Months)
{
    /// <summary>The twelve months together.</summary>
    public TrendCount Total { get; } = Months.Aggregate((a, b) => a + b);
}

/// <summary>What a trend table is divided by.</summary>
public enum TrendSplit
{
    /// <summary>The payer that decided; the denominator is that payer's claims.</summary>
    Payer,

    /// <summary>The denial's category; the denominator is all claims.</summary>
    Category,

    /// <summary>The denial's leading adjustment reason code; the denominator is all claims.</summary>
    Carc,
}
