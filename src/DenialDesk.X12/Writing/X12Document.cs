using System.Text;

namespace DenialDesk.X12.Writing;

/// <summary>A file held in memory as its segments, with every byte between them: what is read is written back the same.</summary>
/// <remarks>
/// Any X12 file will do (835, 837, 277, 999, 997, TA1). Only a file broken into lines of one width (<see cref="IsWrapped"/>) is not written
/// back as it came: its breaks stand inside segments and mean nothing. For a few megabytes; use the readers for more.
/// </remarks>
public sealed class X12Document
{
    private X12Document(string before, IReadOnlyList<DocumentSegment> segments, IReadOnlyList<Problem> problems, bool wrapped)
    {
        Before = before;
        Segments = segments;
        Problems = problems;
        IsWrapped = wrapped;
    }

    /// <summary>What stands before the first segment: a byte order mark, blank lines, a banner; all of the file when it is no X12.</summary>
    public string Before { get; }

    /// <summary>The segments in the order sent.</summary>
    public IReadOnlyList<DocumentSegment> Segments { get; }

    /// <summary>What the reader found odd.</summary>
    public IReadOnlyList<Problem> Problems { get; }

    /// <summary>True when the file was broken into lines of one width; the breaks are not written again.</summary>
    public bool IsWrapped { get; }

    /// <summary>Takes a file apart; whatever the content, it never throws.</summary>
    public static X12Document Read(byte[] file, X12Limits? limits = null)
    {
        using var stream = new MemoryStream(file, writable: false);
        using var reader = new X12Reader(stream, limits);
        var segments = new List<DocumentSegment>();
        byte[]? raw = null;
        long end = 0;
        var delimiters = Delimiters.Usual;
        Location at = default;
        var before = "";
        var wrapped = false;
        while (reader.Read())
        {
            var between = Text(file, raw is null ? 0 : end, reader.Offset, reader.IsWrapped, delimiters);
            if (raw is null)
            {
                before = Text(file, 0, reader.Offset, false, delimiters);
            }
            else
            {
                segments.Add(DocumentSegment.From(raw, delimiters, between, at));
            }

            wrapped |= reader.IsWrapped;
            (raw, end, delimiters, at) = (reader.Raw.ToArray(), reader.EndOffset, reader.Delimiters, reader.At);
        }

        if (raw is null)
        {
            return new X12Document(Encoding.Latin1.GetString(file), [], reader.Problems, false);
        }

        segments.Add(DocumentSegment.From(raw, delimiters, Text(file, end, file.Length, false, delimiters), at));
        return new X12Document(before, segments, reader.Problems, wrapped);
    }

    /// <summary>The same file with other segments.</summary>
    public X12Document With(IEnumerable<DocumentSegment> segments) => new(Before, [.. segments], Problems, IsWrapped);

    /// <summary>Writes the file.</summary>
    public void Write(Stream stream)
    {
        stream.Write(Encoding.Latin1.GetBytes(Before));
        foreach (var segment in Segments)
        {
            stream.Write(Encoding.Latin1.GetBytes(segment.ToString()));
            stream.Write(Encoding.Latin1.GetBytes(segment.After));
        }
    }

    /// <summary>The bytes of the file.</summary>
    public byte[] ToArray()
    {
        using var stream = new MemoryStream();
        Write(stream);
        return stream.ToArray();
    }

    /// <summary>The bytes between two segments; breaks of wrapped lines are left out there too, as inside segments.</summary>
    private static string Text(byte[] file, long from, long to, bool wrapped, Delimiters delimiters)
    {
        var text = from < to ? Encoding.Latin1.GetString(file, (int)from, (int)(to - from)) : "";
        return wrapped && delimiters.Segment is not ((byte)'\r' or (byte)'\n')
            ? text.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal)
            : text;
    }
}
