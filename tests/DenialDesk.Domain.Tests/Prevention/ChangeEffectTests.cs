using System.Globalization;
using DenialDesk.Domain.Prevention;

namespace DenialDesk.Domain.Tests.Prevention;

public sealed class ChangeEffectTests
{
    [Fact]
    public void The_worked_examples_come_out_as_written()
    {
        foreach (var row in RuleTable.Rows("prevention.md", "Case"))
        {
            var reading = ChangeEffect.Read(new(Of(row["Target before"]), Of(row["Target after"])), [new(Of(row["Others before"]), Of(row["Others after"]))])!;

            Assert.Equal(
                (row["Case"], Number(row["Change"]), Number(row["Low"]), Number(row["High"]), Number(row["Avoided"]), row["Verdict"]),
                (row["Case"], Math.Round(reading.Change, 3), Math.Round(reading.Low, 3), Math.Round(reading.High, 3), Math.Round(reading.Avoided), Word(reading.Verdict)));
        }
    }

    [Fact]
    public void Months_that_scatter_widen_the_interval()
    {
        var steady = Read([10, 10, 10, 10], [5, 5, 5, 5]);
        var wild = Read([2, 18, 3, 17], [1, 9, 2, 8], [10, 90, 15, 85]);

        Assert.Equal(steady.Change, wild.Change, 6);
        Assert.True(wild.High - wild.Low > 1.5 * (steady.High - steady.Low));
        Assert.Equal((EffectVerdict.Better, EffectVerdict.TooFew), (Read([30, 30, 30, 30], [10, 10, 10, 10]).Verdict, wild.Verdict));
    }

    [Fact]
    public void Without_claims_there_is_nothing_to_say() => Assert.Null(ChangeEffect.Read(new(Of("3 of 10"), Of("0 of 0")), [new(Of("3 of 10"), Of("3 of 10"))]));

    private static EffectReading Read(int[] before, int[] after, int[]? others = null)
        => ChangeEffect.Read(new(Months(before), Months(after)), [new(Months(others ?? [50, 50, 50, 50]), Months(others ?? [50, 50, 50, 50]))])!;

    private static List<MonthCount> Months(int[] denials) => [.. denials.Select(d => new MonthCount(d, 100))];

    /// <summary>One month: a table's cell gives sums, and a side of one month teaches nothing of scatter.</summary>
    private static List<MonthCount> Of(string cell)
    {
        var parts = cell.Split(" of ").Select(p => int.Parse(p, CultureInfo.InvariantCulture)).ToArray();
        return [new(parts[0], parts[1])];
    }

    private static double Number(string cell) => double.Parse(cell.Replace('−', '-'), CultureInfo.InvariantCulture);

    private static string Word(EffectVerdict verdict) => verdict switch { EffectVerdict.Better => "better", EffectVerdict.Worse => "worse", _ => "too_few" };
}
