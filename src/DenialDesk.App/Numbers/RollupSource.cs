using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Numbers;

/// <summary>
/// The one way dashboards read their counts. Months counted by the job come from the roll-ups; touched ones and those never counted come from raw rows with the
/// same statement the job writes, as long as that is quick. Make one for a page with <see cref="OpenAsync"/> and read with it as often as the page needs.
/// </summary>
internal sealed class RollupSource
{
    /// <summary>Touched months together larger than this many claims are shown as last counted, those never counted are left out, and the page says so.</summary>
    internal const int QuickClaims = 30_000;

    private readonly NpgsqlConnection _connection;
    private readonly int[] _practices;
    private readonly DateOnly[] _months;

    private RollupSource(NpgsqlConnection connection, List<(int Practice, DateOnly Month)> raw, DateTimeOffset? asOf, int uncounted)
    {
        _connection = connection;
        _practices = [.. raw.Select(r => r.Practice)];
        _months = [.. raw.Select(r => r.Month)];
        Freshness = new(asOf, raw.Count) { Uncounted = uncounted };
    }

    /// <summary>How fresh what it reads is.</summary>
    public RollupFreshness Freshness { get; }

    /// <summary>Finds which months of the practices must come from raw rows.</summary>
    public static async Task<RollupSource> OpenAsync(NpgsqlConnection connection, int[] practices, DateOnly from, DateOnly before, CancellationToken cancellation)
    {
        // rollup_built by its key; rollup_stale holds a minute's marks. Only months that have first decisions are looked at: one probe of adjudication_month each, and of one never counted as many as are quick.
        await using var command = new NpgsqlCommand(
            $"""
            select p.practice_id, m.month::date, b.built_at, case when b.practice_id is not null then b.claims else
                (select count(*) from (select from adjudication a where a.practice_id = p.practice_id and a.is_first_primary and a.remit_date >= m.month::date and a.remit_date < (m.month + interval '1 month')::date limit {(QuickClaims + 1).ToString(CultureInfo.InvariantCulture)}) a) end
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
                touched.Add((rows.GetInt32(0), rows.GetFieldValue<DateOnly>(1), rows.IsDBNull(2) ? null : rows.GetDateTime(2), rows.GetInt64(3)));
            }
        }

        // What was counted once is shown so before anything is left out.
        var behind = touched.Sum(t => t.Claims) > QuickClaims ? touched.Where(t => t.BuiltAt is not null).ToList() : [];
        var fresh = touched.Except(behind).ToList();
        var uncounted = fresh.Sum(t => t.Claims) > QuickClaims ? fresh.Count : 0;
        return new(
            connection,
            uncounted > 0 ? [] : [.. fresh.Select(t => (t.Practice, t.Month))],
            behind.Count == 0 ? null : new DateTimeOffset(behind.Min(b => b.BuiltAt!.Value), TimeSpan.Zero),
            uncounted);
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
            from ({Rows(IsOfOneSide(filter, by) ? OneSide : OwnSide(filter, by) ?? "rollup_denied", RollupRaw.Denied(RollupRaw.Some))}) r join payer p on p.payer_id = r.payer_id
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

    /// <summary>The smaller table by one side of the denial itself, or by category and department; null when more is asked for.</summary>
    private static string? OwnSide(RollupFilter filter, RollupBy by)
    {
        const RollupBy Own = RollupBy.Category | RollupBy.Carc | RollupBy.Department | RollupBy.Preventable | RollupBy.Hardness;
        var side = (by & Own) switch
        {
            RollupBy.Category => "category",
            RollupBy.Carc => "carc",
            RollupBy.Department => "department",
            RollupBy.Preventable => "preventable",
            RollupBy.Hardness => "hardness",
            RollupBy.Category | RollupBy.Department => "cause",
            _ => null,
        };
        if (side is null || filter is not { Dimension: RollupDimension.All, Value: null, Category: null, Carc: null, Department: null, Preventable: null, Hardness: null }) { return null; }

        string Of(string name) => side == name ? "value" : "''";
        return
            $"""
            (select practice_id, month, '{RollupDimension.All}' as dimension, '' as value, payer_id, {(side == "cause" ? "split_part(value, '|', 1)" : Of("category"))} as category, {Of("carc")} as carc,
                    {(side == "cause" ? "split_part(value, '|', 2)" : Of("department"))} as department, {Of("preventable")} as preventable, {Of("hardness")} as hardness, denials, denied_amount, expected, recovered,
                    written_off, open_denials, open_amount, expired, overturned, repeat_denials from rollup_denied_side where dimension = '{side}')
            """;
    }

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
        select x.* from {table} x where x.practice_id = any($3) and x.month = any({Months("$4", "$5")}) and x.dimension = $6
          and not exists (select 1 from unnest($1::int[], $2::date[]) t (practice_id, month) where t.practice_id = x.practice_id and t.month = x.month)
        """ + (_practices.Length == 0 ? "" : " union all select y.* from (" + raw + ") y where y.practice_id = any($3) and y.month >= $4 and y.month < $5");

    /// <summary>The months between two days one by one, so that the keys find each of them with its side: a range of months would read every side (seven million rows for 58 thousand, measured).</summary>
    internal static string Months(string from, string before) => $"array(select m::date from generate_series({from}::date, {before}::date - 1, interval '1 month') m)";

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
