using DenialDesk.App.Intake;
using DenialDesk.App.Jobs;
using DenialDesk.App.Queue;

namespace DenialDesk.App.Tests.Jobs;

public sealed class CollectFolderJobTests(CollectFolderJobTests.Desk desk) : IClassFixture<CollectFolderJobTests.Desk>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("denialdesk-watch-").FullName;

    public sealed class Desk(Cluster cluster) : DeskFixture(cluster);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_file_is_taken_once_and_moved_and_what_cannot_be_read_is_put_aside()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "odd.835"), "this is no remittance", Stop);
        await File.WriteAllTextAsync(Path.Combine(_folder, ".being-written"), "hidden", Stop);

        var done = await Job().RunAsync(new JobTurn([], (_, _) => { }), Stop);

        Assert.Equal(1, done);
        Assert.True(File.Exists(Path.Combine(_folder, "odd", "odd.835")));
        Assert.True(File.Exists(Path.Combine(_folder, ".being-written")));
        Assert.Equal("folder", await desk.ScalarAsync("select source from inbound_file where name = 'odd.835'"));
        Assert.Equal(0, await Job().RunAsync(new JobTurn([], (_, _) => { }), Stop));
    }

    [Fact]
    public async Task A_file_that_still_grows_is_left_for_the_next_look()
    {
        var path = Path.Combine(_folder, "growing.835");
        await File.WriteAllTextAsync(path, "ISA", Stop);
        using var written = new CancellationTokenSource();
        var writer = Task.Run(async () =>
        {
            using var every = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
            while (!written.IsCancellationRequested && await every.WaitForNextTickAsync(Stop)) { await File.AppendAllTextAsync(path, "*00", Stop); }
        }, Stop);

        var done = await Job().RunAsync(new JobTurn([], (_, _) => { }), Stop);
        await written.CancelAsync();
        await writer;

        Assert.Equal(0, done);
        Assert.True(File.Exists(path));
    }

    private CollectFolderJob Job() => new(
        new DeskOptions { DataFolder = _folder, WatchedFolder = _folder, LogFolder = _folder }, desk.Get<ImportFile>(), desk.Get<RankDenials>(), TimeProvider.System);
}
