using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.App.Reviews;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Priority;
using DenialDesk.Domain.Teamwork;

namespace DenialDesk.App.Teamwork;

/// <summary>What the team would lose and keep, with what the forecast assumes.</summary>
/// <param name="Minutes">Minutes of work a workday.</param>
/// <param name="Measured">They were measured at the denials' pages; false: the practices' settings.</param>
/// <param name="Biller">Minutes one more person works a day.</param>
/// <param name="BillerMeasured">That too was measured.</param>
/// <param name="Open">Denials to do now.</param>
/// <param name="OpenMinutes">Minutes they take.</param>
/// <param name="Arrivals">Denials that came in a workday, on average.</param>
/// <param name="Overdue">Denials past their last day: no part of it.</param>
public sealed record ForecastView(
    DateOnly Today, int Days, double Minutes, bool Measured, double Biller, bool BillerMeasured, int Open, double OpenMinutes, double Arrivals, int Overdue, Forecast Now, Forecast Less, Forecast More, Forecast Two)
{
    /// <summary>Of <see cref="Open"/>, what is snoozed: it wakes in time to be worked, and the queue does not show it until then.</summary>
    public int Snoozed { get; init; }

    /// <summary>When it was played through; null: this moment.</summary>
    public DateTimeOffset? AsOf { get; init; }
}

/// <summary>Plays the next thirty days through with the queue as it stands: what expires at this pace, and what one more biller saves.</summary>
public sealed class ForecastQueue(DeskSource database, TimeProvider clock)
{
    /// <summary>Its name among the kept readings.</summary>
    internal const string Name = "forecast";

    private const int Days = 30;
    private const int History = 60;
    private const double AssumedBiller = 360;

    /// <summary>What is to be assumed instead of what was measured.</summary>
    public sealed record Input
    {
        /// <summary>Minutes the team works denials on a workday; null: as measured.</summary>
        public double? Minutes { get; init; }

        /// <summary>Told when it takes long.</summary>
        public Action<ReadingWait>? Waiting { get; init; }
    }

    private sealed record Loaded(List<PriorityFacts> Open, Dictionary<DateOnly, List<ForecastArrival>> Came, double Setting, double Lane, int Snoozed = 0);

