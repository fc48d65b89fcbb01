using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Trends;

/// <summary>Which claims a trend is about. A null filter means all.</summary>
internal sealed record TrendFilter(int[] Practices, TrendPeriod Period, int? PayerId, string? Category, string? Carc);

/// <summary>Claims decided for the first time in a month by a payer.</summary>
internal readonly record struct DecidedCount(DateOnly Month, int PayerId, long Claims, decimal Billed);

/// <summary>Denied ones among them, by what was refused.</summary>
internal readonly record struct DeniedCount(DateOnly Month, int PayerId, string Category, string Carc, long Denied, decimal Amount);

/// <summary>
/// The two grouped selects behind every trend: what was decided, and what of it was denied. Both know only first decisions of the primary
/// payer. A payer merged into another counts as that other one.
/// </summary>
internal static class TrendSource
{
    // Index adjudication_month (practice_id, remit_date, payer_id) include (charge) where is_first_primary: index-only.
    public static async Task<List<DecidedCount>> DecidedAsync(NpgsqlConnection connection, TrendFilter filter, CancellationToken cancellation)
    {
        await using var command = Command(connection, filter,
            """
            select date_trunc('month', a.remit_date)::date, coalesce(p.merged_into, p.payer_id), count(*), coalesce(sum(a.charge), 0)
            from adjudication a join payer p on p.payer_id = a.payer_id
            where a.is_first_primary and a.practice_id = any($1) and a.remit_date >= $2 and a.remit_date < $3
              and ($4::int is null or coalesce(p.merged_into, p.payer_id) = $4)
              and ($5::text is null or true) and ($6::text is null or true)
            group by 1, 2
            """);
        var found = new List<DecidedCount>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new(rows.GetFieldValue<DateOnly>(0), rows.GetInt32(1), rows.GetInt64(2), rows.GetDecimal(3)));
        }

        return found;
    }

    // Index denial_month (practice_id, denied_on, payer_id), then the adjudication by its key.
    public static async Task<List<DeniedCount>> DeniedAsync(NpgsqlConnection connection, TrendFilter filter, CancellationToken cancellation)
    {
        await using var command = Command(connection, filter,
            """
            select date_trunc('month', d.denied_on)::date, coalesce(p.merged_into, p.payer_id), d.category, d.lead_carc, count(*), sum(d.denied_amount)
            from denial d
            join adjudication a on a.practice_id = d.practice_id and a.adjudication_id = d.adjudication_id and a.is_first_primary
            join payer p on p.payer_id = d.payer_id
            where d.practice_id = any($1) and d.denied_on >= $2 and d.denied_on < $3 and d.outcome is distinct from 'not_a_denial'
              and ($4::int is null or coalesce(p.merged_into, p.payer_id) = $4)
              and ($5::text is null or d.category = $5) and ($6::text is null or d.lead_carc = $6)
            group by 1, 2, 3, 4
            """);
        var found = new List<DeniedCount>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new(rows.GetFieldValue<DateOnly>(0), rows.GetInt32(1), rows.GetString(2), rows.GetString(3), rows.GetInt64(4), rows.GetDecimal(5)));
        }

        return found;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, TrendFilter filter, string sql) => new(sql, connection)
    {
        Parameters =
        {
            new() { Value = filter.Practices },
            new() { Value = filter.Period.From },
            new() { Value = filter.Period.Before },
            new() { Value = (object?)filter.PayerId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer },
            new() { Value = (object?)filter.Category ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            new() { Value = (object?)filter.Carc ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
        },
    };
}
