using System.Diagnostics;
using System.Globalization;

namespace DenialDesk.Bench;

/// <summary>
/// Processor seconds that this program and the private server have spent since a moment. On a machine that others use too they stay what they are while the clock wanders.
/// Linux only, as the private server is; where /proc cannot be read the server's share is 0.
/// </summary>
internal sealed class SpentProcessor
{
    private const double TicksPerSecond = 100;
    private const int UserTime = 11;
    private const int ChildrenSystemTime = 14;

    private readonly int _server;
    private readonly double _clientBefore;
    private readonly double _serverBefore;

    /// <summary>Begins to count.</summary>
    public SpentProcessor(BenchServer server)
    {
        _server = server.ProcessId;
        (_clientBefore, _serverBefore) = (Client(), Server());
    }

    /// <summary>Seconds of this program since then.</summary>
    public double ClientSeconds => Math.Round(Client() - _clientBefore, 2);

    /// <summary>Seconds of all the server's processes since then.</summary>
    public double ServerSeconds => Math.Round(Server() - _serverBefore, 2);

    private static double Client()
    {
        using var me = Process.GetCurrentProcess();
        return me.TotalProcessorTime.TotalSeconds;
    }

    /// <summary>The postmaster with those of its processes that ended, and every one that still runs.</summary>
    private double Server()
    {
        var ticks = 0L;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) || Fields(folder) is not [_, var parent, ..] fields) { continue; }

            if (id != _server && parent != _server.ToString(CultureInfo.InvariantCulture)) { continue; }

            ticks += fields[UserTime..(ChildrenSystemTime + 1)].Sum(f => long.Parse(f, CultureInfo.InvariantCulture));
        }

        return ticks / TicksPerSecond;
    }

    /// <summary>What stands behind the name in a process's stat: state, parent and so on; empty when it has just gone.</summary>
    private static string[] Fields(string folder)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return [];
        }
    }
}
