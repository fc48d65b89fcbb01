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

    private BreakdownReading(NpgsqlConnection connection, BreakdownFilter filter, BreakdownBy by, int[] practices, DateOnly today, RollupSource? rolled, string dimension)
        => (_connection, _filter, _by, _practices, _today, _rolled, _dimension) = (connection, filter, by, practices, today, rolled, dimension);

    /// <summary>Null: to this moment; otherwise some months are shown as last counted.</summary>
    public DateTimeOffset? AsOf => _rolled?.Freshness.AsOf;

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
        var wanted = filter.Extra.Select(e => e.Dimension).Append(DimensionOf(by)).OfType<string>().Distinct().ToList();
        var raw = wanted.Count > 1 || by == BreakdownBy.Age || filter.Age is not null;
        var rolled = raw ? null : await RollupSource.OpenAsync(connection, practices, from, before, cancellation);
        return new(connection, filter, by, practices, today, rolled, wanted.Count == 1 ? wanted[0] : RollupDimension.All);
    }

    /// <summary>Denials of some months, kept apart by sides.</summary>
    public Task<List<RolledDenied>> DeniedAsync(MonthSpan span, RollupBy sides, CancellationToken cancellation)
        => _rolled is null
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
        if (_rolled is null) { return BreakdownRaw.DecidedAsync(_connection, _filter, _by, sides, _practices, span, cancellation); }

        var dimension = _dimension == RollupDimension.Rarc ? RollupDimension.All : _dimension;
        var value = dimension == RollupDimension.All ? null : _filter.Extra is [var only, ..] ? only.Value : null;
        return _rolled.DecidedAsync(new(_practices, span.From, span.Before, _filter.Payer) { Dimension = dimension, Value = value }, sides, cancellation);
    }
}
