using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.App.Trends;
using DenialDesk.Domain.Numbers;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Numbers;

/// <summary>One row behind a number.</summary>
/// <param name="Day">What puts it into the month.</param>
/// <param name="DenialId">Its denial; null for a claim that was not denied.</param>
/// <param name="RemittanceId">The remittance of a claim.</param>
/// <param name="Code">What refused it; empty when nothing did.</param>
/// <param name="Part">What it adds to the numerator.</param>
/// <param name="Whole">What it adds to the denominator.</param>
public sealed record NumberRow(
    DateOnly Day, string Practice, string Payer, string Account, string Code, decimal Part, decimal Whole, int PracticeId, long? DenialId, long? RemittanceId, long RowId, int Bucket);

/// <summary>A page of them, with all under the same filters.</summary>
public sealed record NumberRowList(KpiDefinition Definition, DateOnly Month, IReadOnlyList<NumberRow> Rows, KpiCount Total)
{
    /// <summary>The total is the number as the job kept it, and says nothing of how many rows there are.</summary>
    public bool IsKept { get; init; }

    /// <summary>The job has yet to count the number: there is no total.</summary>
    public bool IsCounting { get; init; }
}

/// <summary>The rows behind any number of a month: all of them, or those in its numerator. They add up to the number.</summary>
public sealed class ListNumberRows(DeskSource database, TimeProvider clock)
{
    /// <summary>What to list.</summary>
    public sealed record Input
    {
        /// <summary>The number's key.</summary>
        public required string Kpi { get; init; }

        /// <summary>"2026-05"; this month when it is not one.</summary>
        public string? Month { get; init; }

        /// <summary>part for the numerator's rows, whole for the denominator's, null for both.</summary>
        public string? Side { get; init; }

        /// <summary>One bucket: fully denied, an age, a horizon.</summary>
        public int? Bucket { get; init; }

        public int? Practice { get; init; }

        public int? Payer { get; init; }

        /// <summary>Goes on below this row, "day_row_bucket".</summary>
        public string? After { get; init; }

        public int Take { get; init; } = 50;

        /// <summary>True when the rows leave the desk as a file.</summary>
        public bool Export { get; init; }
    }

    /// <summary>Ids looked at in the first round.</summary>
    private const long FirstIds = 20_000;

    /// <summary>Where a row stands in the order.</summary>
    public static string KeyOf(NumberRow row) => string.Create(CultureInfo.InvariantCulture, $"{row.Day.DayNumber}_{row.RowId}_{row.Bucket}");

