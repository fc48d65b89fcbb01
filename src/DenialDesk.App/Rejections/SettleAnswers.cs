using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.Rejections;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Rejections;

/// <summary>
/// Opens, moves and closes rejections of the claims a file speaks of, or a person decided on: worked out again from everything known
/// (RejectionRule), so any order of arrival ends in the same state. Inside the caller's transaction.
/// </summary>
internal static class SettleAnswers
{
    private const int Together = 5_000;

    // Claims of submissions whose answers changed; claims with a rejection to do that the file submits again or that its remittances answer.
    // By submitted_claim's key and submitted_account, rejection_to_do, submission_link_claim and adjudication_claim.
    private const string Claims =
        """
        with waiting as materialized (
            select s.practice_id, s.account_key from rejection r join submitted_claim s on s.practice_id = r.practice_id and s.submitted_id = r.submitted_id where r.state <> 'closed')
        select s.practice_id, s.account_key from unnest($1::int[], $2::bigint[]) c (practice_id, submitted_id)
        join submitted_claim s on s.practice_id = c.practice_id and s.submitted_id = c.submitted_id
        union
        select w.practice_id, w.account_key from waiting w
        where exists (select 1 from submitted_claim n where n.practice_id = w.practice_id and n.account_key = w.account_key and n.file_id = $3)
           or exists (
            select 1 from submitted_claim n join submission_link k on k.practice_id = n.practice_id and k.submitted_id = n.submitted_id
            join adjudication a on a.practice_id = k.practice_id and a.claim_id = k.claim_id join remittance m on m.practice_id = a.practice_id and m.remittance_id = a.remittance_id
            where n.practice_id = w.practice_id and n.account_key = w.account_key and m.file_id = $3)
        """;

    private sealed record Standing(long RejectionId, long SubmittedId, RejectionStanding Now, PersonWord Said);

    private sealed record Account(int PracticeId, string Key);

