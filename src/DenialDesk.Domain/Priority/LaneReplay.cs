using DenialDesk.Domain.Calendar;

namespace DenialDesk.Domain.Priority;

/// <summary>One denial of the past, as the replay needs it.</summary>
/// <param name="Facts">What the ranking knew of it.</param>
/// <param name="FoundOn">The practice's day on which it came.</param>
public readonly record struct ReplayedDenial(PriorityFacts Facts, DateOnly FoundOn);

/// <summary>The past that is worked again.</summary>
/// <param name="Denials">Everything that was open on some day of the stretch, and what came in the sixty workdays before it, which sets the price of an hour.</param>
/// <param name="From">First day, inclusive.</param>
/// <param name="To">Last day, inclusive.</param>
/// <param name="OpenAtStart">Those of <paramref name="Denials"/> from before the first day that were still open then.</param>
public sealed record ReplayedPast(IReadOnlyList<ReplayedDenial> Denials, DateOnly From, DateOnly To, IReadOnlySet<long> OpenAtStart);

/// <summary>What would have come of one lane share.</summary>
/// <param name="Share">Share of a day's minutes for due-now denials below the price of an hour, 0 to 1.</param>
/// <param name="Dollars">Expected dollars of what would have been worked in time.</param>
/// <param name="ExpiredDollars">Expected dollars of what would have run out unworked.</param>
/// <param name="Worked">Denials worked.</param>
/// <param name="Expired">Denials that ran out unworked.</param>
/// <param name="SoonShare">Share of the denials that came, with a week or more of the stretch left, that were touched within seven days.</param>
/// <param name="BoundShare">Dollars as a share of the attainable bound, 0 to 1; 1 when there was nothing to gain.</param>
public sealed record ReplayedShare(double Share, double Dollars, double ExpiredDollars, int Worked, int Expired, double SoonShare, double BoundShare);

/// <summary>The price of the lane, from an office's own past.</summary>
/// <param name="Shares">One row a share, the smallest first.</param>
/// <param name="Bound">Expected dollars that the best possible order would have brought.</param>
/// <param name="Load">Minutes of work that came, the backlog included, as a share of the team's minutes.</param>
/// <param name="Denials">Denials in play.</param>
public sealed record LanePrice(IReadOnlyList<ReplayedShare> Shares, double Bound, double Load, int Denials);

/// <summary>Works an office's last months again under several lane shares, by <see cref="PriorityScore.Order"/> itself, day by day.</summary>
/// <remarks>What is worked is finished the day it is begun; what it overruns is missing the next morning. Odds and minutes are those of the last ranking, amounts the expected ones, so the result
/// prices the order of work and not the team: the same minutes, the same denials, another order. What came after its last day was never in reach and is not in play.</remarks>
public static class LaneReplay
{
    private const int PriceWorkdays = 60;
    private const int SoonDays = 7;

    /// <summary>The shares that are compared.</summary>
    public static IReadOnlyList<double> Shares { get; } = [0, .05, .10, .25, .50, 1];

    /// <summary>Replays every share.</summary>
    public static LanePrice Run(ReplayedPast past, PrioritySettings settings)
    {
        var days = Workdays(past);
        List<ReplayedDenial> inPlay = [.. past.Denials.Where(d => d.Facts.DueOn >= past.From && d.Facts.DueOn >= d.FoundOn && d.FoundOn <= past.To && (d.FoundOn >= past.From || past.OpenAtStart.Contains(d.Facts.DenialId)))
            .OrderBy(d => d.FoundOn).ThenBy(d => d.Facts.DenialId)];
        var bound = AttainableBound.Dollars(inPlay.Select(d => Work(d, days)), [.. days.Select(_ => settings.MinutesPerDay)]);
        // The share in force is among them, whatever it is.
        IReadOnlyList<double> shares = Shares.Any(s => Math.Abs(s - settings.DueNowShare) < .0005) ? Shares : [.. Shares.Append(settings.DueNowShare).Order()];
        var found = shares.AsParallel().AsOrdered().Select(share => One(past, inPlay, days, settings with { DueNowShare = share }, bound)).ToList();
        var minutes = settings.MinutesPerDay * days.Count;
        return new(found, bound, minutes <= 0 ? 0 : inPlay.Sum(d => d.Facts.Minutes) / minutes, inPlay.Count);
    }

