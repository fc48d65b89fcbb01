using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.App.Reviews;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Priority;
using DenialDesk.Domain.Trends;

namespace DenialDesk.App.Teamwork;

/// <summary>One person's work in a period.</summary>
/// <param name="Decided">Denials closed that this person had.</param>
/// <param name="StandardMinutes">What those take by the standard of their categories: makes a hard hour count as much as an easy one.</param>
/// <param name="Touches">Steps, calls and notes.</param>
/// <param name="Minutes">Measured at the denials' pages; 0 when nothing was measured.</param>
/// <param name="Overturned">Paid after all, of those sent to the payer and decided.</param>
/// <param name="Repeats">Denied again, of those sent to the payer.</param>
/// <param name="AtHand">Denials this person has to do now; what waits for the payer or is snoozed is not among them.</param>
public sealed record TeamRow(
    Guid PersonId, string Name, long Decided, double StandardMinutes, decimal Recovered, long Touches, double Minutes, Rate Overturned, Rate Repeats, long AtHand)
{
    /// <summary>Standard minutes done for an hour measured; null without an hour measured.</summary>
    public double? StandardAnHour => Minutes >= 60 ? Math.Round(StandardMinutes / Minutes * 60, 0) : null;

    /// <summary>Recovered dollars less the hour's own cost, for an hour measured; null without an hour measured.</summary>
    public decimal? NetAnHour => Minutes >= 60 ? Math.Round(Recovered / ((decimal)Minutes / 60m) - Domain.FollowUps.Effort.HourCost, 2) : null;

    /// <summary>Touches for each denial closed; null when none was.</summary>
    public double? TouchesEach => Decided > 0 ? Math.Round((double)Touches / Decided, 1) : null;
}

/// <summary>Everybody's work, by name.</summary>
/// <param name="WholeDesk">False: only the reader's own teams.</param>
public sealed record TeamView(DateOnly From, DateOnly To, IReadOnlyList<TeamRow> Rows, bool WholeDesk)
{
    /// <summary>When it was counted; null: this moment.</summary>
    public DateTimeOffset? AsOf { get; init; }
}

/// <summary>
/// What each person did, what came of it and how well it held. Sorted by name and never by volume: whoever has the hard denials closes fewer. A lead sees their own teams,
/// whoever may see the self-audit sees everybody.
/// </summary>
public sealed class SeeTeam(DeskSource database, TimeProvider clock)
{
    /// <summary>The first word of its name among the kept readings; the days follow.</summary>
    internal const string Name = "team";

    // The same denials as the person's own queue shows.
    private static readonly string People =
        $"""
        select u.id, u.display_name, (select count(*) from denial d where d.assigned_to = u.id and d.is_open and d.state <> 'waiting' and not {QueueFilter.Sleeping("$2")} and ($1::int[] is null or d.practice_id = any($1)))
        from identity_users u
        """;

    // A few people.
    private const string Own =
        "select $1::uuid union select m.user_id from team_member m where m.team_id in (select t.team_id from team_member t where t.user_id = $1::uuid)";

    // denial by owner and day closed, its later denials by denial_claim.
    private const string Closed =
        """
        select d.assigned_to, d.category, count(*), sum(d.recovered_amount), count(*) filter (where d.waiting_since is not null and d.state <> 'superseded'),
               count(*) filter (where d.waiting_since is not null and d.state = 'closed_recovered'), count(*) filter (where d.waiting_since is not null),
               count(*) filter (where d.waiting_since is not null and exists (
                   select 1 from denial n where n.practice_id = d.practice_id and n.claim_id = d.claim_id and n.denied_on > d.denied_on and n.outcome is distinct from 'not_a_denial'))
        from denial d
        where not d.is_open and d.assigned_to is not null and d.closed_at >= $2 and d.closed_at < $3::date + 1 and ($1::int[] is null or d.practice_id = any($1)) and d.outcome is distinct from 'not_a_denial'
        group by 1, 2
        """;