    /// <summary>The forecast.</summary>
    public async Task<ForecastView> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeTrends);
        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        var name = input.Minutes is null ? Name : string.Create(CultureInfo.InvariantCulture, $"{Name} {input.Minutes:0}");
        var (view, at) = await KeptReadings.OfAsync(database, actor, name, today, clock, (source, stop) => MakeAsync(source, actor, input.Minutes, today, stop), input.Waiting, cancellation);
        return view with { AsOf = at };
    }

    /// <summary>Plays it through: for the page, and for keeping.</summary>
    internal static async Task<ForecastView> MakeAsync(DeskSource database, Actor actor, double? typed, DateOnly today, CancellationToken cancellation)
    {
        var since = BusinessDays.Add(today, -History);
        var loaded = await LoadAsync(database, actor, today, since, cancellation);
        var (worked, days, personDays) = await database.AskOneAsync(
            """
            select coalesce(sum(t.seconds), 0)::float8 / 60, count(distinct t.ended_at::date), count(distinct (t.ended_at::date, t.user_id)) from time_spent t
            where t.ended_at >= $2 and ($1::int[] is null or t.practice_id = any($1))
            """, [actor.PracticeScope, since], r => (r.GetDouble(0), r.GetInt64(1), r.GetInt64(2)), cancellation);
        var measured = days >= 10;
        var minutes = Math.Clamp(typed ?? (measured ? worked / days : loaded.Setting), 0, 100_000);
        var biller = personDays >= 10 ? worked / personDays : AssumedBiller;
        var start = new ForecastInput { Today = today, Days = Days, Open = loaded.Open, Arrivals = Workdays(loaded.Came, since, today), MinutesPerDay = minutes, DueNowShare = loaded.Setting > 0 ? loaded.Lane / loaded.Setting : PrioritySettings.Default.DueNowShare };
        Forecast With(double more) => ForecastRule.Of(start with { MinutesPerDay = Math.Max(0, minutes + more) });
        return new(
            today, Days, Math.Round(minutes, 0), measured && typed is null, Math.Round(biller, 0), personDays >= 10, loaded.Open.Count, Math.Round(loaded.Open.Sum(o => o.Minutes), 0),
            Math.Round(loaded.Came.Values.Sum(c => c.Count) / (double)History, 1), loaded.Open.Count(o => o.DueOn < today), With(0), With(-biller), With(biller), With(2 * biller))
        { Snoozed = loaded.Snoozed };
    }

    /// <summary>Several practices are played as one team: the lane share is theirs, weighed by their minutes. Each practice's denials with its own odds and minutes: those to do (denial_queue), and those of the last sixty workdays (denial_month) as what comes in.</summary>
    private static async Task<Loaded> LoadAsync(DeskSource database, Actor actor, DateOnly today, DateOnly since, CancellationToken cancellation)
    {
        var loaded = new Loaded([], [], 0, 0);
        foreach (var (practice, setting, share) in await database.AskAsync(
            "select practice_id, minutes_per_day, due_now_share from practice where $1::int[] is null or practice_id = any($1) order by practice_id", [actor.PracticeScope], r => (r.GetInt32(0), r.GetInt32(1), (double)r.GetDecimal(2)), cancellation))
        {
            OddsBook odds;
            await using (var connection = await database.OpenConnectionAsync(cancellation)) { odds = await OddsBook.LoadAsync(connection, null, practice, today, cancellation); }

            var rows = await database.AskAsync(
                $"""
                select denial_id, expected_amount, payer_id, category, lead_carc, last_safe_day, due_on, denied_on, is_open and state <> 'waiting', denied_on >= $2, procedure_codes, {QueueFilter.Sleeping("$3")}
                from denial d where practice_id = $1 and (is_open or denied_on >= $2) and outcome is distinct from 'not_a_denial'
                """,
                [practice, since, today],
                r => (Facts: new PriorityFacts(
                        r.GetInt64(0), r.GetDecimal(1), odds.Of(r.GetInt32(2), r.GetString(3), r.GetString(4), r.GetString(10)).Mean, odds.Minutes(r.GetInt32(2), r.GetString(3)), r.GetFieldValue<DateOnly>(5), r.GetFieldValue<DateOnly>(6), r.GetFieldValue<DateOnly>(7)),
                    Open: r.GetBoolean(8), Came: r.GetBoolean(9), Asleep: r.GetBoolean(11)),
                cancellation);
            loaded = loaded with { Setting = loaded.Setting + setting, Lane = loaded.Lane + (setting * share), Snoozed = loaded.Snoozed + rows.Count(r => r is { Open: true, Asleep: true }) };
            loaded.Open.AddRange(rows.Where(r => r.Open).Select(r => r.Facts));
            foreach (var facts in rows.Where(r => r.Came).Select(r => r.Facts))
            {
                var day = BusinessDays.OnOrAfter(facts.DeniedOn);
                if (!loaded.Came.TryGetValue(day, out var list)) { loaded.Came[day] = list = []; }

                list.Add(new(facts.ExpectedPayment, facts.Reversal, facts.Minutes, facts.LastSafeDay.DayNumber - facts.DeniedOn.DayNumber, facts.DueOn.DayNumber - facts.DeniedOn.DayNumber));
            }
        }

        return loaded;
    }

    /// <summary>Every workday of the time, those without arrivals too.</summary>
    private static List<IReadOnlyList<ForecastArrival>> Workdays(Dictionary<DateOnly, List<ForecastArrival>> came, DateOnly since, DateOnly today)
    {
        var days = new List<IReadOnlyList<ForecastArrival>>();
        for (var day = BusinessDays.OnOrAfter(since); day <= today; day = BusinessDays.Next(day)) { days.Add(came.TryGetValue(day, out var list) ? list : []); }

        return days;
    }
}
