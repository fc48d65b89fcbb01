using Npgsql;

namespace DenialDesk.App.Intake;

/// <summary>
/// Proves, for a whole file at once and before its commit, what row-by-row foreign keys would: every row has the one it belongs to, and no claim
/// and no cent of a remittance is missing among its adjudications. A fault undoes the import.
/// </summary>
internal static class PostedRows
{
    /// <summary>Throws when a row of the file hangs in the air or a remittance's claims do not add up to it.</summary>
    public static async Task ProveAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, long fileId, CancellationToken cancellation)
    {
        // By remittance_file, then the unique key (practice, remittance, position) and primary keys.
        await using var command = new NpgsqlCommand(
            """
            with mine as materialized (
                select a.practice_id, a.adjudication_id, a.remittance_id, a.claim_id, a.charge, a.paid
                from remittance r join adjudication a using (practice_id, remittance_id) where r.file_id = $1)
            select (select count(*) from mine m where not exists (select 1 from claim c where c.practice_id = m.practice_id and c.claim_id = m.claim_id)),
                   (select count(*) from remittance r left join (
                        select practice_id, remittance_id, count(*) as claims, coalesce(sum(charge), 0) as charge, coalesce(sum(paid), 0) as paid from mine group by 1, 2) s
                        using (practice_id, remittance_id)
                    where r.file_id = $1 and (r.claims, r.charge, r.paid) is distinct from (coalesce(s.claims, 0), coalesce(s.charge, 0), coalesce(s.paid, 0))),
                   (select count(*) from mine m join denial d on d.practice_id = m.practice_id and d.adjudication_id = m.adjudication_id
                    where not exists (select 1 from denial_line l where l.practice_id = d.practice_id and l.denial_id = d.denial_id))
            """,
            connection,
            transaction)
        { CommandTimeout = 0 };
        command.Parameters.AddWithValue(fileId);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        var (loose, uneven, bare) = (rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2));
        if (loose + uneven + bare > 0)
        {
            throw new InvalidOperationException(
                $"The import was undone: {loose} answers without a claim, {uneven} remittances that their claims do not add up to, {bare} denials without a reason. Send the file to the project with its patients removed.");
        }
    }
}
