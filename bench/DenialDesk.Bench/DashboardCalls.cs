using System.Diagnostics;
using System.Globalization;
using DenialDesk.App.Breakdowns;
using DenialDesk.App.Dashboard;
using DenialDesk.App.Data;
using DenialDesk.App.Numbers;
using DenialDesk.App.Payers;
using DenialDesk.App.People;
using DenialDesk.App.Prevention;
using DenialDesk.App.Queue;
using DenialDesk.App.Reviews;
using DenialDesk.App.Teamwork;
using DenialDesk.App.Trends;
using Npgsql;

namespace DenialDesk.Bench;

/// <summary>Times of a dashboard's server work.</summary>
/// <param name="FirstMs">The first call: nothing was read before it.</param>
/// <param name="Failed">Why there are no times; null when all went well.</param>
internal sealed record CallTimes(double P50Ms, double P95Ms, double FirstMs, string? Failed = null);

/// <summary>Every dashboard of the manager's, called as its page calls it.</summary>
internal static class DashboardCalls
{
    private const int Calls = 12;

    /// <summary>A call this long is made twice more instead of a dozen times.</summary>
    private const double Long = 3000;

    public static async Task<int> PracticeAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("select min(practice_id) from practice where name = 'Bench'");
        return (int)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>The day the rows were made for: a server kept for a day or two still tells the same.</summary>
    public static async Task<DateOnly> TodayAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("select made_on from bench_world");
        return (DateOnly)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Calls them all, one after another.</summary>
    public static async Task<Dictionary<string, CallTimes>> MeasureAsync(NpgsqlDataSource database, string[]? only, Action<string> tell)
    {
        var (clock, desk) = (new Clock(await TodayAsync(database)), new DeskSource(database));
        var today = await TodayAsync(database);
        int payer;
        await using (var command = database.CreateCommand("select min(payer_id) + 3 from payer where name = 'Payer 1'")) { payer = (int)(await command.ExecuteScalarAsync())!; }

        var times = new Dictionary<string, CallTimes>();
        foreach (var (name, call) in Dashboards(desk, clock, payer, TrendPeriod.Name(today.AddMonths(-1))))
        {
            if (only is not null && !only.Any(o => name.Contains(o, StringComparison.OrdinalIgnoreCase))) { continue; }

            times[name] = await TimesAsync(call);
            tell(string.Create(CultureInfo.InvariantCulture, $"{name}: p50 {times[name].P50Ms} ms, p95 {times[name].P95Ms} ms, first {times[name].FirstMs} ms {times[name].Failed}"));
        }

        return times;
    }

    private static IEnumerable<(string Name, Func<Task> Call)> Dashboards(DeskSource desk, TimeProvider clock, int payer, string last)
    {
        var (numbers, trends, list) = (new SeeNumbers(desk, clock), new SeeTrends(desk, clock), new ListNumberRows(desk, clock));
        yield return ("today", () => new SeeToday(desk, clock).Run(new(), Actor.Desk, default));
        yield return ("fiveQuestions", () => new AnswerFiveQuestions(desk, clock).Run(new(), Actor.Desk, default));
        yield return ("numbers", () => numbers.Run(new(), Actor.Desk, default));
        yield return ("numbersOfAPayer", () => numbers.Run(new() { Payer = payer }, Actor.Desk, default));
        foreach (var kpi in new[] { "denial-rate-claims", "days-to-work", "recovered", "net-collection", "backlog", "touches" })
        {
            yield return ("rowsBehind " + kpi, () => list.Run(new() { Kpi = kpi, Month = last }, Actor.Desk, default));
        }

        yield return ("trends", () => trends.Run(new(), Actor.Desk, default));
        yield return ("trendsOfAPayer", () => trends.Run(new() { Payer = payer }, Actor.Desk, default));
        foreach (var (name, ask) in Asks(payer)) { yield return ("breakdown " + name, () => new SeeBreakdown(desk, clock).Run(new() { Ask = ask }, Actor.Desk, default)); }

        yield return ("breakdownRows", () => new ListBreakdownRows(desk, clock).Run(new() { Ask = new() { Period = "12m", Filter = new() { Category = "coding" } } }, Actor.Desk, default));
        yield return ("audit", () => new SeeDenialAudit(desk, clock).Run(new(), Actor.Desk, default));
        yield return ("dossier", () => new SeeDossier(desk, clock).Run(new() { PayerId = payer }, Actor.Desk, default));
        yield return ("review", () => new SeeReview(desk, clock).Run(new(), Actor.Desk, default));
        yield return ("team", () => new SeeTeam(desk, clock).Run(new(), Actor.Desk, default));
        yield return ("forecast", () => new ForecastQueue(desk, clock).Run(new(), Actor.Desk, default));
        yield return ("queue, first page", () => new ListQueue(desk, clock).Run(new() { Filter = new() }, Actor.Desk, default));
        yield return ("alerts", () => new ListAlerts(desk).Run(new(), Actor.Desk, default));
        yield return ("actions", () => new ListActions(desk, clock).Run(new(), Actor.Desk, default));
    }

