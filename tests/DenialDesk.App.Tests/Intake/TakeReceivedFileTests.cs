using DenialDesk.App.Intake;
using DenialDesk.App.People;

namespace DenialDesk.App.Tests.Intake;

public sealed class TakeReceivedFileTests(Cluster cluster) : DeskFixture(cluster)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_received_before_a_restart_is_taken_after_it_by_one_of_two_workers()
    {
        var id = await ReceiveAsync(SampleFiles.Read("835-denied-as-processed.835"));

        var taken = await Task.WhenAll(Get<TakeReceivedFile>().Run(Actor.Desk, Stop), Get<TakeReceivedFile>().Run(Actor.Desk, Stop));

        Assert.Single(taken, t => t);
        Assert.Equal("done", await ScalarAsync("select state from received_file where received_id = $1", id));
        Assert.Equal(0L, await ScalarAsync("select count(*) from file_arrival"));
        Assert.Equal(0L, await ScalarAsync("select count(*) from received_piece"));
        Assert.False(await Get<TakeReceivedFile>().Run(Actor.Desk, Stop));
    }

    [Fact]
    public async Task A_file_that_stopped_the_process_three_times_is_put_aside_and_the_next_one_is_taken()
    {
        var bad = await ReceiveAsync(SampleFiles.Read("835-second-payer.835"));
        await ScalarAsync("update received_file set attempts = 3 where received_id = $1", bad);
        var good = await ReceiveAsync(SampleFiles.Read("835-pipes.835"));

        while (await Get<TakeReceivedFile>().Run(Actor.Desk, Stop)) { }

        Assert.Equal("failed", await ScalarAsync("select state from received_file where received_id = $1", bad));
        Assert.Equal("done", await ScalarAsync("select state from received_file where received_id = $1", good));
        Assert.True((long)(await ScalarAsync("select count(*) from received_piece where received_id = $1", bad))! > 0);
    }

    private async Task<long> ReceiveAsync(byte[] file)
    {
        await Get<ManageApiKeys>().Run(new() { Name = "a program" }, Actor.Desk, Stop);
        var key = (int)(await ScalarAsync("select max(api_key_id) from api_key"))!;
        using var content = new MemoryStream(file);
        var result = await Get<ReceiveFile>().Run(new() { ApiKeyId = key, Content = content, Name = "received.835", LimitBytes = 1_000_000 }, Actor.Desk, Stop);
        Assert.Null(result.Refusal);
        return result.ReceivedId;
    }
}
