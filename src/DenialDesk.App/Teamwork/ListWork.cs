using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Teamwork;

/// <summary>One piece of work behind a figure: a step, a call, a note, a measured stretch of time, or a denial that closed.</summary>
/// <param name="Kind">step, call, note, time or closed.</param>
/// <param name="What">Which step, or how it closed.</param>
/// <param name="Minutes">Measured; 0 where nothing was.</param>
/// <param name="Recovered">Dollars of a denial that closed.</param>
public sealed record WorkRow(int PracticeId, long DenialId, string Account, string Payer, string Code, DateTimeOffset At, string Who, string Kind, string What, double Minutes, decimal Recovered, long RowId);

/// <summary>A page of them, with the sums of all.</summary>
/// <param name="Denials">How many denials they are about.</param>
public sealed record WorkList(DateOnly From, DateOnly To, string? Person, IReadOnlyList<WorkRow> Rows, long Count, long Denials, double Minutes, decimal Recovered);

/// <summary>The rows behind the figures of work: a person's touches, minutes and recovered dollars on the team's page, and what rework cost and brought in the ninety-day audit.</summary>
public sealed class ListWork(DeskSource database, TimeProvider clock)
{
    /// <summary>What can be listed, as an address names it.</summary>
    public static IReadOnlyList<(string Name, string Words)> Shows { get; } = [("touches", "Steps, calls and notes"), ("steps", "Steps of work"), ("minutes", "Minutes measured"), ("closed", "Denials closed")];

    /// <summary>What to list.</summary>
    public sealed record Input
    {
        /// <summary>One of <see cref="Shows"/>; touches when it is none.</summary>
        public string? Show { get; init; }

        /// <summary>One person's; everybody's when left out, which only those may see who see the whole desk.</summary>
        public Guid? Person { get; init; }

        /// <summary>First day, inclusive; 29 days before <see cref="To"/> when left out.</summary>
        public DateOnly? From { get; init; }

        /// <summary>Last day, inclusive; today when left out.</summary>
        public DateOnly? To { get; init; }

        /// <summary>Goes on below this row, as <see cref="KeyOf"/> gives it.</summary>
        public string? After { get; init; }

        public int Take { get; init; } = 50;

        /// <summary>True when the rows leave the desk as a file.</summary>
        public bool Export { get; init; }
    }

    private const string Steps =
        """
        select s.practice_id, s.denial_id, s.at, s.actor_id as who, s.actor_name as name, 'step' as kind, s.step as what, 0 as seconds, 0::numeric as recovered, s.step_id as row_id from denial_step s
        where s.at >= $2 and s.at < $3::date + 1 and s.actor_id is not null and s.step not in ('assign', 'unassign', 'undo', 'taken') and ($1::int[] is null or s.practice_id = any($1))
        """;

    // denial_step_person, time_spent_person and the owner's closed denials; all few beside the denials.
    private static string Of(string show) => show switch
    {
        "steps" => Steps,
        "minutes" =>
            """
            select m.practice_id, m.denial_id, m.ended_at as at, m.user_id as who, coalesce((select u.display_name from identity_users u where u.id = m.user_id), '') as name, 'time' as kind, m.action as what, m.seconds,
                   0::numeric as recovered, m.spent_id as row_id
            from time_spent m where m.ended_at >= $2 and m.ended_at < $3::date + 1 and ($1::int[] is null or m.practice_id = any($1))
            """,
        "closed" =>
            """
            select d.practice_id, d.denial_id, d.closed_at as at, d.assigned_to as who, coalesce((select u.display_name from identity_users u where u.id = d.assigned_to), '') as name, 'closed' as kind, d.state as what, 0 as seconds,
                   d.recovered_amount as recovered, d.denial_id as row_id
            from denial d where not d.is_open and d.closed_at >= $2 and d.closed_at < $3::date + 1 and ($1::int[] is null or d.practice_id = any($1)) and ($4::uuid is null or d.outcome is distinct from 'not_a_denial')
            """,
        _ => Steps +
            """

            union all
            select c.practice_id, c.denial_id, c.at, c.author_id, c.author_name, 'call', c.result, 0, 0, c.call_id from call_log c
            where c.at >= $2 and c.at < $3::date + 1 and c.author_id is not null and ($1::int[] is null or c.practice_id = any($1))
            union all
            select n.practice_id, n.denial_id, n.at, n.author_id, n.author_name, 'note', '', 0, 0, n.note_id from denial_note n where n.at >= $2 and n.at < $3::date + 1 and ($1::int[] is null or n.practice_id = any($1))
            """,
    };