    /// <summary>A year compared with the year before by every side; then the other parts, and what two extra sides at once ask.</summary>
    private static IEnumerable<(string Name, BreakdownAsk Ask)> Asks(int payer)
    {
        foreach (var by in Enum.GetValues<BreakdownBy>()) { yield return ("by " + by, new() { By = by, Period = "12m" }); }

        yield return ("by Provider of a category", new() { By = BreakdownBy.Provider, Period = "12m", Filter = new() { Category = "coding" } });
        yield return ("by Carc of a provider", new() { By = BreakdownBy.Carc, Period = "12m", Filter = new() { Provider = "1000000007" } });
        yield return ("by Procedure of a provider", new() { By = BreakdownBy.Procedure, Period = "12m", Filter = new() { Provider = "1000000007" } });
        yield return ("by Rarc of a payer", new() { By = BreakdownBy.Rarc, Period = "12m", Filter = new() { Payer = payer } });
        yield return ("by Provider of a remark", new() { By = BreakdownBy.Provider, Period = "12m", Filter = new() { Rarc = "N290" } });
        yield return ("by Age of a payer", new() { By = BreakdownBy.Age, Period = "12m", Filter = new() { Payer = payer } });
        yield return ("by Category of an age", new() { By = BreakdownBy.Category, Period = "12m", Filter = new() { Age = "31-60" } });
        yield return ("by Procedure of a provider and payer", new() { By = BreakdownBy.Procedure, Period = "12m", Filter = new() { Provider = "1000000007", Payer = payer } });
        yield return ("heat", new() { Part = BreakdownPart.Heat, Period = "12m" });
        yield return ("pareto by Carc", new() { Part = BreakdownPart.Pareto, By = BreakdownBy.Carc, Period = "12m" });
        yield return ("pareto by Cause", new() { Part = BreakdownPart.Pareto, By = BreakdownBy.Cause, Period = "12m" });
        yield return ("movers by Payer", new() { Part = BreakdownPart.Movers, By = BreakdownBy.Payer });
        yield return ("movers by Procedure", new() { Part = BreakdownPart.Movers, By = BreakdownBy.Procedure });
    }

    private static async Task<CallTimes> TimesAsync(Func<Task> call)
    {
        try
        {
            var first = await OneAsync(call);
            var times = new double[first > Long ? 2 : Calls];
            for (var i = 0; i < times.Length; i++) { times[i] = await OneAsync(call); }

            Array.Sort(times);
            return new(Math.Round(times[times.Length / 2], 1), Math.Round(times[^1], 1), Math.Round(first, 1));
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
        {
            return new(30_000, 30_000, 30_000, failure.InnerException?.Message ?? failure.Message);
        }
    }

    private static async Task<double> OneAsync(Func<Task> call)
    {
        var started = Stopwatch.GetTimestamp();
        await call();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    /// <summary>Noon of the day the rows were made for.</summary>
    private sealed class Clock(DateOnly today) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(today, new(18, 0), TimeSpan.Zero);
    }
}
