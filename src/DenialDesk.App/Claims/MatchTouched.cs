using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Claims;

/// <summary>What a file can change: the claims it speaks of, those its submissions could be, and those that rested on one of these.</summary>
internal sealed class MatchTouched(NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId)
{
    /// <summary>Practices of the file that have submitted claims. By remittance_file, submitted_file, and the first key column of submitted_claim.</summary>
    public static async Task<List<int>> PracticesAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, long fileId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select p.practice_id from practice p
            where (exists (select 1 from remittance r where r.file_id = $1 and r.practice_id = p.practice_id)
                   or exists (select 1 from submitted_claim s where s.file_id = $1 and s.practice_id = p.practice_id)
                   or exists (select 1 from acknowledgement a join acknowledgement_match m using (acknowledgement_id) where a.file_id = $1 and m.practice_id = p.practice_id))
              and exists (select 1 from submitted_claim s where s.practice_id = p.practice_id)
            order by 1
            """, connection, transaction);
        command.Parameters.AddWithValue(fileId);
        var found = new List<int>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { found.Add(rows.GetInt32(0)); }

        return found;
    }

    /// <summary>Submissions whose keys are new: those of the file, and those a payer gave a number to in it.</summary>
    public Task<long[]> SubmissionsAsync(long fileId, CancellationToken cancellation) => IdsAsync(
        """
        select s.submitted_id from submitted_claim s where s.practice_id = $1 and s.file_id = $2
        union select m.submitted_id from acknowledgement a join acknowledgement_match m using (acknowledgement_id)
              where a.file_id = $2 and m.practice_id = $1 and a.payer_claim_number <> ''
        """, cancellation, fileId);

    /// <summary>The claims to judge again; all of the practice when its first submissions come. By the account and key indexes.</summary>
    public async Task<long[]> ClaimsAsync(long fileId, long[] submissions, CancellationToken cancellation)
    {
        if (!await AnyAsync("select exists (select 1 from claim_match where practice_id = $1)", cancellation))
        {
            return await IdsAsync("select claim_id from claim where practice_id = $1 order by 1", cancellation);
        }

        var near = await IdsAsync(
            $"""
            select a.claim_id from remittance r join adjudication a on a.practice_id = r.practice_id and a.remittance_id = r.remittance_id where r.practice_id = $1 and r.file_id = $2
            union select c.claim_id from unnest($3::bigint[]) t (id) join submitted_claim s on s.practice_id = $1 and s.submitted_id = t.id
                  cross join lateral {AccountClaims.Sql("$1", "= s.account_key")} c where s.account_key <> ''
            union select m.claim_id from unnest($3::bigint[]) t (id) join submitted_claim s on s.practice_id = $1 and s.submitted_id = t.id
                  join claim_match m on m.practice_id = $1 and m.account_key = s.account_key where s.account_key <> ''
            union select k.claim_id from claim_key k where k.practice_id = $1 and k.key in (
                  select sk.key from unnest($3::bigint[]) t (id) join submission_key sk on sk.practice_id = $1 and sk.submitted_id = t.id)
            """, cancellation, fileId, submissions);
        if (near.Length == 0 || !await AnyAsync("select exists (select 1 from claim_key where practice_id = $1)", cancellation)) { return near; }

        // A claim that now bears an account number takes its submission from one that was matched to it by member and day alone.
        var rested = await IdsAsync(
            """
            select k.claim_id from claim_key k where k.practice_id = $1 and k.key in (
                select sk.key from unnest($2::bigint[]) t (id) join claim c on c.practice_id = $1 and c.claim_id = t.id
                join submitted_claim s on s.practice_id = $1 and s.account_key = c.patient_control_number
                join submission_key sk on sk.practice_id = $1 and sk.submitted_id = s.submitted_id and sk.key like 'M:%')
            """, cancellation, near);
        return [.. near.Union(rested).Order()];
    }

    private async Task<bool> AnyAsync(string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction) { Parameters = { new() { Value = practiceId } } };
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private async Task<long[]> IdsAsync(string sql, CancellationToken cancellation, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction) { Parameters = { new() { Value = practiceId } } };
        foreach (var value in values) { command.Parameters.Add(value is long[]? new() { Value = value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint } : new() { Value = value }); }

        var found = new List<long>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { found.Add(rows.GetInt64(0)); }

        return [.. found.Distinct()];
    }
}
