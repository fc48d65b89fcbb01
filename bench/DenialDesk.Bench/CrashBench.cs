using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace DenialDesk.Bench;

/// <summary>Kills the import and PostgreSQL while 500 files go in: 25 times, 200 with <c>--full</c>. Ends with 1 when anything was lost, doubled or a cent off.</summary>
internal static class CrashBench
{
    private const int Files = 500;

    public static async Task<int> RunAsync(string[] args)
    {
        var seed = args.SkipWhile(a => a != "--seed").Skip(1).Select(a => int.Parse(a, CultureInfo.InvariantCulture)).FirstOrDefault(Environment.TickCount & 0xFFFF);
        var watch = Stopwatch.StartNew();
        var found = await new CrashDrill(Import, seed).RunAsync(args.Contains("--full") ? 200 : 25, Files, CancellationToken.None);
        var result = new
        {
            found.Kills,
            found.Lost,
            found.Doubled,
            found.CentsOff,
            found.WorkerKills,
            found.SessionKills,
            found.ServerKills,
            found.Files,
            found.Claims,
            Seconds = Math.Round(watch.Elapsed.TotalSeconds, 1),
            Seed = seed,
        };
        Console.WriteLine(args.Contains("--json")
            ? JsonSerializer.Serialize(result, JsonOptions)
            : string.Create(CultureInfo.InvariantCulture,
                $"{found.Kills} kills ({found.WorkerKills} of the import, {found.SessionKills} of its session, {found.ServerKills} of PostgreSQL) over {found.Files} files with {found.Claims:N0} claims: {found.Lost} lost, {found.Doubled} doubled, {found.CentsOff} cents off; {result.Seconds} s, seed {seed}"));
        return found.Lost + found.Doubled + found.CentsOff == 0 ? 0 : 1;
    }

    private static Process Import(string connection, IReadOnlyList<string> files)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in files.Prepend("import").Prepend(Path.Combine(AppContext.BaseDirectory, "DenialDesk.Web.dll"))) { start.ArgumentList.Add(argument); }

        start.Environment["ConnectionStrings__DenialDesk"] = connection;
        return Process.Start(start)!;
    }

    private static JsonSerializerOptions JsonOptions { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true };
}
