namespace DenialDesk.X12.Remittance;

/// <summary>Reads the 835s of a stream, claim by claim, in constant memory; whatever the content, it never throws.</summary>
/// <remarks>
/// Items come as <see cref="TransactionOpened"/>, then <see cref="ClaimRead"/> for every claim, then <see cref="TransactionClosed"/>;
/// a file may hold many such runs. Only the stream itself can make a read throw.
/// </remarks>
public sealed class RemittanceReader : IDisposable, IAsyncDisposable
{
    private readonly X12Reader x;
    private readonly RemittanceAssembler assembler;
    private bool ended;

    /// <summary>Opens a reader; the stream is read from where it stands and left open.</summary>
    public RemittanceReader(Stream stream, RemittanceOptions? options = null)
    {
        options ??= RemittanceOptions.Default;
        x = new X12Reader(stream, options.Limits);
        assembler = new RemittanceAssembler(x, options);
    }

    /// <summary>The item reached by the last read; null before the first and after the end.</summary>
    public RemittanceItem? Current { get; private set; }

    /// <summary>Every problem so far, up to the limit; those that stand outside all transactions are only here.</summary>
    public IReadOnlyList<Problem> Problems => x.Problems;

    /// <summary>How many problems were found beyond those kept in <see cref="Problems"/>.</summary>
    public int ProblemsNotKept => x.Log.NotKept;

    /// <summary>The file as a whole; complete once a read has returned false.</summary>
    public RemittanceFile File { get; } = new();

    internal IReadOnlySet<int> BrokenInterchanges => x.Wrappers.BrokenInterchanges;

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
    public void Dispose()
    {
        assembler.Dispose();
        x.Dispose();
    }

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
            if (assembler.HasItems && assembler.TryTake(out var item))
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
        File.Remittances = assembler.Remittances;
        File.Skipped = assembler.Skipped;
        File.Segments = x.Segments;
        File.Bytes = x.BytesRead;
        File.IsComplete = x.Wrappers.IsComplete;
        File.Rejects = x.Log.Rejects;
    }
}
