namespace DenialDesk.X12.Remittance;

/// <summary>Which segment ids have a place in which loop of the 835 (005010X221A1).</summary>
internal static class RemittanceMap
{
    public static bool Belongs(ReadOnlySpan<byte> id, bool line) => Belongs(SegmentId.Of(id), line);

    /// <summary>The same by the id as a number, for reading.</summary>
    public static bool Belongs(uint id, bool line) => id switch
    {
        SegmentId.CAS or SegmentId.REF or SegmentId.DTM or SegmentId.AMT or SegmentId.QTY or SegmentId.LQ => true,
        SegmentId.NM1 or SegmentId.MIA or SegmentId.MOA or SegmentId.PER => !line,
        SegmentId.SVC => line,
        SegmentId.CLP => !line,
        _ => false,
    };
}
