using DenialDesk.Bench.Triage;

namespace DenialDesk.Domain.Tests.Priority;

/// <summary>One simulated year of <c>bench triage</c>: the order that runs in the desk is the order that was measured.</summary>
public sealed class TriageSimulationTests
{
    [Fact]
    public void In_an_overloaded_year_our_order_keeps_nearly_all_that_can_be_kept_and_shrunk_odds_beat_raw_ones()
    {
        var world = new TriageWorld(101);
        var capacity = world.Capacity(1.3);
        var orders = new TriageOrders(world, capacity);
        var bound = TriageBound.Dollars(world, capacity);
        double Share(string name) => TriageTeam.Work(world, capacity, orders[name]).Dollars / bound;

        var ours = Share("ours");

        Assert.InRange(ours, .985, 1);
        Assert.True(ours > Share("raw"), "raw rates won");
        Assert.True(Share("fifo") < .8, "first in, first out kept too much: the year is not overloaded");
    }
}
