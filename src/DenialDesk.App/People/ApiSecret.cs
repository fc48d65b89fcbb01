using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace DenialDesk.App.People;

/// <summary>The secret of an API key: 256 random bits, so a plain hash is enough to keep and nothing can be guessed from it.</summary>
internal static class ApiSecret
{
    /// <summary>How many characters are kept in the open, to tell keys apart.</summary>
    public const int HintLength = 8;

    /// <summary>A new secret, in characters that stand in any header.</summary>
    public static string New() => "dd_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>What is kept of it.</summary>
    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
