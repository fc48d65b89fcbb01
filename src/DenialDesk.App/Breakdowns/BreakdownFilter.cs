using System.Globalization;
using DenialDesk.App.Numbers;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Codes;

namespace DenialDesk.App.Breakdowns;

/// <summary>What a break-down is narrowed to; empty parts narrow nothing. The sides of a denial narrow the denials, never the claims they are out of.</summary>
public sealed record BreakdownFilter
{
    /// <summary>How an address writes "the remittance does not say".</summary>
    public const string Unsaid = "none";

    public int? Practice { get; init; }

    /// <summary>One payer with those merged into it.</summary>
    public int? Payer { get; init; }

    public string? Category { get; init; }

    public string? Carc { get; init; }

    public string? Rarc { get; init; }

    /// <summary>Rendering NPI, or <see cref="Unsaid"/>.</summary>
    public string? Provider { get; init; }

    public string? Place { get; init; }

    public string? Procedure { get; init; }

    public string? Department { get; init; }

    public string? Preventable { get; init; }

    public string? Hardness { get; init; }

    /// <summary>One of <see cref="GroupQueue.Ages"/>: only denials still open.</summary>
    public string? Age { get; init; }

    /// <summary>Whether anything is narrowed.</summary>
    public bool IsEmpty => this == new BreakdownFilter();

    /// <summary>Reads an address.</summary>
    public static BreakdownFilter Read(Func<string, string?> query) => new()
    {
        Practice = Whole(query("practice")),
        Payer = Whole(query("payer")),
        Category = Words(query("category")),
        Carc = Words(query("carc"))?.ToUpperInvariant(),
        Rarc = Code(query("rarc")),
        Provider = Code(query("provider")),
        Place = Code(query("place")),
        Procedure = Code(query("procedure")) is { } code ? Group(code) : null,
        Department = Words(query("department")),
        Preventable = Words(query("preventable")),
        Hardness = Words(query("hardness")),
        Age = query("age") is { } age && GroupQueue.Ages.Contains(age) ? age : null,
    };

    /// <summary>The address again.</summary>
    public IReadOnlyList<(string Name, string? Value)> Query() =>
    [
        ("practice", Practice?.ToString(CultureInfo.InvariantCulture)), ("payer", Payer?.ToString(CultureInfo.InvariantCulture)), ("category", Category), ("carc", Carc), ("rarc", Rarc),
        ("provider", Provider), ("place", Place), ("procedure", Procedure), ("department", Department), ("preventable", Preventable), ("hardness", Hardness), ("age", Age),
    ];

    /// <summary>The filter that also holds one line of a break-down.</summary>
    public BreakdownFilter With(BreakdownBy by, string key) => by switch
    {
        BreakdownBy.Payer => this with { Payer = Whole(key) },
        BreakdownBy.Category => this with { Category = key },
        BreakdownBy.Carc => this with { Carc = key },
        BreakdownBy.Rarc => this with { Rarc = key },
        BreakdownBy.Provider => this with { Provider = key },
        BreakdownBy.Place => this with { Place = key },
        BreakdownBy.Procedure => this with { Procedure = key },
        BreakdownBy.Department => this with { Department = key },
        BreakdownBy.Preventable => this with { Preventable = key },
        BreakdownBy.Hardness => this with { Hardness = key },
        BreakdownBy.Age => this with { Age = key },
        _ => key.Split('|') is [var payer, var category, var department] ? this with { Payer = Whole(payer), Category = category, Department = department } : this,
    };

    /// <summary>The sides that roll-ups keep one at a time, as far as they are narrowed: dimension and its value.</summary>
    public IReadOnlyList<(string Dimension, string Value)> Extra =>
    [
        .. new[] { (RollupDimension.Provider, Provider), (RollupDimension.Place, Place), (RollupDimension.Procedure, Procedure), (RollupDimension.Rarc, Rarc) }
            .Where(e => e.Item2 is not null).Select(e => (e.Item1, Stored(e.Item2!))),
    ];

    /// <summary>An address's value as the tables have it.</summary>
    internal static string Stored(string value) => value == Unsaid ? "" : value;

    private static string? Words(string? text) => string.IsNullOrWhiteSpace(text) || text.Length > 60 ? null : text.Trim();

    private static string? Code(string? text) => Words(text) is { } code ? code == Unsaid ? code : code.ToUpperInvariant() : null;

    private static int? Whole(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>"99213" and "992xx" are the group 992xx.</summary>
    private static string Group(string code) => code == Unsaid || code.Length < ProcedureGroup.Length ? code : ProcedureGroup.Name(code);
}
