using DenialDesk.Bench;
using DenialDesk.Bench.Signals;
using DenialDesk.Bench.Triage;

var rest = args.Skip(1).ToArray();
switch (args.FirstOrDefault())
{
    case "reader":
        return ReaderBench.Run(rest);
    case "import":
        return await ImportBench.RunAsync(rest);
    case "crash":
        return await CrashBench.RunAsync(rest);
    case "queue":
        return await QueueBench.RunAsync(rest);
    case "recompute":
        return await RecomputeBench.RunAsync(rest);
    case "desk":
        return await DeskBench.RunAsync(rest);
    case "triage":
        return TriageBench.Run(rest);
    case "lane":
        return LaneBench.Run(rest);
    case "spikes":
        return SpikesBench.Run(rest);
    case "effects":
        return EffectsBench.Run(rest);
    case "dashboards":
        return await DashboardBench.RunAsync(rest);
    default:
        Console.Error.WriteLine("verbs: reader, import, crash, queue, recompute, desk, triage, lane, spikes, effects, dashboards; options: --json, --full");
        return 2;
}
