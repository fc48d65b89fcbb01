// Reason for length: one drill, from the files to the count of what is missing.
using System.Diagnostics;
using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.Samples;
using Npgsql;

namespace DenialDesk.Bench;

/// <summary>What was found after the last start.</summary>
/// <param name="Kills">Kills that hit something at work.</param>
/// <param name="WorkerKills">Of these, kills of the importing process.</param>
/// <param name="SessionKills">Of these, kills of the import's session inside PostgreSQL, after which the server recovers by itself.</param>
/// <param name="ServerKills">Of these, kills of the whole PostgreSQL, which is then started again.</param>
/// <param name="Files">Files of the drill.</param>
/// <param name="Claims">Claims in them.</param>
/// <param name="Lost">Files, claims, answers and denials that should be there and are not.</param>
/// <param name="Doubled">Files, remittances, answers and denials that are there more than once.</param>
/// <param name="CentsOff">Cents by which charges, payments, adjustments and denied amounts differ from what the files say, added up.</param>
internal sealed record CrashFinding(int Kills, int WorkerKills, int SessionKills, int ServerKills, int Files, int Claims, long Lost, long Doubled, long CentsOff);

/// <summary>
/// Imports files while its process or PostgreSQL is killed without warning (SIGKILL) at random moments, starts again each time as an office would,
/// and then compares the database with what the files were made from. Needs the PostgreSQL programs: the server is the drill's own.
/// </summary>
internal sealed class CrashDrill(Func<string, IReadOnlyList<string>, Process> import, int seed)
{
    private readonly Random _chance = new(seed);
    private readonly List<BalancedTotals> _truth = [];

