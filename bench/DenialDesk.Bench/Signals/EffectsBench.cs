using System.Globalization;
using System.Text.Json;
using DenialDesk.Bench.Triage;
using DenialDesk.Domain.Prevention;

namespace DenialDesk.Bench.Signals;

/// <summary>
/// Whether the measured effect of a change can be believed: simulated offices launch a change on the series that looked worst last month, with no true effect and with
/// real ones, and the desk's reading is compared with the truth.
/// </summary>
internal static class EffectsBench
{
    private const int Runs = 2_000;
    private const int Series = 30;
    private const int Base = 12;
    private const int After = 6;

    public static int Run(string[] args)
    {
        var seed = args.Contains("--choose") ? 1 : 1_001;
        var found = new[] { 0, -.3, -.5 }.Select(effect => Many(seed, effect)).ToList();
        var result = new
        {
            Runs,
            CoverageNone = found[0].Coverage,
            Coverage30 = found[1].Coverage,
            Coverage50 = found[2].Coverage,
            FalseBetterPercent = found[0].Better,
            FalseWorsePercent = found[0].Worse,
            Power30Percent = found[1].Better,
            Power50Percent = found[2].Better,
        };
        Console.WriteLine(args.Contains("--json")
            ? JsonSerializer.Serialize(result, Json)
            : string.Create(CultureInfo.InvariantCulture, $"95% intervals hold the truth in {result.CoverageNone}/{result.Coverage30}/{result.Coverage50}%; falsely better {result.FalseBetterPercent}%, worse {result.FalseWorsePercent}%; power at -30% {result.Power30Percent}%, at -50% {result.Power50Percent}%"));
        return 0;
    }

    private static (double Coverage, double Better, double Worse) Many(int seed, double effect)
    {
        var readings = Enumerable.Range(0, Runs).AsParallel().AsOrdered().Select(i => One((seed * 100_000) + i, effect)).ToList();
        return (Percent(readings.Count(r => r.Low <= effect && effect <= r.High)), Percent(readings.Count(r => r.Verdict == EffectVerdict.Better)), Percent(readings.Count(r => r.Verdict == EffectVerdict.Worse)));
    }

    private static EffectReading One(int seed, double effect)
    {
        var chance = new TriageChance(seed);
        const int months = Base + 1 + 1 + After;
        double[] rates = [.. Enumerable.Range(0, Series).Select(_ => 10 * chance.LogNormal(.6))];
        double[] season = [.. Enumerable.Range(0, months).Select(m => 1 + (.1 * Math.Sin(2 * Math.PI * m / 12)) + (.05 * chance.Normal()))];
        int[] claims = [.. Enumerable.Range(0, months).Select(_ => 150 + (int)(chance.Uniform() * 60))];
        double Mean(int series, int month) => rates[series] * season[month] * claims[month] / 180 * chance.LogNormal(.25);
        int[][] counts = [.. Enumerable.Range(0, Series).Select(s => Enumerable.Range(0, Base + 1).Select(m => chance.Poisson(Mean(s, m))).ToArray())];
        // Where it looks worst: the last month against the mean of the twelve before.
        var worst = Enumerable.Range(0, Series).MaxBy(s => (counts[s][Base] - counts[s][..Base].Average()) / Math.Sqrt(counts[s][..Base].Average() + 1));
        MonthlySeries Of(int s) => new(
            [.. Enumerable.Range(0, Base).Select(m => new MonthCount(counts[s][m], claims[m]))],
            [.. Enumerable.Range(Base + 2, After).Select(m => new MonthCount(chance.Poisson(Mean(s, m) * (s == worst ? 1 + effect : 1)), claims[m]))]);
        return ChangeEffect.Read(Of(worst), [.. Enumerable.Range(0, Series).Where(s => s != worst).Select(Of)])!;
    }

    private static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private static double Percent(int count) => Math.Round(100.0 * count / Runs, 2);
}
