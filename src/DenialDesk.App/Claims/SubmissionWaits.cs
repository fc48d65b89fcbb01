using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Claims;

/// <summary>Keeps the list of submissions without an answer: of each claim the last submission, until a remittance answers it.</summary>
internal static class SubmissionWaits
{
    /// <summary>Works out again what waits of the claims these submissions belong to, and who the payers are that were not known before.</summary>
    public static async Task RenewAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, long[] submissions, PayersOnRecord payers, CancellationToken cancellation)
    {
        // By the keys of submitted_claim, submitted_account and submission_link.
        await using var renew = new NpgsqlCommand(
            """
            with told as materialized (
                select distinct s.account_key from unnest($2::bigint[]) t (id) join submitted_claim s on s.practice_id = $1 and s.submitted_id = t.id),
            those as materialized (
                select s.* from told join submitted_claim s on s.practice_id = $1 and s.account_key = told.account_key),
            waiting as materialized (
                select l.* from (select distinct on (account_key, service_from) * from those order by account_key, service_from, submitted_at desc, batch_reference desc, ordinal desc) l
                where not exists (select 1 from submission_link k where k.practice_id = $1 and k.submitted_id = l.submitted_id and k.answered_on is not null)),
            gone as (
                delete from submission_wait w using those where w.practice_id = $1 and w.submitted_id = those.submitted_id
                  and not exists (select 1 from waiting where waiting.submitted_id = w.submitted_id))
            insert into submission_wait (practice_id, submitted_id, submitted_on, payer_identifier, payer_name)
            select $1, submitted_id, submitted_at::date, payer_identifier, payer_name from waiting on conflict do nothing
            """, connection, transaction);
        renew.Parameters.AddWithValue(practiceId);
        renew.Parameters.Add(new() { Value = submissions, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        await renew.ExecuteNonQueryAsync(cancellation);
        await NamePayersAsync(connection, transaction, practiceId, payers, cancellation);
    }

    private static async Task NamePayersAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, PayersOnRecord payers, CancellationToken cancellation)
    {
        // By submission_wait_payer.
        await using var unknown = new NpgsqlCommand(
            "select distinct payer_identifier, payer_name from submission_wait where practice_id = $1 and payer_id is null", connection, transaction);
        unknown.Parameters.AddWithValue(practiceId);
        var named = new List<(string Identifier, string Name, int Payer)>();
        await using (var rows = await unknown.ExecuteReaderAsync(cancellation))
        {
            while (await rows.ReadAsync(cancellation))
            {
                if (payers.Find(rows.GetString(0), rows.GetString(1)) is { } payer) { named.Add((rows.GetString(0), rows.GetString(1), payer)); }
            }
        }

        if (named.Count == 0) { return; }

        await using var name = new NpgsqlCommand(
            """
            update submission_wait w set payer_id = x.payer from unnest($2::text[], $3::text[], $4::int[]) x (identifier, name, payer)
            where w.practice_id = $1 and w.payer_id is null and w.payer_identifier = x.identifier and w.payer_name = x.name
            """, connection, transaction);
        name.Parameters.AddWithValue(practiceId);
        name.Parameters.AddWithValue(named.Select(n => n.Identifier).ToArray());
        name.Parameters.AddWithValue(named.Select(n => n.Name).ToArray());
        name.Parameters.AddWithValue(named.Select(n => n.Payer).ToArray());
        await name.ExecuteNonQueryAsync(cancellation);
    }
}
