using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using DenialDesk.App.Codes;
using DenialDesk.App.Data;
using DenialDesk.App.Intake;
using DenialDesk.App.People;
using DenialDesk.Samples;
using Npgsql;

namespace DenialDesk.Bench;

/// <summary>
/// How long it takes from a file to a ranked queue: one generated 835 (20 MB; <c>--full</c>: 100 MB) through the real import into the real tables,
/// beside one binary COPY of the very same rows into tables of the same shape that have primary keys only (performance.md, "Writing to PostgreSQL").
/// </summary>
internal static class ImportBench
{
    private const long Usual = 20_000_000;
    private const long Full = 100_000_000;
    private const int MorningFiles = 20;
    private const long MorningBytes = 125_000;

    /// <summary>Every table the import writes rows of the file to, a user's search words and the kept bytes among them; what is left out is a few rows a file (its journal, its own row).</summary>
    private static readonly string[] Tables = ["file_piece", "file_transaction", "remittance", "claim", "adjudication", "service_line", "adjustment", "denial", "denial_line", "denial_search"];

    public static async Task<int> RunAsync(string[] args)
    {
        await using var server = await BenchServer.StartAsync();
        await SqlMigrator.ApplyAsync(server.Database);
        await ReferenceSeed.ApplyAsync(server.Database);
        await ImportAsync(server.Database, 500_000, 1);

        var (claims, morning) = await MorningAsync(server.Database);
        using var parts = new PartTimes(ImportParts.Name);
        var spent = default(SpentProcessor);
        var (report, seconds) = await ImportAsync(server.Database, args.Contains("--full") ? Full : Usual, 2, started: () =>
        {
            parts.Clear();
            spent = new(server);
        });
        var (client, desk) = (spent!.ClientSeconds, spent.ServerSeconds);
        var peak = Process.GetCurrentProcess().PeakWorkingSet64 / 1_000_000d;
        var (rows, copy, bare) = await CopyAsync(server, report.FileId);
        Print(new(report.Claims, report.Denials, rows, Math.Round(seconds, 2), Math.Round(report.Claims / seconds), Math.Round(copy, 2),
            Math.Round(report.Claims / copy), Math.Round(copy / seconds, 3), Math.Round(peak, 1), claims, Math.Round(morning, 2), client, desk, bare.ClientSeconds, bare.ServerSeconds, parts.Seconds()), args.Contains("--json"));
        return 0;
    }

    /// <summary>A usual morning: twenty files of some 250 claims, one after the other, each ranked when it is in.</summary>
    private static async Task<(int Claims, double Seconds)> MorningAsync(NpgsqlDataSource database)
    {
        var (claims, seconds) = (0, 0d);
        for (var file = 0; file < MorningFiles; file++)
        {
            var (report, took) = await ImportAsync(database, MorningBytes, 100 + file, $"CLP*M{file}");
            (claims, seconds) = (claims + report.Claims, seconds + took);
        }

        return (claims, seconds);
    }

