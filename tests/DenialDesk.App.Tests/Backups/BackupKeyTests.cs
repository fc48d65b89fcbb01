using System.Security.Cryptography;
using DenialDesk.App.Backups;

namespace DenialDesk.App.Tests.Backups;

public sealed class BackupKeyTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData((1 << 20) - 1)]
    [InlineData(1 << 20)]
    [InlineData((1 << 20) + 1)]
    [InlineData(3 << 20)]
    public async Task What_was_locked_opens_to_the_last_byte(int length)
    {
        var (key, plain) = (Key(), RandomNumberGenerator.GetBytes(length));

        var locked = await LockAsync(key, plain);

        Assert.Equal(plain, await OpenAsync(key, locked));
        Assert.NotEqual(locked, await LockAsync(key, plain));
    }

    [Fact]
    public async Task A_changed_moved_cut_or_added_byte_or_another_key_opens_nothing()
    {
        var (key, plain) = (Key(), RandomNumberGenerator.GetBytes((2 << 20) + 5));
        var locked = await LockAsync(key, plain);
        const int head = 25;
        const int piece = 21 + (1 << 20);

        foreach (var place in new[] { 0, 12, head, head + 3, head + 10, head + 100, head + piece, locked.Length - 1 })
        {
            var changed = locked.ToArray();
            changed[place] ^= 1;
            Assert.Null(await OpenAsync(key, changed));
        }

        Assert.Null(await OpenAsync(key, locked[..^1]));
        Assert.Null(await OpenAsync(key, locked[..(head + piece)]));
        Assert.Null(await OpenAsync(key, locked[..head]));
        Assert.Null(await OpenAsync(key, [.. locked, 0]));
        Assert.Null(await OpenAsync(key, [.. locked[..head], .. locked[(head + piece)..(head + (2 * piece))], .. locked[head..(head + piece)], .. locked[(head + (2 * piece))..]]));
        Assert.Null(await OpenAsync(Key(), locked));
    }

    [Fact]
    public void A_short_or_missing_key_is_told()
    {
        File.WriteAllBytes(_file, new byte[16]);

        Assert.Contains("holds 16 bytes", BackupKey.InFile(_file).Trouble, StringComparison.Ordinal);
        Assert.Contains("cannot be read", BackupKey.InFile(_file + ".none").Trouble, StringComparison.Ordinal);
        Assert.Equal((null, null), BackupKey.InFile(null));
    }

    private BackupKey Key()
    {
        File.WriteAllBytes(_file, RandomNumberGenerator.GetBytes(32));
        return BackupKey.InFile(_file).Key!;
    }

    private static async Task<byte[]> LockAsync(BackupKey key, byte[] plain)
    {
        using var locked = new MemoryStream();
        await key.LockAsync(new MemoryStream(plain), locked, Stop);
        return locked.ToArray();
    }

    private static async Task<byte[]?> OpenAsync(BackupKey key, byte[] locked)
    {
        using var plain = new MemoryStream();
        return await key.OpenAsync(new MemoryStream(locked), plain, Stop) ? plain.ToArray() : null;
    }
}
