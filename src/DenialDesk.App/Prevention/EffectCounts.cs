using System.Globalization;
using DenialDesk.Domain.Prevention;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Prevention;

/// <summary>
/// Counts denials and claims by day of service for the measuring of a change: first decisions of the primary payer, in blocks of thirty days. Beside the target stand the other
/// payers with the same code; where they have too few, or the change is for all payers, the other categories.
/// </summary>
internal static class EffectCounts
{
    /// <summary>Controls with fewer denials than this in the baseline say too little.</summary>
    private const int LeastControlDenials = 10;

    /// <summary>The series of a cluster between two blocks, both inclusive, as they are decided up to a day.</summary>
    public static async Task<IReadOnlyList<EffectCount>> ReadAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, int practice, ClusterKey key, DateOnly effective, int first, int last, DateOnly today, CancellationToken cancellation)
    {
        var claims = await ClaimsAsync(connection, transaction, practice, key, effective, first, last, today, cancellation);
        var denials = await DenialsAsync(connection, transaction, practice, key, effective, first, last, today, cancellation);
        var series = new List<EffectCount>();
        void Add(string name, Func<Claims, bool> behind, Func<Denials, bool> counted)
        {
            for (var block = first; block <= last; block++)
            {
                var (of, among) = (denials.Where(d => d.Block == block && counted(d)).Sum(d => d.Count), claims.Where(c => c.Block == block && behind(c)).Sum(c => c.Count));
                series.Add(new(name, block, of, among));
            }
        }

        bool Ours(int payer) => key.PayerId is null || key.PayerId == payer;
        Add(EffectMeasure.Target, c => Ours(c.Payer) && c.Narrow, d => Ours(d.Payer) && d.Narrow && Hit(key, d));
        if (key.PayerId is { } target)
        {
            foreach (var payer in claims.Select(c => c.Payer).Distinct().Where(p => p != target).Order())
            {
                Add("payer:" + payer.ToString(CultureInfo.InvariantCulture), c => c.Payer == payer, d => d.Payer == payer && Hit(key, d));
            }
        }

        foreach (var category in denials.Select(d => d.Category).Distinct().Where(c => c != key.Category).Order(StringComparer.Ordinal))
        {
            Add("category:" + category, c => Ours(c.Payer), d => Ours(d.Payer) && d.Category == category);
        }

        return series;
    }

    /// <summary>The target alone, week by week of service, from the begin of its baseline to a day.</summary>
    public static async Task<List<EffectWeek>> WeeksAsync(NpgsqlConnection connection, int practice, ClusterKey key, DateOnly effective, DateOnly today, CancellationToken cancellation)
    {
        // Index adjudication_month: no claim is decided before its service; the denial by its adjudication.
        await using var command = Command(connection, null, practice, key, effective, -EffectMeasure.BaselineBlocks, EffectMeasure.BaselineBlocks - 1, today,
            """
            select floor((a.service_from - $2)::numeric / 7)::int, count(d.denial_id)::int, count(*)::int
            from adjudication a join payer p on p.payer_id = a.payer_id
            left join denial d on d.practice_id = a.practice_id and d.adjudication_id = a.adjudication_id and d.outcome is distinct from 'not_a_denial'
                and case when $8 <> '' then d.lead_carc = $8 else d.category = $10 end and ($6 = '' or left(d.procedure_codes, 3) = $6)
            where a.practice_id = $1 and a.is_first_primary and a.remit_date >= $3 and a.remit_date <= $7 and a.service_from >= $3 and a.service_from < $4 and ($9::int is null or coalesce(p.merged_into, p.payer_id) = $9)
              and ($5 = '' or a.rendering_npi = $5) and ($6 = '' or exists (select 1 from service_line l where l.practice_id = a.practice_id and l.adjudication_id = a.adjudication_id and left(l.procedure_code, 3) = $6))
            group by 1 order by 1
            """);
        command.Parameters.Add(new() { Value = (object?)key.PayerId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = key.Category });
        var found = new List<EffectWeek>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation)) { found.Add(new(r.GetInt32(0), r.GetInt32(1), r.GetInt32(2))); }

        return found;
    }

    /// <summary>The controls a change is measured against: other payers where they have enough, else other categories; of the kind chosen, those with any denial.</summary>
    public static IReadOnlyList<EffectCount> Chosen(IReadOnlyList<EffectCount> counts)
    {
        var payers = counts.Where(c => c.Series.StartsWith("payer:", StringComparison.Ordinal)).ToList();
        var kind = payers.Where(c => !c.LeftOut).Sum(c => c.Denials) >= LeastControlDenials ? "payer:" : "category:";
        var kept = counts.Where(c => c.Series.StartsWith(kind, StringComparison.Ordinal)).GroupBy(c => c.Series).Where(s => s.Sum(c => c.Denials) > 0).SelectMany(s => s);
        return [.. counts.Where(c => c.Series == EffectMeasure.Target), .. kept];
    }

    private static bool Hit(ClusterKey key, Denials row) => key.Carc.Length > 0 ? row.Code : row.Category == key.Category;

    private readonly record struct Claims(int Block, int Payer, bool Narrow, int Count);

    private readonly record struct Denials(int Block, int Payer, string Category, bool Code, bool Narrow, int Count);

    private static async Task<List<Claims>> ClaimsAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, int practice, ClusterKey key, DateOnly effective, int first, int last, DateOnly today, CancellationToken cancellation)
    {
        // Index adjudication_month: no claim is decided before its service.
        await using var command = Command(connection, transaction, practice, key, effective, first, last, today,
            """
            select floor((a.service_from - $2)::numeric / 30)::int, coalesce(p.merged_into, p.payer_id),
                   ($5 = '' or a.rendering_npi = $5) and ($6 = '' or exists (select 1 from service_line l where l.practice_id = a.practice_id and l.adjudication_id = a.adjudication_id and left(l.procedure_code, 3) = $6)), count(*)::int
            from adjudication a join payer p on p.payer_id = a.payer_id
            where a.practice_id = $1 and a.is_first_primary and a.remit_date >= $3 and a.remit_date <= $7 and a.service_from >= $3 and a.service_from < $4 and ($8 = '' or true)
            group by 1, 2, 3
            """);
        var found = new List<Claims>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation)) { found.Add(new(r.GetInt32(0), r.GetInt32(1), r.GetBoolean(2), r.GetInt32(3))); }

        return found;
    }

    private static async Task<List<Denials>> DenialsAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, int practice, ClusterKey key, DateOnly effective, int first, int last, DateOnly today, CancellationToken cancellation)
    {
        // Index denial_month, then the adjudication by its key.
        await using var command = Command(connection, transaction, practice, key, effective, first, last, today,
            """
            select floor((a.service_from - $2)::numeric / 30)::int, coalesce(p.merged_into, p.payer_id), d.category, $8 <> '' and d.lead_carc = $8,
                   ($5 = '' or a.rendering_npi = $5) and ($6 = '' or left(d.procedure_codes, 3) = $6), count(*)::int
            from denial d
            join adjudication a on a.practice_id = d.practice_id and a.adjudication_id = d.adjudication_id and a.is_first_primary
            join payer p on p.payer_id = d.payer_id
            where d.practice_id = $1 and d.denied_on >= $3 and d.denied_on <= $7 and a.service_from >= $3 and a.service_from < $4 and d.outcome is distinct from 'not_a_denial'
            group by 1, 2, 3, 4, 5
            """);
        var found = new List<Denials>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation)) { found.Add(new(r.GetInt32(0), r.GetInt32(1), r.GetString(2), r.GetBoolean(3), r.GetBoolean(4), r.GetInt32(5))); }

        return found;
    }

    private static NpgsqlCommand Command(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, int practice, ClusterKey key, DateOnly effective, int first, int last, DateOnly today, string sql) => new(sql, connection, transaction)
        {
            Parameters =
            {
                new() { Value = practice }, new() { Value = effective }, new() { Value = effective.AddDays(first * EffectMeasure.BlockDays) }, new() { Value = effective.AddDays((last + 1) * EffectMeasure.BlockDays) },
                new() { Value = key.Provider }, new() { Value = key.Procedure }, new() { Value = today }, new() { Value = key.Carc, NpgsqlDbType = NpgsqlDbType.Text },
            },
        };
}
