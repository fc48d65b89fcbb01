using System.Globalization;
using System.Text.Json;
using DenialDesk.Bench.Triage;
using DenialDesk.Domain.Prevention;

namespace DenialDesk.Bench.Signals;

/// <summary>
/// How soon a spike is found, and how often there is an alarm about nothing: 150 series of a payer and a code, weekly, about 1.6 denials a week each, with a season, with scatter
/// beyond counting, and with spikes of six weeks that triple or double a series.
/// </summary>
internal static class SpikesBench
{
    private const int Series = 150;
    private const int Weeks = 130;
    private const int Spikes = 59;
    private const int SpikeWeeks = 6;

    public static int Run(string[] args)
    {
        int[] seeds = args.Contains("--choose") ? [1, 2, 3, 4] : [101, 102, 103, 104, 105, 106, 107, 108];
        var triple = seeds.Select(seed => World(seed, 3)).ToList();
        var twice = seeds.Select(seed => World(seed, 2)).ToList();
        var result = new
        {
            Series,
            Weeks,
            Worlds = seeds.Length,
            Spikes,
            FalseAlarmsPerMonth = PerMonth(triple, f => f.FalseAlerts),
            Caught3 = Share(triple, f => f.Alerted.Count),
            Caught2 = Share(twice, f => f.Alerted.Count),
            DelayWeeks3 = Median(triple, f => f.Alerted),
            DelayWeeks2 = Median(twice, f => f.Alerted),
            Watch = new
            {
                FalseAlarmsPerMonth = PerMonth(triple, f => f.FalseWatches),
                Caught3 = Share(triple, f => f.Watched.Count),
                Caught2 = Share(twice, f => f.Watched.Count),
                DelayWeeks3 = Median(triple, f => f.Watched),
                DelayWeeks2 = Median(twice, f => f.Watched),
            },
        };
        Console.WriteLine(args.Contains("--json")
            ? JsonSerializer.Serialize(result, Json)
            : string.Create(CultureInfo.InvariantCulture, $"{result.FalseAlarmsPerMonth} false alarms a month over {Series} series; caught {result.Caught3}% of triplings (median {result.DelayWeeks3} weeks), {result.Caught2}% of doublings ({result.DelayWeeks2} weeks); watch list {result.Watch}"));
        return 0;
    }

    private static Found World(int seed, double times)
    {
        var chance = new TriageChance(seed);
        double[] rates = [.. Enumerable.Range(0, Series).Select(_ => 1.6 * chance.LogNormal(.7))];
        var spikes = Enumerable.Range(0, Spikes).Select(_ => (Series: (int)(chance.Uniform() * Series), From: 20 + (int)(chance.Uniform() * (Weeks - 30)))).DistinctBy(s => s.Series).ToDictionary(s => s.Series, s => s.From);
        int[][] denials = [.. Enumerable.Range(0, Series).Select(i => Counts(chance, rates[i], week => spikes.TryGetValue(i, out var from) && week >= from && week < from + SpikeWeeks ? times : 1))];
        int[] claims = [.. Enumerable.Range(0, Weeks).Select(_ => 200)];
        var (alerted, watched, falseAlerts, falseWatches) = (new Dictionary<int, int>(), new Dictionary<int, int>(), 0, 0);
        var quiet = new int[2, Series];
        for (var week = SpikeRule.BaselineWeeks + SpikeRule.GapWeeks + 2; week < Weeks; week++)
        {
            var from = Math.Max(0, week - 40);
            SpikeReading[] readings = [.. denials.Select(d => SpikeRule.Read(new(d[from..(week + 1)], claims[from..(week + 1)])))];
            var alerts = SpikeRule.Alerts(readings);
            for (var i = 0; i < Series; i++)
            {
                var real = spikes.TryGetValue(i, out var began) && week >= began && week < began + SpikeWeeks + 4;
                falseAlerts += Count(alerts[i], real, i, week - began, alerted, ref quiet[0, i]);
                falseWatches += Count(readings[i].Watched, real, i, week - began, watched, ref quiet[1, i]);
            }
        }

        return new(spikes.Count, [.. alerted.Values], [.. watched.Values], falseAlerts, falseWatches);
    }

    /// <summary>One alarm a series until it has been silent for four weeks: somebody who dismissed it is not asked again the next week.</summary>
    private static int Count(bool alarm, bool real, int series, int delay, Dictionary<int, int> caught, ref int silence)
    {
        if (!alarm)
        {
            silence++;
            return 0;
        }

        var heard = silence < 4 && silence >= 0;
        var fresh = silence == 0 || !heard;
        silence = 0;
        if (real && delay < SpikeWeeks) { caught.TryAdd(series, delay); }

        return !real && fresh ? 1 : 0;
    }

    private static int[] Counts(TriageChance chance, double rate, Func<int, double> times)
        => [.. Enumerable.Range(0, Weeks).Select(week => chance.Poisson(rate * times(week) * (1 + (.15 * Math.Sin(2 * Math.PI * week / 52))) * chance.LogNormal(.25)))];

    private static double PerMonth(List<Found> of, Func<Found, int> count) => Math.Round(of.Average(count) / (Weeks - SpikeRule.BaselineWeeks - SpikeRule.GapWeeks - 2) * 52 / 12, 2);

    private static double Share(List<Found> of, Func<Found, int> caught) => Math.Round(100.0 * of.Sum(caught) / of.Sum(f => f.Spikes), 1);

    private static double Median(List<Found> of, Func<Found, IReadOnlyList<int>> delays)
    {
        List<int> all = [.. of.SelectMany(delays).Order()];
        return all.Count == 0 ? double.NaN : all[all.Count / 2];
    }

    private static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private sealed record Found(int Spikes, IReadOnlyList<int> Alerted, IReadOnlyList<int> Watched, int FalseAlerts, int FalseWatches);
}
