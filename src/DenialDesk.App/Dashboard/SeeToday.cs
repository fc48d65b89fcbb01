using DenialDesk.App.Data;
using DenialDesk.App.Health;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.App.Reviews;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Dashboard;

/// <summary>Denials to do whose due day lies within so many days.</summary>
/// <param name="Days">Calendar days from today, today included; -1 is overdue.</param>
/// <param name="Expected">Dollars to be expected of them: expected payment times odds.</param>
public sealed record RiskStep(int Days, long Denials, decimal Denied, decimal Expected);

/// <summary>What expired this month for one cause.</summary>
public sealed record ExpiredCount(ExpiryCause Cause, int Denials, decimal Amount);

/// <summary>Denials that come more often than before.</summary>
/// <param name="Seen">Denials of the weeks judged.</param>
/// <param name="Expected">Denials to be expected in them.</param>
/// <param name="DollarsMonth">Expected dollars of what came beyond, a month at this pace.</param>
/// <param name="Step">The likeliest step of the office's own workflow; empty when nobody knows.</param>
public sealed record TodayAlert(int PracticeId, long AlertId, int? PayerId, string? Payer, string Category, string Carc, DateOnly Since, int Weeks, int Seen, decimal Expected, decimal DollarsMonth, string Department, string Step);

/// <summary>What waits for the reader's own decision.</summary>
/// <param name="WriteOffs">Write-offs somebody else asked for.</param>
/// <param name="Windows">Changed windows somebody else proposed.</param>
/// <param name="Asked">Denials whose owner asked this person for help.</param>
public sealed record WaitingForMe(long WriteOffs, decimal WriteOffAmount, long Windows, long Asked)
{
    /// <summary>All of them.</summary>
    public long Count => WriteOffs + Windows + Asked;
}

/// <summary>Where the desk stands today.</summary>
/// <param name="Today">The day it is for.</param>
/// <param name="At">The moment the open denials were counted: this one, or a few minutes ago on a large desk.</param>
/// <param name="Risk">Overdue, today, and within 3, 7, 14 and 30 days, each including the ones before it but overdue.</param>
/// <param name="Expired">What expired this month by cause; the target is none.</param>
/// <param name="Unworked">Found more than seven days ago and never worked.</param>
/// <param name="Unallocated">Nobody's, and routed to nobody.</param>
/// <param name="Alerts">The dearest clusters that came up and nobody decided about, three at most.</param>
/// <param name="Jobs">Jobs that failed or are late; empty when all is well.</param>
/// <param name="LastFile">When the last remittance file was posted.</param>
public sealed record TodayView(
    DateOnly Today, DateTimeOffset At, IReadOnlyList<RiskStep> Risk, IReadOnlyList<ExpiredCount> Expired, QueueCount Unworked, QueueCount Unallocated, WaitingForMe Waiting, IReadOnlyList<TodayAlert> Alerts, IReadOnlyList<HealthItem> Jobs,
    DateTimeOffset? LastFile);

/// <summary>Counts what a lead or manager looks at first in the morning: money at risk by deadline, what was lost, what nobody has, what waits.</summary>
public sealed class SeeToday(DeskSource database, TimeProvider clock)
{
    /// <summary>Days without work after which a denial counts as left lying (target: none).</summary>
    public const int UnworkedDays = 7;

    /// <summary>How it is asked.</summary>
    public sealed record Input
    {
        /// <summary>Told when counting what is open takes long.</summary>
        public Action<ReadingWait>? Waiting { get; init; }
    }

    /// <summary>Everything, one select a card.</summary>
    public async Task<TodayView> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeTrends);
        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        var now = clock.GetUtcNow();
        var expired = await ExpiredWithCause.ReadAsync(database, actor, new(today.Year, today.Month, 1), today, cancellation);
        var (open, at) = await KeptReadings.OfAsync(database, actor, OpenCounts.Name, today, clock, (source, stop) => OpenCounts.ReadAsync(source, actor, today, stop), input.Waiting, cancellation);
        return new(
            today, at ?? now, open.Risk,
            [.. expired.GroupBy(e => e.Cause).Select(g => new ExpiredCount(g.Key, g.Count(), g.Sum(e => e.Amount))).OrderByDescending(c => c.Denials).ThenBy(c => c.Cause)],
            open.Unworked, open.Unallocated,
            await WaitingAsync(actor, cancellation), await AlertsAsync(actor, cancellation), await JobsAsync(now, cancellation), await LastFileAsync(actor, cancellation));
    }

    // write_off_waiting, window_proposal_waiting and denial_escalated: a few rows each.
    private Task<WaitingForMe> WaitingAsync(Actor actor, CancellationToken cancellation) => database.AskOneAsync(
        """
        select (select count(*) from write_off_request w where w.state = 'waiting' and w.asked_by is distinct from $2::uuid and $3 and ($1::int[] is null or w.practice_id = any($1))),
               (select coalesce(sum(w.amount), 0) from write_off_request w where w.state = 'waiting' and w.asked_by is distinct from $2::uuid and $3 and ($1::int[] is null or w.practice_id = any($1))),
               (select count(*) from window_proposal w where w.decision is null and w.proposed_by is distinct from $2::uuid and $4),
               (select count(*) from denial d where d.is_open and d.escalated_by is not null and d.assigned_to = $2::uuid and ($1::int[] is null or d.practice_id = any($1)))
        """,
        [actor.PracticeScope, actor.UserId, actor.May(Permission.ApproveWriteOffs), actor.May(Permission.ManagePayers)],
        r => new WaitingForMe(r.GetInt64(0), r.GetDecimal(1), r.GetInt64(2), r.GetInt64(3)), cancellation);

    // alert_page.
    private Task<List<TodayAlert>> AlertsAsync(Actor actor, CancellationToken cancellation)
        => database.AskAsync(
            """
            select a.practice_id, a.alert_id, p.payer_id, p.name, a.category, a.carc, a.since, a.weeks, a.seen, a.expected, a.dollars_month, a.department, a.step
            from alert a left join payer p on p.payer_id = a.payer_id
            where a.ended_on is null and a.state = 'open' and a.tier = 'alert' and ($1::int[] is null or a.practice_id = any($1)) order by a.dollars_month desc, a.alert_id desc limit 3
            """,
            [actor.PracticeScope],
            r => new TodayAlert(
                r.GetInt32(0), r.GetInt64(1), r.IsDBNull(2) ? null : r.GetInt32(2), r.IsDBNull(3) ? null : r.GetString(3), r.GetString(4), r.GetString(5), r.GetFieldValue<DateOnly>(6), r.GetInt32(7), r.GetInt32(8),
                r.GetDecimal(9), r.GetDecimal(10), r.GetString(11), r.GetString(12)),
            cancellation);

    private async Task<List<HealthItem>> JobsAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return [.. (await JobReading.ReadAsync(connection, cancellation)).Select(j => HealthRule.Job(j, now)).Where(j => j.State != HealthState.Good)];
    }

    // remittance by practice; the newest few by primary key backwards.
    private Task<DateTimeOffset?> LastFileAsync(Actor actor, CancellationToken cancellation) => database.AskOneAsync(
        "select max(l.at) from practice p cross join lateral (select r.posted_at as at from remittance r where r.practice_id = p.practice_id order by r.remittance_id desc limit 1) l where $1::int[] is null or p.practice_id = any($1)",
        [actor.PracticeScope], r => r.Moment(0), cancellation);
}
