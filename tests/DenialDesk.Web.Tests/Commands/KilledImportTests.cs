using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.Tests;
using DenialDesk.Samples;

namespace DenialDesk.Web.Tests.Commands;

/// <summary>The import as a real process, killed without warning again and again.</summary>
public sealed class KilledImportTests(Cluster cluster) : IDisposable
{
    private const int Kills = 6;

    private readonly string _folder = Directory.CreateTempSubdirectory("denialdesk-killed-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_at_any_point_and_run_again_nothing_is_lost_and_nothing_is_there_twice()
    {
        var files = Files();
        var (quiet, killed) = (await cluster.NewDatabaseAsync(), await cluster.NewDatabaseAsync());
        Assert.Equal(0, (await DeskProcess.RunAsync(quiet, ["import", .. files])).Code);

        var chance = new Random(20261121);
        var cut = 0;
        for (var i = 0; i < Kills; i++) { cut += await KilledAsync(killed, files, posted: i == 0 ? 0 : chance.Next(1, 5), more: chance.Next(1, 400)) ? 1 : 0; }

        var last = await DeskProcess.RunAsync(killed, ["import", .. files]);

        Assert.True(cut >= Kills / 2, $"Only {cut} of {Kills} runs were cut short.");
        Assert.Equal(0, last.Code);
        Assert.Equal(await StateAsync(quiet), await StateAsync(killed));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Kills the process some milliseconds after it told of a number of newly posted files; false when it was through before.</summary>
    private static async Task<bool> KilledAsync(string connection, string[] files, int posted, int more)
    {
        using var process = DeskProcess.Start(connection, ["import", .. files]);
        for (var seen = 0; seen < posted && await process.StandardOutput.ReadLineAsync(Stop) is { } line;)
        {
            if (line.Contains("posted with", StringComparison.Ordinal)) { seen++; }
        }

        if (process.WaitForExit(more)) { return false; }

        process.Kill();
        await process.WaitForExitAsync(Stop);
        return true;
    }

    /// <summary>Everything that must be the same, whatever happened on the way. The files repeat account numbers; a payer's claim number stands once, so it gives the order.</summary>
    private static async Task<string> StateAsync(string connection)
    {
        await using var database = DeskConnection.Open(connection);
        await using var command = database.CreateCommand(
            """
            select concat_ws(' | ',
              (select concat_ws(' ', count(*), count(distinct sha256), sum(claims), sum(denials), sum(denied_amount)) from inbound_file),
              (select concat_ws(' ', count(*), sum(length)) from file_piece),
              (select concat_ws(' ', count(*), sum(charge), sum(paid), sum(plb), sum(denied_amount)) from remittance),
              (select concat_ws(' ', count(*), sum(charge), sum(paid), sum(denied_amount)) from adjudication),
              (select count(*) from claim), (select concat_ws(' ', count(*), sum(charge), sum(paid)) from service_line),
              (select concat_ws(' ', count(*), sum(amount)) from adjustment), (select concat_ws(' ', count(*), sum(amount)) from denial_line),
              (select concat_ws(' ', sum(charge), sum(paid)) from payer_ratio),
              (select md5(string_agg(concat_ws(' ', payer_claim_number, patient_control_number, denied_on, denied_amount, due_on, expected_amount, lead_carc), ';'
                 order by payer_claim_number, patient_control_number)) from denial))
            """);
        return (string)(await command.ExecuteScalarAsync(Stop))!;
    }

    /// <summary>Forty remittances, each its own.</summary>
    private string[] Files() => [.. Enumerable.Range(1, 40).Select(File)];

    private string File(int seed)
    {
        var path = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{seed:00}.835"));
        using var file = System.IO.File.Create(path);
        BalancedRemittance.Write(file, 60_000, seed);
        return path;
    }
}
