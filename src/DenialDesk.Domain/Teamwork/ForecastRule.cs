using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.Priority;

namespace DenialDesk.Domain.Teamwork;

/// <summary>A denial as it may come in: what it would pay, its odds, its minutes, and how long it leaves.</summary>
/// <param name="ExpectedPayment">Dollars it would pay if reversed.</param>
/// <param name="Reversal">Odds that working it reverses it, 0 to 1.</param>
/// <param name="Minutes">Minutes to work it.</param>
/// <param name="DaysToSafe">Calendar days from its arrival to its last safe day.</param>
/// <param name="DaysToDue">Calendar days from its arrival to its last day.</param>
public readonly record struct ForecastArrival(decimal ExpectedPayment, double Reversal, double Minutes, int DaysToSafe, int DaysToDue);

/// <summary>What a forecast starts from.</summary>
public sealed record ForecastInput
{
    /// <summary>The first day, inclusive.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>Calendar days looked ahead, the first included.</summary>
    public int Days { get; init; } = 30;

    /// <summary>Everything open that is ours to work.</summary>
    public required IReadOnlyList<PriorityFacts> Open { get; init; }

    /// <summary>What came in on each of the last workdays, oldest first; they come again in that order. Empty: nothing comes.</summary>
    public required IReadOnlyList<IReadOnlyList<ForecastArrival>> Arrivals { get; init; }

    /// <summary>Minutes the team works denials on a workday.</summary>
    public required double MinutesPerDay { get; init; }

    /// <summary>Share of a day's minutes for what is due now and worth less than an hour costs, 0 to 1: the practice's setting.</summary>
    public double DueNowShare { get; init; } = PrioritySettings.Default.DueNowShare;
}

/// <summary>What would happen.</summary>
/// <param name="LostAmount">Expected dollars of what would expire: expected payment times odds.</param>
/// <param name="Lost">Denials that would expire.</param>
/// <param name="Worked">Denials that would be worked.</param>
/// <param name="WorkedAmount">Expected dollars of those.</param>
/// <param name="LeftMinutes">Minutes of work that would be left at the end.</param>
public sealed record Forecast(decimal LostAmount, int Lost, int Worked, decimal WorkedAmount, double LeftMinutes);

/// <summary>Plays the coming days through: the queue in its own order, so many minutes a workday, what comes in as it came, and what runs out.</summary>
/// <remarks>
/// No chance is in it: the same input gives the same forecast. Every workday ends with what is due gone, weekends and holidays too. A denial begun late in a day takes its
/// minutes from the next. What is overdue already is lost already: it is neither worked nor counted. Worked examples: docs/rules/team.md.
/// </remarks>
public static class ForecastRule
{
    /// <summary>The forecast.</summary>
    public static Forecast Of(ForecastInput input)
    {
        var settings = PrioritySettings.Default with { MinutesPerDay = input.MinutesPerDay, DueNowShare = input.DueNowShare };
        var open = input.Open.Where(o => o.DueOn >= input.Today).ToList();
        var price = PriorityScore.HourPrice(open, [.. input.Arrivals.SelectMany(a => a).Select((a, i) => Facts(a, -1 - i, input.Today))], input.Today, settings);
        var (lost, worked, lostAmount, workedAmount, borrowed, workday, next) = (0, 0, 0m, 0m, 0.0, 0, -1L);
        for (var day = input.Today; day < input.Today.AddDays(input.Days); day = day.AddDays(1))
        {
            if (BusinessDays.Is(day))
            {
                if (input.Arrivals.Count > 0) { open.AddRange(input.Arrivals[workday % input.Arrivals.Count].Select(a => Facts(a, next--, day))); }

                workday++;
                var done = Work(open, price, day, settings, ref borrowed);
                worked += done.Count;
                workedAmount += open.Where(o => done.Contains(o.DenialId)).Sum(Value);
                open.RemoveAll(o => done.Contains(o.DenialId));
            }

            var gone = open.Where(o => o.DueOn <= day).ToList();
            lost += gone.Count;
            lostAmount += gone.Sum(Value);
            open.RemoveAll(o => o.DueOn <= day);
        }

        return new(Math.Round(lostAmount, 2), lost, worked, Math.Round(workedAmount, 2), Math.Round(open.Sum(o => o.Minutes), 1));
    }

    /// <summary>One day's work from the top of the queue; what was begun and not finished is borrowed from the next day.</summary>
    private static HashSet<long> Work(List<PriorityFacts> open, double price, DateOnly day, PrioritySettings settings, ref double borrowed)
    {
        var minutes = open.ToDictionary(o => o.DenialId, o => Math.Max(1, o.Minutes));
        var left = settings.MinutesPerDay - borrowed;
        var done = new HashSet<long>();
        foreach (var ranked in PriorityScore.Rank(open, price, day, settings))
        {
            if (left <= 0) { break; }

            left -= minutes[ranked.DenialId];
            done.Add(ranked.DenialId);
        }

        borrowed = Math.Max(0, -left);
        return done;
    }

    private static decimal Value(PriorityFacts facts) => facts.ExpectedPayment * (decimal)Math.Clamp(facts.Reversal, 0, 1);

    private static PriorityFacts Facts(ForecastArrival arrival, long id, DateOnly on)
        => new(id, arrival.ExpectedPayment, arrival.Reversal, arrival.Minutes, on.AddDays(arrival.DaysToSafe), on.AddDays(arrival.DaysToDue), on);
}
