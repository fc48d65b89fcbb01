using DenialDesk.App.Numbers;
using Npgsql;

namespace DenialDesk.App.Trends;

/// <summary>Which claims a trend is about. A null filter means all.</summary>
internal sealed record TrendFilter(int[] Practices, TrendPeriod Period, int? PayerId, string? Category, string? Carc);

/// <summary>Claims decided for the first time in a month by a payer.</summary>
internal readonly record struct DecidedCount(DateOnly Month, int PayerId, long Claims, decimal Billed);

/// <summary>Denied ones among them, by what was refused.</summary>
internal readonly record struct DeniedCount(DateOnly Month, int PayerId, string Category, string Carc, long Denied, decimal Amount);

/// <summary>
/// The two counts behind every trend, from the roll-ups: what was decided, and what of it was denied. Both know only first decisions of the primary
/// payer. A payer merged into another counts as that other one.
/// </summary>
internal static class TrendSource
{
    /// <summary>What was decided; the sides of a denial do not narrow it.</summary>
    public static async Task<List<DecidedCount>> DecidedAsync(NpgsqlConnection connection, TrendFilter filter, CancellationToken cancellation)
    {
        var source = await RollupSource.OpenAsync(connection, filter.Practices, filter.Period.From, filter.Period.Before, cancellation);
        var rows = await source.DecidedAsync(Of(filter), RollupBy.Month | RollupBy.Payer, cancellation);
        return [.. rows.Select(r => new DecidedCount(r.Month, r.PayerId, r.Claims, r.Billed))];
    }

    /// <summary>What of it was denied.</summary>
    public static async Task<List<DeniedCount>> DeniedAsync(NpgsqlConnection connection, TrendFilter filter, CancellationToken cancellation)
    {
        var source = await RollupSource.OpenAsync(connection, filter.Practices, filter.Period.From, filter.Period.Before, cancellation);
        var rows = await source.DeniedAsync(
            Of(filter) with { Category = filter.Category, Carc = filter.Carc }, RollupBy.Month | RollupBy.Payer | RollupBy.Category | RollupBy.Carc, cancellation);
        return [.. rows.Select(r => new DeniedCount(r.Month, r.PayerId, r.Category, r.Carc, r.Denials, r.DeniedAmount))];
    }

    private static RollupFilter Of(TrendFilter filter) => new(filter.Practices, filter.Period.From, filter.Period.Before, filter.PayerId);
}
