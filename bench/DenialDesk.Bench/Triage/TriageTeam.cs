using DenialDesk.Domain.Priority;

namespace DenialDesk.Bench.Triage;

/// <summary>What came of one year under one order of work.</summary>
/// <param name="Dollars">Dollars recovered on average: amounts times true odds of what was worked in time.</param>
/// <param name="ExpiredDollars">Dollars, amounts times true odds, of what ran out in the year unworked.</param>
/// <param name="Expired">Claims that ran out in the year unworked.</param>
internal readonly record struct TriageYear(double Dollars, double ExpiredDollars, int Expired);

/// <summary>A team that works down an order every day until its minutes are used; the last claim is finished, and what it overran is missing next morning.</summary>
internal static class TriageTeam
{
    /// <summary>Works a year.</summary>
    /// <param name="world">The practice.</param>
    /// <param name="capacity">Minutes of each workday.</param>
    /// <param name="order">Puts what is open on a workday in order.</param>
    public static TriageYear Work(TriageWorld world, double[] capacity, Func<int, List<TriageClaim>, IEnumerable<TriageClaim>> order)
    {
        var arriving = world.Claims.Where(TriageWorld.InPlay).OrderBy(c => c.Arrives).ThenBy(c => c.Id).ToList();
        var open = new List<TriageClaim>();
        var (next, dollars, lost, expired, owed) = (0, 0.0, 0.0, 0, 0.0);
        for (var day = 0; day < capacity.Length; day++)
        {
            while (next < arriving.Count && arriving[next].Arrives <= day) { open.Add(arriving[next++]); }

            var minutes = capacity[day] - owed;
            var worked = new HashSet<int>();
            foreach (var claim in order(day, open))
            {
                if (minutes <= 0) { break; }

                minutes -= claim.TrueMinutes;
                dollars += claim.Worth;
                worked.Add(claim.Id);
            }

            owed = Math.Max(0, -minutes);
            foreach (var claim in open.Where(c => c.LastDay <= day && !worked.Contains(c.Id)))
            {
                lost += claim.Worth;
                expired++;
            }

            open.RemoveAll(c => c.LastDay <= day || worked.Contains(c.Id));
        }

        return new(dollars, lost, expired);
    }
}
