using System.Globalization;
using System.Text.Json;

namespace DenialDesk.Bench.Triage;

/// <summary>
/// How much of what can be recovered our order of work recovers, against other orders and against a clairvoyant, in made-up practices that no constant was chosen on.
/// Seeds 1 to 8 are for choosing; seeds 101 to 124 are held out and reported.
/// </summary>
internal static class TriageBench
{
    private static readonly string[] Others = ["lane25", "lane0", "raw", "categoryPrior", "oneRate", "dollarsPerHour", "strictLane", "threeTier", "dollar", "deadline", "fifo", "clairvoyant"];

    /// <summary>Runs every load in every world.</summary>
    /// <param name="args"><c>--json</c>; <c>--choose</c> for the seeds that constants are chosen on; <c>--few</c> for four worlds.</param>
    public static int Run(string[] args)
    {
        var seeds = args.Contains("--choose") ? Enumerable.Range(1, 8) : Enumerable.Range(101, args.Contains("--few") ? 4 : 24);
        List<int> worlds = [.. seeds];
        var loads = new[] { .8, 1.0, 1.15, 1.3, 1.6, 2.0 };
        var found = worlds.AsParallel().Select(seed => World(seed, loads)).ToList();
        var result = new SortedDictionary<string, object>(StringComparer.Ordinal) { ["worlds"] = worlds.Count, ["seeds"] = $"{worlds[0]}-{worlds[^1]}" };
        for (var i = 0; i < loads.Length; i++)
        {
            var of = found.Select(f => f[i]).ToList();
            result["load" + loads[i].ToString("0.0#", CultureInfo.InvariantCulture).Replace('.', '_')] = new
            {
                RatioToBound = Ratio(of, "ours"),
                HalfWidth = HalfWidth(of, "ours"),
                ExpiredDollarsPercent = Lost(of, "ours"),
                Expired = Count(of, "ours"),
                ExpiredPolicies = Others.ToDictionary(name => name, name => Count(of, name), StringComparer.Ordinal),
                PoliciesHalfWidth = Others.ToDictionary(name => name, name => HalfWidth(of, name), StringComparer.Ordinal),
                BoundDollars = Math.Round(of.Average(o => o.Bound)),
                Policies = Others.ToDictionary(name => name, name => Ratio(of, name), StringComparer.Ordinal),
                PoliciesExpiredDollarsPercent = Others.ToDictionary(name => name, name => Lost(of, name), StringComparer.Ordinal),
            };
        }

        Console.WriteLine(args.Contains("--json") ? JsonSerializer.Serialize(result, Json) : Table(loads, found));
        return 0;
    }

    private static List<Load> World(int seed, double[] loads)
    {
        var world = new TriageWorld(seed);
        return [.. loads.Select(load =>
        {
            var capacity = world.Capacity(load);
            var orders = new TriageOrders(world, capacity);
            var bound = TriageBound.Dollars(world, capacity);
            return new Load(bound, Others.Prepend("ours").ToDictionary(
                name => name, name => name == "clairvoyant" ? new(bound, 0, 0) : TriageTeam.Work(world, capacity, orders[name]), StringComparer.Ordinal));
        })];
    }

    /// <summary>Mean over the worlds of the share of the bound, in percent.</summary>
    private static double Ratio(List<Load> of, string name) => Math.Round(100 * of.Average(o => o.Years[name].Dollars / o.Bound), 2);

    /// <summary>Half the width of the 95% interval of that mean, in points.</summary>
    private static double HalfWidth(List<Load> of, string name)
    {
        double[] ratios = [.. of.Select(o => 100 * o.Years[name].Dollars / o.Bound)];
        var mean = ratios.Average();
        return ratios.Length < 2 ? 0 : Math.Round(1.96 * Math.Sqrt(ratios.Sum(r => (r - mean) * (r - mean)) / (ratios.Length - 1) / ratios.Length), 2);
    }

    private static double Count(List<Load> of, string name) => Math.Round(of.Average(o => o.Years[name].Expired), 1);

    /// <summary>Dollars that ran out, in percent of those and what was recovered.</summary>
    private static double Lost(List<Load> of, string name) => Math.Round(100 * of.Average(o => o.Years[name].ExpiredDollars / (o.Years[name].ExpiredDollars + o.Years[name].Dollars)), 2);

    private static string Table(double[] loads, List<List<Load>> found)
        => string.Join(Environment.NewLine, Others.Prepend("ours").Select(name => name.PadRight(20) + string.Concat(Enumerable.Range(0, loads.Length).Select(i =>
        {
            var of = found.Select(f => f[i]).ToList();
            return string.Create(CultureInfo.InvariantCulture, $"  {loads[i]:0.0#}: {Ratio(of, name),6:0.00}% ({Lost(of, name),5:0.00}% expired)");
        }))));

    private static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private sealed record Load(double Bound, IReadOnlyDictionary<string, TriageYear> Years);
}
