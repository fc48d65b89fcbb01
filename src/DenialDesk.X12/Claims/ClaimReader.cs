namespace DenialDesk.X12.Claims;

/// <summary>Reads the 837s of a stream (professional, institutional, dental), claim by claim, in constant memory; whatever the content, it never throws.</summary>
/// <remarks>
/// Items come as <see cref="BatchOpened"/>, then <see cref="SubmittedClaimRead"/> for every claim, then <see cref="BatchClosed"/>;
/// a file may hold many such runs. Only the stream itself can make a read throw.
/// </remarks>
public sealed class ClaimReader : IDisposable, IAsyncDisposable
{
    private readonly X12Reader x;
    private readonly ClaimAssembler assembler;
    private bool ended;

    /// <summary>Opens a reader; the stream is read from where it stands and left open.</summary>
    public ClaimReader(Stream stream, X12Limits? limits = null)
    {
        x = new X12Reader(stream, limits);
        assembler = new ClaimAssembler(x, limits ?? X12Limits.Default);
    }

    /// <summary>The item reached by the last read; null before the first and after the end.</summary>
    public ClaimItem? Current { get; private set; }

    /// <summary>Every problem so far, up to the limit; those that stand outside all transactions are only here.</summary>
    public IReadOnlyList<Problem> Problems => x.Problems;

    /// <summary>How many problems were found beyond those kept in <see cref="Problems"/>.</summary>
    public int ProblemsNotKept => x.Log.NotKept;

    /// <summary>The file as a whole; complete once a read has returned false.</summary>
    public ClaimFile File { get; } = new();

    /// <summary>Moves to the next item; false at the end of the file.</summary>
    public bool Read()
    {
        while (!Advance())
        {
            x.Fill();
        }

        return Current is not null;
    }

    /// <summary>Moves to the next item; false at the end of the file.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellation = default)
    {
        while (!Advance())
        {
            await x.FillAsync(cancellation).ConfigureAwait(false);
        }

        return Current is not null;
    }

    /// <summary>Gives the buffers back; the stream stays open.</summary>
    public void Dispose() => x.Dispose();

    /// <summary>Gives the buffers back; the stream stays open.</summary>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Goes on to the next item or the end with what is in the buffer; false when it needs more.</summary>
    private bool Advance()
    {
        while (true)
        {
            if (assembler.TryTake(out var item))
            {
                Current = item;
                return true;
            }

            if (ended)
            {
                Current = null;
                return true;
            }

            switch (x.Next())
            {
                case Pull.Segment:
                    assembler.Take();
                    break;
                case Pull.NeedData:
                    return false;
                default:
                    End();
                    break;
            }
        }
    }

    private void End()
    {
        ended = true;
        assembler.EndOfFile();
        File.Interchanges = x.Wrappers.Interchanges;
        File.Groups = x.Wrappers.Groups;
        File.Transactions = x.Wrappers.Transactions;
        File.Batches = assembler.Batches;
        File.Claims = assembler.Claims;
        File.Skipped = assembler.Skipped;
        File.Segments = x.Segments;
        File.Bytes = x.BytesRead;
        File.IsComplete = x.Wrappers.IsComplete;
        File.Rejects = x.Log.Rejects;
    }
}
