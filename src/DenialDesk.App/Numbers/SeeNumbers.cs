using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Trends;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.Numbers;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Numbers;

/// <summary>Every number over twenty-four months, with its interval, its zone and what it was when the month was frozen.</summary>
public sealed class SeeNumbers(DeskSource database, TimeProvider clock)
{
    /// <summary>How many months a page shows.</summary>
    public const int Months = 24;

    /// <summary>Filters, all optional, as they stand in the address.</summary>
    public sealed record Input
    {
        /// <summary>One practice.</summary>
        public int? Practice { get; init; }

        /// <summary>One payer, with those merged into it.</summary>
        public int? Payer { get; init; }

        /// <summary>The last month, "2026-05"; this month when left out or not a month.</summary>
        public string? To { get; init; }
    }

    /// <summary>A month as it was frozen, by its parts.</summary>
    private sealed record Frozen(DateOnly On, Dictionary<int, KpiCount> Buckets);

    /// <summary>Reads and works them out.</summary>
    public async Task<NumberView> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeTrends);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var (all, payers) = await ChoicesAsync(connection, actor, cancellation);
        var today = all.Select(p => PracticeDay.At(clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(p.Zone))).DefaultIfEmpty(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)).Max();
        int[] practices = [.. all.Where(p => input.Practice is null || p.Id == input.Practice).Select(p => p.Id)];
        var last = TrendPeriod.Ending(input.To, today).Last;
        var (from, before) = (last.AddMonths(1 - Months), last.AddMonths(1));
        var zones = await SeeZones.InForceAsync(connection, today, cancellation);
        var (cells, freshness) = await NumberCells.ReadAsync(connection, practices, from, before, input.Payer, today, false, cancellation);
        var frozen = await FrozenAsync(connection, practices, from, before, input.Payer, cancellation);
        return new(
            [.. KpiDefinitions.All.Select(d => Line(d, zones, cells, frozen, from, today))], last, today, freshness, await HighDollarAsync(connection, practices, today, cancellation),
            [.. all.Select(p => new TrendChoice(p.Id.ToString(CultureInfo.InvariantCulture), p.Name))], payers);
    }

    /// <summary>A number's months out of the sums; only the bucket "so far" of a recovery is added up, its horizons stand beside it.</summary>
    internal static KpiCount Sum(Kpi kpi, IEnumerable<KeyValuePair<int, KpiCount>> buckets)
        => buckets.Where(b => kpi != Kpi.Recovery || b.Key == 0).Aggregate(default(KpiCount), (sum, b) => sum + b.Value);

    private static NumberLine Line(
        KpiDefinition definition, NumberZones zones, List<NumberCell> cells, Dictionary<(Kpi, DateOnly), Frozen> frozen, DateOnly from, DateOnly today)
    {
        var mine = cells.Where(c => c.Kpi == definition.Kpi).ToLookup(c => c.Month);
        var months = new List<NumberMonth>();
        for (var month = from; months.Count < Months; month = month.AddMonths(1))
        {
            var buckets = mine[month].GroupBy(c => c.Bucket).ToDictionary(g => g.Key, g => g.Aggregate(default(KpiCount), (sum, c) => sum + c.Count));
            var count = Sum(definition.Kpi, buckets);
            var then = frozen.TryGetValue((definition.Kpi, month), out var f) ? new FrozenMonth(f.On, Sum(definition.Kpi, f.Buckets), KpiRule.Of(definition, Sum(definition.Kpi, f.Buckets), f.Buckets, zones)) : null;
            months.Add(new(month, count, KpiRule.Of(definition, count, buckets, zones), buckets, then));
        }

        var over = new DateOnly(today.Year, today.Month, 1).AddMonths(definition.IsMoment ? 0 : -1 - definition.Matures);
        return new(definition, zones.Of(definition.Kpi), months, months.LastOrDefault(m => m.Month <= over) ?? months[0]);
    }

    private static async Task<(List<(int Id, string Name, string Zone)> Practices, List<TrendChoice> Payers)> ChoicesAsync(NpgsqlConnection connection, Actor actor, CancellationToken cancellation)
    {
        // Two small directories.
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("select practice_id, name, time_zone from practice where $1::int[] is null or practice_id = any($1) order by name")
                {
                    Parameters = { new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer } },
                },
                new("select payer_id, name from payer where merged_into is null order by lower(name)"),
            },
        };
        var (practices, payers) = (new List<(int, string, string)>(), new List<TrendChoice>());
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { practices.Add((rows.GetInt32(0), rows.GetString(1), rows.GetString(2))); }

        await rows.NextResultAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { payers.Add(new(rows.GetInt32(0).ToString(CultureInfo.InvariantCulture), rows.GetString(1))); }

        return (practices, payers);
    }

    /// <summary>Months that were frozen for every practice shown that has anything in them.</summary>
    private static async Task<Dictionary<(Kpi, DateOnly), Frozen>> FrozenAsync(
        NpgsqlConnection connection, int[] practices, DateOnly from, DateOnly before, int? payerId, CancellationToken cancellation)
    {
        // number_snapshot and number_frozen by their keys.
        await using var command = new NpgsqlCommand(
            """
            select s.month, k.kpi, k.bucket, s.frozen_on, coalesce(k.part, 0), coalesce(k.whole, 0), coalesce(k.seen, 0)
            from (select month, min(frozen_on) as frozen_on from number_snapshot where practice_id = any($1) and month >= $2 and month < $3 group by month having count(*) = cardinality($1)) s
            join lateral (
                select f.kpi, f.bucket, sum(f.part) as part, sum(f.whole) as whole, sum(f.seen)::bigint as seen from number_frozen f left join payer p on p.payer_id = f.payer_id
                where f.practice_id = any($1) and f.month = s.month and ($4::int is null or coalesce(p.merged_into, p.payer_id) = $4) group by f.kpi, f.bucket) k on true
            """,
            connection)
        {
            Parameters =
            {
                new() { Value = practices }, new() { Value = from }, new() { Value = before }, new() { Value = (object?)payerId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer },
            },
        };
        var found = new Dictionary<(Kpi, DateOnly), Frozen>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            if (KpiDefinitions.Find(rows.GetString(1)) is not { } definition) { continue; }

            var key = (definition.Kpi, rows.GetFieldValue<DateOnly>(0));
            if (!found.TryGetValue(key, out var month)) { found[key] = month = new(rows.GetFieldValue<DateOnly>(3), []); }

            month.Buckets[rows.GetInt32(2)] = new(rows.GetDecimal(4), rows.GetDecimal(5), rows.GetInt64(6));
        }

        return found;
    }

    /// <summary>The threshold behind the A/R days, kept with their count; raw where the practice is small, none yet where it is large and was never counted.</summary>
    private static async Task<(decimal Low, decimal High)?> HighDollarAsync(NpgsqlConnection connection, int[] practices, DateOnly today, CancellationToken cancellation)
    {
        // rollup_number_built by its key; denial_month otherwise.
        await using var command = new NpgsqlCommand(
            $"""
            select min(t.high), max(t.high) from (
                select coalesce(
                    (select b.high_dollar from rollup_number_built b where b.practice_id = p.practice_id),
                    case when {NumberCells.Few} then
                        (select percentile_disc(0.9) within group (order by d.expected_amount) from denial d
                         where d.practice_id = p.practice_id and d.denied_on > $2::date - 730 and d.outcome is distinct from 'not_a_denial') end) as high
                from unnest($1::int[]) p (practice_id)) t
            """,
            connection)
        { Parameters = { new() { Value = practices }, new() { Value = today } } };
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        return rows.IsDBNull(0) ? null : (rows.GetDecimal(0), rows.GetDecimal(1));
    }
}