    /// <summary>Where a row stands in the order.</summary>
    public static string KeyOf(WorkRow row) => string.Create(CultureInfo.InvariantCulture, $"{row.At.UtcTicks}_{row.Kind}_{row.RowId}");

    /// <summary>The rows and their sums; null when the reader may not see that person's work.</summary>
    public async Task<WorkList?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeTrends);
        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        if (!actor.May(Permission.SeeAudit) && (input.Person is not { } one || !await IsOfOwnTeamAsync(one, actor, cancellation))) { return null; }

        var to = input.To is { } asked && asked < today ? asked : today;
        var from = input.From is { } first && first <= to ? first : to.AddDays(-29);
        var rows = $"select w.* from ({Of(input.Show ?? "")}) w where ($4::uuid is null or w.who = $4::uuid)";
        object?[] scope = [actor.PracticeScope, from, to, input.Person];
        var sum = await database.AskOneAsync(
            $"select count(*), count(distinct (x.practice_id, x.denial_id)), coalesce(sum(x.seconds), 0)::float8 / 60, coalesce(sum(x.recovered), 0) from ({rows}) x", scope,
            r => (Count: r.GetInt64(0), Denials: r.GetInt64(1), Minutes: r.GetDouble(2), Recovered: r.GetDecimal(3)), cancellation);
        var found = await RowsAsync(rows, [.. scope], input, cancellation);
        if (found.Count > 0)
        {
            await ReadLog.AppendAsync(
                database, actor, clock.GetUtcNow(), new(input.Export ? "read.work_exported" : "read.work", "denials", $"{found.Count}", Shown: [.. found.Select(f => f.DenialId).Distinct()]), cancellation);
        }

        var name = input.Person is { } person
            ? (await database.AskAsync("select display_name from identity_users where id = $1", [person], r => r.GetString(0), cancellation)).FirstOrDefault() : null;
        return new(from, to, name, found, sum.Count, sum.Denials, Math.Round(sum.Minutes, 1), sum.Recovered);
    }

    private Task<List<WorkRow>> RowsAsync(string rows, List<object?> values, Input input, CancellationToken cancellation)
    {
        var after = input.After?.Split('_') is [var ticks, var kind, var id] && long.TryParse(ticks, CultureInfo.InvariantCulture, out var t) && t is > 0 and < 3155378975999999999 && long.TryParse(id, CultureInfo.InvariantCulture, out var n)
            ? (At: new DateTimeOffset(t, TimeSpan.Zero), Kind: kind, Id: n) : ((DateTimeOffset At, string Kind, long Id)?)null;
        values.AddRange([after?.At, after?.Kind, after?.Id, Math.Clamp(input.Take, 1, 50_000)]);
        return database.AskAsync(
            $"""
            select x.practice_id, x.denial_id, d.patient_control_number, coalesce(m.name, p.name), d.lead_group || '-' || d.lead_carc, x.at, x.name, x.kind, x.what, x.seconds, x.recovered, x.row_id
            from ({rows} and ($5::timestamptz is null or (w.at, w.kind, w.row_id) < ($5::timestamptz, $6::text, $7::bigint)) order by w.at desc, w.kind desc, w.row_id desc limit $8) x
            join denial d on d.practice_id = x.practice_id and d.denial_id = x.denial_id join payer p on p.payer_id = d.payer_id left join payer m on m.payer_id = p.merged_into
            order by x.at desc, x.kind desc, x.row_id desc
            """,
            values,
            r => new WorkRow(
                r.GetInt32(0), r.GetInt64(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetFieldValue<DateTimeOffset>(5), r.GetString(6), r.GetString(7), r.GetString(8), Math.Round(r.GetInt32(9) / 60.0, 1),
                r.GetDecimal(10), r.GetInt64(11)),
            cancellation);
    }

    private Task<bool> IsOfOwnTeamAsync(Guid person, Actor actor, CancellationToken cancellation) => database.AskOneAsync(
        "select $1::uuid = $2::uuid or exists (select 1 from team_member a join team_member b using (team_id) where a.user_id = $1 and b.user_id = $2)", [person, actor.UserId], r => r.GetBoolean(0), cancellation);
}
