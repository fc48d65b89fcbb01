using DenialDesk.Domain.Numbers;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Numbers;

/// <summary>One sum of one number. The decided numbers have the bucket 1 for fully denied claims, 2 for partly denied ones, 0 for the rest.</summary>
internal sealed record NumberCell(int PracticeId, DateOnly Month, Kpi Kpi, int PayerId, int Bucket, KpiCount Count);

/// <summary>How fresh the numbers of a page are.</summary>
/// <param name="Decided">Of those counted from first decisions.</param>
/// <param name="OthersAsOf">Since when the others may have changed; null: counted this moment.</param>
/// <param name="Counting">The others are being counted for the first time.</param>
public sealed record NumberFreshness(RollupFreshness Decided, DateTimeOffset? OthersAsOf, bool Counting);

/// <summary>The sums of all numbers over some practices and months, from roll-ups where they are kept and from raw rows where that is as quick.</summary>
internal static class NumberCells
{
    /// <summary>Practices whose numbers take no longer than this together are counted while the page waits, so that what was just done shows.</summary>
    internal const int QuickMs = 150;

    /// <summary>Whether a practice p has so few denials that it is counted while the page waits when it never was. Its first hundred thousand by key, without their rows.</summary>
    internal const string Few = "((select count(*) from (select from denial f where f.practice_id = p.practice_id limit 100000) f) < 100000)";

    /// <summary>Reads; kept apart by practice and payer only when <paramref name="apart"/>.</summary>
    public static async Task<(List<NumberCell> Cells, NumberFreshness Freshness)> ReadAsync(
        NpgsqlConnection connection, int[] practices, DateOnly from, DateOnly before, int? payerId, DateOnly today, bool apart, CancellationToken cancellation)
    {
        var source = await RollupSource.OpenAsync(connection, practices, from, before, cancellation);
        var decided = await source.DecidedAsync(new(practices, from, before, payerId), apart ? RollupBy.Month | RollupBy.Payer | RollupBy.Practice : RollupBy.Month, cancellation);
        var (live, kept, asOf, counting) = await PlanAsync(connection, practices, cancellation);
        var cells = new List<NumberCell>();
        foreach (var d in decided) { cells.AddRange(Of(d)); }

        cells.AddRange(await SumsAsync(connection, live, kept, from, before, payerId, today, apart, cancellation));
        return (cells, new(source.Freshness, asOf, counting));
    }

    /// <summary>One number of a month as the page of numbers shows it; null when one of the practices is counted while the page waits, so that the rows themselves are to be added up.</summary>
    /// <returns>The count, and whether the job has yet to count it: then there is none.</returns>
    internal static async Task<(KpiCount? Count, bool Counting)> KeptAsync(NpgsqlConnection connection, Kpi kpi, int[] practices, DateOnly month, int? payerId, int? bucket, CancellationToken cancellation)
    {
        var (live, _, _, counting) = await PlanAsync(connection, practices, cancellation);
        if (live.Length > 0) { return (null, false); }

        if (counting) { return (default(KpiCount), true); }

        // rollup_number by its key.
        await using var command = new NpgsqlCommand(
            """
            select coalesce(sum(c.part), 0), coalesce(sum(c.whole), 0), coalesce(sum(c.seen), 0)::bigint from rollup_number c left join payer p on p.payer_id = c.payer_id
            where c.practice_id = any($1) and c.month = $2 and c.kpi = $3 and ($4::int is null or coalesce(p.merged_into, p.payer_id) = $4) and ($5::int is null or c.bucket = $5)
            """,
            connection)
        {
            Parameters =
            {
                new() { Value = practices }, new() { Value = month }, new() { Value = kpi.Text() }, new() { Value = (object?)payerId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer },
                new() { Value = (object?)bucket ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer },
            },
        };
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        return (new(Math.Round(rows.GetDecimal(0), 4), Math.Round(rows.GetDecimal(1), 4), rows.GetInt64(2)), false);
    }

