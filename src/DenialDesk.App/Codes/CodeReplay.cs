// Reason for length: one replay from choosing to difference; preview and apply both run it, which is why they agree.
using System.Security.Cryptography;
using DenialDesk.App.Data;
using DenialDesk.App.Deadlines;
using DenialDesk.App.Denials;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Priority;
using Npgsql;

namespace DenialDesk.App.Codes;

/// <summary>
/// Replays answers under other code rules inside the caller's transaction. In shadow it changes temporary twins of the desk's tables; otherwise, with the very same
/// statements, the desk's own.
/// </summary>
internal sealed class CodeReplay(DeskSource database, NpgsqlConnection connection, NpgsqlTransaction transaction, DateTimeOffset now)
{
    private const int Together = 1_000;

    private readonly ReplayTables _tables = new(connection, transaction);
    private readonly Dictionary<int, (DateOnly Today, OddsBook Odds)> _practices = [];

    /// <summary>Runs it; every changed or kept denial goes to <paramref name="rows"/>, some hundred at a time.</summary>
    public async Task<ReplayOutcome> RunAsync(
        CodeBook book, IReadOnlyList<CodeRule> rules, ReplayWish wish, bool shadow, Func<int, Task> progress, Func<IReadOnlyList<ReplayRow>, Task> rows, CancellationToken cancellation)
    {
        await _tables.RunAsync("set local idle_in_transaction_session_timeout = 0; set local lock_timeout = 0", cancellation);
        await _tables.ChooseAsync(rules, wish, cancellation);
        if (shadow) { await _tables.CoverAsync(cancellation); }

        await _tables.RememberAsync(hold: !shadow, cancellation);
        var files = new ReplayFiles(database, connection, transaction, book, now);
        await files.RunAsync(progress, cancellation);
        await _tables.ChangeAsync(now, cancellation);
        await TellAsync(cancellation);
        await SetClocksAsync(cancellation);
        return await CompareAsync(files.Claims, rows, cancellation);
    }

    /// <summary>What the payers' other answers make of denials that are new, gone or otherwise; what people decided about stays.</summary>
    private async Task TellAsync(CancellationToken cancellation)
    {
        var threads = await ReadAsync(
            "select distinct s.practice_id, s.claim_id, s.payer_id from replay_move m join replay_scope s using (practice_id, adjudication_id) where s.many order by 1, 2, 3",
            r => (Practice: r.GetInt32(0), Claim: r.GetInt64(1), Payer: r.GetInt32(2)), cancellation);
        if (threads.Count == 0) { return; }

        var kept = (await ReadAsync("select k.denial_id from replay_kept k join replay_scope s using (practice_id, adjudication_id) where s.many", r => r.GetInt64(0), cancellation)).ToHashSet();
        foreach (var practice in threads.GroupBy(t => t.Practice))
        {
            foreach (var some in practice.Select(t => (t.Claim, t.Payer)).Chunk(Together))
            {
                await PayerTurn.TakeAsync(connection, transaction, practice.Key, some, now, cancellation, kept);
            }
        }
    }

    /// <summary>Works out the clocks of the claims that changed, from the rows as they are now.</summary>
    private async Task SetClocksAsync(CancellationToken cancellation)
    {
        var open = await ReadAsync(
            """
            select d.practice_id, d.denial_id from denial d join replay_scope s using (practice_id, adjudication_id)
            where d.is_open and not exists (select 1 from replay_kept k where k.practice_id = d.practice_id and k.adjudication_id = d.adjudication_id)
              and exists (select 1 from replay_move m join replay_scope x using (practice_id, adjudication_id)
                          where x.practice_id = s.practice_id and x.kin = s.kin and x.payer_id = s.payer_id)
            order by 1, 2
            """,
            r => (Practice: r.GetInt32(0), Denial: r.GetInt64(1)), cancellation);
        var windows = await RulesInForce.LoadAsync(connection, transaction, cancellation);
        foreach (var practice in open.GroupBy(o => o.Practice))
        {
            foreach (var some in practice.Select(o => o.Denial).Chunk(Together))
            {
                var clocks = await DenialClocks.OpenAsync(connection, transaction, practice.Key, some, cancellation);
                var moved = clocks.Select(c => (Denial: c, Clock: c.Under(windows.For(c.PayerId)))).Where(c => c.Clock != c.Denial.Clock).ToList();
                if (moved.Count > 0) { await DenialClocks.SaveAsync(connection, transaction, moved, cancellation); }
            }
        }
    }

    private async Task<ReplayOutcome> CompareAsync(int claims, Func<IReadOnlyList<ReplayRow>, Task> rows, CancellationToken cancellation)
    {
        await _tables.RunAsync(Difference, cancellation);
        var buckets = (await ReadAsync("select count(*)::int from replay_changed", r => r.GetInt32(0), cancellation))[0];
        foreach (var (id, zone) in await ReadAsync(
            "select practice_id, time_zone from practice where practice_id in (select practice_id from replay_diff)", r => (r.GetInt32(0), r.GetString(1)), cancellation))
        {
            var today = PracticeDay.At(now, TimeZoneInfo.FindSystemTimeZoneById(zone));
            _practices[id] = (today, await OddsBook.LoadAsync(connection, transaction, id, today, cancellation));
        }

        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (last, after) = (0, 0);
        while (true)
        {
            var some = await ReadAsync($"select * from replay_diff where row_no > {after} order by row_no limit {Together}", r => Row(r, ref last), cancellation);
            if (some.Count == 0) { return new(claims, buckets, digest.GetHashAndReset()); }

            after += some.Count;
            foreach (var row in some) { row.AddTo(digest); }

            await rows(some);
        }
    }

