namespace DenialDesk.X12;

/// <summary>
/// Reads a stream segment by segment in constant memory. Delimiters come from each ISA, so interchanges of one file may differ;
/// wrappers are counted and checked; oddities become <see cref="Problems"/>. Content never makes it throw.
/// </summary>
public sealed class X12Reader : IDisposable, IAsyncDisposable
{
    private readonly SegmentScanner scanner;
    private readonly X12Limits limits;
    private int segment;
    private int segmentInTransaction;
    private bool done;

    /// <summary>Opens a reader; the stream is read from where it stands and left open.</summary>
    public X12Reader(Stream stream, X12Limits? limits = null)
    {
        this.limits = limits ?? X12Limits.Default;
        Log = new ProblemLog(this.limits.Problems);
        scanner = new SegmentScanner(stream, this.limits, Log);
        Wrappers = new EnvelopeWatch(Log);
    }

    /// <summary>The current segment; valid until the next read.</summary>
    public Segment Segment => scanner.Current;

    /// <summary>Where the current segment stands.</summary>
    public Location At => new(
        Wrappers.Interchanges,
        Wrappers.GroupsInInterchange,
        segmentInTransaction > 0 ? Wrappers.Transactions : 0,
        segment,
        segmentInTransaction,
        scanner.Offset);

    /// <summary>The wrappers around the current segment.</summary>
    public Envelope Envelope => Wrappers.Current;

    /// <summary>The delimiters in force.</summary>
    public Delimiters Delimiters => scanner.Delimiters;

    /// <summary>Every problem so far, up to the limit.</summary>
    public IReadOnlyList<Problem> Problems => Log.All;

    /// <summary>Bytes taken from the stream so far.</summary>
    public long BytesRead => scanner.Length;

    /// <summary>Segments read so far, empty ones not counted.</summary>
    public int Segments => segment;

    internal ProblemLog Log { get; }

    internal EnvelopeWatch Wrappers { get; }

    internal uint Id => scanner.Id;

    internal long Offset => scanner.Offset;

    internal ReadOnlySpan<byte> Raw => scanner.Raw;

    internal long EndOffset => scanner.EndOffset;

    internal bool IsWrapped => scanner.IsWrapped;

    /// <summary>Moves to the next segment; false at the end of the file.</summary>
    public bool Read()
    {
        while (true)
        {
            switch (Next())
            {
                case Pull.Segment:
                    return true;
                case Pull.End:
                    return false;
                default:
                    scanner.Fill();
                    break;
            }
        }
    }

    /// <summary>Moves to the next segment; false at the end of the file.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellation = default)
    {
        while (true)
        {
            switch (Next())
            {
                case Pull.Segment:
                    return true;
                case Pull.End:
                    return false;
                default:
                    await scanner.FillAsync(cancellation).ConfigureAwait(false);
                    break;
            }
        }
    }

    /// <summary>Gives the buffers back; the stream stays open.</summary>
    public void Dispose() => scanner.Dispose();

    /// <summary>Gives the buffers back; the stream stays open.</summary>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    internal void Fill() => scanner.Fill();

    internal ValueTask FillAsync(CancellationToken cancellation) => scanner.FillAsync(cancellation);

    internal Pull Next()
    {
        var pull = scanner.Next();
        if (pull == Pull.Segment)
        {
            segment++;
            segmentInTransaction++;
            if (SegmentId.IsEnvelope(scanner.Id))
            {
                Wrap();
            }
            else if (!Wrappers.InTransaction)
            {
                segmentInTransaction = 0;
            }

            if (scanner.Elements > limits.Elements)
            {
                Log.Add(Severity.Warning, "segment-too-many-elements", At, $"The segment has more than {limits.Elements} elements; something is damaged here.");
            }

            if (scanner.RawLength > limits.Components)
            {
                HoldComponents();
            }
        }
        else if (pull == Pull.End && !done)
        {
            done = true;
            Wrappers.EndOfFile(AtEnd());
        }

        return pull;
    }

    private void Wrap()
    {
        switch (scanner.Id)
        {
            case SegmentId.SE:
                Wrappers.CloseTransaction(Segment, At, segmentInTransaction);
                scanner.Here = At;
                return;
            case SegmentId.ST:
                Wrappers.OpenTransaction(Segment, AtEnd());
                segmentInTransaction = 1;
                break;
            case SegmentId.ISA:
                Wrappers.OpenInterchange(Segment, AtEnd(), scanner.Delimiters);
                break;
            case SegmentId.GS:
                Wrappers.OpenGroup(Segment, AtEnd());
                break;
            case SegmentId.GE:
                Wrappers.CloseGroup(Segment, AtEnd());
                break;
            case SegmentId.IEA:
                Wrappers.CloseInterchange(Segment, AtEnd());
                scanner.LeaveInterchange();
                break;
        }

        scanner.Here = At;
        HoldWrappers();
    }

    /// <summary>Only an element longer than the limit can have more components than that.</summary>
    private void HoldComponents()
    {
        var s = Segment;
        for (var i = 1; i <= s.Count && i <= limits.Elements; i++)
        {
            if (s[i].Length > limits.Components && s[i].Count(s.Delimiters.Component) >= limits.Components && scanner.Id != SegmentId.ISA)
            {
                Log.Add(Severity.Warning, "element-too-many-components", At.In(i), $"The element has more than {limits.Components} components; something is damaged here.");
                return;
            }
        }
    }

    /// <summary>Stops before a flood of empty wrappers fills the memory.</summary>
    private void HoldWrappers()
    {
        if (Wrappers.Interchanges + Wrappers.Groups + Wrappers.Transactions > limits.Wrappers)
        {
            Log.Add(Severity.Rejects, "too-many-wrappers", At, $"The file has more than {limits.Wrappers:N0} interchanges, groups and transactions; reading stopped there. Split it, or raise the limit.");
            scanner.Stop();
        }
    }

    /// <summary>Where a wrapper segment stands, told as part of a transaction still open; leaves the transaction.</summary>
    private Location AtEnd()
    {
        if (!Wrappers.InTransaction)
        {
            segmentInTransaction = 0;
        }

        var at = At;
        segmentInTransaction = 0;
        return at;
    }
}
