namespace DenialDesk.X12.Acknowledgment;

/// <summary>The segments of 997 and 999 as numbers, see <see cref="SegmentId"/>. AK3, AK4 and AK5 of a 997 mean what IK3, IK4 and IK5 mean.</summary>
internal static class AcknowledgmentSegment
{
    public const uint AK1 = ('A' << 16) | ('K' << 8) | 0x11;
    public const uint AK2 = ('A' << 16) | ('K' << 8) | 0x12;
    public const uint AK3 = ('A' << 16) | ('K' << 8) | 0x13;
    public const uint AK4 = ('A' << 16) | ('K' << 8) | 0x14;
    public const uint AK5 = ('A' << 16) | ('K' << 8) | 0x15;
    public const uint AK9 = ('A' << 16) | ('K' << 8) | 0x19;
    public const uint IK3 = ('I' << 16) | ('K' << 8) | 0x13;
    public const uint IK4 = ('I' << 16) | ('K' << 8) | 0x14;
    public const uint IK5 = ('I' << 16) | ('K' << 8) | 0x15;
    public const uint CTX = ('C' << 16) | ('T' << 8) | 'X';
}
