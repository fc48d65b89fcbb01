using System.Collections.Frozen;

namespace DenialDesk.Domain.Codes;

/// <summary>All code tables of one version, built once from their rows and then only read.</summary>
/// <remarks>A code may have several rows with different dates; a lookup takes the row in force on the day, else the newest that had begun,
/// because payers keep sending retired codes and must do so on reversals of old claims.</remarks>
public sealed class CodeBook
{
    private readonly FrozenDictionary<string, Carc[]> _carcs;
    private readonly FrozenDictionary<string, CarcRule> _carcRules;
    private readonly FrozenDictionary<string, Rarc> _rarcs;
    private readonly FrozenDictionary<(string Carc, string Rarc), PairOverride> _pairs;
    private readonly FrozenDictionary<string, GroupCode> _groups;
    private readonly FrozenDictionary<string, PlbReason> _plbReasons;
    private readonly FrozenDictionary<string, ClaimStatusCode> _statusCodes;
    private readonly FrozenDictionary<string, ClaimStatusCategory> _statusCategories;

    /// <summary>Builds the book; codes in the rows are already in normal form.</summary>
    public CodeBook(CodeTables tables)
    {
        _carcs = tables.Carcs.GroupBy(row => row.Code)
            .ToFrozenDictionary(rows => rows.Key, rows => rows.OrderByDescending(row => row.Start).ToArray());
        _carcRules = tables.CarcRules.ToFrozenDictionary(row => row.Code);
        _rarcs = tables.Rarcs.ToFrozenDictionary(row => row.Code);
        _pairs = tables.PairOverrides.ToFrozenDictionary(row => (row.Carc, row.Rarc));
        _groups = tables.Groups.ToFrozenDictionary(row => row.Code);
        _plbReasons = tables.PlbReasons.ToFrozenDictionary(row => row.Code);
        _statusCodes = tables.StatusCodes.ToFrozenDictionary(row => row.Code);
        _statusCategories = tables.StatusCategories.ToFrozenDictionary(row => row.Code);
    }

    /// <summary>Every CARC row, newest first within a code.</summary>
    public IEnumerable<Carc> Carcs => _carcs.Values.SelectMany(rows => rows);

    /// <summary>Every RARC row.</summary>
    public IEnumerable<Rarc> Rarcs => _rarcs.Values;

    /// <summary>The row of a reason code as sent, on a day; nothing for an unknown code.</summary>
    public Carc? Carc(string? code, DateOnly asOf)
    {
        if (!_carcs.TryGetValue(NormalCarc(code), out var rows))
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

    /// <summary>The row of a remark code as sent; nothing for an unknown one.</summary>
    public Rarc? Rarc(string? code) => _rarcs.GetValueOrDefault(CodeForm.Rarc(code));

    /// <summary>The pair's own meaning, when it differs from the reason code's.</summary>
    public PairOverride? Pair(string? carc, string? rarc) => _pairs.GetValueOrDefault((NormalCarc(carc), CodeForm.Rarc(rarc)));

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
        var trimmed = CodeForm.Trimmed(code);
        return CodeForm.CarcReadings(trimmed).FirstOrDefault(_carcs.ContainsKey) ?? trimmed;
    }
}

/// <summary>The rows a code book is built from.</summary>
public sealed record CodeTables
{
    /// <summary>Claim adjustment reason codes.</summary>
    public IReadOnlyList<Carc> Carcs { get; init; } = [];

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
