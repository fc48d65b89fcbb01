namespace DenialDesk.X12.Status;

/// <summary>The segments of a 277 as numbers, see <see cref="SegmentId"/>.</summary>
internal static class StatusSegment
{
    public const uint HL = ('H' << 16) | ('L' << 8);
    public const uint BHT = ('B' << 16) | ('H' << 8) | 'T';
    public const uint STC = ('S' << 16) | ('T' << 8) | 'C';
    public const uint DTP = ('D' << 16) | ('T' << 8) | 'P';
}
