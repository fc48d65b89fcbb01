using DenialDesk.Domain.Prevention;
using Npgsql;

namespace DenialDesk.App.Prevention;

/// <summary>Denials of one cluster in the weeks looked at, and what they are expected to pay.</summary>
internal sealed class AlertCounts(int weeks)
{
    /// <summary>Denials a week, oldest first.</summary>
    public int[] Denials { get; } = new int[weeks];

    /// <summary>Expected dollars a week.</summary>
    public decimal[] Dollars { get; } = new decimal[weeks];

    public void Add(int week, int denials, decimal dollars)
    {
        Denials[week] += denials;
        Dollars[week] += dollars;
    }
}

/// <summary>
/// Reads the weekly series of a practice. What counts is what counts for denial rates (App/Trends/TrendSource): first decisions of the primary payer, and their denials
/// unless they turned out to be none. A week is Sunday to Saturday; only whole weeks are read.
/// </summary>
internal sealed class AlertSeries
{
    /// <summary>Weeks looked at: the CUSUM remembers about as long in the measurements (bench spikes).</summary>
    public const int Weeks = 41;

    private readonly Dictionary<ClusterKey, AlertCounts> _counts = [];
    private readonly Dictionary<int, int[]> _claims = [];
    private readonly int[] _all = new int[Weeks];

    private AlertSeries(DateOnly through) => Through = through;

    /// <summary>The last day of the newest whole week.</summary>
    public DateOnly Through { get; }

    /// <summary>The Saturday before a day.</summary>
    public static DateOnly LastSaturday(DateOnly today) => today.AddDays(-1 - (int)today.DayOfWeek);

    /// <summary>The series of a practice up to the last whole week before a day.</summary>
    public static async Task<AlertSeries> ReadAsync(NpgsqlConnection connection, int practice, DateOnly today, CancellationToken cancellation)
    {
        var series = new AlertSeries(LastSaturday(today));
        await series.ReadClaimsAsync(connection, practice, cancellation);
        await series.ReadDenialsAsync(connection, practice, cancellation);
        return series;
    }

    /// <summary>Every series on the three levels that are judged together.</summary>
    public IReadOnlyList<WatchedSeries> All => [.. _counts.Select(c => new WatchedSeries(c.Key, new(c.Value.Denials, ClaimsOf(c.Key))))];

    /// <summary>Expected dollars of a cluster's denials in the last weeks; a narrowed cluster counts by its share.</summary>
    public decimal DollarsOf(ClusterKey key, SpikeReading reading)
    {
        var whole = _counts.GetValueOrDefault(key with { Provider = "", Procedure = "" });
        if (whole is null) { return 0; }

        var (dollars, denials) = (whole.Dollars[^reading.Weeks..].Sum(), whole.Denials[^reading.Weeks..].Sum());
        return denials == 0 ? 0 : dollars * Math.Min(reading.Seen, denials) / denials;
    }

    /// <summary>The series of a cluster's text, when it is still on record.</summary>
    public WatchedSeries? Of(string cluster) => All.FirstOrDefault(s => s.Key.Text == cluster);

    /// <summary>The providers and procedure groups of a payer and code, each as a series of its own.</summary>
    public async Task<IReadOnlyList<WatchedSeries>> PartsAsync(NpgsqlConnection connection, int practice, ClusterKey key, CancellationToken cancellation)
    {
        var denials = new Dictionary<ClusterKey, int[]>();
        var claims = new Dictionary<ClusterKey, int[]>();
        await CountAsync(connection, practice, key, DenialParts, (part, week, count) => Into(denials, part)[week] += count, cancellation);
        await CountAsync(connection, practice, key, ClaimParts, (part, week, count) => Into(claims, part)[week] += count, cancellation);
        return [.. denials.Select(d => new WatchedSeries(d.Key, new(d.Value, claims.GetValueOrDefault(d.Key) ?? new int[Weeks])))];
    }

    // Index denial_month, then the adjudication by its key. 'provider' and 'procedure' rows side by side.
    private const string DenialParts =
        """
        select x.part, x.value, ($2 - d.denied_on) / 7, count(*)::int
        from denial d
        join adjudication a on a.practice_id = d.practice_id and a.adjudication_id = d.adjudication_id and a.is_first_primary
        join payer p on p.payer_id = d.payer_id
        cross join lateral (values ('provider', a.rendering_npi), ('procedure', left(d.procedure_codes, 3))) as x (part, value)
        where d.practice_id = $1 and d.denied_on > $3 and d.denied_on <= $2 and d.outcome is distinct from 'not_a_denial' and coalesce(p.merged_into, p.payer_id) = $4 and d.lead_carc = $5 and x.value <> ''
        group by 1, 2, 3
        """;

