using System.Collections.Frozen;

namespace DenialDesk.Domain.Codes;

/// <summary>All code tables of one version, built once from their rows and then only read.</summary>
/// <remarks>A code may have several rows with different dates; a lookup takes the row in force on the day, else the newest that had begun,
/// because payers keep sending retired codes and must do so on reversals of old claims.</remarks>
public sealed class CodeBook
{
    private readonly FrozenDictionary<string, Carc[]> _carcs;
    private readonly FrozenDictionary<(string Carc, string Group), Carc[]> _inGroup;
    private readonly FrozenDictionary<string, CarcRule> _carcRules;
    private readonly FrozenDictionary<string, Rarc[]> _rarcs;
    private readonly FrozenDictionary<(string Carc, string Rarc), PairOverride[]> _pairs;
    private readonly FrozenDictionary<string, GroupCode> _groups;
    private readonly FrozenDictionary<string, PlbReason> _plbReasons;
    private readonly FrozenDictionary<string, ClaimStatusCode> _statusCodes;
    private readonly FrozenDictionary<string, ClaimStatusCategory> _statusCategories;

    /// <summary>Builds the book; codes in the rows are already in normal form.</summary>
    public CodeBook(CodeTables tables)
    {
        _carcs = tables.Carcs.GroupBy(row => row.Code)
            .ToFrozenDictionary(rows => rows.Key, rows => rows.OrderByDescending(row => row.Start).ToArray());
        _inGroup = tables.GroupCarcs.GroupBy(row => (row.Row.Code, row.Group))
            .ToFrozenDictionary(rows => rows.Key, rows => rows.Select(row => row.Row).OrderByDescending(row => row.Start).ToArray());
        _carcRules = tables.CarcRules.ToFrozenDictionary(row => row.Code);
        _rarcs = tables.Rarcs.GroupBy(row => row.Code).ToFrozenDictionary(rows => rows.Key, rows => rows.OrderByDescending(row => row.Start).ToArray());
        _pairs = tables.PairOverrides.GroupBy(row => (row.Carc, row.Rarc))
            .ToFrozenDictionary(rows => rows.Key, rows => rows.OrderByDescending(row => row.Start).ToArray());
        _groups = tables.Groups.ToFrozenDictionary(row => row.Code);
        _plbReasons = tables.PlbReasons.ToFrozenDictionary(row => row.Code);
        _statusCodes = tables.StatusCodes.ToFrozenDictionary(row => row.Code);
        _statusCategories = tables.StatusCategories.ToFrozenDictionary(row => row.Code);
    }

    /// <summary>Every CARC row, newest first within a code.</summary>
    public IEnumerable<Carc> Carcs => _carcs.Values.SelectMany(rows => rows);

    /// <summary>Every RARC, by its newest row.</summary>
    public IEnumerable<Rarc> Rarcs => _rarcs.Values.Select(rows => rows[0]);

    /// <summary>Every pair that has a meaning of its own on a day.</summary>
    public IEnumerable<PairOverride> Pairs(DateOnly asOf) => _pairs.Values.Select(rows => Array.Find(rows, row => row.Start <= asOf)).OfType<PairOverride>();

    /// <summary>Every reason code that means something else in one group on a day.</summary>
    public IEnumerable<(string Group, Carc Row)> InGroups(DateOnly asOf)
        => _inGroup.Select(rows => (rows.Key.Group, Row: Array.Find(rows.Value, row => row.Start <= asOf))).Where(found => found.Row is not null).Select(found => (found.Group, found.Row!));

    /// <summary>The row of a reason code as sent, on a day; nothing for an unknown code. A rule made for the code in this group comes first.</summary>
    public Carc? Carc(string? code, DateOnly asOf, string? group = null)
    {
        var normal = NormalCarc(code);
        if (group is not null && _inGroup.Count > 0 && _inGroup.TryGetValue((normal, group), out var own) && Array.Find(own, row => row.Start <= asOf) is { } special)
        {
            return special;
        }

        if (!_carcs.TryGetValue(normal, out var rows))
        {
            return null;
        }

        foreach (var row in rows)
        {
            if (row.Start <= asOf)
            {
                return row;
            }
        }

        return rows[^1];
    }

