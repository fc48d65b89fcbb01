using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Rejections;

/// <summary>
/// Which submission every answer speaks of. Only answers that a file brought, or that could speak of a submission it brought, are looked at; each is
/// looked at whole again, so an answer that came before its 837 finds it. Inside the caller's transaction.
/// </summary>
internal static class AnswerMatches
{
    // By acknowledgement_file, then from the file's submissions by acknowledgement_claim, _set and _interchange.
    private const string Touched =
        """
        select acknowledgement_id from acknowledgement where file_id = $1
        union
        select a.acknowledgement_id from (select distinct account_key from submitted_claim where file_id = $1 and account_key <> '') s
        join acknowledgement a on a.level = 'claim' and a.account_key <> '' and a.account_key = s.account_key
        union
        select a.acknowledgement_id from (select distinct group_no, set_no, exchanged_at::date as day, senders from submitted_claim where file_id = $1) s
        join acknowledgement a on a.level in ('set', 'group') and a.group_no = s.group_no and (a.level = 'group' or a.set_no = s.set_no)
          and a.decided_on between s.day and s.day + 180 and a.to_ids && s.senders
        union
        select a.acknowledgement_id from (select distinct interchange_no, exchanged_at::date as day, senders from submitted_claim where file_id = $1) s
        join acknowledgement a on a.level = 'interchange' and a.interchange_no = s.interchange_no and a.decided_on between s.day and s.day + 180 and a.to_ids && s.senders
        """;

    // A control number counts only between its two ends, and senders begin again: the last exchange on or before the day of the answer is meant.
    // A claim is named by its account number and NPI (else by our id as the sender); a quoted batch number is better than the day.
    private const string Match =
        """
        with asked as materialized (select * from acknowledgement where acknowledgement_id = any($1)),
        pair as materialized (
            select a.acknowledgement_id, s.practice_id, s.submitted_id, a.level, a.batch_reference <> '' and a.batch_reference = s.batch_reference as quoted,
                   s.submitted_at as at, s.interchange_no, s.batch_reference
            from asked a join submitted_claim s on s.account_key = a.account_key and s.account_key <> ''
            where a.level = 'claim' and s.submitted_at < a.decided_on + 1
              and case when a.billing_npi <> '' and s.billing_npi <> '' then s.billing_npi = a.billing_npi else cardinality(a.to_ids) = 0 or a.to_ids && s.senders end
            union all
            select a.acknowledgement_id, s.practice_id, s.submitted_id, a.level, false, s.exchanged_at, s.interchange_no, ''
            from asked a join submitted_claim s on s.group_no = a.group_no and (a.level = 'group' or s.set_no = a.set_no)
              and s.exchanged_at < a.decided_on + 1 and s.exchanged_at >= a.decided_on - 180
            where a.level in ('set', 'group') and a.to_ids && s.senders and (cardinality(s.receivers) = 0 or a.from_ids && s.receivers)
            union all
            select a.acknowledgement_id, s.practice_id, s.submitted_id, a.level, false, s.exchanged_at, s.interchange_no, ''
            from asked a join submitted_claim s on s.interchange_no = a.interchange_no and s.exchanged_at < a.decided_on + 1 and s.exchanged_at >= a.decided_on - 180
            where a.level = 'interchange' and a.to_ids && s.senders and (cardinality(s.receivers) = 0 or a.from_ids && s.receivers)),
        ranked as (
            select p.*, dense_rank() over (partition by p.acknowledgement_id order by p.quoted desc, p.at desc, p.interchange_no desc, p.batch_reference desc) as turn from pair p),
        best as materialized (
            select acknowledgement_id, practice_id, submitted_id,
                   case level when 'claim' then case when quoted then 'Account number (CLM01) and batch number (BHT03) of the claim.' else 'Account number of the claim (CLM01).' end
                              when 'set' then 'Sender, receiver, group and transaction number (GS06, ST02).'
                              when 'group' then 'Sender, receiver and group number (GS06).' else 'Sender, receiver and interchange number (ISA13).' end as evidence
            from ranked where turn = 1),
        gone as (
            delete from acknowledgement_match m where m.acknowledgement_id = any($1)
              and not exists (select 1 from best b where b.acknowledgement_id = m.acknowledgement_id and b.practice_id = m.practice_id and b.submitted_id = m.submitted_id)
            returning m.practice_id, m.submitted_id),
        made as (
            insert into acknowledgement_match (practice_id, submitted_id, acknowledgement_id, evidence, matched_at)
            select practice_id, submitted_id, acknowledgement_id, evidence, $2 from best on conflict do nothing
            returning practice_id, submitted_id)
        select practice_id, submitted_id from gone union select practice_id, submitted_id from made
        """;

    /// <summary>Makes, moves and removes matches; the submissions whose matches changed.</summary>
    public static async Task<List<(int PracticeId, long SubmittedId)>> RenewAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, long fileId, DateTimeOffset at, CancellationToken cancellation)
    {
        var touched = new List<long>();
        await using (var find = new NpgsqlCommand(Touched, connection, transaction) { Parameters = { new() { Value = fileId } } })
        await using (var rows = await find.ExecuteReaderAsync(cancellation))
        {
            while (await rows.ReadAsync(cancellation)) { touched.Add(rows.GetInt64(0)); }
        }

        var changed = new List<(int, long)>();
        foreach (var part in touched.Chunk(10_000))
        {
            await using var match = new NpgsqlCommand(Match, connection, transaction);
            match.Parameters.Add(new() { Value = part, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
            match.Parameters.AddWithValue(at);
            await using var rows = await match.ExecuteReaderAsync(cancellation);
            while (await rows.ReadAsync(cancellation)) { changed.Add((rows.GetInt32(0), rows.GetInt64(1))); }
        }

        return changed;
    }
}