    // Index adjudication_month, then the lines by key; a claim counts once for each group on it.
    private const string ClaimParts =
        """
        select x.part, x.value, ($2 - a.remit_date) / 7, count(*)::int
        from adjudication a
        join payer p on p.payer_id = a.payer_id
        cross join lateral (
            select 'provider' as part, a.rendering_npi as value union all
            select distinct 'procedure', left(l.procedure_code, 3) from service_line l where l.practice_id = a.practice_id and l.adjudication_id = a.adjudication_id) x
        where a.practice_id = $1 and a.remit_date > $3 and a.remit_date <= $2 and a.is_first_primary and coalesce(p.merged_into, p.payer_id) = $4 and $5::text is not null and x.value <> ''
        group by 1, 2, 3
        """;

    private async Task CountAsync(NpgsqlConnection connection, int practice, ClusterKey key, string sql, Action<ClusterKey, int, int> add, CancellationToken cancellation)
    {
        await using var command = Command(connection, practice, sql);
        command.Parameters.AddWithValue(key.PayerId!.Value);
        command.Parameters.AddWithValue(key.Carc);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            add(rows.GetString(0) == "provider" ? key with { Provider = rows.GetString(1) } : key with { Procedure = rows.GetString(1) }, Weeks - 1 - rows.GetInt32(2), rows.GetInt32(3));
        }
    }

    private async Task ReadClaimsAsync(NpgsqlConnection connection, int practice, CancellationToken cancellation)
    {
        // Index adjudication_month: index-only.
        await using var command = Command(connection, practice,
            """
            select coalesce(p.merged_into, p.payer_id), ($2 - a.remit_date) / 7, count(*)::int from adjudication a join payer p on p.payer_id = a.payer_id
            where a.practice_id = $1 and a.remit_date > $3 and a.remit_date <= $2 and a.is_first_primary group by 1, 2
            """);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var week = Weeks - 1 - rows.GetInt32(1);
            if (!_claims.TryGetValue(rows.GetInt32(0), out var of)) { _claims[rows.GetInt32(0)] = of = new int[Weeks]; }

            of[week] += rows.GetInt32(2);
            _all[week] += rows.GetInt32(2);
        }
    }

    private async Task ReadDenialsAsync(NpgsqlConnection connection, int practice, CancellationToken cancellation)
    {
        // Index denial_month, then the adjudication by its key.
        await using var command = Command(connection, practice,
            """
            select coalesce(p.merged_into, p.payer_id), d.category, d.lead_carc, ($2 - d.denied_on) / 7, count(*)::int, sum(d.expected_amount)
            from denial d
            join adjudication a on a.practice_id = d.practice_id and a.adjudication_id = d.adjudication_id and a.is_first_primary
            join payer p on p.payer_id = d.payer_id
            where d.practice_id = $1 and d.denied_on > $3 and d.denied_on <= $2 and d.outcome is distinct from 'not_a_denial'
            group by 1, 2, 3, 4
            """);
        var rows = new List<(int Payer, string Category, string Carc, int Week, int Denials, decimal Dollars)>();
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                rows.Add((reader.GetInt32(0), reader.GetString(1), reader.GetString(2), Weeks - 1 - reader.GetInt32(3), reader.GetInt32(4), reader.GetDecimal(5)));
            }
        }

        // One code may stand in several categories, by its remark: it belongs where most of its denials are.
        var main = rows.GroupBy(r => (r.Payer, r.Carc)).ToDictionary(g => g.Key, g => g.GroupBy(r => r.Category).OrderByDescending(c => c.Sum(r => r.Denials)).ThenBy(c => c.Key, StringComparer.Ordinal).First().Key);
        foreach (var r in rows)
        {
            foreach (var key in new ClusterKey[] { new(null, r.Category), new(r.Payer, r.Category), new(r.Payer, main[(r.Payer, r.Carc)], r.Carc) })
            {
                if (!_counts.TryGetValue(key, out var counts)) { _counts[key] = counts = new(Weeks); }

                counts.Add(r.Week, r.Denials, r.Dollars);
            }
        }
    }

    private int[] ClaimsOf(ClusterKey key) => key.PayerId is { } payer ? _claims.GetValueOrDefault(payer) ?? new int[Weeks] : _all;

    private static int[] Into(Dictionary<ClusterKey, int[]> counts, ClusterKey key)
    {
        if (!counts.TryGetValue(key, out var of)) { counts[key] = of = new int[Weeks]; }

        return of;
    }

    private NpgsqlCommand Command(NpgsqlConnection connection, int practice, string sql) => new(sql, connection)
    {
        Parameters = { new() { Value = practice }, new() { Value = Through }, new() { Value = Through.AddDays(-7 * Weeks) } },
    };
}
