using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Numbers;

/// <summary>
/// The one way dashboards read their counts. Months counted by the job come from the roll-ups; touched ones and those never counted come from raw rows with the
/// same statement the job writes, as long as that is quick. Make one for a page with <see cref="OpenAsync"/> and read with it as often as the page needs.
/// </summary>
internal sealed class RollupSource
{
    /// <summary>Touched months together larger than this many claims are shown as last counted, and the page says so.</summary>
    internal const long QuickClaims = 30_000;

    private readonly NpgsqlConnection _connection;
    private readonly int[] _practices;
    private readonly DateOnly[] _months;

    private RollupSource(NpgsqlConnection connection, List<(int Practice, DateOnly Month)> raw, DateTimeOffset? asOf)
    {
        _connection = connection;
        _practices = [.. raw.Select(r => r.Practice)];
        _months = [.. raw.Select(r => r.Month)];
        Freshness = new(asOf, raw.Count);
    }

    /// <summary>How fresh what it reads is.</summary>
    public RollupFreshness Freshness { get; }

    /// <summary>Finds which months of the practices must come from raw rows.</summary>
    public static async Task<RollupSource> OpenAsync(NpgsqlConnection connection, int[] practices, DateOnly from, DateOnly before, CancellationToken cancellation)
    {
        // rollup_built by its key; rollup_stale holds a minute's marks. Only months that have first decisions are looked at: one probe of adjudication_month each.
        await using var command = new NpgsqlCommand(
            """
            select p.practice_id, m.month::date, b.built_at, b.claims
            from unnest($1::int[]) p (practice_id) cross join generate_series($2::date, $3::date - 1, interval '1 month') m (month)
            left join rollup_built b on b.practice_id = p.practice_id and b.month = m.month::date
            where case when b.practice_id is null
                       then exists (select 1 from adjudication a where a.practice_id = p.practice_id and a.is_first_primary and a.remit_date >= m.month::date and a.remit_date < (m.month + interval '1 month')::date)
                       else exists (select 1 from rollup_stale s where s.practice_id = p.practice_id and s.month = m.month::date) end
            """,
            connection)
        {
            Parameters = { new() { Value = practices }, new() { Value = from }, new() { Value = before } },
        };
        var touched = new List<(int Practice, DateOnly Month, DateTime? BuiltAt, long Claims)>();
        await using (var rows = await command.ExecuteReaderAsync(cancellation))
        {
            while (await rows.ReadAsync(cancellation))
            {
                touched.Add((rows.GetInt32(0), rows.GetFieldValue<DateOnly>(1), rows.IsDBNull(2) ? null : rows.GetDateTime(2), rows.IsDBNull(3) ? 0 : rows.GetInt64(3)));
            }
        }

        var behind = touched.Sum(t => t.Claims) > QuickClaims ? touched.Where(t => t.BuiltAt is not null).ToList() : [];
        return new(
            connection,
            [.. touched.Except(behind).Select(t => (t.Practice, t.Month))],
            behind.Count == 0 ? null : new DateTimeOffset(behind.Min(b => b.BuiltAt!.Value), TimeSpan.Zero));
    }

