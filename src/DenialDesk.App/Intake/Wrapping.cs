namespace DenialDesk.App.Intake;

/// <summary>What a file is wrapped in, told from its first bytes; its name says nothing.</summary>
internal enum Wrapping
{
    /// <summary>Nothing known: the bytes are the file.</summary>
    None,

    Zip,

    Gzip,

    /// <summary>A container the desk does not open; <see cref="Wrappings.Unsupported"/> names it.</summary>
    Other,
}

/// <summary>Tells wrappings apart by their signatures, as their public formats define them.</summary>
internal static class Wrappings
{
    /// <summary>As many bytes as it takes to tell.</summary>
    public const int HeadBytes = 265;

    private static readonly (byte[] Signature, int At, string Name)[] Others =
    [
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], 0, "a 7-Zip archive"),
        ([0x52, 0x61, 0x72, 0x21, 0x1A, 0x07], 0, "a RAR archive"),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], 0, "an xz file"),
        ([0x42, 0x5A, 0x68], 0, "a bzip2 file"),
        ([0x28, 0xB5, 0x2F, 0xFD], 0, "a Zstandard file"),
        ([0x75, 0x73, 0x74, 0x61, 0x72], 257, "a tar archive"),
    ];

    /// <summary>The wrapping of a file that begins so.</summary>
    public static Wrapping Of(ReadOnlySpan<byte> head)
        => head.Length >= 4 && head[0] == 'P' && head[1] == 'K' && (head[2], head[3]) is (3, 4) or (5, 6) ? Wrapping.Zip
            : head.Length >= 3 && head[0] == 0x1F && head[1] == 0x8B && head[2] == 8 ? Wrapping.Gzip
            : Unsupported(head) is null ? Wrapping.None : Wrapping.Other;

    /// <summary>The name of a container that is known and not opened, or null.</summary>
    public static string? Unsupported(ReadOnlySpan<byte> head)
    {
        foreach (var (signature, at, name) in Others)
        {
            if (head.Length >= at + signature.Length && head.Slice(at, signature.Length).SequenceEqual(signature)) { return name; }
        }

        return null;
    }
}
