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
    /// <param name="group">Whom the evidence is about.</param>
    /// <param name="hourPrice">What an hour of the team is worth in dollars; 0 when the team keeps up.</param>
    /// <param name="today">The practice's day.</param>
    /// <param name="closed">Days on which the practice's own office is closed; none when not given.</param>
    public static string Sentence(
        PriorityFacts facts, Ranked ranked, ReversalEstimate odds, OddsGroup group, double hourPrice, DateOnly today, IReadOnlySet<DateOnly>? closed = null)
    {
        var parts = ranked.Parts;
        return string.Join(' ', new[]
        {
            Clock(facts, parts, today, OfficeDays.StartBy(facts.LastSafeDay, closed ?? PrioritySettings.Default.Closed)),
            $"About {Dollars.Brief(parts.ExpectedValue)} expected: {Dollars.Brief(facts.ExpectedPayment)} × {Percent(facts.Reversal)} ({Evidence(odds, group)}).",
            $"About {facts.Minutes.ToString("0", CultureInfo.InvariantCulture)} minutes, so {Rounded(parts.DollarsPerHour)} per hour of your time; {Price(hourPrice)}.",
            Lane(ranked, hourPrice),
            parts.CostsMoreThanItReturns ? "Reworking it costs more than it is expected to return: think of a write-off." : "",
            Skipping(facts, parts, today),
        }.Where(sentence => sentence.Length > 0));
    }

    private static string Clock(PriorityFacts facts, PriorityParts parts, DateOnly today, DateOnly startBy) =>
        today > facts.DueOn ? $"Its last day was {Day(facts.DueOn, today)}."
        : startBy < facts.LastSafeDay && today <= facts.LastSafeDay
            ? $"The office is closed on its last safe day, {Day(facts.LastSafeDay, today)}: start {(startBy <= today ? "today" : $"by {Day(startBy, today)} ({parts.WorkdaysLeft} {(parts.WorkdaysLeft == 1 ? "workday" : "workdays")})")}."
        : parts.WorkdaysLeft switch
        {
            < 0 => $"Past its last safe day; the last day is {Day(facts.DueOn, today)}.",
            0 => $"Today is the last safe day; the last day is {Day(facts.DueOn, today)}.",
            1 => $"Last safe day {Day(facts.LastSafeDay, today)} (1 workday).",
            _ => $"Last safe day {Day(facts.LastSafeDay, today)} ({parts.WorkdaysLeft} workdays).",
        };

    /// <summary>What would move it: one sentence each about its deadline, its amount and its minutes, worked out by the same rule.</summary>
    /// <param name="facts">What the ranking knew.</param>
    /// <param name="ranked">Where it stands.</param>
    /// <param name="hourPrice">What an hour of the team is worth in dollars; 0 when the team keeps up.</param>
    /// <param name="settings">The practice's settings.</param>
    /// <param name="today">The practice's day; days of other years are told with their year.</param>
    public static IReadOnlyList<string> Moves(PriorityFacts facts, Ranked ranked, double hourPrice, PrioritySettings settings, DateOnly? today = null)
    {
        var perHour = ranked.Parts.DollarsPerHour;
        var target = hourPrice > 0 ? hourPrice : 2 * perHour;
        var would = (hourPrice > 0, perHour >= hourPrice) switch
        {
            (true, true) => "would only just earn the price of an hour",
            (true, false) => "would earn the price of an hour",
            _ => "would bring twice as much an hour",
        };
        var lead = OfficeDays.Before(OfficeDays.StartBy(facts.LastSafeDay, settings.Closed), settings.DueNowWorkdays, settings.Closed);
        var deadline = ranked.Parts.DueNow
            ? $"Deadline: were it not due now, it would stand by {Rounded(perHour)} an hour alone."
            : $"Deadline: from {Day(lead, today ?? lead)} on it is due now, and leads {(hourPrice > 0 && perHour < hourPrice ? "while the share for small amounts lasts" : "the queue")}.";
        if (perHour <= 0 || target <= 0) { return [deadline]; }

        var minutes = facts.Minutes * perHour / target;
        return
        [
            deadline,
            $"Amount: with {Dollars.Brief(decimal.Round(facts.ExpectedPayment * (decimal)Math.Min(target / perHour, 1e9)))} expected instead of {Dollars.Brief(facts.ExpectedPayment)} it {would}.",
            $"Minutes: in {(minutes < 1 ? "under a" : minutes.ToString("0", CultureInfo.InvariantCulture))} {(minutes < 1.5 ? "minute" : "minutes")} instead of {facts.Minutes.ToString("0", CultureInfo.InvariantCulture)} it {would}.",
        ];
    }

    private static string Evidence(ReversalEstimate odds, OddsGroup group)
    {
        var range = $"range {Whole(odds.Low)}–{Percent(odds.High)}";
        var evidence = odds.Decided < 0.5
            ? $"{group.Name(0)}: no history yet, similar denials {Percent(odds.Similar)} (assumed), {range}"
            : $"{group.Name(odds.Level)}: {Count(odds.Overturned)} of {Count(odds.Decided)} reversed, similar denials {Percent(odds.Similar)}, {range}";
        return odds.ThinHistory ? evidence + "; too little data to lean on" : evidence;
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
            : $"Skipping it today: still reachable {(next == today.AddDays(1) ? "tomorrow" : $"on {next.ToString("dddd", CultureInfo.InvariantCulture)}")}, lost after {Day(facts.DueOn, today)}.";
    }

    /// <summary>With its year unless it is this year's.</summary>
    private static string Day(DateOnly day, DateOnly today) => day.ToString(day.Year == today.Year ? "ddd d MMM" : "ddd d MMM yyyy", CultureInfo.InvariantCulture);

    private static string Rounded(double dollars) => Dollars.Brief(decimal.Round((decimal)Math.Min(dollars, 1e12)));

    private static string Percent(double share) => Whole(share) + "%";

    private static string Whole(double share) => Math.Round(share * 100, MidpointRounding.AwayFromZero).ToString("0", CultureInfo.InvariantCulture);

    private static string Count(double attempts) => Math.Round(attempts).ToString("0", CultureInfo.InvariantCulture);
}