    /// <summary>The workdays of the stretch.</summary>
    private static List<DateOnly> Workdays(ReplayedPast past)
    {
        var days = new List<DateOnly>();
        for (var day = BusinessDays.OnOrAfter(past.From); day <= past.To; day = BusinessDays.Next(day)) { days.Add(day); }

        return days;
    }

    private static AttainableWork Work(ReplayedDenial denial, List<DateOnly> days)
    {
        var from = days.FindIndex(d => d >= denial.FoundOn);
        return new(from < 0 ? days.Count : from, days.FindLastIndex(d => d <= denial.Facts.DueOn), Math.Max(denial.Facts.Minutes, 1), Value(denial.Facts));
    }

    private static ReplayedShare One(ReplayedPast past, List<ReplayedDenial> inPlay, List<DateOnly> days, PrioritySettings settings, double bound)
    {
        List<ReplayedDenial> all = [.. past.Denials.OrderBy(d => d.FoundOn)];
        var cameOn = inPlay.ToDictionary(d => d.Facts.DenialId, d => d.FoundOn);
        var minutesOf = inPlay.ToDictionary(d => d.Facts.DenialId, d => Math.Max(d.Facts.Minutes, 1));
        var open = new List<PriorityFacts>();
        var (next, worked, expired, soon, dollars, lost, owed) = (0, 0, 0, 0, 0.0, 0.0, 0.0);
        for (var i = 0; i < days.Count; i++)
        {
            var today = days[i];
            while (next < inPlay.Count && inPlay[next].FoundOn <= today) { open.Add(inPlay[next++].Facts); }

            // What came and ran out between two workdays.
            foreach (var gone in open.Where(f => f.DueOn < today))
            {
                lost += Value(gone);
                expired++;
            }

            open.RemoveAll(f => f.DueOn < today);
            var done = new HashSet<long>();
            var minutes = settings.MinutesPerDay - owed;
            foreach (var one in PriorityScore.Order(open, Recent(all, today), today, settings).Ranked)
            {
                if (minutes <= 0) { break; }

                done.Add(one.DenialId);
                minutes -= minutesOf[one.DenialId];
                dollars += (double)one.Parts.ExpectedValue;
                soon += cameOn[one.DenialId] >= past.From && cameOn[one.DenialId] <= past.To.AddDays(-SoonDays) && today.DayNumber - cameOn[one.DenialId].DayNumber <= SoonDays ? 1 : 0;
            }

            owed = Math.Max(0, -minutes);
            worked += done.Count;
            var tomorrow = i + 1 < days.Count ? days[i + 1] : today.AddDays(1);
            foreach (var gone in open.Where(f => f.DueOn < tomorrow && !done.Contains(f.DenialId)))
            {
                lost += Value(gone);
                expired++;
            }

            open.RemoveAll(f => f.DueOn < tomorrow || done.Contains(f.DenialId));
        }

        var counted = inPlay.Count(d => d.FoundOn >= past.From && d.FoundOn <= past.To.AddDays(-SoonDays));
        return new(settings.DueNowShare, dollars, lost, worked, expired, counted == 0 ? 0 : (double)soon / counted, bound <= 0 ? 1 : dollars / bound);
    }

    /// <summary>What came in the sixty workdays up to a day.</summary>
    private static List<PriorityFacts> Recent(List<ReplayedDenial> all, DateOnly today)
    {
        var since = BusinessDays.Add(today, -PriceWorkdays);
        return [.. all.Where(d => d.FoundOn > since && d.FoundOn <= today).Select(d => d.Facts)];
    }

    private static double Value(PriorityFacts facts) => (double)facts.ExpectedPayment * Math.Clamp(facts.Reversal, 0, 1);
}
