// Reason for length: the statements of one replay, in the order in which they run.
using DenialDesk.App.Claims;
using DenialDesk.App.Payers;
using DenialDesk.Domain.Codes;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Codes;

/// <summary>
/// The tables a replay works in, all gone at the end of its transaction. In shadow the desk's own tables are covered by temporary twins of the same names,
/// so that the very statements that would change the desk change the twins: nothing is locked and nothing written.
/// </summary>
internal sealed class ReplayTables(NpgsqlConnection connection, NpgsqlTransaction transaction)
{
    private const string DecidedParts =
        "category, department, hardness, preventable, clinical, appealable, first_action, lead_group, lead_carc, lead_rarc, no_appeal_because, bill_patient_allowed, "
        + "patient_protection, all_patient_group, later_payer_known, flags, extent, charge, denied_amount, procedure_codes, search";

    /// <summary>Finds the answers to be decided again: every answer to the same claim by the same payer goes together, because a later one depends on the earlier.</summary>
    public async Task ChooseAsync(IReadOnlyList<CodeRule> rules, ReplayWish wish, CancellationToken cancellation)
    {
        // A pass over the adjustments: no index leads from a code to its claims, and a change of rules happens a few times a year.
        await using (var choose = new NpgsqlCommand(
            """
            create temporary table replay_scope (
                practice_id int not null, adjudication_id bigint not null, claim_id bigint not null, payer_id int not null, remittance_id bigint not null, position int not null,
                file_id bigint not null, file_ordinal int not null, remit_date date not null, many boolean not null, kin bigint not null, primary key (practice_id, adjudication_id)) on commit drop;
            """,
            connection,
            transaction))
        {
            await choose.ExecuteNonQueryAsync(cancellation);
        }

        await using var fill = new NpgsqlCommand(
            $"""
            with thread as materialized (
                select distinct a.practice_id, a.claim_id, {MergedPayers.Root("a.payer_id")} as payer_id
                from adjudication a join remittance r on r.practice_id = a.practice_id and r.remittance_id = a.remittance_id
                where a.remit_date >= $3 and ($4::date is null or a.remit_date <= $4) and ($5::bigint[] is null or r.file_id = any($5))
                  and ((a.practice_id, a.adjudication_id) in (select x.practice_id, x.adjudication_id from adjustment x where x.carc = any($1))
                    or cardinality($2::text[]) > 0 and (
                        exists (select 1 from unnest(a.remark_codes) m where upper(btrim(m)) = any($2))
                        or exists (select 1 from service_line l, unnest(l.remark_codes) m
                                   where l.practice_id = a.practice_id and l.adjudication_id = a.adjudication_id and upper(btrim(m)) = any($2)))))
            , wide as materialized (
                select distinct t.practice_id, t.payer_id, c.claim_id, g.kin from thread t
                cross join lateral (select min(c) as kin, array_agg(c) as claims from unnest({ClaimKin.ArrayOf("t.practice_id", "t.claim_id")}) c) g
                cross join unnest(g.claims) as c (claim_id))
            insert into replay_scope
            select a.practice_id, a.adjudication_id, a.claim_id, t.payer_id, a.remittance_id, a.position, r.file_id, r.file_ordinal, a.remit_date,
                   count(*) over (partition by a.practice_id, t.kin, t.payer_id) > 1, t.kin
            from wide t join adjudication a on a.practice_id = t.practice_id and a.claim_id = t.claim_id and {MergedPayers.IsOf("a.payer_id", "t.payer_id")}
            join remittance r on r.practice_id = a.practice_id and r.remittance_id = a.remittance_id
            """,
            connection,
            transaction)
        { CommandTimeout = 0 };
        fill.Parameters.AddWithValue(rules.Where(r => r.Kind != CodeRuleKind.Rarc).Select(r => r.Carc).Distinct().ToArray());
        fill.Parameters.AddWithValue(rules.Where(r => r.Kind == CodeRuleKind.Rarc).Select(r => r.Other).Distinct().ToArray());
        fill.Parameters.AddWithValue(wish.First(rules));
        fill.Parameters.Add(new() { Value = (object?)wish.To ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Date });
        fill.Parameters.Add(new() { Value = (object?)wish.Files ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        await fill.ExecuteNonQueryAsync(cancellation);
        await RunAsync("create index on replay_scope (file_id, file_ordinal, position); analyze replay_scope", cancellation);
    }

    /// <summary>Covers the desk's tables by twins that hold only what the replay may touch.</summary>
    public Task CoverAsync(CancellationToken cancellation) => RunAsync(
        """
        create temporary table adjudication (like public.adjudication including defaults including identity) on commit drop;
        insert into adjudication select a.* from public.adjudication a join replay_scope s using (practice_id, adjudication_id);
        alter table adjudication add primary key (practice_id, adjudication_id);
        create index on adjudication (practice_id, claim_id);
        create temporary table adjustment (like public.adjustment including defaults) on commit drop;
        insert into adjustment select x.* from public.adjustment x join replay_scope s using (practice_id, adjudication_id);
        alter table adjustment add primary key (practice_id, adjudication_id, line_no, ordinal);
        create temporary table denial (like public.denial including defaults including identity) on commit drop;
        insert into denial select d.* from public.denial d join replay_scope s using (practice_id, adjudication_id);
        alter table denial add primary key (practice_id, denial_id);
        create unique index on denial (practice_id, adjudication_id);
        create index on denial (practice_id, claim_id);
        alter table denial alter column denial_id restart with 8000000000000000000;
        create temporary table denial_line (like public.denial_line including defaults) on commit drop;
        insert into denial_line select l.* from public.denial_line l join denial d using (practice_id, denial_id);
        alter table denial_line add primary key (practice_id, denial_id, line_no, ordinal);
        create temporary table denial_story (like public.denial_story including defaults) on commit drop;
        insert into denial_story select t.* from public.denial_story t join denial d using (practice_id, denial_id);
        alter table denial_story add primary key (practice_id, denial_id);
        create temporary table denial_step (like public.denial_step including defaults including identity) on commit drop;
        insert into denial_step overriding system value select t.* from public.denial_step t join denial d using (practice_id, denial_id);
        create index on denial_step (practice_id, denial_id);
        alter table denial_step alter column step_id restart with 8000000000000000000;
        create temporary table reversal_history (like public.reversal_history including defaults) on commit drop;
        alter table reversal_history add primary key (practice_id, payer_id, category, carc, family, decided_on);
        create temporary table odds_prediction (like public.odds_prediction including defaults including identity) on commit drop;
        analyze adjudication; analyze adjustment; analyze denial; analyze denial_line
        """,
        cancellation);

    /// <summary>Remembers how the denials stand, and which of them people have decided about.</summary>
    public Task RememberAsync(bool hold, CancellationToken cancellation) => RunAsync(
        (hold ? "do $$ begin perform 1 from denial d join replay_scope s using (practice_id, adjudication_id) for update of d; end $$;" : "")
        + """
        create temporary table replay_before on commit drop as select d.* from denial d join replay_scope s using (practice_id, adjudication_id);
        alter table replay_before add primary key (practice_id, adjudication_id);
        create temporary table replay_kept on commit drop as
        select d.practice_id, d.adjudication_id, d.denial_id, d.category, case
            when d.state = 'written_off' then 'a person wrote it off'
            when d.state = 'waiting' then 'a correction or an appeal is with the payer'
            when not d.is_open then 'a person closed it'
            when d.state = 'in_work' then 'somebody works on it'
            when d.assigned_to is not null then 'it has an owner'
            when exists (select 1 from denial_note n where n.practice_id = d.practice_id and n.denial_id = d.denial_id) then 'somebody wrote a note on it'
            else 'a person took a step on it' end as why
        from replay_before d
        where d.assigned_to is not null or d.first_worked_at is not null or d.state not in ('new', 'superseded', 'closed_recovered')
           or exists (select 1 from denial_note n where n.practice_id = d.practice_id and n.denial_id = d.denial_id)
           or exists (select 1 from denial_step t where t.practice_id = d.practice_id and t.denial_id = d.denial_id and t.actor_id is not null);
        alter table replay_kept add primary key (practice_id, adjudication_id);
        create temporary table fresh_answer (practice_id int not null, adjudication_id bigint not null, kind text not null, rule text not null, denied_amount numeric(14,2) not null) on commit drop;
        create temporary table fresh_adjustment (practice_id int not null, adjudication_id bigint not null, line_no int not null, ordinal int not null, carc text not null,
            bucket text not null, rule_id text not null, category text not null) on commit drop;
        create temporary table fresh_denial (like public.denial including defaults) on commit drop;
        create temporary table fresh_line (like public.denial_line including defaults) on commit drop
        """,
        cancellation);

    /// <summary>Compares what was decided anew with what stands, and puts the new in its place where no person has decided. Fresh denials and lines carry the answer's id as theirs.</summary>
    public async Task ChangeAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        await RunAsync(Compare, cancellation);
        await using var change = new NpgsqlCommand(
            "select set_config('replay.now', $1, true)", connection, transaction);
        change.Parameters.AddWithValue(now.ToString("O", null));
        await change.ExecuteNonQueryAsync(cancellation);
        await RunAsync(Change, cancellation);
    }

    private const string Compare =
        $"""
        alter table fresh_answer add primary key (practice_id, adjudication_id);
        alter table fresh_adjustment add primary key (practice_id, adjudication_id, line_no, ordinal);
        alter table fresh_denial add primary key (practice_id, denial_id);
        alter table fresh_line add primary key (practice_id, denial_id, line_no, ordinal);
        analyze fresh_answer; analyze fresh_adjustment; analyze fresh_denial; analyze fresh_line;
        create temporary table replay_changed on commit drop as
        select f.practice_id, f.adjudication_id, k.why
        from fresh_answer f
        join adjudication a using (practice_id, adjudication_id)
        left join replay_before d on d.practice_id = f.practice_id and d.adjudication_id = f.adjudication_id and d.outcome is distinct from 'not_a_denial'
        left join fresh_denial n on n.practice_id = f.practice_id and n.adjudication_id = f.adjudication_id
        left join replay_kept k on k.practice_id = f.practice_id and k.adjudication_id = f.adjudication_id
        where (a.kind, a.decision_rule, a.denied_amount) is distinct from (f.kind, f.rule, f.denied_amount)
           or (d.denial_id is null) <> (n.denial_id is null)
           or exists (select 1 from fresh_adjustment x join adjustment y using (practice_id, adjudication_id, line_no, ordinal)
                      where x.practice_id = f.practice_id and x.adjudication_id = f.adjudication_id
                        and (x.carc, x.bucket, x.rule_id, x.category) is distinct from (y.carc, y.bucket, y.rule_id, y.category))
           or n.denial_id is not null and (
                (select row({DecidedParts})::text from (select d.*) z) is distinct from (select row({DecidedParts})::text from (select n.*) z)
                or (select array_agg((l.line_no, l.ordinal, l.carc, l.rarc, l.category, l.rule_id, l.amount)::text order by l.line_no, l.ordinal) from denial_line l
                    where l.practice_id = d.practice_id and l.denial_id = d.denial_id)
                   is distinct from
                   (select array_agg((l.line_no, l.ordinal, l.carc, l.rarc, l.category, l.rule_id, l.amount)::text order by l.line_no, l.ordinal) from fresh_line l
                    where l.practice_id = n.practice_id and l.denial_id = n.denial_id));
        alter table replay_changed add primary key (practice_id, adjudication_id);
        analyze replay_changed
        """;

    private const string Change =
        $"""
        create temporary table replay_move on commit drop as select practice_id, adjudication_id from replay_changed where why is null;
        alter table replay_move add primary key (practice_id, adjudication_id);
        analyze replay_move;
        create temporary table replay_answer_before on commit drop as
        select a.practice_id, a.adjudication_id, a.remittance_id, a.payer_id, a.kind, a.charge, a.paid, a.denied_amount from adjudication a join replay_move m using (practice_id, adjudication_id);

        update adjudication a set kind = f.kind, decision_rule = f.rule, denied_amount = f.denied_amount
        from replay_move m join fresh_answer f using (practice_id, adjudication_id)
        where a.practice_id = m.practice_id and a.adjudication_id = m.adjudication_id and (a.kind, a.decision_rule, a.denied_amount) is distinct from (f.kind, f.rule, f.denied_amount);

        update adjustment y set carc = x.carc, bucket = x.bucket, rule_id = x.rule_id, category = x.category
        from replay_move m join fresh_adjustment x using (practice_id, adjudication_id)
        where y.practice_id = x.practice_id and y.adjudication_id = x.adjudication_id and y.line_no = x.line_no and y.ordinal = x.ordinal
          and (y.carc, y.bucket, y.rule_id, y.category) is distinct from (x.carc, x.bucket, x.rule_id, x.category);

        delete from denial_line l using denial d join replay_move m using (practice_id, adjudication_id) where l.practice_id = d.practice_id and l.denial_id = d.denial_id;

        with old as (select d as row, d.practice_id, d.denial_id from denial d join replay_move m using (practice_id, adjudication_id)
                     where d.outcome is distinct from 'not_a_denial' and not exists (select 1 from fresh_denial n where n.practice_id = d.practice_id and n.adjudication_id = d.adjudication_id)),
             told as (delete from denial_story t using old where t.practice_id = old.practice_id and t.denial_id = old.denial_id),
             new as (update denial d set state = 'superseded', is_open = false, outcome = 'not_a_denial', outcome_reason = 'Under the changed code rules this is no denial.',
                            denied_amount = 0, recovered_amount = 0, closed_at = current_setting('replay.now')::timestamptz, version = d.version + 1, fence = d.fence + 1
                     from old where d.practice_id = old.practice_id and d.denial_id = old.denial_id returning old.row as was, d as row)
        insert into denial_step (practice_id, denial_id, at, actor_name, step, from_state, to_state, reason, before, after)
        select (n.row).practice_id, (n.row).denial_id, current_setting('replay.now')::timestamptz, 'DenialDesk', 'not_a_denial', (n.was).state, (n.row).state,
               'Under the changed code rules this is no denial.', denial_work(n.was), denial_work(n.row) from new n;

        with old as (select d as row, d.practice_id, d.denial_id from denial d join replay_move m using (practice_id, adjudication_id)
                     join fresh_denial n on n.practice_id = d.practice_id and n.adjudication_id = d.adjudication_id where d.outcome = 'not_a_denial'),
             new as (update denial d set state = 'new', is_open = true, outcome = null, outcome_reason = null, closed_at = null, version = d.version + 1, fence = d.fence + 1
                     from old where d.practice_id = old.practice_id and d.denial_id = old.denial_id returning old.row as was, d as row)
        insert into denial_step (practice_id, denial_id, at, actor_name, step, from_state, to_state, reason, before, after)
        select (n.row).practice_id, (n.row).denial_id, current_setting('replay.now')::timestamptz, 'DenialDesk', 'denial_after_all', (n.was).state, (n.row).state,
               'Under the changed code rules this is a denial.', denial_work(n.was), denial_work(n.row) from new n;

        update denial d set ({DecidedParts}) = (select {DecidedParts} from (select n.*) z),
               expected_amount = case when d.denied_amount = n.denied_amount then d.expected_amount else n.expected_amount end,
               expected_basis = case when d.denied_amount = n.denied_amount then d.expected_basis else n.expected_basis end,
               version = d.version + 1
        from replay_move m join fresh_denial n using (practice_id, adjudication_id)
        where d.practice_id = m.practice_id and d.adjudication_id = m.adjudication_id;

        insert into denial (practice_id, denial_id, {Remittances.DenialRow.Columns})
        select n.practice_id, nextval(pg_get_serial_sequence('denial', 'denial_id')), {Remittances.DenialRow.Columns}
        from fresh_denial n join replay_move m using (practice_id, adjudication_id)
        where not exists (select 1 from denial d where d.practice_id = n.practice_id and d.adjudication_id = n.adjudication_id)
        order by n.adjudication_id;

        insert into denial_line (practice_id, denial_id, line_no, ordinal, group_code, carc, rarc, category, rule_id, amount)
        select d.practice_id, d.denial_id, l.line_no, l.ordinal, l.group_code, l.carc, l.rarc, l.category, l.rule_id, l.amount
        from replay_move m join denial d using (practice_id, adjudication_id)
        join fresh_line l on l.practice_id = m.practice_id and l.denial_id = m.adjudication_id;
        analyze replay_answer_before
        """;

    /// <summary>Runs statements without parameters, however long they take.</summary>
    public async Task RunAsync(string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