    /// <summary>After a file whose 837s, answers and matches are on record.</summary>
    public static async Task AfterFileAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, long fileId, DateTimeOffset at, CancellationToken cancellation)
    {
        var changed = await AnswerMatches.RenewAsync(connection, transaction, fileId, at, cancellation);
        await using var find = new NpgsqlCommand(Claims, connection, transaction);
        find.Parameters.AddWithValue(changed.Select(c => c.PracticeId).ToArray());
        find.Parameters.Add(new() { Value = changed.Select(c => c.SubmittedId).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        find.Parameters.AddWithValue(fileId);
        // Planned anew for every file it took six milliseconds, a quarter of all planning in a year of small files. No replay runs it, so none of its tables is ever a temporary twin.
        await find.PrepareAsync(cancellation);
        var accounts = new List<Account>();
        await using (var rows = await find.ExecuteReaderAsync(cancellation))
        {
            while (await rows.ReadAsync(cancellation)) { accounts.Add(new(rows.GetInt32(0), rows.GetString(1))); }
        }

        foreach (var part in accounts.Chunk(Together)) { await JudgeAsync(connection, transaction, part, at, $"file {fileId}", cancellation); }
    }

    /// <summary>After a person's word about one rejection, which is on record already.</summary>
    public static Task AgainAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, string accountKey, DateTimeOffset at, CancellationToken cancellation)
        => JudgeAsync(connection, transaction, [new(practiceId, accountKey)], at, "person", cancellation);

    private static async Task JudgeAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Account[] accounts, DateTimeOffset at, string because, CancellationToken cancellation)
    {
        var before = await StandingsAsync(connection, transaction, accounts, cancellation);
        var (now, gone) = (new List<(int PracticeId, long SubmittedId, RejectionStanding Standing)>(), new List<long>());
        foreach (var claim in await SubmissionsAsync(connection, transaction, accounts, cancellation))
        {
            foreach (var sent in claim.Value)
            {
                var old = before.GetValueOrDefault((claim.Key.PracticeId, sent.Id));
                var standing = RejectionRule.Judge(sent, claim.Value, old?.Said ?? new("", null));
                if (standing is null && old is not null) { gone.Add(old.RejectionId); }

                if (standing is not null && standing != old?.Now) { now.Add((claim.Key.PracticeId, sent.Id, standing)); }
            }
        }

        var entries = await WithdrawAsync(connection, transaction, gone, because, cancellation);
        entries.AddRange(await SaveAsync(connection, transaction, now, before, at, because, cancellation));
        foreach (var part in entries.Chunk(1000)) { await Journal.AppendAsync(connection, transaction, Actor.Desk, at, cancellation, part); }
    }

    private static async Task<Dictionary<(int, long), Standing>> StandingsAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Account[] accounts, CancellationToken cancellation)
    {
        // submitted_account, then rejection by its unique key.
        await using var command = Of(connection, transaction, accounts,
            """
            select r.practice_id, r.submitted_id, r.rejection_id, r.acknowledgement_id, r.state, r.how, r.said_action, r.said_answer from unnest($1::int[], $2::text[]) t (practice_id, account_key)
            join submitted_claim s on s.practice_id = t.practice_id and s.account_key = t.account_key
            join rejection r on r.practice_id = s.practice_id and r.submitted_id = s.submitted_id
            """);
        var found = new Dictionary<(int, long), Standing>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            found[(r.GetInt32(0), r.GetInt64(1))] = new(
                r.GetInt64(2), r.GetInt64(1), new(r.GetInt64(3), r.GetString(4), r.IsDBNull(5) ? null : r.GetString(5)), new(r.GetString(6), r.IsDBNull(7) ? null : r.GetInt64(7)));
        }

        return found;
    }

    private static async Task<Dictionary<Account, List<StagedSubmission>>> SubmissionsAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Account[] accounts, CancellationToken cancellation)
    {
        // submitted_account, then answers and links by key.
        await using var command = Of(connection, transaction, accounts,
            """
            select s.practice_id, s.account_key, s.submitted_id, s.submitted_at, s.service_from, s.service_to, a.acknowledgement_id, a.stage, a.decided_on, a.outcome, a.kind, encode(a.fingerprint, 'hex'),
                   (select min(k.answered_on) from submission_link k where k.practice_id = s.practice_id and k.submitted_id = s.submitted_id)
            from unnest($1::int[], $2::text[]) t (practice_id, account_key)
            join submitted_claim s on s.practice_id = t.practice_id and s.account_key = t.account_key
            left join acknowledgement_match m on m.practice_id = s.practice_id and m.submitted_id = s.submitted_id
            left join acknowledgement a on a.acknowledgement_id = m.acknowledgement_id
            order by s.practice_id, s.account_key, s.submitted_id
            """);
        var found = new Dictionary<Account, List<StagedSubmission>>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            var key = new Account(r.GetInt32(0), r.GetString(1));
            if (!found.TryGetValue(key, out var list)) { found[key] = list = []; }

            if (list.Count == 0 || list[^1].Id != r.GetInt64(2))
            {
                list.Add(new(r.GetInt64(2), r.GetDateTime(3), Day(r, 4), Day(r, 5), new List<StageAnswer>(), Day(r, 12)));
            }

            if (!r.IsDBNull(6)) { ((List<StageAnswer>)list[^1].Answers).Add(AnswerOf(r)); }
        }

        return found;
    }

    /// <summary>A receipt (A0, A1) accepts nothing; the form of a file is accepted by being received.</summary>
    private static StageAnswer AnswerOf(NpgsqlDataReader r) => new(
        r.GetInt64(6), (AnswerStage)r.GetInt16(7), r.GetFieldValue<DateOnly>(8), r.GetString(9) == "rejected",
        r.GetString(9) == "accepted" || (r.GetString(9) == "received" && r.GetString(10) != "277CA"), r.GetString(11));

    /// <summary>The answer turned out to speak of another submission. What a person said about it is kept with it.</summary>
    private static async Task<List<JournalEntry>> WithdrawAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, List<long> gone, string because, CancellationToken cancellation)
    {
        var entries = new List<JournalEntry>();
        if (gone.Count == 0) { return entries; }

        await using var command = new NpgsqlCommand(
            """
            with those as (select * from rejection where rejection_id = any($1)),
            kept as (
                update rejection r set state = 'closed', how = 'accepted', version = r.version + 1 from those t where r.practice_id = t.practice_id and r.rejection_id = t.rejection_id
                  and exists (select 1 from rejection_step p where p.practice_id = t.practice_id and p.rejection_id = t.rejection_id)
                returning r.practice_id, r.rejection_id),
            removed as (
                delete from rejection r using those t where r.practice_id = t.practice_id and r.rejection_id = t.rejection_id
                  and not exists (select 1 from rejection_step p where p.practice_id = t.practice_id and p.rejection_id = t.rejection_id)
                returning r.practice_id, r.rejection_id)
            select practice_id, rejection_id from kept union all select practice_id, rejection_id from removed
            """, connection, transaction);
        command.Parameters.AddWithValue(gone.ToArray());
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { entries.Add(new("rejection.withdrawn", "rejection", $"{rows.GetInt64(1)}", rows.GetInt32(0), null, new { because })); }

        return entries;
    }

    private static async Task<List<JournalEntry>> SaveAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, List<(int PracticeId, long SubmittedId, RejectionStanding Standing)> now, Dictionary<(int, long), Standing> before,
        DateTimeOffset at, string because, CancellationToken cancellation)
    {
        var entries = new List<JournalEntry>();
        if (now.Count == 0) { return entries; }

        await using var command = new NpgsqlCommand(
            """
            insert into rejection as old (practice_id, submitted_id, acknowledgement_id, state, how, changed_at, opened_at)
            select x.practice_id, x.submitted_id, x.answer, x.state, x.how, $6, $6 from unnest($1::int[], $2::bigint[], $3::bigint[], $4::text[], $5::text[]) x (practice_id, submitted_id, answer, state, how)
            on conflict (practice_id, submitted_id) do update set acknowledgement_id = excluded.acknowledgement_id, state = excluded.state, how = excluded.how, changed_at = excluded.changed_at,
              version = old.version + 1
            returning practice_id, submitted_id, rejection_id
            """, connection, transaction);
        command.Parameters.AddWithValue(now.Select(n => n.PracticeId).ToArray());
        command.Parameters.AddWithValue(now.Select(n => n.SubmittedId).ToArray());
        command.Parameters.AddWithValue(now.Select(n => n.Standing.AnswerId).ToArray());
        command.Parameters.AddWithValue(now.Select(n => n.Standing.State).ToArray());
        command.Parameters.Add(new() { Value = now.Select(n => n.Standing.How).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.AddWithValue(at);
        var standings = now.ToDictionary(n => (n.PracticeId, n.SubmittedId), n => n.Standing);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var key = (rows.GetInt32(0), rows.GetInt64(1));
            var (old, standing) = (before.GetValueOrDefault(key)?.Now, standings[key]);
            entries.Add(new(Verb(old, standing), "rejection", $"{rows.GetInt64(2)}", key.Item1, old is null ? null : new { old.State, old.How }, new { standing.State, standing.How, because }));
        }

        return entries;
    }

    private static string Verb(RejectionStanding? old, RejectionStanding now) => now.State switch
    {
        "closed" => "rejection.closed",
        "sent" => "rejection.sent_again",
        _ => old is null ? "rejection.opened" : "rejection.reopened",
    };

    private static NpgsqlCommand Of(NpgsqlConnection connection, NpgsqlTransaction transaction, Account[] accounts, string sql)
    {
        var command = new NpgsqlCommand(sql, connection, transaction);
        command.Parameters.AddWithValue(accounts.Select(a => a.PracticeId).ToArray());
        command.Parameters.AddWithValue(accounts.Select(a => a.Key).ToArray());
        return command;
    }

    private static DateOnly? Day(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetFieldValue<DateOnly>(column);
}
