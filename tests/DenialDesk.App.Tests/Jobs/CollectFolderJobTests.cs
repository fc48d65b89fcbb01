using DenialDesk.App.Intake;
using DenialDesk.App.Jobs;
using DenialDesk.App.Queue;
using Microsoft.Extensions.Logging.Abstractions;

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
        await File.WriteAllTextAsync(Path.Combine(_folder, "coming.835.part"), "half", Stop);

        var done = await Job().RunAsync(new JobTurn([], (_, _) => { }), Stop);

        Assert.Equal(1, done);
        Assert.True(File.Exists(Path.Combine(_folder, "failed", "odd.835")));
        Assert.True(File.Exists(Path.Combine(_folder, ".being-written")));
        Assert.True(File.Exists(Path.Combine(_folder, "coming.835.part")));
        Assert.EndsWith($".{Environment.NewLine}", await File.ReadAllTextAsync(Path.Combine(_folder, "failed", "odd.835.txt"), Stop));
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

    [Theory]
    [InlineData("835-takeback-carried-forward.835", 300)]
    [InlineData("835-takeback-carried-forward.835", 0)]
    public async Task A_file_whose_transfer_stalls_is_not_taken_before_its_end_is_there(string sample, int written)
    {
        var (path, whole) = (Path.Combine(_folder, $"stalled-{written}.835"), SampleFiles.Read(sample));
        await File.WriteAllBytesAsync(path, whole[..written], Stop);

        Assert.Equal(0, await Job().RunAsync(new JobTurn([], (_, _) => { }), Stop));
        Assert.True(File.Exists(path));

        await File.WriteAllBytesAsync(path, whole, Stop);
        Assert.Equal(1, await Job().RunAsync(new JobTurn([], (_, _) => { }), Stop));
        Assert.True(File.Exists(Path.Combine(_folder, "done", Path.GetFileName(path))));
    }

    [Fact]
    public async Task A_file_that_never_gets_its_end_is_put_aside_and_so_it_is_when_it_comes_again()
    {
        var (path, cut) = (Path.Combine(_folder, "cut.835"), SampleFiles.Read("835-truncated.835"));
        for (var time = 0; time < 2; time++)
        {
            await File.WriteAllBytesAsync(path, cut, Stop);
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(-6));
            await Job().RunAsync(new JobTurn([], (_, _) => { }), Stop);
        }

        Assert.False(Directory.Exists(Path.Combine(_folder, "done")));
        Assert.Contains("still waits in quarantine", await File.ReadAllTextAsync(Path.Combine(_folder, "failed", "cut (2).835.txt"), Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_nodes_at_one_folder_post_every_file_once()
    {
        var names = new[] { "835-denied-as-processed.835", "835-second-payer.835", "835-denied-line-on-paid-claim.835" };
        foreach (var name in names) { await File.WriteAllBytesAsync(Path.Combine(_folder, name), SampleFiles.Read(name), Stop); }

        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => Job().RunAsync(new JobTurn([], (_, _) => { }), Stop), Stop)));

        Assert.Equal(3L, await desk.ScalarAsync("select count(*) from inbound_file where name = any($1)", (object)names));
        Assert.Equal(0L, await desk.ScalarAsync("select count(*) - count(distinct canonical_hash) from remittance"));
        Assert.Equal(names.Order(), Directory.GetFiles(Path.Combine(_folder, "done")).Select(f => Path.GetFileName(f)!).Order());
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_crash_between_posting_and_moving_posts_nothing_twice_and_a_name_used_before_gets_a_number()
    {
        var bytes = SampleFiles.Read("835-pipes.835");
        var path = Path.Combine(_folder, "morning.835");
        await desk.ImportAsync("morning.835", bytes);
        var posted = await desk.ScalarAsync("select count(*) from remittance");
        await File.WriteAllBytesAsync(path, bytes, Stop);
        Assert.Equal(1, await Job().RunAsync(new JobTurn([], (_, _) => { }), Stop));
        await File.WriteAllBytesAsync(path, bytes, Stop);

        await Job().RunAsync(new JobTurn([], (_, _) => { }), Stop);

        Assert.Equal(posted, await desk.ScalarAsync("select count(*) from remittance"));
        Assert.Equal(["morning (2).835", "morning.835"], Directory.GetFiles(Path.Combine(_folder, "done")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    private CollectFolderJob Job() => new(
        new DeskOptions { DataFolder = _folder, WatchedFolder = _folder, LogFolder = _folder }, desk.Get<ImportFile>(), desk.Get<RankDenials>(), TimeProvider.System, NullLogger<CollectFolderJob>.Instance);
}