    /// <summary>The rows; null when there is no such number.</summary>
    public async Task<NumberRowList?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeTrends);
        if (KpiDefinitions.Find(input.Kpi) is not { } definition) { return null; }

        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        var month = TrendPeriod.Ending(input.Month, today).Last;
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var practices = await PracticesAsync(connection, input, actor, cancellation);
        var rows = await RowsAsync(connection, definition, month, today, input, practices, cancellation);
        var total = await TotalAsync(connection, definition, month, today, input, practices, cancellation);
        if (rows.Count > 0)
        {
            await ReadLog.AppendAsync(
                database, actor, clock.GetUtcNow(),
                new(input.Export ? "read.number_exported" : "read.number", "denials", $"{rows.Count}", Shown: [.. rows.Where(r => r.DenialId is not null).Select(r => r.DenialId!.Value).Distinct()]), cancellation);
        }

        return total with { Rows = rows };
    }

    private static async Task<int[]> PracticesAsync(NpgsqlConnection connection, Input input, Actor actor, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select coalesce(array_agg(practice_id), '{}') from practice where ($1::int[] is null or practice_id = any($1)) and ($2::int is null or practice_id = $2)", connection)
        {
            Parameters =
            {
                new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer },
                new() { Value = (object?)input.Practice ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer },
            },
        };
        return (int[])(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>The latest days first, a few at a time where an index has them by day: of a large month a page needs one or two.</summary>
    private static async Task<List<NumberRow>> RowsAsync(
        NpgsqlConnection connection, KpiDefinition definition, DateOnly month, DateOnly today, Input input, int[] practices, CancellationToken cancellation)
    {
        var (until, days, take) = (month.AddMonths(1), NumberRows.ByDay.Contains(definition.Kpi) ? 1 : 31, Math.Clamp(input.Take, 1, 50_000));
        if (days < 31 && After(input.After) is { } after && after.Day < until) { until = after.Day.AddDays(1); }

        var found = new List<NumberRow>();
        if (NumberRows.ByMonthEnd.Contains(definition.Kpi)) { return await OpenRowsAsync(connection, definition, month, today, input with { Take = take }, practices, cancellation); }

        for (; until > month && found.Count < take; days *= 2)
        {
            var from = until.AddDays(-days) is var start && start > month ? start : month;
            found.AddRange(await RowsAsync(connection, definition, from, until, today, input with { Take = take - found.Count }, practices, cancellation));
            until = from;
        }

        return found;
    }

    /// <summary>What was open at a month's end, the newest denials first, some thousands of ids at a time: of a month with a million open ones a page needs fifty.</summary>
    private static async Task<List<NumberRow>> OpenRowsAsync(
        NpgsqlConnection connection, KpiDefinition definition, DateOnly month, DateOnly today, Input input, int[] practices, CancellationToken cancellation)
    {
        // denial by its key: two probes.
        await using var ends = new NpgsqlCommand(
            "select min(l.least), max(l.most) from unnest($1::int[]) p (practice_id) cross join lateral (select min(denial_id) as least, max(denial_id) as most from denial d where d.practice_id = p.practice_id) l", connection)
        { Parameters = { new() { Value = practices } } };
        var (least, most) = (0L, -1L);
        await using (var row = await ends.ExecuteReaderAsync(cancellation))
        {
            if (await row.ReadAsync(cancellation) && !row.IsDBNull(0)) { (least, most) = (row.GetInt64(0), row.GetInt64(1)); }
        }

        if (After(input.After) is { } after) { most = Math.Min(most, after.Row); }

        var found = new List<NumberRow>();
        for (var ids = FirstIds; most >= least && found.Count < input.Take; ids *= 4)
        {
            var from = Math.Max(least, most - ids + 1);
            found.AddRange(await RowsAsync(connection, definition, month, month.AddMonths(1), today, input with { Take = input.Take - found.Count }, practices, cancellation, (from, most)));
            most = from - 1;
        }

        return found;
    }

    private static async Task<List<NumberRow>> RowsAsync(
        NpgsqlConnection connection, KpiDefinition definition, DateOnly from, DateOnly before, DateOnly today, Input input, int[] practices, CancellationToken cancellation, (long From, long To)? ids = null)
    {
        // The indexes that NumberRows names for each number; one month, then keys.
        var claims = definition.Kpi is Kpi.DenialRateClaims or Kpi.DenialRateDollars or Kpi.FirstPass or Kpi.TimelyFiling or Kpi.Repeats or Kpi.NetCollection or Kpi.CashOfRevenue;
        await using var command = Command(connection,
            $"""
            select x.day, z.name, coalesce(m.name, p.name, ''), coalesce(d.patient_control_number, {(claims ? "a.patient_control_number" : definition.Kpi == Kpi.CleanClaims ? "s.account" : "null")}, ''),
                   coalesce(d.lead_group || '-' || d.lead_carc, ''), x.part::numeric, x.whole::numeric, x.practice_id, x.denial_id, {(claims ? "a.remittance_id" : "null::bigint")}, x.row_id, x.bucket
            from ({NumberRows.Of(definition.Kpi)}) x join practice z on z.practice_id = x.practice_id
            left join payer p on p.payer_id = x.payer_id left join payer m on m.payer_id = p.merged_into
            left join denial d on d.practice_id = x.practice_id and d.denial_id = x.denial_id
            {(claims ? "left join adjudication a on a.practice_id = x.practice_id and a.adjudication_id = x.row_id" : "")}
            {(definition.Kpi == Kpi.CleanClaims ? "left join submitted_claim s on s.practice_id = x.practice_id and s.submitted_id = x.row_id" : "")}
            where {Where} and ($8::date is null or (x.day, x.row_id, x.bucket) < ($8, $9, $10)){(ids is { } only ? string.Create(CultureInfo.InvariantCulture, $" and x.row_id between {only.From} and {only.To}") : "")}
            order by x.day desc, x.row_id desc, x.bucket desc limit $11
            """,
            from, before, today, input, practices);
        var after = After(input.After);
        command.Parameters.Add(new() { Value = (object?)after?.Day ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Date });
        command.Parameters.Add(new() { Value = after?.Row ?? 0L });
        command.Parameters.Add(new() { Value = after?.Bucket ?? 0 });
        command.Parameters.Add(new() { Value = Math.Clamp(input.Take, 1, 50_000) });
        var found = new List<NumberRow>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new(
                rows.GetFieldValue<DateOnly>(0), rows.GetString(1), rows.GetString(2), rows.GetString(3), rows.GetString(4), Math.Round(rows.GetDecimal(5), 4), Math.Round(rows.GetDecimal(6), 4),
                rows.GetInt32(7), rows.IsDBNull(8) ? null : rows.GetInt64(8), rows.IsDBNull(9) ? null : rows.GetInt64(9), rows.GetInt64(10), rows.GetInt32(11)));
        }

        return found;
    }

    private static async Task<NumberRowList> TotalAsync(
        NpgsqlConnection connection, KpiDefinition definition, DateOnly month, DateOnly today, Input input, int[] practices, CancellationToken cancellation)
    {
        if (input.Bucket is null && NumberRows.Decided.Contains(definition.Kpi) && (input.Side is not ("part" or "whole") || (input.Side == "part" && definition.Counted)))
        {
            return new(definition, month, [], await RolledAsync(connection, definition.Kpi, month, input, practices, cancellation));
        }

        // A recovery without a bucket is the one so far.
        var bucket = input.Bucket ?? (definition.Kpi == Kpi.Recovery ? 0 : null);
        if (NumberRows.Kept.Contains(definition.Kpi) && (input.Side is not ("part" or "whole") || (input.Side == "part" && definition.Counted))
            && await NumberCells.KeptAsync(connection, definition.Kpi, practices, month, input.Payer, bucket, cancellation) is ({ } kept, var counting))
        {
            return new(definition, month, [], input.Side == "part" ? new(kept.Part, kept.Part, (long)kept.Part) : kept)
            {
                IsKept = input.Side != "part" && !NumberRows.CountedByRow.Contains(definition.Kpi),
                IsCounting = counting,
            };
        }

        await using var command = Command(connection,
            $"select coalesce(sum(x.part), 0)::numeric, coalesce(sum(x.whole), 0)::numeric, count(*) from ({NumberRows.Of(definition.Kpi)}) x left join payer p on p.payer_id = x.payer_id where {Where}",
            month, month.AddMonths(1), today, input, practices);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        return new(definition, month, [], new(Math.Round(rows.GetDecimal(0), 4), Math.Round(rows.GetDecimal(1), 4), rows.GetInt64(2)));
    }

    /// <summary>The sums of first decisions as the number itself reads them; each claim counts once, so those in the numerator are its rows.</summary>
    private static async Task<KpiCount> RolledAsync(NpgsqlConnection connection, Kpi kpi, DateOnly month, Input input, int[] practices, CancellationToken cancellation)
    {
        var source = await RollupSource.OpenAsync(connection, practices, month, month.AddMonths(1), cancellation);
        var decided = await source.DecidedAsync(new(practices, month, month.AddMonths(1), input.Payer), RollupBy.Nothing, cancellation);
        var count = decided.SelectMany(NumberCells.Of).Where(c => c.Kpi == kpi).Aggregate(default(KpiCount), (sum, c) => sum + c.Count);
        return input.Side == "part" ? new(count.Part, count.Part, (long)count.Part) : count;
    }

    private const string Where =
        """
        ($5::int is null or coalesce(p.merged_into, p.payer_id) = $5) and ($6::int is null or x.bucket = $6)
        and case $7 when 'part' then x.part <> 0 when 'whole' then x.whole <> 0 else true end
        """;

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, DateOnly from, DateOnly before, DateOnly today, Input input, int[] practices)
    {
        // A recovery without a bucket is the one so far.
        var bucket = input.Bucket ?? (input.Kpi == Kpi.Recovery.Text() ? 0 : null);
        return new(sql, connection)
        {
            Parameters =
            {
                new() { Value = practices }, new() { Value = from }, new() { Value = before },
                new() { Value = today }, new() { Value = (object?)input.Payer ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer },
                new() { Value = (object?)bucket ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer },
                new() { Value = input.Side is "part" or "whole" ? input.Side : "" },
            },
        };
    }

    private static (DateOnly Day, long Row, int Bucket)? After(string? key)
        => key?.Split('_') is [var day, var row, var bucket]
           && int.TryParse(day, CultureInfo.InvariantCulture, out var d) && d is >= 0 and < 3652058 && long.TryParse(row, CultureInfo.InvariantCulture, out var r) && int.TryParse(bucket, CultureInfo.InvariantCulture, out var b)
            ? (DateOnly.FromDayNumber(d), r, b) : null;
}
