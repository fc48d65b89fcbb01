using DenialDesk.Domain.Priority;

namespace DenialDesk.Bench.Triage;

/// <summary>The orders of work that are compared. Ours is the desk's own code, called as the desk calls it.</summary>
internal sealed class TriageOrders(TriageWorld world, double[] capacity)
{
    private readonly Dictionary<int, TriageOdds> _odds = world.Claims.ToDictionary(c => c.Id, world.Odds.Of);
    private readonly double _minutes = capacity.Average();

    /// <summary>By name: what is open on a workday, in order.</summary>
    public Func<int, List<TriageClaim>, IEnumerable<TriageClaim>> this[string name] => name switch
    {
        "ours" => Ours(o => o.Shrunk, PrioritySettings.Default.DueNowShare),
        "lane25" => Ours(o => o.Shrunk, .25),
        "lane0" => Ours(o => o.Shrunk, 0),
        "raw" => Ours(o => o.Raw, PrioritySettings.Default.DueNowShare),
        "categoryPrior" => Ours(o => o.Category, PrioritySettings.Default.DueNowShare),
        "oneRate" => Ours(_ => .55, PrioritySettings.Default.DueNowShare),
        "fifo" => (_, open) => open.OrderBy(c => c.Id),
        "deadline" => (_, open) => open.OrderBy(c => c.DueOn).ThenBy(c => c.Id),
        "dollar" => (_, open) => open.OrderByDescending(c => c.Estimate).ThenBy(c => c.Id),
        "dollarsPerHour" => (_, open) => open.OrderByDescending(PerHour).ThenBy(c => c.Id),
        "threeTier" => (day, open) => open.OrderByDescending(c => Tier(c, day)).ThenBy(c => c.Id),
        "strictLane" => (day, open) => open.OrderByDescending(c => c.LastDay - day <= 3).ThenByDescending(PerHour).ThenBy(c => c.Id),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such order."),
    };

    private double PerHour(TriageClaim claim) => (double)claim.Estimate * _odds[claim.Id].Shrunk / Domain.Priority.CategoryStandards.Of(claim.Category).Minutes;

    /// <summary>Seven days or less first, then $500 or more, then odds of .6 or more, then the oldest.</summary>
    private int Tier(TriageClaim claim, int day) => (claim.DueOn.DayNumber - world.Day(day).DayNumber <= 7, claim.Estimate >= 500, _odds[claim.Id].Shrunk >= .6) switch
    {
        (true, _, _) => 3,
        (_, true, _) => 2,
        (_, _, true) => 1,
        _ => 0,
    };

    private Func<int, List<TriageClaim>, IEnumerable<TriageClaim>> Ours(Func<TriageOdds, double> believed, double share)
    {
        var settings = PrioritySettings.Default with { MinutesPerDay = _minutes, DueNowShare = share };
        var facts = world.Claims.ToDictionary(c => c.Id, c => Facts(c, believed(_odds[c.Id])));
        var byDay = world.Claims.ToLookup(c => c.Arrives, c => facts[c.Id]);
        var claims = world.Claims;
        return (day, open) =>
        {
            var today = world.Day(day);
            List<PriorityFacts> now = [.. open.Select(c => facts[c.Id])];
            List<PriorityFacts> recent = [.. Enumerable.Range(day - 59, 60).SelectMany(d => byDay[d])];
            return PriorityScore.Order(now, recent, today, settings).Ranked.Select(ranked => claims[(int)ranked.DenialId]);
        };
    }

    /// <summary>The last safe day is the last workday here: the work itself is one step, and nothing has to travel.</summary>
    private PriorityFacts Facts(TriageClaim claim, double odds)
        => new(claim.Id, claim.Estimate, odds, Domain.Priority.CategoryStandards.Of(claim.Category).Minutes, world.Day(claim.LastDay), claim.DueOn, claim.DeniedOn);
}