    private ReplayRow Row(NpgsqlDataReader r, ref int last)
    {
        last = (int)r.GetInt64(0);
        var practice = _practices[r.GetInt32(1)];
        ReplaySide? Side(int at) => r.IsDBNull(at) ? null : new(r.GetDecimal(at), r.GetString(at + 1), r.GetString(at + 2), r.GetFieldValue<DateOnly>(at + 3), r.GetString(at + 4))
        {
            Score = r.GetBoolean(at + 5) ? Score(r, at, practice.Today, practice.Odds) : null,
        };
        var (old, fresh, kinds) = (Side(9), Side(18), r.GetFieldValue<string[]>(7));
        if (old?.Score is { } was && fresh?.Score is { } now && was != now && !kinds.Contains("kept")) { kinds = [.. kinds, "rank"]; }

        return new(last, r.GetInt32(1), r.GetInt64(2), r.IsDBNull(3) ? null : r.GetInt64(3), r.GetString(4), r.GetInt32(5), r.GetFieldValue<DateOnly>(6), kinds, r.IsDBNull(8) ? null : r.GetString(8), old, fresh);
    }

    /// <summary>The score on the day of the replay, before and after by the same rule.</summary>
    private static decimal Score(NpgsqlDataReader r, int at, DateOnly today, OddsBook odds)
    {
        var (category, carc) = (r.GetString(at + 1), r.GetString(at + 8));
        var facts = new PriorityFacts(
            0, r.GetDecimal(at + 6), odds.Of(r.GetInt32(5), category, carc, "").Mean, odds.Minutes(r.GetInt32(5), category), r.GetFieldValue<DateOnly>(at + 7), r.GetFieldValue<DateOnly>(at + 3),
            r.GetFieldValue<DateOnly>(6));
        return Math.Round((decimal)PriorityScore.Parts(facts, today, PrioritySettings.Default).Score, 4);
    }

    private async Task<List<T>> ReadAsync<T>(string sql, Func<NpgsqlDataReader, T> row, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = 0 };
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<T>();
        while (await rows.ReadAsync(cancellation)) { found.Add(row(rows)); }

        return found;
    }

    // Nine columns a side: denied, category, codes, due, state, open, expected, last safe day, lead carc.
    private const string Difference =
        """
        create temporary table replay_diff on commit drop as
        with side as (
            select s.practice_id, s.adjudication_id, s.payer_id, s.remit_date, b.denial_id as was_id, n.denial_id as now_id, k.why,
                   b.denial_id is not null and b.outcome is distinct from 'not_a_denial' as was, n.denial_id is not null and n.outcome is distinct from 'not_a_denial' as here,
                   b, n, c.why is not null as kept, f, f.denial_id is not null as would,
                   coalesce(b.patient_control_number, n.patient_control_number, f.patient_control_number, '') as account
            from replay_scope s
            left join replay_before b using (practice_id, adjudication_id)
            left join denial n using (practice_id, adjudication_id)
            left join replay_kept k using (practice_id, adjudication_id)
            left join replay_changed c using (practice_id, adjudication_id)
            left join fresh_denial f using (practice_id, adjudication_id)),
        kind as (
            select side.*, case when kept then array['kept'] else array_remove(array[
                case when here and not was then 'opens' end,
                case when was and not here then 'closes' end,
                case when was and here and (b).category <> (n).category then 'category' end,
                case when was and here and (b).due_on <> (n).due_on then 'deadline' end,
                case when was and here and (b).state <> (n).state then 'state' end,
                case when was and here and ((b).department, (b).hardness, (b).preventable, (b).clinical, (b).appealable, (b).first_action, (b).lead_group, (b).lead_carc, (b).lead_rarc,
                                            (b).denied_amount, (b).bill_patient_allowed, (b).no_appeal_because, (b).expected_amount)
                                           is distinct from
                                           ((n).department, (n).hardness, (n).preventable, (n).clinical, (n).appealable, (n).first_action, (n).lead_group, (n).lead_carc, (n).lead_rarc,
                                            (n).denied_amount, (n).bill_patient_allowed, (n).no_appeal_because, (n).expected_amount) then 'other' end], null) end as kinds
            from side)
        select row_number() over (order by practice_id, adjudication_id) as row_no, practice_id, adjudication_id,
               case when coalesce(was_id, now_id) < 8000000000000000000 then coalesce(was_id, now_id) end as denial_id, account, payer_id, remit_date, kinds, case when kept then why end as why,
               case when was then (b).denied_amount end as a1, (b).category as g1, (b).lead_group || '-' || (b).lead_carc || case when (b).lead_rarc = '' then '' else ' ' || (b).lead_rarc end as c1,
               (b).due_on as d1, (b).state as s1, coalesce((b).is_open, false) as o1, (b).expected_amount as e1, (b).last_safe_day as l1, (b).lead_carc as r1,
               case when kept then case when would then (f).denied_amount end when here then (n).denied_amount end as a2,
               case when kept then (f).category else (n).category end as g2,
               case when kept then (f).lead_group || '-' || (f).lead_carc || case when (f).lead_rarc = '' then '' else ' ' || (f).lead_rarc end
                    else (n).lead_group || '-' || (n).lead_carc || case when (n).lead_rarc = '' then '' else ' ' || (n).lead_rarc end end as c2,
               case when kept then (b).due_on else (n).due_on end as d2, case when kept then (b).state else (n).state end as s2,
               case when kept then false else coalesce((n).is_open, false) end as o2, (n).expected_amount as e2, (n).last_safe_day as l2, (n).lead_carc as r2
        from kind where kinds <> '{}';
        alter table replay_diff add primary key (row_no)
        """;
}
