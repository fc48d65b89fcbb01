using DenialDesk.Domain.Audit;
using DenialDesk.Domain.Money;
using Npgsql;

namespace DenialDesk.App.Audit;

/// <summary>Holds the totals of some remittances against the rows they are totals of.</summary>
internal static class AuditTotals
{
    private static readonly string[] Parts = ["charge", "paid", "provider adjustments", "denied amount", "claims", "denials"];

    /// <summary>The marks of the remittances after <paramref name="after"/>, at most <paramref name="take"/> of them, and the last id read; null when none is left.</summary>
    public static async Task<(long Last, int Read, List<AuditFind> Found)?> NextAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, long after, int take, CancellationToken cancellation)
    {
        // A keyset over the primary key of remittance; claims by the unique key (practice, remittance, position), PLB by primary key, denials by their adjudication.
        await using var command = new NpgsqlCommand(
            """
            select r.remittance_id, r.charge, coalesce(a.charge, 0), r.paid, coalesce(a.paid, 0), r.plb, coalesce(p.amount, 0), r.denied_amount, coalesce(a.denied, 0),
                   r.claims::numeric, a.n::numeric, r.denials::numeric, a.denials::numeric
            from (select * from remittance where practice_id = $1 and remittance_id > $2 order by remittance_id limit $3) r
            cross join lateral (
                select count(*) n, sum(a.charge) charge, sum(a.paid) paid, sum(a.denied_amount) denied, count(d.denial_id) denials
                from adjudication a left join denial d on d.practice_id = a.practice_id and d.adjudication_id = a.adjudication_id and d.outcome is distinct from 'not_a_denial'
                where a.practice_id = r.practice_id and a.remittance_id = r.remittance_id) a
            left join lateral (select sum(p.amount) amount from provider_adjustment p where p.practice_id = r.practice_id and p.remittance_id = r.remittance_id) p on true
            order by r.remittance_id
            """,
            connection,
            transaction)
        { CommandTimeout = 120 };
        command.Parameters.AddWithValue(practiceId);
        command.Parameters.AddWithValue(after);
        command.Parameters.AddWithValue(take);
        var found = new List<AuditFind>();
        var (last, read) = (after, 0);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            (last, read) = (rows.GetInt64(0), read + 1);
            for (var i = 0; i < Parts.Length; i++)
            {
                var (stored, sum) = (rows.GetDecimal(1 + (2 * i)), rows.GetDecimal(2 + (2 * i)));
                if (stored != sum) { found.Add(new(new(AuditKind.TotalDiffers, Parts[i], Text(i, stored), Text(i, sum)), null, last)); }
            }
        }

        return read == 0 ? null : (last, read, found);
    }

    private static string Text(int part, decimal value) => part < 4 ? Dollars.Text(value) : FormattableString.Invariant($"{value:N0}");
}
