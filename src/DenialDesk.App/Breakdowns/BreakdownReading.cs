using DenialDesk.App.Numbers;
using Npgsql;

namespace DenialDesk.App.Breakdowns;

/// <summary>Reads the counts of a break-down: from roll-ups where they keep what is asked, from the rows themselves where they do not.</summary>
internal sealed class BreakdownReading
{
    private readonly NpgsqlConnection _connection;
    private readonly BreakdownFilter _filter;
    private readonly BreakdownBy _by;
    private readonly int[] _practices;
    private readonly DateOnly _today;
    private readonly RollupSource? _rolled;
    private readonly string _dimension;
    private readonly BreakdownPair? _pair;
    private readonly DateTimeOffset? _pairAsOf;

    private BreakdownReading(NpgsqlConnection connection, BreakdownFilter filter, BreakdownBy by, int[] practices, DateOnly today, RollupSource? rolled, string dimension, BreakdownPair? pair, DateTimeOffset? pairAsOf)
        => (_connection, _filter, _by, _practices, _today, _rolled, _dimension, _pair, _pairAsOf) = (connection, filter, by, practices, today, rolled, dimension, pair, pairAsOf);

    /// <summary>Null: to this moment; otherwise some months are shown as last counted.</summary>
    public DateTimeOffset? AsOf => new[] { _rolled?.Freshness.AsOf, _pairAsOf }.Where(a => a is not null).Min();

    /// <summary>Months that are not in it yet, because they are being counted for the first time.</summary>
    public int Uncounted => _rolled?.Freshness.Uncounted ?? 0;

    /// <summary>The side of the roll-ups a break-down goes by; null when every roll-up has it.</summary>
    public static string? DimensionOf(BreakdownBy by) => by switch
    {
        BreakdownBy.Provider => RollupDimension.Provider,
        BreakdownBy.Place => RollupDimension.Place,
        BreakdownBy.Procedure => RollupDimension.Procedure,
        BreakdownBy.Rarc => RollupDimension.Rarc,
        _ => null,
    };

    /// <summary>Whether a line's claims are its own: a payer's, a provider's; a code's or a category's lines are out of all claims.</summary>
    public static bool HasOwnClaims(BreakdownBy by) => by is BreakdownBy.Payer or BreakdownBy.Provider or BreakdownBy.Place or BreakdownBy.Procedure;

    /// <summary>The sides to keep apart for a break-down.</summary>
    public static RollupBy SidesOf(BreakdownBy by) => by switch
    {
        BreakdownBy.Payer => RollupBy.Payer,
        BreakdownBy.Category => RollupBy.Category,
        BreakdownBy.Carc => RollupBy.Carc,
        BreakdownBy.Department => RollupBy.Department,
        BreakdownBy.Preventable => RollupBy.Preventable,
        BreakdownBy.Hardness => RollupBy.Hardness,
        BreakdownBy.Cause => RollupBy.Payer | RollupBy.Category | RollupBy.Department,
        _ => RollupBy.Value,
    };

    /// <summary>Makes ready for months between two days.</summary>
    public static async Task<BreakdownReading> OpenAsync(
        NpgsqlConnection connection, BreakdownFilter filter, BreakdownBy by, int[] practices, DateOnly today, DateOnly from, DateOnly before, CancellationToken cancellation)
    {
        var pair = BreakdownPair.Of(filter, by);
        var (ready, asOf) = pair is null ? default : await BreakdownPair.ReadyAsync(connection, practices, from, before, cancellation);
        var rolled = NeedsRows(filter, by) && !ready ? null : await RollupSource.OpenAsync(connection, practices, from, before, cancellation);
        var wanted = Wanted(filter, by);
        return new(connection, filter, by, practices, today, rolled, wanted.Count == 1 ? wanted[0] : RollupDimension.All, ready ? pair : null, ready ? asOf : null);
    }

    /// <summary>Whether it asks for what no roll-up of one side keeps: a small desk counts its rows, a large one reads pairs of sides or keeps what it counted.</summary>
    public static bool NeedsRows(BreakdownFilter filter, BreakdownBy by) => Wanted(filter, by).Count > 1 || by == BreakdownBy.Age || filter.Age is not null;

    private static List<string> Wanted(BreakdownFilter filter, BreakdownBy by) => [.. filter.Extra.Select(e => e.Dimension).Append(DimensionOf(by)).OfType<string>().Distinct()];

    /// <summary>Denials of some months, kept apart by sides.</summary>
    public Task<List<RolledDenied>> DeniedAsync(MonthSpan span, RollupBy sides, CancellationToken cancellation)
        => _pair is { } pair && BreakdownPair.Holds(_by, sides)
            ? pair.DeniedAsync(_connection, sides, _practices, span, _today, cancellation)
            : _rolled is null || (_pair is not null && NeedsRows(_filter, _by))
            ? BreakdownRaw.DeniedAsync(_connection, _filter, _by, sides, _practices, span, _today, cancellation)
            : _rolled.DeniedAsync(
                new(_practices, span.From, span.Before, _filter.Payer)
                {
                    Dimension = _dimension,
                    Value = _filter.Extra is [var only, ..] ? only.Value : null,
                    Category = _filter.Category,
                    Carc = _filter.Carc,
                    Department = _filter.Department,
                    Preventable = _filter.Preventable,
                    Hardness = _filter.Hardness is null ? null : BreakdownFilter.Stored(_filter.Hardness),
                },
                sides, cancellation);

    /// <summary>Claims decided for the first time in some months. A remark narrows no claims: they are read from the whole.</summary>
    public Task<List<RolledDecided>> DecidedAsync(MonthSpan span, RollupBy sides, CancellationToken cancellation)
    {
        if (_pair is { HasClaims: true } pair && (sides & ~(RollupBy.Month | RollupBy.Value)) == 0) { return pair.DecidedAsync(_connection, sides, _practices, span, cancellation); }

        if (_rolled is null || (_pair is { HasClaims: true })) { return BreakdownRaw.DecidedAsync(_connection, _filter, _by, sides, _practices, span, cancellation); }

        // A remark is no side of claims; of two sides the other one is.
        var dimension = Wanted(_filter, _by).FirstOrDefault(d => d != RollupDimension.Rarc) ?? RollupDimension.All;
        var value = _filter.Extra.Where(e => e.Dimension == dimension).Select(e => e.Value).FirstOrDefault();
        return _rolled.DecidedAsync(new(_practices, span.From, span.Before, _filter.Payer) { Dimension = dimension, Value = value }, sides, cancellation);
    }
}