    /// <summary>Runs the drill in a new folder that is gone afterwards.</summary>
    /// <param name="kills">How many kills have to hit.</param>
    /// <param name="files">How many files are imported meanwhile.</param>
    public async Task<CrashFinding> RunAsync(int kills, int files, CancellationToken cancellation)
    {
        // Not a private temporary folder: as root, the server runs under an account of its own that has to enter it.
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"denialdesk-crash-{Environment.ProcessId}"));
        var server = await PrivatePostgres.StartAsync(folder.FullName, cancellation: cancellation);
        try
        {
            await PrepareAsync(server, cancellation);
            var paths = MakeFiles(folder.FullName, files);
            var waiting = new List<string>(paths);
            var hits = new int[3];
            while (hits.Sum() < kills)
            {
                // A kill needs something at work: when all files are through before the last kill, they come again, and must change nothing.
                if (waiting.Count == 0) { waiting.AddRange(paths.OrderBy(_ => _chance.Next()).Take(files / 10)); }

                var target = _chance.Next(3);
                var share = Math.Max(1, waiting.Count / Math.Max(1, kills - hits.Sum()));
                if (await KilledAsync(server, folder.FullName, waiting, target, _chance.Next(0, (2 * share) + 1), _chance.Next(0, 60), cancellation)) { hits[target]++; }

                if (target == 2)
                {
                    await server.DisposeAsync();
                    server = await PrivatePostgres.StartAsync(folder.FullName, cancellation: cancellation);
                }

                await ReachAsync(server, cancellation);
            }

            using (var last = import(server.ConnectionString(), paths)) { await EndAsync(last, cancellation); }

            return await CompareAsync(server, new(hits.Sum(), hits[0], hits[1], hits[2], files, _truth.Sum(t => t.Claims), 0, 0, 0), cancellation);
        }
        finally
        {
            await server.StopAsync("immediate");
            folder.Delete(recursive: true);
        }
    }

    private static async Task PrepareAsync(PrivatePostgres server, CancellationToken cancellation)
    {
        await using var database = DeskConnection.Open(server.ConnectionString());
        await SqlMigrator.ApplyAsync(database, cancellation);
        await App.Codes.ReferenceSeed.ApplyAsync(database, cancellation);
    }

    private List<string> MakeFiles(string folder, int count)
    {
        var paths = new List<string>();
        for (var i = 1; i <= count; i++)
        {
            var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{i:0000}.835"));
            using var file = File.Create(path);
            _truth.Add(BalancedRemittance.Write(file, 3_000, seed + i));
            paths.Add(path);
        }

        return paths;
    }

    /// <summary>Kills after so many files were told to be through and some milliseconds more; false when the import had ended before.</summary>
    private async Task<bool> KilledAsync(PrivatePostgres server, string folder, List<string> waiting, int target, int after, int more, CancellationToken cancellation)
    {
        using var process = import(server.ConnectionString(), waiting);
        var error = process.StandardError.ReadToEndAsync(cancellation);
        for (var told = 0; told < after && await process.StandardOutput.ReadLineAsync(cancellation) is { } line; told++) { Through(waiting, line); }

        var hit = !process.WaitForExit(more) && Kill(process, target, folder);
        if (hit && target == 0) { await process.WaitForExitAsync(cancellation); }

        while (await process.StandardOutput.ReadLineAsync(cancellation) is { } line) { Through(waiting, line); }

        await process.WaitForExitAsync(cancellation);
        await error;
        return hit;
    }

    /// <summary>A file that was told of is not handed in again, as the watched folder would have moved it away.</summary>
    private static void Through(List<string> waiting, string line)
        => waiting.RemoveAll(w => line.StartsWith(Path.GetFileName(w) + ":", StringComparison.Ordinal));

    private static bool Kill(Process worker, int target, string folder)
    {
        if (target == 0)
        {
            worker.Kill();
            return true;
        }

        // Only processes of the drill's own server: another desk may be running on this machine.
        var postmaster = int.Parse(File.ReadLines(Directory.EnumerateFiles(folder, "postmaster.pid", SearchOption.AllDirectories).Single()).First(), CultureInfo.InvariantCulture);
        var family = Postgres().Where(p => p.Parent == postmaster).ToList();
        var sessions = family.Where(p => p.Command.Contains(" denialdesk denialdesk ", StringComparison.Ordinal)).ToList();
        if (sessions.Count == 0) { return false; }

        if (target == 1) { return Slay(sessions[^1].Id); }

        var killed = Slay(postmaster);
        foreach (var child in family) { Slay(child.Id); }

        return killed;
    }

    private static bool Slay(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
            return true;
        }
        catch (ArgumentException)
        {
            return false;      // it ended by itself
        }
    }

    /// <summary>Server processes with their parents, from /proc.</summary>
    private static IEnumerable<(int Id, int Parent, string Command)> Postgres()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(f => int.TryParse(Path.GetFileName(f), CultureInfo.InvariantCulture, out _)))
        {
            string command, status;
            try
            {
                command = File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ');
                status = File.ReadAllText(Path.Combine(folder, "stat"));
            }
            catch (IOException)
            {
                continue;      // it ended while we looked
            }

            if (!command.StartsWith("postgres:", StringComparison.Ordinal)) { continue; }

            yield return (
                int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture),
                int.Parse(status[(status.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture),
                command);
        }
    }

    private static async Task EndAsync(Process process, CancellationToken cancellation)
    {
        var error = process.StandardError.ReadToEndAsync(cancellation);
        await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0) { throw new InvalidOperationException($"The last import ended with {process.ExitCode}: {await error}"); }
    }

    /// <summary>Waits until the server answers: after a killed session it recovers by itself.</summary>
    private static async Task ReachAsync(PrivatePostgres server, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = new NpgsqlConnection(server.ConnectionString() + ";Pooling=false;Timeout=5");
                await connection.OpenAsync(cancellation);
                return;
            }
            catch (NpgsqlException) when (attempt < 600)
            {
                await Task.Delay(50, cancellation);
            }
        }
    }

    private async Task<CrashFinding> CompareAsync(PrivatePostgres server, CrashFinding finding, CancellationToken cancellation)
    {
        await using var database = DeskConnection.Open(server.ConnectionString());
        async Task<decimal> Of(string sql)
        {
            await using var command = database.CreateCommand("select (" + sql + ")::numeric");
            return (decimal)(await command.ExecuteScalarAsync(cancellation))!;
        }

        static long Missing(decimal wanted, decimal there) => (long)Math.Max(0m, wanted - there);
        static long TooMany(decimal wanted, decimal there) => (long)Math.Max(0m, there - wanted);
        static long Cents(decimal wanted, decimal there) => (long)(Math.Abs(wanted - there) * 100m);
        var (files, answers, denials) = (await Of("select count(*) from inbound_file where state = 'posted'"), await Of("select count(*) from adjudication"), await Of("select count(*) from denial"));
        var remittances = await Of("select count(*) from remittance");
        var (allAnswers, allDenials, sets) = (_truth.Sum(t => t.Claims), _truth.Sum(t => t.Denials), _truth.Sum(t => t.Transactions));
        var loose = await Of("select count(*) from adjudication a where not exists (select 1 from claim c where c.practice_id = a.practice_id and c.claim_id = a.claim_id)")
            + await Of("select count(*) from adjudication a where not exists (select 1 from service_line s where s.practice_id = a.practice_id and s.adjudication_id = a.adjudication_id)")
            + await Of("select count(*) from inbound_file f where f.size_bytes <> (select coalesce(sum(p.length), 0) from file_piece p where p.file_id = f.file_id)");
        var (charge, paid) = (_truth.Sum(t => t.Charge), _truth.Sum(t => t.Paid));
        return finding with
        {
            Lost = Missing(_truth.Count, files) + Missing(sets, remittances) + Missing(allAnswers, answers) + Missing(allDenials, denials) + (long)loose,
            Doubled = TooMany(_truth.Count, files) + TooMany(sets, remittances) + TooMany(allAnswers, answers) + TooMany(allDenials, denials),
            CentsOff = Cents(charge, await Of("select sum(charge) from adjudication")) + Cents(paid, await Of("select sum(paid) from adjudication"))
                + Cents(paid, await Of("select sum(bpr_amount) from remittance")) + Cents(charge - paid, await Of("select sum(amount) from adjustment"))
                + Cents(_truth.Sum(t => t.DeniedAmount), await Of("select sum(denied_amount) from denial")),
        };
    }
}
