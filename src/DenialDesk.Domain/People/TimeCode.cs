using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace DenialDesk.Domain.People;

/// <summary>The six digits that an authenticator app shows: one code for every half minute, worked out from a shared secret.</summary>
/// <remarks>RFC 6238 (time) over RFC 4226 (counter), SHA-1, thirty seconds, six digits: what every authenticator app understands.</remarks>
public static class TimeCode
{
    /// <summary>Seconds that a code lives.</summary>
    public const int Seconds = 30;

    /// <summary>The half minute that a moment falls in, counted from 1970-01-01T00:00Z.</summary>
    public static long StepAt(DateTimeOffset at) => at.ToUnixTimeSeconds() / Seconds;

    /// <summary>The code of a half minute, six digits with leading zeros.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "RFC 6238 as authenticator apps implement it; HMAC does not rest on collision resistance.")]
    public static string Of(ReadOnlySpan<byte> secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        Span<byte> hash = stackalloc byte[20];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        HMACSHA1.HashData(secret, counter, hash);
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 15)..]) & 0x7fffffff;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// The half minute that a typed code belongs to: the present one, the one before or the one after, and never one at or before
    /// <paramref name="lastUsed"/>; null when it fits none. Blanks in what was typed do not count.
    /// </summary>
    public static long? Match(ReadOnlySpan<byte> secret, string typed, DateTimeOffset at, long lastUsed)
    {
        var plain = string.Concat(typed.Where(c => !char.IsWhiteSpace(c)));
        var now = StepAt(at);
        long? found = null;
        for (var step = now - 1; step <= now + 1; step++)
        {
            var same = CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(plain), System.Text.Encoding.UTF8.GetBytes(Of(secret, step)));
            if (same && step > lastUsed) { found ??= step; }
        }

        return found;
    }

    /// <summary>The secret as people type it into an app: base32 (RFC 4648), without padding.</summary>
    public static string Base32(ReadOnlySpan<byte> bytes)
    {
        const string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var text = new System.Text.StringBuilder();
        var (held, bits) = (0, 0);
        foreach (var one in bytes)
        {
            (held, bits) = ((held << 8) | one, bits + 8);
            for (; bits >= 5; bits -= 5) { text.Append(letters[(held >> (bits - 5)) & 31]); }

            held &= (1 << bits) - 1;
        }

        return bits > 0 ? text.Append(letters[(held << (5 - bits)) & 31]).ToString() : text.ToString();
    }
}
