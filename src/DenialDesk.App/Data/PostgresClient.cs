using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace DenialDesk.App.Data;

/// <summary>PostgreSQL's own client programs, of the version that fits the server: pg_dump refuses a newer server than itself.</summary>
internal sealed class PostgresClient
{
    private const int Kept = 2_000;
    private readonly string _folder;

    private PostgresClient(string folder) => _folder = folder;

    /// <summary>The client whose major version is the server's, or the nearest newer one; null with the reason when there is none.</summary>
    /// <param name="server">The server's major version, e.g. 15.</param>
    public static (PostgresClient? Client, string? Missing) Find(int server)
    {
        var found = Folders().Where(f => File.Exists(Path.Combine(f, "pg_dump")) && File.Exists(Path.Combine(f, "pg_restore"))).Distinct()
            .Select(f => (Folder: f, Version: Version(f))).Where(f => f.Version > 0).ToList();
        var fits = found.Where(f => f.Version >= server).OrderBy(f => f.Version).Select(f => f.Folder).FirstOrDefault();
        return fits is not null ? (new(fits), null)
            : found.Count == 0
                ? (null, $"pg_dump and pg_restore are missing. Install PostgreSQL's client programs (Debian and Ubuntu: apt-get install postgresql-client-{server}), or name their folder in DENIALDESK_PG_BIN.")
                : (null, $"The newest pg_dump here is of version {found.Max(f => f.Version)}, the server is version {server}: it would refuse. Install postgresql-client-{server}, or name its folder in DENIALDESK_PG_BIN.");
    }

    /// <summary>Runs one of the programs to its end; an exit code other than 0 comes with what it said. Stops with the caller.</summary>
    public async Task<(int Code, string Said)> RunAsync(string program, IEnumerable<string> arguments, DeskAddress address, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(Path.Combine(_folder, program)) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var argument in arguments) { start.ArgumentList.Add(argument); }

        // Only what is told here counts: a PGOPTIONS or PGSERVICE of whoever started the desk could lead elsewhere or hide rows.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("PG", StringComparison.Ordinal)).ToList()) { start.Environment.Remove(name); }
        foreach (var (name, value) in address.Environment()) { start.Environment[name] = value; }

        start.Environment["LC_ALL"] = "C";
        var said = new StringBuilder();
        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, e) => Keep(said, e.Data);
        process.ErrorDataReceived += (_, e) => Keep(said, e.Data);
        process.Start();
        process.StandardInput.Close();      // a program that would ask for a password reads nothing and fails
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }

        lock (said) { return (process.ExitCode, address.Clean(said.ToString().Trim())); }
    }

    private static void Keep(StringBuilder said, string? line)
    {
        lock (said)
        {
            if (line is not null && said.Length < Kept) { said.AppendLine(line.Length > 300 ? line[..300] : line); }
        }
    }

    private static IEnumerable<string> Folders()
    {
        if (System.Environment.GetEnvironmentVariable("DENIALDESK_PG_BIN") is { Length: > 0 } configured)
        {
            yield return configured;
            yield break;      // whoever names a folder means it
        }

        const string debian = "/usr/lib/postgresql";
        foreach (var folder in Directory.Exists(debian) ? Directory.GetDirectories(debian) : []) { yield return Path.Combine(folder, "bin"); }
        foreach (var folder in (System.Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)) { yield return folder; }
    }

    /// <summary>"pg_dump (PostgreSQL) 15.6 (Debian …)" gives 15; 0 when it does not run.</summary>
    private static int Version(string folder)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(Path.Combine(folder, "pg_dump"), "--version") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            var word = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(2) ?? "";
            return int.TryParse(new string([.. word.TakeWhile(char.IsAsciiDigit)]), NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return 0;
        }
    }
}
