using System.Diagnostics;
using System.Globalization;

namespace DenialDesk.App.Data;

/// <summary>Finds the PostgreSQL server programs on this machine.</summary>
internal static class PostgresBinaries
{
    /// <summary>The folder that holds initdb, pg_ctl and postgres: as configured, on the PATH, or where Debian puts them (newest first).</summary>
    public static string Find(string? configured) => Candidates(configured)
        .FirstOrDefault(d => File.Exists(Path.Combine(d, "initdb")) && File.Exists(Path.Combine(d, "pg_ctl")) && File.Exists(Path.Combine(d, "postgres")))
        ?? throw new InvalidOperationException(
            "No PostgreSQL server was found. Install it (Debian and Ubuntu: apt-get install postgresql), or set ConnectionStrings__DenialDesk to a server you already have.");

    /// <summary>The server's major version, e.g. "15".</summary>
    public static string MajorVersion(string folder)
    {
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(folder, "postgres"), "--version") { RedirectStandardOutput = true })!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text.Split(' ')[2].Split('.')[0].Trim();
    }

    private static IEnumerable<string> Candidates(string? configured)
    {
        if (configured is not null)
        {
            yield return configured;
            yield break;
        }

        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
        {
            // PATH may hold a link and need not hold every tool: follow it.
            var file = Path.Combine(folder, "initdb");
            if (File.Exists(file)) { yield return Path.GetDirectoryName(File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file)!; }
        }

        const string debian = "/usr/lib/postgresql";
        if (!Directory.Exists(debian)) { yield break; }

        foreach (var folder in Directory.GetDirectories(debian)
            .OrderByDescending(d => int.TryParse(Path.GetFileName(d), NumberStyles.None, CultureInfo.InvariantCulture, out var v) ? v : 0))
        {
            yield return Path.Combine(folder, "bin");
        }
    }
}
