using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using DenialDesk.App.Payers;
using DenialDesk.App.People;
using DenialDesk.Domain.Deadlines;
using Npgsql;

namespace DenialDesk.Bench;

/// <summary>
/// How long an admin waits when a window of a payer with 100,000 open denials is changed: the preview, and the apply that writes every new last day, ranks
/// the practice again and journals each move, in one transaction. Every last day of the payer moves.
/// </summary>
internal static class RecomputeBench
{
    private const int Denials = 100_000;

    public static async Task<int> RunAsync(string[] args)
    {
        await using var server = await BenchServer.StartAsync();
        await QueueBench.PrepareAsync(server.Database, Denials, payers: 1);
        var payer = (int)(await ScalarAsync(server.Database, "select payer_id from denial limit 1"))!;
        var wish = new WindowWish
        {
            PayerId = payer,
            Draft = new() { Action = WindowAction.Appeal1, Anchor = WindowAnchor.RemitDate, Amount = 75, Unit = WindowUnit.CalendarDay, Source = "Contract, section 9" },
        };

        var spent = new SpentProcessor(server);
        var watch = Stopwatch.StartNew();
        var (seen, refused) = await new PreviewWindow(server.Database, TimeProvider.System).Run(new() { Wish = wish }, Actor.Desk, CancellationToken.None);
        var preview = watch.Elapsed.TotalSeconds;
        var (previewClient, previewServer) = (spent.ClientSeconds, spent.ServerSeconds);
        spent = new(server);
        watch.Restart();
        var (done, wrong) = await new ApplyWindow(server.Database, TimeProvider.System, WindowSettings.Default).Run(
            new() { Wish = wish, PayerVersion = (int)(await ScalarAsync(server.Database, $"select version from payer where payer_id = {payer}"))! }, Actor.Desk, CancellationToken.None);
        var seconds = watch.Elapsed.TotalSeconds;
        var (client, desk) = (spent.ClientSeconds, spent.ServerSeconds);
        if ((refused ?? wrong) is { } refusal) { throw new InvalidOperationException(refusal.Sentence); }

        var result = new Result(done!.Looked, done.Moves.Count, seen!.Moves.Count == done.Moves.Count, Math.Round(preview, 2), Math.Round(seconds, 2), previewClient, previewServer, client, desk);
        Console.WriteLine(args.Contains("--json")
            ? JsonSerializer.Serialize(result, JsonOptions)
            : string.Create(CultureInfo.InvariantCulture, $"{result.Deadlines:N0} open denials, {result.Moved:N0} last days moved: preview {result.PreviewSeconds} s, apply {result.Seconds} s"));
        return 0;
    }

    private static async Task<object?> ScalarAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    private static JsonSerializerOptions JsonOptions { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private sealed record Result(int Deadlines, int Moved, bool PreviewEqualsApply, double PreviewSeconds, double Seconds,
        double PreviewClientCpuSeconds, double PreviewServerCpuSeconds, double ClientCpuSeconds, double ServerCpuSeconds);
}
