using Npgsql;

namespace DenialDesk.App.Quarantine;

/// <summary>Says anew what became of a file once something in it was decided, inside the caller's transaction.</summary>
internal static class FileStanding
{
    public static async Task RefreshAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, long fileId, CancellationToken cancellation)
    {
        // file_transaction by primary key, remittance by remittance_file.
        await using var command = new NpgsqlCommand(
            """
            update inbound_file f set claims = r.claims, denials = r.denials, denied_amount = r.denied,
                state = case when t.posted and t.waits then 'partly_posted' when t.posted then 'posted' when t.waits then 'quarantined' when t.again then 'already_received'
                             when t.rejected then 'rejected' else f.state end
            from (select coalesce(bool_or(state = 'posted'), false) posted, coalesce(bool_or(state = 'quarantined'), false) waits,
                         coalesce(bool_or(state in ('already_received', 'resolved')), false) again, coalesce(bool_or(state = 'rejected'), false) rejected
                  from file_transaction where file_id = $1) t,
                 (select coalesce(sum(claims), 0) claims, coalesce(sum(denials), 0) denials, coalesce(sum(denied_amount), 0) denied from remittance where file_id = $1) r
            where f.file_id = $1
            """, connection, transaction);
        command.Parameters.AddWithValue(fileId);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
