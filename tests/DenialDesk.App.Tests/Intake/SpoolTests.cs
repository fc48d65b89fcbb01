using DenialDesk.App.Intake;

namespace DenialDesk.App.Tests.Intake;

public sealed class SpoolTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_read_as_it_came_while_somebody_else_reads_from_places_of_it()
    {
        var bytes = new byte[512 * 1024];
        new Random(7).NextBytes(bytes);
        await using var spool = (await Spool.TakeAsync(new MemoryStream(bytes), long.MaxValue, Stop))!;
        using var ended = new CancellationTokenSource();
        var beside = Task.Run(
            () =>
            {
                var piece = new byte[700];
                for (var place = 0; !ended.IsCancellationRequested; place = (place + 9_001) % (bytes.Length - piece.Length))
                {
                    Assert.Equal(piece.Length, spool.ReadAt(piece, place));
                    Assert.True(bytes.AsSpan(place, piece.Length).SequenceEqual(piece));
                }
            },
            Stop);

        var read = new MemoryStream();
        var stream = spool.Reread();
        var chunk = new byte[333];
        for (int taken; (taken = await stream.ReadAsync(chunk, Stop)) > 0;) { read.Write(chunk, 0, taken); }

        await ended.CancelAsync();
        await beside;
        Assert.True(bytes.AsSpan().SequenceEqual(read.ToArray()), "the bytes read are not those that came");
    }
}
