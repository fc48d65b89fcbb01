using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.Priority;

namespace DenialDesk.Bench.Triage;

/// <summary>How long the lane's price takes to work out: ninety days of a large office worked again under every share.</summary>
internal static class LaneBench
{
    private const int Denials = 20_000;
    private static readonly DateOnly From = new(2026, 3, 2);

    public static int Run(string[] args)
    {
        var chance = new TriageChance(835);
        List<ReplayedDenial> denials = [.. Enumerable.Range(1, Denials).Select(i => Denial(i, chance))];
        var open = denials.Where(d => d.FoundOn < From && chance.Uniform() < .2).Select(d => d.Facts.DenialId).ToHashSet();
        var settings = new PrioritySettings { MinutesPerDay = denials.Sum(d => d.Facts.Minutes) / 108 / 1.3 };
        var watch = Stopwatch.StartNew();
        var price = LaneReplay.Run(new(denials, From, From.AddDays(89), open), settings);
        var result = new
        {
            Denials,
            Seconds = Math.Round(watch.Elapsed.TotalSeconds, 2),
            Load = Math.Round(price.Load, 2),
            Shares = price.Shares.Select(s => new { s.Share, RatioToBound = Math.Round(100 * s.BoundShare, 2), s.Expired }),
        };
        Console.WriteLine(args.Contains("--json")
            ? JsonSerializer.Serialize(result, Json)
            : string.Create(CultureInfo.InvariantCulture, $"{result.Denials:N0} denials worked again under {price.Shares.Count} shares in {result.Seconds} s at load {result.Load}"));
        return 0;
    }

    private static ReplayedDenial Denial(int i, TriageChance chance)
    {
        var found = BusinessDays.OnOrAfter(From.AddDays((int)(chance.Uniform() * 174) - 84));
        var due = found.AddDays(chance.Uniform() < .05 ? 2 + (int)(chance.Uniform() * 19) : 30 + (int)(chance.Uniform() * 150));
        var amount = Math.Round((decimal)(180 * chance.LogNormal(1)), 2);
        return new(new(i, amount, .1 + (.8 * chance.Uniform()), 8 + (int)(chance.Uniform() * 40), BusinessDays.OnOrBefore(due.AddDays(-2)), due, found), found);
    }

    private static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true };
}