    /// <summary>What X12 fixes for a reason code; nothing when it fixes nothing.</summary>
    public CarcRule? CarcRule(string? code) => _carcRules.GetValueOrDefault(NormalCarc(code));

    /// <summary>The newest row of a remark code as sent; nothing for an unknown one.</summary>
    public Rarc? Rarc(string? code) => _rarcs.TryGetValue(CodeForm.Rarc(code), out var rows) ? rows[0] : null;

    /// <summary>The row of a remark code on a day, which tells its category then; nothing for an unknown one.</summary>
    public Rarc? Rarc(string? code, DateOnly asOf) => _rarcs.TryGetValue(CodeForm.Rarc(code), out var rows) ? Array.Find(rows, row => row.Start <= asOf) ?? rows[^1] : null;

    /// <summary>The pair's own meaning on a day, when it differs from the reason code's.</summary>
    public PairOverride? Pair(string? carc, string? rarc, DateOnly asOf)
        => _pairs.TryGetValue((NormalCarc(carc), CodeForm.Rarc(rarc)), out var rows) ? Array.Find(rows, row => row.Start <= asOf) : null;

    /// <summary>The group code's row.</summary>
    public GroupCode? Group(string? code) => _groups.GetValueOrDefault(CodeForm.Group(code));

    /// <summary>The provider-level reason's row.</summary>
    public PlbReason? PlbReason(string? code) => _plbReasons.GetValueOrDefault(CodeForm.Trimmed(code));

    /// <summary>The claim status code's row.</summary>
    public ClaimStatusCode? ClaimStatus(string? code) => _statusCodes.GetValueOrDefault(CodeForm.WithoutZeros(code));

    /// <summary>The claim status category's row.</summary>
    public ClaimStatusCategory? ClaimStatusCategory(string? code) => _statusCategories.GetValueOrDefault(CodeForm.Trimmed(code));

    /// <summary>The normal form of a reason code: <c>045</c> and <c>CO45</c> are 45; an unknown code comes back trimmed and in upper case.</summary>
    public string NormalCarc(string? code)
    {
        // Nearly every code comes in its normal form, and the rows hold nothing else.
        if (code is not null && _carcs.ContainsKey(code)) { return code; }

        var trimmed = CodeForm.Trimmed(code);
        return CodeForm.CarcReadings(trimmed).FirstOrDefault(_carcs.ContainsKey) ?? trimmed;
    }
}

/// <summary>The rows a code book is built from.</summary>
public sealed record CodeTables
{
    /// <summary>Claim adjustment reason codes.</summary>
    public IReadOnlyList<Carc> Carcs { get; init; } = [];

    /// <summary>Reason codes that mean something else when they come with one group code; made by a site, none are shipped.</summary>
    public IReadOnlyList<(string Group, Carc Row)> GroupCarcs { get; init; } = [];

    /// <summary>Groups and remarks that X12 fixes for a reason code.</summary>
    public IReadOnlyList<CarcRule> CarcRules { get; init; } = [];

    /// <summary>Remittance advice remark codes.</summary>
    public IReadOnlyList<Rarc> Rarcs { get; init; } = [];

    /// <summary>Pairs with their own meaning.</summary>
    public IReadOnlyList<PairOverride> PairOverrides { get; init; } = [];

    /// <summary>Group codes.</summary>
    public IReadOnlyList<GroupCode> Groups { get; init; } = [];

    /// <summary>Provider-level adjustment reasons.</summary>
    public IReadOnlyList<PlbReason> PlbReasons { get; init; } = [];

    /// <summary>Claim status codes.</summary>
    public IReadOnlyList<ClaimStatusCode> StatusCodes { get; init; } = [];

    /// <summary>Claim status categories.</summary>
    public IReadOnlyList<ClaimStatusCategory> StatusCategories { get; init; } = [];
}