    // Steps, calls and notes of the period; few beside the denials.
    private const string Touched =
        """
        select t.who, count(*), 0::float8 from (
            select s.actor_id as who from denial_step s where s.at >= $2 and s.at < $3::date + 1 and s.actor_id is not null and s.step not in ('assign', 'unassign', 'undo', 'taken') and ($1::int[] is null or s.practice_id = any($1))
            union all select c.author_id from call_log c where c.at >= $2 and c.at < $3::date + 1 and c.author_id is not null and ($1::int[] is null or c.practice_id = any($1))
            union all select n.author_id from denial_note n where n.at >= $2 and n.at < $3::date + 1 and ($1::int[] is null or n.practice_id = any($1))) t
        group by 1
        union all
        select m.user_id, 0, sum(m.seconds)::float8 / 60 from time_spent m where m.ended_at >= $2 and m.ended_at < $3::date + 1 and ($1::int[] is null or m.practice_id = any($1)) group by 1
        """;

    private sealed record ClosedPart(Guid Who, string Category, long Decided, decimal Recovered, long SentDecided, long Overturned, long Sent, long Again);

    /// <summary>Over how long.</summary>
    public sealed record Input
    {
        /// <summary>Days back from today, 7 to 366.</summary>
        public int Days { get; init; } = 30;

        /// <summary>Told when it takes long.</summary>
        public Action<ReadingWait>? Waiting { get; init; }
    }

    /// <summary>The rows.</summary>
    public async Task<TeamView> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeTrends);
        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        var days = Math.Clamp(input.Days, 7, 366);
        var (view, at) = await KeptReadings.OfAsync(
            database, actor, string.Create(CultureInfo.InvariantCulture, $"{Name} {days}"), today, clock, (source, stop) => MakeAsync(source, actor, days, today, stop), input.Waiting, cancellation);
        if (actor.May(Permission.SeeAudit)) { return view with { AsOf = at }; }

        var own = (await database.AskAsync(Own, [actor.UserId], r => r.IsDBNull(0) ? Guid.Empty : r.GetGuid(0), cancellation)).ToHashSet();
        return view with { Rows = [.. view.Rows.Where(r => own.Contains(r.PersonId))], WholeDesk = false, AsOf = at };
    }

    /// <summary>Everybody's work: for the page, and for keeping.</summary>
    internal static async Task<TeamView> MakeAsync(DeskSource database, Actor actor, int days, DateOnly today, CancellationToken cancellation)
    {
        var from = today.AddDays(1 - days);
        object?[] scope = [actor.PracticeScope, from, today];
        var people = await database.AskAsync(People, [actor.PracticeScope, today], r => (Id: r.GetGuid(0), Name: r.GetString(1), AtHand: r.GetInt64(2)), cancellation);
        var closed = await database.AskAsync(
            Closed, scope, r => new ClosedPart(r.GetGuid(0), r.GetString(1), r.GetInt64(2), r.GetDecimal(3), r.GetInt64(4), r.GetInt64(5), r.GetInt64(6), r.GetInt64(7)), cancellation);
        var touched = await database.AskAsync(Touched, scope, r => (Who: r.GetGuid(0), Touches: r.GetInt64(1), Minutes: r.GetDouble(2)), cancellation);
        var rows = people.Select(p => RowOf(p.Id, p.Name, p.AtHand, [.. closed.Where(c => c.Who == p.Id)], touched.Where(t => t.Who == p.Id).Sum(t => t.Touches), touched.Where(t => t.Who == p.Id).Sum(t => t.Minutes)));
        return new(from, today, [.. rows.Where(r => r.Decided + r.Touches + r.AtHand > 0 || r.Minutes > 0).OrderBy(r => r.Name, StringComparer.OrdinalIgnoreCase).ThenBy(r => r.PersonId)], true);
    }

    private static TeamRow RowOf(Guid id, string name, long atHand, List<ClosedPart> closed, long touches, double minutes) => new(
        id, name, closed.Sum(c => c.Decided), closed.Sum(c => c.Decided * CategoryStandards.Of(CodeNames.TryRead<DenialCategory>(c.Category) ?? DenialCategory.Other).Minutes), closed.Sum(c => c.Recovered), touches,
        Math.Round(minutes, 1), new(closed.Sum(c => c.Overturned), closed.Sum(c => c.SentDecided)), new(closed.Sum(c => c.Again), closed.Sum(c => c.Sent)), atHand);
}
