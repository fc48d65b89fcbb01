using DenialDesk.Bench;

namespace DenialDesk.Web.Tests.Commands;

/// <summary>Kills an import and a PostgreSQL of its own, and no other, so it runs beside the rest.</summary>
public sealed class CrashDrillTests
{
    private const int Seed = 20261121;

    [Fact]
    public async Task Five_hundred_files_survive_twenty_five_kills_of_the_import_and_of_PostgreSQL()
    {
        if (Environment.GetEnvironmentVariable("DENIALDESK_TEST_POSTGRES") is { Length: > 0 }) { Assert.Skip("The tests run on a server that was lent to them: it may not be killed."); }

        var found = await new CrashDrill((connection, files) => DeskProcess.Start(connection, ["import", .. files]), Seed).RunAsync(25, 500, TestContext.Current.CancellationToken);

        Assert.Equal(25, found.Kills);
        Assert.True(found is { WorkerKills: > 0, SessionKills: > 0, ServerKills: > 0 }, found.ToString());
        Assert.True(found is { Lost: 0, Doubled: 0, CentsOff: 0 }, found.ToString());
    }
}
