namespace DenialDesk.Bench.Triage;

/// <summary>What a clairvoyant would recover: knows every arrival, the true odds and minutes, and may split work over days.</summary>
/// <remarks>
/// What can be worked is bounded for every stretch of days by the minutes of that stretch (Hall's condition for windows of a line), so the feasible amounts of work form a
/// polymatroid and taking claims by dollars per minute, each as far as it fits, is optimal (Edmonds). Each claim lowers the room of every stretch that holds its window.
/// </remarks>
internal static class TriageBound
{
    /// <summary>Dollars the clairvoyant recovers in the year.</summary>
    public static double Dollars(TriageWorld world, double[] capacity)
    {
        var days = capacity.Length;
        var room = new double[days, days];
        for (var from = 0; from < days; from++)
        {
            var sum = 0.0;
            for (var to = from; to < days; to++) { room[from, to] = sum += capacity[to]; }
        }

        var dollars = 0.0;
        foreach (var claim in world.Claims.Where(TriageWorld.InPlay).OrderByDescending(c => c.Worth / c.TrueMinutes))
        {
            var (from, to) = (Math.Max(claim.Arrives, 0), Math.Min(claim.LastDay, days - 1));
            var minutes = claim.TrueMinutes;
            for (var s = 0; s <= from && minutes > 0; s++)
            {
                for (var t = to; t < days; t++) { minutes = Math.Min(minutes, room[s, t]); }
            }

            if (minutes <= 0) { continue; }

            dollars += claim.Worth * minutes / claim.TrueMinutes;
            for (var s = 0; s <= from; s++)
            {
                for (var t = to; t < days; t++) { room[s, t] -= minutes; }
            }
        }

        return dollars;
    }
}