    /// <summary>The four numbers of first decisions.</summary>
    internal static IEnumerable<NumberCell> Of(RolledDecided d)
    {
        NumberCell Cell(Kpi kpi, int bucket, decimal part, decimal whole, long seen) => new(d.PracticeId, d.Month, kpi, d.PayerId, bucket, new(part, whole, seen));
        var neither = d.Claims - d.DeniedFull - d.DeniedPart;
        yield return Cell(Kpi.DenialRateClaims, 0, 0, neither, neither);
        if (d.DeniedFull > 0) { yield return Cell(Kpi.DenialRateClaims, 1, d.DeniedFull, d.DeniedFull, d.DeniedFull); }

        if (d.DeniedPart > 0) { yield return Cell(Kpi.DenialRateClaims, 2, d.DeniedPart, d.DeniedPart, d.DeniedPart); }

        yield return Cell(Kpi.DenialRateDollars, 0, d.DeniedBilled, d.Billed, d.Claims);
        yield return Cell(Kpi.FirstPass, 0, d.ResolvedFirstPass, d.Claims, d.Claims);
        yield return Cell(Kpi.TimelyFiling, 0, d.TimelyFiling, d.Claims, d.Claims);
    }

    /// <summary>Which practices are counted now and which are read as kept.</summary>
    private static async Task<(int[] Live, int[] Kept, DateTimeOffset? AsOf, bool Counting)> PlanAsync(NpgsqlConnection connection, int[] practices, CancellationToken cancellation)
    {
        // By its key; denials only of a practice that was never counted.
        await using var command = new NpgsqlCommand(
            $"""
            select p.practice_id, b.built_at, b.build_ms, b.built_at is null and {Few}
            from unnest($1::int[]) p (practice_id) left join rollup_number_built b using (practice_id) order by b.build_ms nulls first
            """,
            connection)
        { Parameters = { new() { Value = practices } } };
        var (live, kept, spent, counting) = (new List<int>(), new List<int>(), 0, false);
        DateTimeOffset? asOf = null;
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var built = rows.IsDBNull(1) ? (DateTimeOffset?)null : rows.GetFieldValue<DateTimeOffset>(1);
            spent += built is null ? 0 : rows.GetInt32(2);
            if (built is null ? rows.GetBoolean(3) : spent <= QuickMs) { live.Add(rows.GetInt32(0)); }
            else if (built is null) { counting = true; }
            else
            {
                kept.Add(rows.GetInt32(0));
                asOf = asOf is null || built < asOf ? built : asOf;
            }
        }

        return ([.. live], [.. kept], asOf, counting);
    }

    private static async Task<List<NumberCell>> SumsAsync(
        NpgsqlConnection connection, int[] live, int[] kept, DateOnly from, DateOnly before, int? payerId, DateOnly today, bool apart, CancellationToken cancellation)
    {
        // rollup_number by its key.
        var sources = new List<string>();
        if (kept.Length > 0) { sources.Add("select * from rollup_number where practice_id = any($6) and month >= $2 and month < $3"); }

        if (live.Length > 0) { sources.Add(NumberRows.Sums(NumberRows.Kept)); }

        if (sources.Count == 0) { return []; }

        await using var command = new NpgsqlCommand(
            $"""
            select {(apart ? "c.practice_id" : "0")}, c.month, c.kpi, {(apart ? "coalesce(p.merged_into, p.payer_id, 0)" : "0")}, c.bucket, sum(c.part), sum(c.whole), sum(c.seen)::bigint
            from ({string.Join(" union all ", sources)}) c left join payer p on p.payer_id = c.payer_id
            where ($5::int is null or coalesce(p.merged_into, p.payer_id) = $5)
            group by 1, 2, 3, 4, 5
            """,
            connection)
        {
            Parameters =
            {
                new() { Value = live }, new() { Value = from }, new() { Value = before }, new() { Value = today },
                new() { Value = (object?)payerId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer }, new() { Value = kept },
            },
        };
        var found = new List<NumberCell>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            if (KpiDefinitions.Find(rows.GetString(2)) is not { } definition) { continue; }

            found.Add(new(rows.GetInt32(0), rows.GetFieldValue<DateOnly>(1), definition.Kpi, rows.GetInt32(3), rows.GetInt32(4), new(rows.GetDecimal(5), rows.GetDecimal(6), rows.GetInt64(7))));
        }

        return found;
    }
}
