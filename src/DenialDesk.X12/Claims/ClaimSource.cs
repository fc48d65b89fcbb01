using System.Text;

namespace DenialDesk.X12.Claims;

/// <summary>A segment copied out of a file, byte for byte.</summary>
public sealed class SourceSegment
{
    private readonly byte[] bytes;

    internal SourceSegment(byte[] bytes, Delimiters delimiters, Location at)
    {
        this.bytes = bytes;
        Delimiters = delimiters;
        At = at;
        Id = View.Id;
    }

    /// <summary>The id in upper case.</summary>
    public string Id { get; }

    /// <summary>The bytes as sent, without terminator and surrounding blanks.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>The delimiters of its interchange.</summary>
    public Delimiters Delimiters { get; }

    /// <summary>Where it stood.</summary>
    public Location At { get; }

    /// <summary>The segment, to look into its elements.</summary>
    public Segment View => new(bytes, Delimiters);

    /// <summary>The segment as text, one character a byte; may hold patient data.</summary>
    public override string ToString() => Encoding.Latin1.GetString(bytes);
}

/// <summary>The segments of a claim and of every loop it stands in, as sent: enough to write the claim again.</summary>
public sealed class ClaimSource
{
    internal ClaimSource()
    {
    }

    /// <summary>ISA; null when the file has none.</summary>
    public SourceSegment? Interchange { get; internal init; }

    /// <summary>GS; null when the file has none.</summary>
    public SourceSegment? Group { get; internal init; }

    /// <summary>From ST to the end of the receiver loop (1000B).</summary>
    public required IReadOnlyList<SourceSegment> Header { get; init; }

    /// <summary>Loop 2000A with its HL.</summary>
    public required IReadOnlyList<SourceSegment> Billing { get; init; }

    /// <summary>Loop 2000B with its HL, without its claims.</summary>
    public required IReadOnlyList<SourceSegment> Subscriber { get; init; }

    /// <summary>Loop 2000C with its HL, without its claims; empty when the subscriber is the patient.</summary>
    public required IReadOnlyList<SourceSegment> Patient { get; init; }

    /// <summary>From CLM to the last segment of the last line.</summary>
    public required IReadOnlyList<SourceSegment> Claim { get; init; }

    /// <summary>The delimiters of the interchange.</summary>
    public Delimiters Delimiters { get; internal init; }

    /// <summary>What stood between a terminator and the next segment: nothing, LF, or CR LF.</summary>
    public string LineEnd { get; internal init; } = "";
}
