using DenialDesk.Domain.Calendar;

namespace DenialDesk.Domain.Priority;

/// <summary>Ranks denials by expected dollars per hour of work, raised as the last safe day comes near, with a lane for what is due now.</summary>
/// <remarks>Worked example: docs/rules/priority.md. The lane leads with every due-now denial worth at least what an hour of the team earns, and with
/// the others, best first, until they have used their share of a day. When the team keeps up an hour is worth nothing and everything due now leads.</remarks>
public static class PriorityScore
{
    private const double UrgencyGain = 0.5;
    private const double UrgencyDays = 8;
    private const int PriceWindowWorkdays = 60;
    private const double BacklogDays = 40;

    /// <summary>The parts of one denial's score on a day. After the due day nothing is urgent any more: the denial stays in the queue without a lead.</summary>
    public static PriorityParts Parts(PriorityFacts facts, DateOnly today, PrioritySettings settings)
    {
        var value = facts.ExpectedPayment * (decimal)Math.Clamp(facts.Reversal, 0, 1);
        var minutes = Math.Max(facts.Minutes, 1);
        var perHour = (double)value / (minutes / 60);
        var left = OfficeDays.Left(today, facts.LastSafeDay, settings.Closed);
        var reachable = today <= facts.DueOn;
        var urgency = reachable ? Urgency(left) : 1;
        var cost = settings.ReworkCost * (decimal)(minutes / 20);
        return new(value, perHour, left, urgency, perHour * urgency, reachable && left <= settings.DueNowWorkdays, value < cost);
    }

    /// <summary>1.5 on the last safe day and after, 1.18 at eight workdays, 1.0 far away.</summary>
    public static double Urgency(int workdaysLeft) => 1 + UrgencyGain * Math.Exp(-Math.Max(workdaysLeft, 0) / UrgencyDays);

    /// <summary>What an hour of the team is worth: the dollars per hour of the last denial that a day's minutes reach; 0 when they reach all.</summary>
    /// <param name="facts">The open denials, which are the backlog.</param>
    /// <param name="recent">Denials that arrived in the last sixty workdays, open or closed.</param>
    /// <param name="today">The practice's day.</param>
    /// <param name="settings">The practice's settings.</param>
    /// <remarks>A day's work is a sixtieth of the recent arrivals and a fortieth of the backlog. Sorted once, so a million rows cost a second.</remarks>
    public static double HourPrice(IReadOnlyList<PriorityFacts> facts, IReadOnlyList<PriorityFacts> recent, DateOnly today, PrioritySettings settings)
    {
        var load = new (double PerHour, double Minutes)[facts.Count + recent.Count];
        for (var i = 0; i < facts.Count; i++)
        {
            load[i] = (PerHour(facts[i]), facts[i].Minutes / BacklogDays);
        }

        for (var i = 0; i < recent.Count; i++)
        {
            load[facts.Count + i] = (PerHour(recent[i]), recent[i].Minutes / PriceWindowWorkdays);
        }

        Array.Sort(load, (left, right) => right.PerHour.CompareTo(left.PerHour));
        var minutes = 0.0;
        foreach (var (perHour, share) in load)
        {
            minutes += share;
            if (minutes >= settings.MinutesPerDay)
            {
                return perHour;
            }
        }

        return 0;
    }

    /// <summary>The order of work: the price of an hour, then every open denial by it. The desk, the replay of its own past and the simulation all call this.</summary>
    /// <param name="open">The open denials.</param>
    /// <param name="recent">Denials that arrived in the last sixty workdays, open or closed.</param>
    /// <param name="today">The practice's day.</param>
    /// <param name="settings">The practice's settings.</param>
    public static WorkQueue Order(IReadOnlyList<PriorityFacts> open, IReadOnlyList<PriorityFacts> recent, DateOnly today, PrioritySettings settings)
    {
        var price = HourPrice(open, recent, today, settings);
        return new(price, Rank(open, price, today, settings));
    }

    /// <summary>The whole queue of a practice in its order, with lanes and parts.</summary>
    public static IReadOnlyList<Ranked> Rank(IReadOnlyList<PriorityFacts> facts, double hourPrice, DateOnly today, PrioritySettings settings)
    {
        var rows = new Row[facts.Count];
        for (var i = 0; i < facts.Count; i++)
        {
            rows[i] = new(facts[i], Parts(facts[i], today, settings));
        }

        Array.Sort(rows, ByScore);
        var allowance = settings.MinutesPerDay * Math.Clamp(settings.DueNowShare, 0, 1);
        var lead = new List<Ranked>();
        var rest = new List<Ranked>(rows.Length);
        foreach (var row in rows)
        {
            var leads = row.Parts.DueNow && Leads(row, hourPrice, ref allowance);
            (leads ? lead : rest).Add(new(row.Facts.DenialId, leads ? PriorityLane.DueNow : PriorityLane.Ordinary, row.Parts));
        }

        return [.. lead, .. rest];
    }

    /// <summary>One number to sort by, highest first: the lane, then the score to a hundredth of a dollar.</summary>
    public static long RankKey(PriorityLane lane, double score) =>
        (long)lane * 1_000_000_000_000_000L + (long)Math.Clamp(Math.Round(score * 100), 0, 999_999_999_999_999d);

    /// <summary>Whether a due-now denial leads: it earns the price of an hour, or there is share left for it.</summary>
    private static bool Leads(Row row, double hourPrice, ref double allowance)
    {
        if (row.Parts.DollarsPerHour >= hourPrice)
        {
            return true;
        }

        if (allowance <= 0)
        {
            return false;
        }

        allowance -= row.Facts.Minutes;
        return true;
    }

    private static double PerHour(PriorityFacts facts) =>
        (double)facts.ExpectedPayment * Math.Clamp(facts.Reversal, 0, 1) / (Math.Max(facts.Minutes, 1) / 60);

    /// <summary>Score, then the earlier deadline, the older denial, the smaller number.</summary>
    private static int ByScore(Row left, Row right)
    {
        var order = right.Parts.Score.CompareTo(left.Parts.Score);
        order = order != 0 ? order : left.Facts.DueOn.CompareTo(right.Facts.DueOn);
        order = order != 0 ? order : left.Facts.DeniedOn.CompareTo(right.Facts.DeniedOn);
        return order != 0 ? order : left.Facts.DenialId.CompareTo(right.Facts.DenialId);
    }

    private readonly record struct Row(PriorityFacts Facts, PriorityParts Parts);
}
