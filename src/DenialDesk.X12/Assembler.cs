namespace DenialDesk.X12;

/// <summary>What is known of a file as a whole; complete once its reader has reached the end.</summary>
public sealed record FileFacts
{
    /// <summary>ISA count.</summary>
    public int Interchanges { get; init; }

    /// <summary>GS count.</summary>
    public int Groups { get; init; }

    /// <summary>ST count, of every kind.</summary>
    public int Transactions { get; init; }

    /// <summary>Segments read, empty ones not counted.</summary>
    public int Segments { get; init; }

    /// <summary>Bytes read.</summary>
    public long Bytes { get; init; }

    /// <summary>True when every ISA, GS and ST that began also ended.</summary>
    public bool IsComplete { get; init; }

    /// <summary>True when a problem of severity <see cref="Severity.Rejects"/> was found anywhere.</summary>
    public bool Rejects { get; init; }
}

/// <summary>Turns segments into items one by one: pulls the next segment only while no finished item waits.</summary>
internal abstract class Assembler<TItem>(X12Reader reader) : IDisposable
    where TItem : class
{
    /// <summary>What a segment costs at least, in bytes of memory: many tiny ones count as much as a few long ones.</summary>
    private const int SmallestWeight = 64;

    private readonly Queue<TItem> pending = new();
    private bool ended;

    public TItem? Current { get; private set; }

    public FileFacts File { get; private set; } = new();

    public X12Reader X { get; } = reader;

    protected ProblemLog Log { get; } = reader.Log;

    public bool Read()
    {
        while (!Advance())
        {
            X.Fill();
        }

        return Current is not null;
    }

    public async ValueTask<bool> ReadAsync(CancellationToken cancellation)
    {
        while (!Advance())
        {
            await X.FillAsync(cancellation).ConfigureAwait(false);
        }

        return Current is not null;
    }

    public void Dispose() => X.Dispose();

    /// <summary>What keeping the current segment costs against a limit in bytes.</summary>
    protected int Weight => Math.Max(X.Raw.Length, SmallestWeight);

    /// <summary>Takes the reader's current segment.</summary>
    protected abstract void Take();

    /// <summary>The file has ended; what is open must be given out.</summary>
    protected abstract void EndOfFile();

    protected void Emit(TItem item) => pending.Enqueue(item);

    /// <summary>Goes on to the next item or the end with what is in the buffer; false when it needs more.</summary>
    private bool Advance()
    {
        while (true)
        {
            if (pending.TryDequeue(out var item))
            {
                Current = item;
                return true;
            }

            if (ended)
            {
                Current = null;
                return true;
            }

            switch (X.Next())
            {
                case Pull.Segment:
                    Take();
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
        EndOfFile();
        File = new FileFacts
        {
            Interchanges = X.Wrappers.Interchanges,
            Groups = X.Wrappers.Groups,
            Transactions = X.Wrappers.Transactions,
            Segments = X.Segments,
            Bytes = X.BytesRead,
            IsComplete = X.Wrappers.IsComplete,
            Rejects = Log.Rejects,
        };
    }
}
