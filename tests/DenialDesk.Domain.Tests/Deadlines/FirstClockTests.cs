using DenialDesk.App.Deadlines;
using DenialDesk.Domain.Deadlines;

namespace DenialDesk.Domain.Tests.Deadlines;

public sealed class FirstClockTests
{
    private const string Page = "deadlines.md";
    private static readonly DateOnly Remittance = new(2026, 1, 8);

    public static TheoryData<string> Examples => RuleTable.Names(Page, "Example");

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_worked_examples_come_out_as_written(string example)
    {
        var row = RuleTable.Row(Page, "Example", example);

        var clock = FirstClockExample.Clock(row);

        Assert.Equal(row["Step"], FirstClockExample.Action(clock));
        Assert.Equal(row["Due"], FirstClockExample.Day(clock.DueOn));
        Assert.Equal(row["Last safe day"], FirstClockExample.Day(clock.LastSafeDay));
        Assert.Equal(row["Sentence"], clock.Sentence);
    }

    [Fact]
    public void There_is_a_clock_even_without_any_rule()
    {
        var events = WindowEvents.OfDenial(Remittance, null, null, null, null);

        var clock = FirstClock.Of([], new WindowContext(), events, appealable: true);

        Assert.Equal(new DateOnly(2026, 2, 6), clock.DueOn);
        Assert.True(clock.Assumed);
    }

    [Fact]
    public void Every_payer_and_code_gets_a_clock()
    {
        string?[] lobs = [null, .. ShippedWindowRules.All.SelectMany(rule => rule.Scope.Lob).Distinct()];
        foreach (var lob in lobs)
        {
            foreach (var appealable in (bool[])[true, false])
            {
                foreach (var carc in (string[])["29", "16", "50"])
                {
                    var context = new WindowContext { Lob = lob, Carcs = [carc], Rarcs = ["MA130"] };

                    var clock = FirstClock.Of(ShippedWindowRules.All, context, WindowEvents.OfDenial(Remittance, null, null, null, null), appealable);

                    Assert.NotNull(clock.DueOn);
                    Assert.NotNull(clock.LastSafeDay);
                    Assert.NotEmpty(clock.Sentence);
                }
            }
        }
    }
}
