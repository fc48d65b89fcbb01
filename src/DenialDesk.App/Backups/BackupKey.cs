using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace DenialDesk.App.Backups;

/// <summary>
/// The key that locks dumps and signs their manifests (DENIALDESK_BACKUP_KEY names its file). Whoever has only a backup reads nothing of it and can put no other in its place; whoever loses the
/// key has lost the backups, so it is kept elsewhere.
/// </summary>
/// <remarks>AES-256-GCM in pieces of a megabyte under a key of each dump's own (HKDF-SHA256 with a fresh salt); a piece knows its place and whether it is the last, so none can be moved, doubled or cut off.</remarks>
internal sealed class BackupKey
{
    private const int Piece = 1 << 20;
    private const int Tag = 16;
    private const int Salt = 16;
    private const int Shortest = 32;
    private static readonly byte[] _mark = "DDBACKUP1"u8.ToArray();
    private readonly byte[] _key;

    private BackupKey(byte[] key) => _key = key;

    /// <summary>Which key this is: the first half of a SHA-256 over what is derived from it, so that a wrong one is told by name.</summary>
    public string Name => Convert.ToHexStringLower(SHA256.HashData(Derived("name", [])).AsSpan(0, 16));

    /// <summary>The key in a file; null where none is named, and why where it cannot be used.</summary>
    public static (BackupKey? Key, string? Trouble) InFile(string? file)
    {
        if (file is not { Length: > 0 }) { return (null, null); }

        try
        {
            var key = File.ReadAllBytes(file);
            return key.Length >= Shortest ? (new(key), null) : (null, $"The file that DENIALDESK_BACKUP_KEY names holds {key.Length} bytes; a key has at least {Shortest}. Make one: head -c 32 /dev/urandom > {Path.GetFileName(file)}");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return (null, $"The file that DENIALDESK_BACKUP_KEY names cannot be read ({problem.GetType().Name}). Check its place and its rights.");
        }
    }

    /// <summary>A signature over a text in lower-case hexadecimal.</summary>
    public string Sign(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(Derived("manifest", []), Encoding.UTF8.GetBytes(text)));

    /// <summary>Whether the signature is this key's over the text.</summary>
    public bool Signed(string text, string signature)
        => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sign(text)), Encoding.ASCII.GetBytes(signature));

    /// <summary>Locks all of one stream into another.</summary>
    public async Task LockAsync(Stream plain, Stream locked, CancellationToken cancellation)
    {
        var salt = RandomNumberGenerator.GetBytes(Salt);
        await locked.WriteAsync(_mark, cancellation);
        await locked.WriteAsync(salt, cancellation);
        using var aes = new AesGcm(Derived("dump", salt), Tag);
        var (now, next) = (new byte[Piece], new byte[Piece]);
        var read = await plain.ReadAtLeastAsync(now, Piece, throwOnEndOfStream: false, cancellation);
        for (ulong place = 0; ; place++)
        {
            var following = read < Piece ? 0 : await plain.ReadAtLeastAsync(next, Piece, throwOnEndOfStream: false, cancellation);
            var last = following == 0;
            await locked.WriteAsync(Sealed(aes, now.AsSpan(0, read), place, last), cancellation);
            if (last) { return; }

            (now, next, read) = (next, now, following);
        }
    }

    /// <summary>Opens what <see cref="LockAsync"/> locked; false when the key is another or any byte was changed, moved or cut off.</summary>
    public async Task<bool> OpenAsync(Stream locked, Stream plain, CancellationToken cancellation)
    {
        var head = new byte[_mark.Length + Salt];
        if (await locked.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellation) < head.Length || !head.AsSpan(0, _mark.Length).SequenceEqual(_mark)) { return false; }

        using var aes = new AesGcm(Derived("dump", head[_mark.Length..]), Tag);
        var buffer = new byte[5 + Tag + Piece];
        for (ulong place = 0; ; place++)
        {
            if (await locked.ReadAtLeastAsync(buffer.AsMemory(0, 5 + Tag), 5 + Tag, throwOnEndOfStream: false, cancellation) < 5 + Tag) { return false; }

            var (last, length) = (buffer[0] == 1, BinaryPrimitives.ReadInt32BigEndian(buffer.AsSpan(1)));
            if (length is < 0 or > Piece || await locked.ReadAtLeastAsync(buffer.AsMemory(5 + Tag, length), length, throwOnEndOfStream: false, cancellation) < length) { return false; }

            if (Opened(aes, buffer.AsSpan(5, Tag), buffer.AsSpan(5 + Tag, length), place, last) is not { } piece) { return false; }

            await plain.WriteAsync(piece, cancellation);
            if (last) { return await locked.ReadAsync(buffer, cancellation) == 0; }
        }
    }

    private static byte[] Sealed(AesGcm aes, ReadOnlySpan<byte> plain, ulong place, bool last)
    {
        var piece = new byte[5 + Tag + plain.Length];
        piece[0] = last ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(piece.AsSpan(1), plain.Length);
        aes.Encrypt(Nonce(place), plain, piece.AsSpan(5 + Tag), piece.AsSpan(5, Tag), [piece[0]]);
        return piece;
    }

    private static byte[]? Opened(AesGcm aes, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> locked, ulong place, bool last)
    {
        var plain = new byte[locked.Length];
        try
        {
            aes.Decrypt(Nonce(place), locked, tag, plain, [last ? (byte)1 : (byte)0]);
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[] Nonce(ulong place)
    {
        var nonce = new byte[12];
        BinaryPrimitives.WriteUInt64BigEndian(nonce.AsSpan(4), place);
        return nonce;
    }

    private byte[] Derived(string purpose, byte[] salt) => HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, 32, salt, Encoding.ASCII.GetBytes("DenialDesk backup " + purpose));
}
