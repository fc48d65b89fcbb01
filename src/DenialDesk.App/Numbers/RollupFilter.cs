namespace DenialDesk.App.Numbers;

/// <summary>The extra side by which roll-ups can be read; one at a time.</summary>
public static class RollupDimension
{
    /// <summary>No extra side.</summary>
    public const string All = "all";

    /// <summary>Rendering NPI.</summary>
    public const string Provider = "provider";

    /// <summary>Facility code of the claim, else the payee's NPI.</summary>
    public const string Place = "place";

    /// <summary>First three characters of a procedure code and "xx": of the claim's first line where claims are counted, of the leading denied line where denials are.</summary>
    public const string Procedure = "procedure";

    /// <summary>Leading remark code; denials only, out of all claims.</summary>
    public const string Rarc = "rarc";
}

/// <summary>Which counts to read; a null filter means all. The sides of a denial narrow the denials only, never the claims they are out of.</summary>
/// <param name="Practices">Practices to read; never empty for "all".</param>
/// <param name="From">First month, its first day, inclusive.</param>
/// <param name="Before">First day after the last month, exclusive.</param>
/// <param name="PayerId">One payer with those merged into it.</param>
public sealed record RollupFilter(int[] Practices, DateOnly From, DateOnly Before, int? PayerId = null)
{
    /// <summary>One of <see cref="RollupDimension"/>.</summary>
    public string Dimension { get; init; } = RollupDimension.All;

    /// <summary>One value of the dimension.</summary>
    public string? Value { get; init; }

    /// <summary>One category.</summary>
    public string? Category { get; init; }

    /// <summary>One leading reason code.</summary>
    public string? Carc { get; init; }

    /// <summary>One department.</summary>
    public string? Department { get; init; }

    /// <summary>yes, maybe or no.</summary>
    public string? Preventable { get; init; }

    /// <summary>hard or soft, as the code list says.</summary>
    public string? Hardness { get; init; }
}

/// <summary>The sides a reading keeps apart; the others are added up and come back empty.</summary>
[Flags]
public enum RollupBy
{
    /// <summary>One sum.</summary>
    Nothing = 0,

    /// <summary>By month.</summary>
    Month = 1,

    /// <summary>By payer, merged ones together.</summary>
    Payer = 2,

    /// <summary>By category.</summary>
    Category = 4,

    /// <summary>By leading reason code.</summary>
    Carc = 8,

    /// <summary>By department.</summary>
    Department = 16,

    /// <summary>By whether it could have been prevented.</summary>
    Preventable = 32,

    /// <summary>By hard or soft.</summary>
    Hardness = 64,

    /// <summary>By the value of the dimension.</summary>
    Value = 128,

    /// <summary>By practice.</summary>
    Practice = 256,
}

/// <summary>Claims decided for the first time. Sides not asked for are 0, "" or the first month there can be.</summary>
public sealed record RolledDecided(
    int PracticeId, DateOnly Month, string Value, int PayerId, long Claims, decimal Billed, decimal Paid, long DeniedFull, long DeniedPart,
    decimal DeniedBilled, decimal DeniedAmount, long ResolvedFirstPass, long TimelyFiling);

/// <summary>Denials of first decisions. Sides not asked for are 0, "" or the first month there can be.</summary>
public sealed record RolledDenied(
    int PracticeId, DateOnly Month, string Value, int PayerId, string Category, string Carc, string Department, string Preventable, string Hardness,
    long Denials, decimal DeniedAmount, decimal Expected, decimal Recovered, decimal WrittenOff, long Open, decimal OpenAmount, long Expired, long Overturned, long Repeat);

/// <summary>How fresh a reading is.</summary>
/// <param name="AsOf">Null: to this moment. Otherwise some months were touched since this moment and are too large to count while the page waits; the job counts them within a minute or two.</param>
/// <param name="FromRaw">Months, of all practices together, counted from raw rows for this reading.</param>
public sealed record RollupFreshness(DateTimeOffset? AsOf, int FromRaw)
{
    /// <summary>Months too large to count while a page waits that the job has yet to count: they are not in what was read.</summary>
    public int Uncounted { get; init; }
}
