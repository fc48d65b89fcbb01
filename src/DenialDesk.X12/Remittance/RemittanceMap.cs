namespace DenialDesk.X12.Remittance;

/// <summary>Which segment ids have a place in which loop of the 835 (005010X221A1).</summary>
internal static class RemittanceMap
{
    private static readonly HashSet<string> Claim = ["CLP", "CAS", "NM1", "MIA", "MOA", "REF", "DTM", "PER", "AMT", "QTY", "LQ"];
    private static readonly HashSet<string> Line = ["SVC", "DTM", "CAS", "REF", "AMT", "QTY", "LQ"];
    private static readonly HashSet<string> Header = ["BPR", "NTE", "TRN", "CUR", "REF", "DTM", "N1", "N2", "N3", "N4", "PER", "RDM"];

    public static bool Belongs(ReadOnlySpan<byte> id, bool line) => (line ? Line : Claim).Contains(Bytes.Code(id));

    public static bool InHeader(ReadOnlySpan<byte> id) => Header.Contains(Bytes.Code(id));
}
