using DenialDesk.X12.Claims;

namespace DenialDesk.X12.Writing;

/// <summary>The segments of one loop on their way to the new claim.</summary>
internal sealed class LoopDraft
{
    private static readonly string[] ClaimOrder =
        ["CLM", "DTP", "CL1", "DN1", "DN2", "PWK", "CN1", "AMT", "REF", "K3", "NTE", "CR1", "CR2", "CR5", "CR6", "CRC", "HI", "HSD", "HCP"];

    private static readonly string[] LineOrder =
        ["LX", "SV1", "SV2", "SV3", "SV5", "TOO", "PWK", "CR1", "CR3", "CRC", "DTP", "QTY", "MEA", "CN1", "REF", "AMT", "K3", "NTE", "PS1", "HCP"];

    private readonly Delimiters delimiters;

    public LoopDraft(IEnumerable<SourceSegment> from, Delimiters delimiters)
    {
        this.delimiters = delimiters;
        Before = from.Select(s => s.ToString()).ToArray();
        Segments = from.Select(s => DocumentSegment.From(s.Bytes.Span, delimiters, "", s.At)).ToList();
    }

    /// <summary>The delimiters new segments are written with.</summary>
    public Delimiters Delimiters => delimiters;

    /// <summary>The segments as they were.</summary>
    public string[] Before { get; }

    /// <summary>True for a line that is left out.</summary>
    public bool IsRemoved { get; set; }

    public List<DocumentSegment> Segments { get; }

    public int Find(string id, string? qualifier = null, int from = 0) =>
        Segments.FindIndex(Math.Min(from, Segments.Count), s => s.Id == id && (qualifier is null || Same(s[1], qualifier)));

    public void Change(int index, Func<DocumentSegment, DocumentSegment> change) => Segments[index] = change(Segments[index]);

    public DocumentSegment New(params string[] elements) => DocumentSegment.New(delimiters, "", elements);

    /// <summary>Sets a segment told apart by its qualifier among the loop's own segments: changed, added in its place, or removed.</summary>
    public void Set(string id, string qualifier, string value, Func<DocumentSegment, DocumentSegment> change, Func<DocumentSegment> make)
    {
        var at = FindOwn(id, qualifier);
        if (value.Length == 0)
        {
            for (; at >= 0; at = FindOwn(id, qualifier))
            {
                Segments.RemoveAt(at);
            }
        }
        else if (at >= 0)
        {
            Change(at, change);
        }
        else
        {
            Insert(make());
        }
    }

    public void SetReference(string qualifier, string value) =>
        Set("REF", qualifier, value, s => s.With(2, value), () => New("REF", qualifier, value));

    /// <summary>Puts a segment behind those that come before it or beside it in the guides.</summary>
    public void Insert(DocumentSegment segment)
    {
        var order = Segments[0].Id == "LX" ? LineOrder : ClaimOrder;
        var rank = Array.IndexOf(order, segment.Id);
        var at = 1;
        for (var i = 1; i < Own; i++)
        {
            if (Array.IndexOf(order, Segments[i].Id) <= rank)
            {
                at = i + 1;
            }
        }

        Segments.Insert(at, segment);
    }

    /// <summary>How many segments at the start belong to the loop itself and not to a name, a drug or another payer in it.</summary>
    public int Own
    {
        get
        {
            var end = Segments.FindIndex(s => s.Id is "NM1" or "SBR" or "LIN" or "CTP" or "SVD" or "FRM" or "LQ" or "CAS");
            return end < 0 ? Segments.Count : end;
        }
    }

    /// <summary>Where references of the claim itself stand, also those that slipped behind a name; another payer's are not among them.</summary>
    public List<int> References(string qualifier)
    {
        var other = Find("SBR");
        return Enumerable.Range(0, other < 0 ? Segments.Count : other).Where(i => Segments[i].Id == "REF" && Same(Segments[i][1], qualifier)).ToList();
    }

    public int FindOwn(string id, string qualifier)
    {
        var at = Find(id, qualifier);
        return at >= 0 && at < Own ? at : -1;
    }

    private static bool Same(string text, string code) => string.Equals(text.Trim(), code, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A claim taken apart into the loops that edits touch.</summary>
internal sealed class ClaimDraft
{
    public ClaimDraft(ClaimSource source)
    {
        Header = new LoopDraft(source.Header, source.Delimiters);
        Billing = new LoopDraft(source.Billing, source.Delimiters);
        Subscriber = new LoopDraft(source.Subscriber, source.Delimiters);
        Patient = new LoopDraft(source.Patient, source.Delimiters);
        var starts = Enumerable.Range(0, source.Claim.Count).Where(i => source.Claim[i].Id == "LX").Append(source.Claim.Count).ToArray();
        Claim = new LoopDraft(source.Claim.Take(starts[0]), source.Delimiters);
        for (var i = 0; i + 1 < starts.Length; i++)
        {
            Lines.Add(new LoopDraft(source.Claim.Skip(starts[i]).Take(starts[i + 1] - starts[i]), source.Delimiters));
        }
    }

    public LoopDraft Header { get; }

    public LoopDraft Billing { get; }

    public LoopDraft Subscriber { get; }

    public LoopDraft Patient { get; }

    public LoopDraft Claim { get; }

    public List<LoopDraft> Lines { get; } = [];

    /// <summary>Everything between GS and SE in order.</summary>
    public IEnumerable<DocumentSegment> All => Loops.Where(l => !l.IsRemoved).SelectMany(l => l.Segments);

    /// <summary>What differs from the original, loop by loop.</summary>
    public IEnumerable<SegmentChange> Changes =>
        Loops.SelectMany(l => SegmentDiff.Of(l.Before, l.IsRemoved ? [] : l.Segments.Select(s => s.ToString()).ToArray()));

    private IEnumerable<LoopDraft> Loops => [Header, Billing, Subscriber, Patient, Claim, .. Lines];
}
