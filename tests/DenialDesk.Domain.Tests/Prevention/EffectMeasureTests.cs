using System.Globalization;
using DenialDesk.Domain.Prevention;

namespace DenialDesk.Domain.Tests.Prevention;

/// <summary>When a change is read, out of which months, and when it has stopped working.</summary>
public sealed class EffectMeasureTests
{
    private static readonly DateOnly Began = new(2026, 3, 1);

    [Fact]
    public void Blocks_and_what_is_left_out_come_out_as_written()
    {
        foreach (var row in RuleTable.Rows("prevention.md", "Day of service"))
        {
            Assert.Equal(int.Parse(row["Block"], CultureInfo.InvariantCulture), EffectMeasure.BlockOf(DateOnly.Parse(row["Day of service"], CultureInfo.InvariantCulture), Began));
        }

        Assert.True(EffectMeasure.LeftOut(-1, Began, null, null));
        Assert.False(EffectMeasure.LeftOut(-2, Began, null, null));
        Assert.True(EffectMeasure.LeftOut(-3, Began, Began.AddDays(-80), Began.AddDays(-40)));
        Assert.True(EffectMeasure.LeftOut(-2, Began, Began.AddDays(-80), Began.AddDays(-40)));
        Assert.False(EffectMeasure.LeftOut(-1, Began, Began.AddDays(-80), Began.AddDays(-40)));
    }

    [Fact]
    public void Readings_are_due_on_their_day_and_taken_once()
    {
        Assert.Empty(EffectMeasure.Due(Began, Began.AddDays(29), []));
        Assert.Equal([30], EffectMeasure.Due(Began, Began.AddDays(30), []));
        Assert.Equal([90], EffectMeasure.Due(Began, Began.AddDays(179), [30, 60]));
    }

    [Fact]
    public void The_first_month_gives_counts_and_no_verdict()
    {
        var read = EffectMeasure.Read(Before(30, 30), After(_ => 3, _ => 30), 30);

        Assert.True(read.Early);
        Assert.Equal(EffectVerdict.TooFew, read.Verdict);
        Assert.Equal((3, 300), (read.After.Denials, read.After.Claims));
    }

    [Fact]
    public void A_change_that_halves_denials_is_better_and_one_that_everybody_shares_is_not()
    {
        var better = EffectMeasure.Read(Before(30, 30), After(_ => 12, _ => 30), 180);
        var shared = EffectMeasure.Read(Before(30, 30), After(_ => 12, _ => 12), 180);

        Assert.Equal(EffectVerdict.Better, better.Verdict);
        Assert.InRange(better.Effect!.Change, -.65, -.55);
        Assert.Equal((60, 1500), (better.After.Denials, better.After.Claims));
        Assert.Equal(EffectVerdict.TooFew, shared.Verdict);
        Assert.Equal(EffectVerdict.TooFew, EffectMeasure.Read(Before(30, 30), [], 180).Verdict);
    }

    [Fact]
    public void Too_few_says_how_many_more_are_needed_or_that_it_can_never_show()
    {
        Assert.InRange(EffectMeasure.Read(Before(30, 30), After(_ => 6, _ => 8), 60).Needs!.Value, 20, 60);
        Assert.Equal(0, EffectMeasure.Read(Before(30, 30), After(_ => 30, _ => 30), 180).Needs);
        Assert.Null(EffectMeasure.Read(Before(1, 30), After(_ => 1, _ => 30), 90).Needs);
    }

    [Fact]
    public void It_regresses_when_the_later_months_are_worse_than_those_it_was_kept_by()
    {
        Assert.True(EffectMeasure.Regressed(After(block => block < 3 ? 6 : 30, _ => 30), 90, 180));
        Assert.False(EffectMeasure.Regressed(After(_ => 6, _ => 30), 90, 180));
        Assert.False(EffectMeasure.Regressed(After(block => block < 3 ? 6 : 12, block => block < 3 ? 30 : 60), 90, 180));
    }

    [Fact]
    public void A_denial_is_worth_its_work_and_what_is_not_recovered_of_it()
    {
        Assert.Equal(105m, EffectMeasure.Worth(25m, 200m, .6m));
        Assert.Equal(25m, EffectMeasure.Worth(25m, 200m, 1.2m));
        Assert.Equal(1_050m, EffectMeasure.DollarsAvoided(10, 105m));
        Assert.Equal(-210m, EffectMeasure.DollarsAvoided(-2, 105m));
    }

    private static List<EffectCount> Before(int target, int other)
        => [.. Enumerable.Range(-12, 12).SelectMany(block => Block(block, target, other, block == -1))];

    private static List<EffectCount> After(Func<int, int> target, Func<int, int> other) => [.. Enumerable.Range(0, 6).SelectMany(block => Block(block, target(block), other(block), false))];

    private static IEnumerable<EffectCount> Block(int block, int target, int other, bool leftOut)
        => [new(EffectMeasure.Target, block, target, 300, leftOut), new("payer:2", block, other, 300, leftOut), new("payer:3", block, other, 300, leftOut), new("payer:4", block, other, 300, leftOut)];
}
