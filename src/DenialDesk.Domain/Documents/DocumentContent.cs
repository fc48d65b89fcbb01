namespace DenialDesk.Domain.Documents;

/// <summary>What a file is, told from its bytes.</summary>
/// <param name="MediaType">The type it is kept and sent as.</param>
/// <param name="Ending">Ending of a file name, without the dot.</param>
/// <param name="Shown">Whether browsers show it; else it is only downloaded.</param>
/// <param name="Name">What people call it.</param>
public sealed record DocumentType(string MediaType, string Ending, bool Shown, string Name);

/// <summary>Tells a document's type from its content; the name it came with and what the browser claimed count for nothing.</summary>
public static class DocumentContent
{
    /// <summary>The largest document taken, in bytes, inclusive.</summary>
    public const int LimitBytes = 25 * 1024 * 1024;

    /// <summary>The most documents a claim holds, versions included.</summary>
    public const int MostOnClaim = 200;

    /// <summary>What is said of a larger one.</summary>
    public static Refusal TooLarge { get; } = new("document_large", "The document is larger than 25 MB. Scan it in black and white or split it, and add the parts.");

    private const int TailBytes = 2048;

    private static readonly DocumentType Pdf = new("application/pdf", "pdf", true, "PDF");
    private static readonly DocumentType Png = new("image/png", "png", true, "PNG picture");
    private static readonly DocumentType Jpeg = new("image/jpeg", "jpg", true, "JPEG picture");
    private static readonly DocumentType Tiff = new("image/tiff", "tif", false, "TIFF scan");
    private static readonly DocumentType Docx = new("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", false, "Word document");
    private static readonly DocumentType Doc = new("application/msword", "doc", false, "Word document");

    /// <summary>Every type that is taken.</summary>
    public static IReadOnlyList<DocumentType> All { get; } = [Pdf, Png, Jpeg, Tiff, Docx, Doc];

    /// <summary>The type of a kept media type; nothing for one that is not taken.</summary>
    public static DocumentType? OfMedia(string mediaType) => All.FirstOrDefault(t => t.MediaType == mediaType);

    /// <summary>The type of a whole file, or why it is not taken.</summary>
    public static (DocumentType? Type, Refusal? Refusal) Of(ReadOnlySpan<byte> file)
    {
        if (file.IsEmpty) { return (null, new("document_empty", "This file is empty. Choose it again.")); }

        if (file.Length > LimitBytes) { return (null, TooLarge); }

        if (file.StartsWith("%PDF-"u8))
        {
            return file[Math.Max(0, file.Length - TailBytes)..].IndexOf("%%EOF"u8) >= 0
                ? (Pdf, null)
                : (null, new("document_cut", "This PDF is cut off: its end is missing. Save it again and add it once more."));
        }

        if (file.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])) { return (Png, null); }

        if (file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])) { return (Jpeg, null); }

        if (file.StartsWith("II*\0"u8) || file.StartsWith("MM\0*"u8)) { return (Tiff, null); }

        return OfOffice(file) is { } office ? office : (null, new("document_kind", "This is no PDF, PNG, JPEG, TIFF or Word file, whatever its name says. Save it as one of these and add it again."));
    }

    /// <summary>A container of an office program: only a text document without macros is taken.</summary>
    private static (DocumentType? Type, Refusal? Refusal)? OfOffice(ReadOnlySpan<byte> file)
    {
        var macros = new Refusal("document_macros", "This Word file carries macros. Save it as .docx or PDF and add it again.");
        if (file.StartsWith("PK\x03\x04"u8) && file.IndexOf("word/document.xml"u8) >= 0)
        {
            return file.IndexOf("vbaProject.bin"u8) >= 0 ? (null, macros) : (Docx, null);
        }

        // The old container names its streams in UTF-16.
        if (file.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) && file.IndexOf("W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0"u8) >= 0)
        {
            return file.IndexOf("_\0V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T\0"u8) >= 0 ? (null, macros) : (Doc, null);
        }

        return null;
    }
}
