namespace DenialDesk.X12.Acknowledgment;

/// <summary>Reads the 999s, 997s and TA1s of a stream, answer by answer, in constant memory; whatever the content, it never throws.</summary>
/// <remarks>
/// Items come as <see cref="InterchangeAnswered"/> for each TA1, <see cref="SetAnswered"/> for each transaction answered, then
/// <see cref="GroupAnswered"/>. <see cref="AcknowledgmentFile"/> reads a whole file at once. Only the stream itself can make a read throw.
/// </remarks>
public sealed class AcknowledgmentReader : IDisposable, IAsyncDisposable
{
    private readonly AcknowledgmentAssembler assembler;

    /// <summary>Opens a reader; the stream is read from where it stands and left open.</summary>
    public AcknowledgmentReader(Stream stream, X12Limits? limits = null)
    {
        limits ??= X12Limits.Default;
        assembler = new AcknowledgmentAssembler(new X12Reader(stream, limits), limits);
    }

    /// <summary>The item reached by the last read; null before the first and after the end.</summary>
    public AcknowledgmentItem? Current => assembler.Current;

    /// <summary>Every problem so far, up to the limit.</summary>
    public IReadOnlyList<Problem> Problems => assembler.X.Problems;

    /// <summary>How many problems were found beyond those kept in <see cref="Problems"/>.</summary>
    public int ProblemsNotKept => assembler.X.Log.NotKept;

    /// <summary>The file as a whole; complete once a read has returned false.</summary>
    public FileFacts File => assembler.File;

    /// <summary>Moves to the next item; false at the end of the file.</summary>
    public bool Read() => assembler.Read();

    /// <summary>Moves to the next item; false at the end of the file.</summary>
    public ValueTask<bool> ReadAsync(CancellationToken cancellation = default) => assembler.ReadAsync(cancellation);

    /// <summary>Gives the buffers back; the stream stays open.</summary>
    public void Dispose() => assembler.Dispose();

    /// <summary>Gives the buffers back; the stream stays open.</summary>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
