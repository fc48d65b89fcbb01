using Npgsql;

namespace DenialDesk.App.Rejections;

/// <summary>
/// Joins submissions and answers, and opens or closes rejections. Worked out from everything known, so any order of arrival ends in the
/// same state; what a person closed stays closed. Inside the caller's transaction.
/// </summary>
internal static class SettleAnswers
{
    // A group or set number alone is reused by senders: the answer goes to the last submission on or before the day it was given.
    private const string Matches =
        """
        with candidate as (
            select a.acknowledgement_id, s.practice_id, s.submitted_id, s.file_id, s.submitted_at,
                   case a.level when 'claim' then 'The account number of the claim (CLM01).' when 'set' then 'Group and transaction number (GS06, ST02).'
                                when 'group' then 'Group number (GS06).' else 'Interchange number (ISA13).' end as evidence,
                   dense_rank() over (partition by a.acknowledgement_id, case when a.level = 'claim' then s.practice_id end order by s.submitted_at desc, s.file_id desc) as turn
            from acknowledgement a
            join submitted_claim s on s.submitted_at < a.decided_on + 1 and case a.level
                when 'claim' then s.account_key = a.account_key and a.account_key <> '' and (a.billing_npi = '' or s.billing_npi = '' or s.billing_npi = a.billing_npi)
                when 'set' then s.group_no = a.group_no and s.set_no = a.set_no and s.submitted_at >= a.decided_on - 180
                when 'group' then s.group_no = a.group_no and s.submitted_at >= a.decided_on - 180
                else s.interchange_no = a.interchange_no and s.submitted_at >= a.decided_on - 180 end)
        insert into acknowledgement_match (practice_id, submitted_id, acknowledgement_id, evidence, matched_at)
        select practice_id, submitted_id, acknowledgement_id, evidence, $1 from candidate where turn = 1 on conflict do nothing
        """;

    // The payer speaks after the clearinghouse, and that after the receiver: on one day the furthest hop counts.
    private const string Decide =
        """
        with told as (
            select distinct on (m.practice_id, m.submitted_id) m.practice_id, m.submitted_id, a.acknowledgement_id, a.outcome
            from acknowledgement_match m join acknowledgement a using (acknowledgement_id)
            where a.outcome in ('rejected', 'accepted') or (a.outcome = 'received' and a.kind <> '277CA')
            order by m.practice_id, m.submitted_id, a.decided_on desc, array_position(array['unknown', 'receiver', 'clearinghouse', 'payer'], a.said_by) desc, a.fingerprint),
        refused as (
            select distinct on (m.practice_id, m.submitted_id) m.practice_id, m.submitted_id, a.acknowledgement_id
            from acknowledgement_match m join acknowledgement a using (acknowledgement_id) where a.outcome = 'rejected'
            order by m.practice_id, m.submitted_id, a.decided_on desc, array_position(array['unknown', 'receiver', 'clearinghouse', 'payer'], a.said_by) desc, a.fingerprint),
        verdict as (
            select r.practice_id, r.submitted_id, r.acknowledgement_id,
                   case when t.outcome <> 'rejected' then 'accepted'
                        when exists (select 1 from submitted_claim later where later.practice_id = s.practice_id and later.account_key = s.account_key and later.submitted_at > s.submitted_at)
                        then 'resubmitted' end as how
            from refused r join told t using (practice_id, submitted_id) join submitted_claim s using (practice_id, submitted_id))
        insert into rejection as old (practice_id, submitted_id, acknowledgement_id, state, closed_how, closed_at, opened_at)
        select practice_id, submitted_id, acknowledgement_id, case when how is null then 'open' else 'closed' end, how, case when how is null then null else $1 end, $1 from verdict
        on conflict (practice_id, submitted_id) do update set acknowledgement_id = excluded.acknowledgement_id, state = excluded.state, closed_how = excluded.closed_how,
          closed_at = excluded.closed_at, version = old.version + 1
        where old.closed_how is distinct from 'person'
          and (old.acknowledgement_id, old.closed_how) is distinct from (excluded.acknowledgement_id, excluded.closed_how)
        """;

    /// <summary>Joins answers to submissions and works rejections out; needed after 837s and after answers.</summary>
    public static Task RunAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, DateTimeOffset at, CancellationToken cancellation)
        => RunAsync(connection, transaction, at, [Matches, Decide], cancellation);

    private static async Task RunAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, DateTimeOffset at, string[] steps, CancellationToken cancellation)
    {
        foreach (var step in steps)
        {
            await using var command = new NpgsqlCommand(step, connection, transaction);
            command.Parameters.AddWithValue(at);
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }
}
