using System.Globalization;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.Money;

namespace DenialDesk.Domain.Priority;

/// <summary>Answers "why is this here?" in plain words, from the stored parts.</summary>
public static class PriorityReason
{
    /// <summary>The sentences, for a person who has the queue open on a day.</summary>
    /// <param name="facts">What the ranking knew.</param>
    /// <param name="ranked">Where it stands.</param>
    /// <param name="odds">The odds with their evidence.</param>
    /// <param name="group">Whom the evidence is about (<c>UHC · CO-16</c>).</param>
    /// <param name="hourPrice">What an hour of the team is worth in dollars; 0 when the team keeps up.</param>
    /// <param name="today">The practice's day.</param>
    public static string Sentence(PriorityFacts facts, Ranked ranked, ReversalEstimate odds, string group, double hourPrice, DateOnly today)
    {
        var parts = ranked.Parts;
        return string.Join(' ', new[]
        {
            Clock(facts, parts, today),
            $"About {Dollars.Brief(parts.ExpectedValue)} expected: {Dollars.Brief(facts.ExpectedPayment)} × {Percent(facts.Reversal)} ({Evidence(odds, group)}).",
            $"About {facts.Minutes.ToString("0", CultureInfo.InvariantCulture)} minutes, so {Rounded(parts.DollarsPerHour)} per hour of your time; {Price(hourPrice)}.",
            Lane(ranked, hourPrice),
            parts.CostsMoreThanItReturns ? "Reworking it costs more than it is expected to return: think of a write-off." : "",
            Skipping(facts, parts, today),
        }.Where(sentence => sentence.Length > 0));
    }

    private static string Clock(PriorityFacts facts, PriorityParts parts, DateOnly today) =>
        today > facts.DueOn ? $"Its last day was {Day(facts.DueOn)}."
        : parts.WorkdaysLeft switch
        {
            < 0 => $"Past its last safe day; the last day is {Day(facts.DueOn)}.",
            0 => $"Today is the last safe day; the last day is {Day(facts.DueOn)}.",
            1 => $"Last safe day {Day(facts.LastSafeDay)} (1 workday).",
            _ => $"Last safe day {Day(facts.LastSafeDay)} ({parts.WorkdaysLeft} workdays).",
        };

    private static string Evidence(ReversalEstimate odds, string group)
    {
        var range = $"range {Whole(odds.Low)}–{Percent(odds.High)}";
        return odds.Decided < 0.5
            ? $"{group}: no history yet, similar denials {Percent(odds.Prior)} (assumed), {range}"
            : $"{group}: {Count(odds.Overturned)} of {Count(odds.Decided)} reversed, similar denials {Percent(odds.Prior)}, {range}";
    }

    private static string Price(double hourPrice) =>
        hourPrice > 0 ? $"an hour is worth about {Rounded(hourPrice)} today" : "the team keeps up, so the clock decides";

    private static string Lane(Ranked ranked, double hourPrice) => ranked switch
    {
        { Lane: PriorityLane.DueNow, Parts.DollarsPerHour: var value } when value >= hourPrice => "It leads because it is due now.",
        { Lane: PriorityLane.DueNow } => "It leads because it is due now, inside the share of the day kept for small amounts.",
        { Parts.DueNow: true } => "It is due now, but the share of the day kept for small amounts is used up.",
        _ => "",
    };

    private static string Skipping(PriorityFacts facts, PriorityParts parts, DateOnly today)
    {
        if (today > facts.DueOn || parts.WorkdaysLeft > 10)
        {
            return "";
        }

        var next = BusinessDays.Next(today);
        return next > facts.DueOn
            ? "Skipping it today loses it."
            : $"Skipping it today: still reachable {(next == today.AddDays(1) ? "tomorrow" : $"on {next.ToString("dddd", CultureInfo.InvariantCulture)}")}, lost after {Day(facts.DueOn)}.";
    }

    private static string Day(DateOnly day) => day.ToString("ddd d MMM", CultureInfo.InvariantCulture);

    private static string Rounded(double dollars) => Dollars.Brief(decimal.Round((decimal)Math.Min(dollars, 1e12)));

    private static string Percent(double share) => Whole(share) + "%";

    private static string Whole(double share) => Math.Round(share * 100, MidpointRounding.AwayFromZero).ToString("0", CultureInfo.InvariantCulture);

    private static string Count(double attempts) => Math.Round(attempts).ToString("0", CultureInfo.InvariantCulture);
}