    /// <summary>Seconds from the first byte to the commit of a ranked queue; the file is made before the watch starts.</summary>
    private static async Task<(ImportReport Report, double Seconds)> ImportAsync(NpgsqlDataSource database, long bytes, int seed, string? accounts = null, Action? started = null)
    {
        var path = Path.GetTempFileName();
        try
        {
            await using (var file = File.Create(path)) { BalancedRemittance.Write(file, bytes, seed); }

            // Every generated file begins to count its accounts anew; a morning's files are of different claims.
            if (accounts is not null) { await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path)).Replace("CLP*", accounts, StringComparison.Ordinal)); }

            await using var content = File.OpenRead(path);
            started?.Invoke();
            var watch = Stopwatch.GetTimestamp();
            var report = await new ImportFile(database, new LoadCodeBook(database), TimeProvider.System).Run(
                new() { Content = content, Name = "bench.835", Source = ImportFile.Source.Command }, Actor.Desk, CancellationToken.None);
            var seconds = Stopwatch.GetElapsedTime(watch).TotalSeconds;
            return report.State == FileState.Posted ? (report, seconds) : throw new InvalidOperationException($"Nothing to measure: {report.Sentence}");
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>The rows of the file, taken out as binary, then copied into bare twins of their tables in one transaction; only the way in is timed.</summary>
    /// <remarks>
    /// The strictest reading of "a bare COPY": the bytes lie ready and nobody has to make them, each table comes in one piece, and the server has nothing else to do. It is committed
    /// under the same settings as the import.
    /// </remarks>
    private static async Task<(long Rows, double Seconds, (double ClientSeconds, double ServerSeconds) Spent)> CopyAsync(BenchServer server, long fileId)
    {
        await using var connection = await server.Database.OpenConnectionAsync();
        var folder = Directory.CreateTempSubdirectory("denialdesk-copy-");
        try
        {
            foreach (var table in Tables)
            {
                await ExecuteAsync(connection, $"create table bare_{table} (like {table} including storage); alter table bare_{table} add primary key ({await KeyAsync(connection, table)})");
                await using var copied = await connection.BeginRawBinaryCopyAsync($"copy (select * from {table} t where {Of(table, fileId)}) to stdout (format binary)");
                await using var file = File.Create(Path.Combine(folder.FullName, table));
                await copied.CopyToAsync(file);
            }

            var spent = new SpentProcessor(server);
            var started = Stopwatch.GetTimestamp();
            await using var transaction = await connection.BeginTransactionAsync();
            foreach (var table in Tables)
            {
                await using var file = File.OpenRead(Path.Combine(folder.FullName, table));
                await using var into = await connection.BeginRawBinaryCopyAsync($"copy bare_{table} from stdin (format binary)");
                await file.CopyToAsync(into);
            }

            await transaction.CommitAsync();
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            var took = (spent.ClientSeconds, spent.ServerSeconds);
            await using var count = new NpgsqlCommand($"select {string.Join(" + ", Tables.Select(t => $"(select count(*) from bare_{t})"))}", connection);
            return ((long)(await count.ExecuteScalarAsync())!, seconds, took);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Of(string table, long fileId)
    {
        var adjudications = $"select adjudication_id from adjudication join remittance using (practice_id, remittance_id) where file_id = {fileId}";
        return table switch
        {
            "claim" => $"claim_id in (select claim_id from adjudication where adjudication_id in ({adjudications}))",
            "file_piece" or "file_transaction" or "remittance" => $"file_id = {fileId}",
            "denial_line" or "denial_search" => $"denial_id in (select denial_id from denial where adjudication_id in ({adjudications}))",
            _ => $"adjudication_id in ({adjudications})",
        };
    }

    private static async Task<string> KeyAsync(NpgsqlConnection connection, string table)
    {
        await using var command = new NpgsqlCommand(
            $"select string_agg(a.attname, ', ' order by array_position(i.indkey::int2[], a.attnum)) from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey) where i.indrelid = '{table}'::regclass and i.indisprimary",
            connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static void Print(Result r, bool json)
        => Console.WriteLine(json
            ? JsonSerializer.Serialize(r, JsonOptions)
            : string.Create(CultureInfo.InvariantCulture,
                $"{r.Claims:N0} claims with {r.Denials:N0} denials ({r.Rows:N0} rows) from file to ranked queue in {r.Seconds} s, {r.ClaimsPerSecond:N0} claims/s; a bare COPY of the rows {r.CopySeconds} s; {r.RatioToCopy:P0} of its speed; peak {r.PeakMb} MB; a morning of {MorningFiles} files with {r.MorningClaims:N0} claims {r.MorningSeconds} s"));

    private static JsonSerializerOptions JsonOptions { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private sealed record Result(
        int Claims, int Denials, long Rows, double Seconds, double ClaimsPerSecond, double CopySeconds, double CopyClaimsPerSecond, double RatioToCopy, double PeakMb, int MorningClaims, double MorningSeconds,
        double ClientCpuSeconds, double ServerCpuSeconds, double CopyClientCpuSeconds, double CopyServerCpuSeconds,
        IReadOnlyDictionary<string, double> Parts);
}
