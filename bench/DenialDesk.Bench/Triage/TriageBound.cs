using DenialDesk.Domain.Priority;

namespace DenialDesk.Bench.Triage;

/// <summary>What a clairvoyant would recover: knows every arrival, the true odds and minutes, and may split work over days. The rule is the desk's own, as its replay of the past uses it.</summary>
internal static class TriageBound
{
    /// <summary>Dollars the clairvoyant recovers in the year.</summary>
    public static double Dollars(TriageWorld world, double[] capacity)
        => AttainableBound.Dollars(world.Claims.Where(TriageWorld.InPlay).Select(c => new AttainableWork(c.Arrives, c.LastDay, c.TrueMinutes, c.Worth)), capacity);
}
