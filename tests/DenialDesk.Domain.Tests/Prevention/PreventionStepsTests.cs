using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Prevention;

namespace DenialDesk.Domain.Tests.Prevention;

/// <summary>The ways a change may go.</summary>
public sealed class PreventionStepsTests
{
    private static readonly DateOnly Today = new(2026, 3, 10);

    [Fact]
    public void Steps_lead_where_the_table_says()
    {
        foreach (var row in RuleTable.Rows("prevention.md", "Stands"))
        {
            var step = CodeNames.Read<PreventionStepKind>(row["Step"]);
            var (status, refusal) = PreventionSteps.Take(
                Facts(CodeNames.Read<PreventionStatus>(row["Stands"]), row["Known"]), step, row["Known"].Contains("words", StringComparison.Ordinal) ? "Because." : "", Today);

            Assert.Equal(row["Then"], refusal?.Code ?? status.Text());
        }
    }

    [Fact]
    public void It_begins_on_a_day_that_has_come_and_is_not_too_long_ago()
    {
        Assert.Equal("day_to_come", Begin(Today.AddDays(1)));
        Assert.Null(Begin(Today));
        Assert.Null(Begin(Today.AddDays(-PreventionSteps.OldestDays)));
        Assert.Equal("day_too_old", Begin(Today.AddDays(-PreventionSteps.OldestDays - 1)));
        Assert.Equal("day_missing", Begin(null));
    }

    [Fact]
    public void A_reminder_comes_again_after_its_period_and_never_catches_up()
    {
        Assert.Equal(new DateOnly(2027, 1, 5), Reminders.Next("year", new(2026, 1, 5), Today));
        Assert.Equal(new DateOnly(2026, 4, 5), Reminders.Next("month", new(2025, 1, 5), Today));
        Assert.Equal(new DateOnly(2026, 3, 31), Reminders.Next("month", new(2025, 12, 31), new(2026, 3, 1)));
        Assert.Null(Reminders.Next("never", new(2026, 1, 5), Today));
        Assert.Null(Reminders.Next("year", null, Today));
    }

    private static string? Begin(DateOnly? on) => PreventionSteps.Take(Facts(PreventionStatus.Agreed, "all"), PreventionStepKind.PutInForce, "", on).Refusal?.Code;

    private static PreventionFacts Facts(PreventionStatus status, string known) => new()
    {
        Status = status,
        HasOwner = !known.Contains("no owner", StringComparison.Ordinal),
        HasCause = !known.Contains("no cause", StringComparison.Ordinal),
        HasChange = !known.Contains("no change", StringComparison.Ordinal),
        HasReading = known.Contains("reading", StringComparison.Ordinal),
        Today = Today,
    };
}
