using System.Buffers.Binary;
using System.Security.Cryptography;

namespace DenialDesk.App.Documents;

/// <summary>A document under lock: the name of the desk key, the document's own key locked with it, and the locked bytes; each begins with nonce and tag.</summary>
internal sealed record LockedDocument(string KeyName, byte[] Key, byte[] Content);

/// <summary>A document cannot be opened here: another desk key locked it, or its bytes were changed.</summary>
internal sealed class DocumentLockedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// The 256-bit key that locks documents' own keys; it lives in the data folder ("documents.key"), outside the database. Whoever has only a copy of the
/// database reads no document; whoever loses the key has lost them, so it is kept with the backups' key, apart from the backups.
/// </summary>
public sealed class DocumentKey
{
    private const int Nonce = 12;
    private const int Tag = 16;
    private readonly Lazy<byte[]> _key;

    private DocumentKey(Func<byte[]> load) => _key = new(load);

    /// <summary>Which key this is: the first half of its SHA-256, so that a wrong one is told by name.</summary>
    internal string Name => Convert.ToHexStringLower(SHA256.HashData(_key.Value).AsSpan(0, 16));

    /// <summary>The key in a data folder, made on first use with access for this account only.</summary>
    public static DocumentKey InFolder(string folder) => new(() => LoadOrMake(folder));

    /// <summary>A key that is known; 32 bytes.</summary>
    public static DocumentKey Of(byte[] key) => new(() => key);

    /// <summary>Locks bytes with a fresh key of their own. They are bound to practice and hash: moved elsewhere they do not open.</summary>
    internal LockedDocument Lock(ReadOnlySpan<byte> plain, int practiceId, byte[] sha256)
    {
        var own = RandomNumberGenerator.GetBytes(32);
        var bound = Bound(practiceId, sha256);
        try
        {
            return new(Name, Seal(_key.Value, own, bound), Seal(own, plain, bound));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(own);
        }
    }

    /// <summary>The bytes as they came, proven by their hash.</summary>
    internal byte[] Open(LockedDocument locked, int practiceId, byte[] sha256)
    {
        if (locked.KeyName != Name) { throw new DocumentLockedException("The document was locked with another documents.key than the one in the data folder."); }

        var bound = Bound(practiceId, sha256);
        try
        {
            var plain = Unseal(Unseal(_key.Value, locked.Key, bound), locked.Content, bound);
            return SHA256.HashData(plain).AsSpan().SequenceEqual(sha256) ? plain : throw new DocumentLockedException("The document's bytes are not those that were added.");
        }
        catch (AuthenticationTagMismatchException changed)
        {
            throw new DocumentLockedException("The document's locked bytes were changed.", changed);
        }
    }

    private static byte[] Seal(byte[] key, ReadOnlySpan<byte> plain, byte[] bound)
    {
        var sealedBytes = new byte[Nonce + Tag + plain.Length];
        var nonce = sealedBytes.AsSpan(0, Nonce);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, Tag);
        aes.Encrypt(nonce, plain, sealedBytes.AsSpan(Nonce + Tag), sealedBytes.AsSpan(Nonce, Tag), bound);
        return sealedBytes;
    }

    private static byte[] Unseal(byte[] key, byte[] sealedBytes, byte[] bound)
    {
        if (sealedBytes.Length < Nonce + Tag) { throw new DocumentLockedException("The document's locked bytes are cut off."); }

        var plain = new byte[sealedBytes.Length - Nonce - Tag];
        using var aes = new AesGcm(key, Tag);
        aes.Decrypt(sealedBytes.AsSpan(0, Nonce), sealedBytes.AsSpan(Nonce + Tag), sealedBytes.AsSpan(Nonce, Tag), plain, bound);
        return plain;
    }

    private static byte[] Bound(int practiceId, byte[] sha256)
    {
        var bound = new byte[4 + sha256.Length];
        BinaryPrimitives.WriteInt32BigEndian(bound, practiceId);
        sha256.CopyTo(bound, 4);
        return bound;
    }

    private static byte[] LoadOrMake(string folder)
    {
        var file = Path.Combine(folder, "documents.key");
        if (File.Exists(file)) { return File.ReadAllBytes(file); }

        // Written whole beside it and moved into place: two nodes that start at once end with one key, and nobody reads half of one.
        Directory.CreateDirectory(folder);
        var beside = Path.Combine(folder, $"documents.{Guid.NewGuid():N}.key");
        using (var stream = new FileStream(beside, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead }))
        {
            stream.Write(RandomNumberGenerator.GetBytes(32));
            stream.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(beside, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(beside);
        }

        return File.ReadAllBytes(file);
    }
}