    /// <summary>Claims decided for the first time; <paramref name="by"/> may name month, practice, payer and value. The dimension rarc has none: read them with "all".</summary>
    public async Task<List<RolledDecided>> DecidedAsync(RollupFilter filter, RollupBy by, CancellationToken cancellation)
    {
        // rollup_decided by its key: practice, month, dimension.
        await using var command = Command(filter,
            $"""
            select {Side(by, RollupBy.Practice, "r.practice_id", "0")}, {Side(by, RollupBy.Month, "r.month", "date '0001-01-01'")}, {Side(by, RollupBy.Value, "r.value", "''")},
                   {Side(by, RollupBy.Payer, Payer, "0")}, sum(r.claims)::bigint, sum(r.billed), sum(r.paid), sum(r.denied_full)::bigint, sum(r.denied_part)::bigint,
                   sum(r.denied_billed), sum(r.denied_amount), sum(r.resolved_first_pass)::bigint, sum(r.timely_filing)::bigint
            from ({Rows("rollup_decided", RollupRaw.Decided(RollupRaw.Some))}) r join payer p on p.payer_id = r.payer_id
            where {Where}
            group by 1, 2, 3, 4
            """);
        var found = new List<RolledDecided>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new(
                rows.GetInt32(0), rows.GetFieldValue<DateOnly>(1), rows.GetString(2), rows.GetInt32(3), rows.GetInt64(4), rows.GetDecimal(5), rows.GetDecimal(6), rows.GetInt64(7),
                rows.GetInt64(8), rows.GetDecimal(9), rows.GetDecimal(10), rows.GetInt64(11), rows.GetInt64(12)));
        }

        return found;
    }

    /// <summary>Denials of first decisions, kept apart by <paramref name="by"/>.</summary>
    public async Task<List<RolledDenied>> DeniedAsync(RollupFilter filter, RollupBy by, CancellationToken cancellation)
    {
        // rollup_denied or rollup_denied_side by its key: practice, month, dimension.
        await using var command = Command(filter,
            $"""
            select {Side(by, RollupBy.Practice, "r.practice_id", "0")}, {Side(by, RollupBy.Month, "r.month", "date '0001-01-01'")}, {Side(by, RollupBy.Value, "r.value", "''")},
                   {Side(by, RollupBy.Payer, Payer, "0")}, {Side(by, RollupBy.Category, "r.category", "''")}, {Side(by, RollupBy.Carc, "r.carc", "''")},
                   {Side(by, RollupBy.Department, "r.department", "''")}, {Side(by, RollupBy.Preventable, "r.preventable", "''")}, {Side(by, RollupBy.Hardness, "r.hardness", "''")},
                   sum(r.denials)::bigint, sum(r.denied_amount), sum(r.expected), sum(r.recovered), sum(r.written_off), sum(r.open_denials)::bigint, sum(r.open_amount),
                   sum(r.expired)::bigint, sum(r.overturned)::bigint, sum(r.repeat_denials)::bigint
            from ({Rows(IsOfOneSide(filter, by) ? OneSide : "rollup_denied", RollupRaw.Denied(RollupRaw.Some))}) r join payer p on p.payer_id = r.payer_id
            where {Where} and ($10::text is null or r.category = $10) and ($11::text is null or r.carc = $11) and ($12::text is null or r.department = $12)
              and ($13::text is null or r.preventable = $13) and ($14::text is null or r.hardness = $14)
            group by 1, 2, 3, 4, 5, 6, 7, 8, 9
            """);
        foreach (var side in new[] { filter.Category, filter.Carc, filter.Department, filter.Preventable, filter.Hardness }) { command.Parameters.Add(Text(side)); }

        var found = new List<RolledDenied>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new(
                rows.GetInt32(0), rows.GetFieldValue<DateOnly>(1), rows.GetString(2), rows.GetInt32(3), rows.GetString(4), rows.GetString(5), rows.GetString(6), rows.GetString(7),
                rows.GetString(8), rows.GetInt64(9), rows.GetDecimal(10), rows.GetDecimal(11), rows.GetDecimal(12), rows.GetDecimal(13), rows.GetInt64(14), rows.GetDecimal(15),
                rows.GetInt64(16), rows.GetInt64(17), rows.GetInt64(18)));
        }

        return found;
    }

    /// <summary>The smaller table with the columns of the larger.</summary>
    private const string OneSide =
        """
        (select practice_id, month, dimension, value, payer_id, '' as category, '' as carc, '' as department, '' as preventable, '' as hardness, denials, denied_amount, expected, recovered, written_off,
                open_denials, open_amount, expired, overturned, repeat_denials from rollup_denied_side)
        """;

    /// <summary>Whether nothing of a denial itself is asked for, so that the smaller table knows.</summary>
    private static bool IsOfOneSide(RollupFilter filter, RollupBy by)
        => (by & (RollupBy.Category | RollupBy.Carc | RollupBy.Department | RollupBy.Preventable | RollupBy.Hardness)) == 0
           && filter is { Category: null, Carc: null, Department: null, Preventable: null, Hardness: null };

    private const string Payer = "coalesce(p.merged_into, p.payer_id)";

    private const string Where = "($7::int is null or coalesce(p.merged_into, p.payer_id) = $7) and r.dimension = $8 and ($9::text is null or r.value = $9)";

    private static string Side(RollupBy by, RollupBy side, string column, string nothing) => by.HasFlag(side) ? column : nothing;

    /// <summary>The counted months without the touched ones, and those counted now; a reading with none of these leaves raw rows alone.</summary>
    private string Rows(string table, string raw) =>
        $"""
        select x.* from {table} x where x.practice_id = any($3) and x.month >= $4 and x.month < $5 and x.dimension = $6
          and not exists (select 1 from unnest($1::int[], $2::date[]) t (practice_id, month) where t.practice_id = x.practice_id and t.month = x.month)
        """ + (_practices.Length == 0 ? "" : " union all select y.* from (" + raw + ") y where y.practice_id = any($3) and y.month >= $4 and y.month < $5");

    private NpgsqlCommand Command(RollupFilter filter, string sql) => new(sql, _connection)
    {
        Parameters =
        {
            new() { Value = _practices }, new() { Value = _months }, new() { Value = filter.Practices }, new() { Value = filter.From }, new() { Value = filter.Before },
            new() { Value = filter.Dimension }, new() { Value = (object?)filter.PayerId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer }, new() { Value = filter.Dimension }, Text(filter.Value),
        },
    };

    private static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}
