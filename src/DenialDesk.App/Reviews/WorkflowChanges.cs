using DenialDesk.App.Data;
using DenialDesk.App.People;
using Npgsql;

namespace DenialDesk.App.Reviews;

/// <summary>Changes of the office's workflow from the prevention ledger, each with what was measured of it last.</summary>
internal static class WorkflowChanges
{
    // prevention_action by practice; the newest reading of its newest round by key.
    private const string Sql =
        """
        select a.practice_id, a.action_id, a.title, a.department, a.effective_on, a.status, r.verdict, r.change, r.low, r.high, r.days, r.dollars
        from prevention_action a
        left join lateral (select * from prevention_reading x where x.practice_id = a.practice_id and x.action_id = a.action_id and not x.early order by x.round desc, x.days desc limit 1) r on true
        where ($1::int[] is null or a.practice_id = any($1))
        """;

    /// <summary>Those that took effect from one day to another, newest first.</summary>
    public static Task<List<WorkflowChange>> ReadAsync(DeskSource database, Actor actor, DateOnly from, DateOnly to, CancellationToken cancellation)
        => database.AskAsync(Sql + " and a.effective_on between $2 and $3 order by a.effective_on desc, a.action_id desc", [actor.PracticeScope, from, to], Read, cancellation);

    /// <summary>A practice's changes that are not finished: neither kept nor taken back.</summary>
    public static Task<List<WorkflowChange>> OpenAsync(DeskSource database, int practice, CancellationToken cancellation)
        => database.AskAsync(Sql + " and a.status not in ('kept', 'reverted') order by a.due_on, a.action_id", [new[] { practice }], Read, cancellation);

    private static WorkflowChange Read(NpgsqlDataReader r)
    {
        double? Share(int i) => r.IsDBNull(i) ? null : r.GetDouble(i);
        return new(
            r.GetInt32(0), r.GetInt64(1), r.GetString(2), r.GetString(3), r.Day(4), r.GetString(5), r.IsDBNull(6) ? null : r.GetString(6), Share(7), Share(8), Share(9), r.IsDBNull(10) ? null : r.GetInt32(10),
            r.IsDBNull(11) ? null : r.GetDecimal(11));
    }
}
