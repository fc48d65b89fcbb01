namespace DenialDesk.X12;

/// <summary>Segment ids as numbers: three bytes with the case bit taken out, so that comparing costs nothing and lower case matches.</summary>
internal static class SegmentId
{
    public const uint ISA = ('I' << 16) | ('S' << 8) | 'A';
    public const uint IEA = ('I' << 16) | ('E' << 8) | 'A';
    public const uint GS = ('G' << 16) | ('S' << 8);
    public const uint GE = ('G' << 16) | ('E' << 8);
    public const uint ST = ('S' << 16) | ('T' << 8);
    public const uint SE = ('S' << 16) | ('E' << 8);
    public const uint TA1 = ('T' << 16) | ('A' << 8) | 0x11;
    public const uint LX = ('L' << 16) | ('X' << 8);
    public const uint TS2 = ('T' << 16) | ('S' << 8) | 0x12;
    public const uint TS3 = ('T' << 16) | ('S' << 8) | 0x13;
    public const uint CLP = ('C' << 16) | ('L' << 8) | 'P';
    public const uint SVC = ('S' << 16) | ('V' << 8) | 'C';
    public const uint CAS = ('C' << 16) | ('A' << 8) | 'S';
    public const uint NM1 = ('N' << 16) | ('M' << 8) | 0x11;
    public const uint PLB = ('P' << 16) | ('L' << 8) | 'B';
    public const uint BPR = ('B' << 16) | ('P' << 8) | 'R';
    public const uint TRN = ('T' << 16) | ('R' << 8) | 'N';
    public const uint DTM = ('D' << 16) | ('T' << 8) | 'M';
    public const uint REF = ('R' << 16) | ('E' << 8) | 'F';
    public const uint AMT = ('A' << 16) | ('M' << 8) | 'T';
    public const uint QTY = ('Q' << 16) | ('T' << 8) | 'Y';
    public const uint LQ = ('L' << 16) | ('Q' << 8);
    public const uint MIA = ('M' << 16) | ('I' << 8) | 'A';
    public const uint MOA = ('M' << 16) | ('O' << 8) | 'A';
    public const uint PER = ('P' << 16) | ('E' << 8) | 'R';

    /// <summary>True for the six ids that wrap.</summary>
    public static bool IsEnvelope(uint id) => id is ISA or IEA or GS or GE or ST or SE;

    /// <summary>The number of an id; 0 when it is not two or three characters.</summary>
    public static uint Of(ReadOnlySpan<byte> id)
    {
        if (id.Length == 3 && id[2] > ' ')
        {
            return ((uint)(id[0] & 0xDF) << 16) | ((uint)(id[1] & 0xDF) << 8) | (uint)(id[2] & 0xDF);
        }

        if (id.Length == 2)
        {
            return ((uint)(id[0] & 0xDF) << 16) | ((uint)(id[1] & 0xDF) << 8);
        }

        var trimmed = Bytes.Trim(id);
        return trimmed.Length is 2 or 3 && trimmed.Length != id.Length ? Of(trimmed) : 0;
    }
}
