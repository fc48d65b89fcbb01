namespace DenialDesk.Domain.Priority;

/// <summary>One piece of work a clairvoyant could do.</summary>
/// <param name="From">First day it can be worked on, as an index into the days' minutes; days before the first count as the first.</param>
/// <param name="To">Last day, inclusive; days after the last count as the last.</param>
/// <param name="Minutes">Minutes it takes, above zero.</param>
/// <param name="Dollars">What it brings.</param>
public readonly record struct AttainableWork(int From, int To, double Minutes, double Dollars);

/// <summary>The most that any order of work could bring: what a clairvoyant gets who knows every arrival and may split work over days.</summary>
/// <remarks>
/// What can be worked is bounded for every stretch of days by the minutes of that stretch (Hall's condition for windows of a line), so the feasible amounts of work form a
/// polymatroid and taking claims by dollars per minute, each as far as it fits, is optimal (Edmonds). Each claim lowers the room of every stretch that holds its window.
/// </remarks>
public static class AttainableBound
{
    /// <summary>The dollars.</summary>
    /// <param name="work">What could be worked.</param>
    /// <param name="capacity">Minutes of each day.</param>
    public static double Dollars(IEnumerable<AttainableWork> work, IReadOnlyList<double> capacity)
    {
        var days = capacity.Count;
        var room = Room(capacity);
        var dollars = 0.0;
        foreach (var one in work.OrderByDescending(w => w.Dollars / w.Minutes))
        {
            var (from, to) = (Math.Max(one.From, 0), Math.Min(one.To, days - 1));
            if (from > to) { continue; }

            var minutes = one.Minutes;
            for (var s = 0; s <= from && minutes > 0; s++)
            {
                for (var t = to; t < days; t++) { minutes = Math.Min(minutes, room[s, t]); }
            }

            if (minutes <= 0) { continue; }

            dollars += one.Dollars * minutes / one.Minutes;
            for (var s = 0; s <= from; s++)
            {
                for (var t = to; t < days; t++) { room[s, t] -= minutes; }
            }
        }

        return dollars;
    }

    private static double[,] Room(IReadOnlyList<double> capacity)
    {
        var room = new double[capacity.Count, capacity.Count];
        for (var from = 0; from < capacity.Count; from++)
        {
            var sum = 0.0;
            for (var to = from; to < capacity.Count; to++) { room[from, to] = sum += capacity[to]; }
        }

        return room;
    }
}
