using System.Security.Cryptography;
using System.Text;

namespace DenialDesk.App.People;

/// <summary>A code to sign in with when the phone is lost: 24 letters and digits without look-alikes, 118 random bits, so a plain hash is enough to keep.</summary>
internal static class RecoveryCode
{
    /// <summary>How many a person gets at a time.</summary>
    public const int Count = 10;

    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>A new one, in groups of four.</summary>
    public static string New() => string.Join('-', RandomNumberGenerator.GetString(Letters, 24).Chunk(4).Select(c => new string(c)));

    /// <summary>Whether what was typed has the length of one.</summary>
    public static bool Looks(string typed) => Plain(typed).Length == 24;

    /// <summary>What is kept of it; hyphens, blanks and capitals do not count.</summary>
    public static byte[] HashOf(string typed) => SHA256.HashData(Encoding.UTF8.GetBytes(Plain(typed)));

    private static string Plain(string typed) => string.Concat(typed.ToLowerInvariant().Where(char.IsLetterOrDigit));
}
