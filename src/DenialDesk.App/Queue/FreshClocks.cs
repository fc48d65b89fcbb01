using DenialDesk.App.Data;
using DenialDesk.App.Deadlines;
using DenialDesk.Domain.Codes;
using Npgsql;

namespace DenialDesk.App.Queue;

/// <summary>
/// New clocks of a practice's denials on their way into the rows together with the new ranks: every index of the queue follows a rewritten row, so a
/// hundred thousand rows are rewritten once, not twice.
/// </summary>
internal sealed class FreshClocks(IReadOnlyList<(ClockedDenial Denial, StoredClock Clock)> changes)
{
    /// <summary>No clock changes.</summary>
    public static FreshClocks None { get; } = new([]);

    private bool Any => changes.Count > 0;

    /// <summary>Where ranking reads its facts: the denials as d, with the clocks they are about to have.</summary>
    public string Facts => Any
        ? "(select d.*, coalesce(c.safe, d.last_safe_day) as safe, coalesce(c.due, d.due_on) as due from denial d left join fresh_clock c on c.denial_id = d.denial_id) d"
        : "(select d.*, d.last_safe_day as safe, d.due_on as due from denial d) d";

    /// <summary>The update that writes ranks (table fresh_score), and clocks where there are any; practice $1, day $2.</summary>
    public string Update => Any
        ? """
          update denial d set lane = coalesce(x.lane, d.lane), score = coalesce(x.score, d.score), rank_key = coalesce(x.rank_key, d.rank_key), score_parts = coalesce(x.parts, d.score_parts),
                 scored_for = case when x.lane is null then d.scored_for else $2 end,
                 clock_action = coalesce(x.action, d.clock_action), due_on = coalesce(x.due, d.due_on), last_safe_day = coalesce(x.safe, d.last_safe_day),
                 deadline_rule = coalesce(x.rule, d.deadline_rule), deadline_rule_version = coalesce(x.rule_version, d.deadline_rule_version),
                 deadline_assumed = coalesce(x.assumed, d.deadline_assumed), deadline_conflict = coalesce(x.conflict, d.deadline_conflict),
                 deadline_sentence = coalesce(x.sentence, d.deadline_sentence), version = d.version + case when x.action is null then 0 else 1 end
          from (select * from fresh_score f full join fresh_clock c using (denial_id)) x
          where d.practice_id = $1 and d.denial_id = x.denial_id and (x.action is not null or d.rank_key <> x.rank_key or d.score_parts = '{}')
          """
        : """
          update denial d set lane = f.lane, score = f.score, rank_key = f.rank_key, score_parts = f.parts, scored_for = $2
          from fresh_score f
          where d.practice_id = $1 and d.denial_id = f.denial_id and (d.rank_key <> f.rank_key or d.score_parts = '{}')
          """;

    /// <summary>Puts them where <see cref="Facts"/> and <see cref="Update"/> look.</summary>
    public async Task StageAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        if (!Any) { return; }

        await using (var make = new NpgsqlCommand(
            """
            create temporary table if not exists fresh_clock (denial_id bigint primary key, action text, due date, safe date, rule text, rule_version int, assumed bool, conflict bool, sentence text)
            on commit drop; truncate fresh_clock
            """,
            connection,
            transaction))
        {
            await make.ExecuteNonQueryAsync(cancellation);
        }

        await using var copy = await BulkCopy.IntoAsync(connection, "fresh_clock (denial_id, action, due, safe, rule, rule_version, assumed, conflict, sentence)", cancellation);
        foreach (var (denial, clock) in changes)
        {
            copy.Row().Long(denial.DenialId).Text(clock.Action.Text()).Day(clock.DueOn).Day(clock.LastSafeDay).Text(clock.RuleId).Int(clock.RuleVersion).Flag(clock.Assumed)
                .Flag(clock.Conflict).Text(clock.Sentence);
        }

        await copy.DoneAsync(cancellation);
    }
}
