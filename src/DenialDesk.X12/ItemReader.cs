using System.Diagnostics.CodeAnalysis;

namespace DenialDesk.X12;

/// <summary>Reads the transactions of one kind from a stream, item by item, in constant memory; whatever the content, it never throws. Only the stream itself can make a read throw.</summary>
public abstract class ItemReader<TItem> : IDisposable, IAsyncDisposable
    where TItem : class
{
    private bool ended;

    private protected ItemReader(X12Reader reader) => X = reader;

    /// <summary>The item reached by the last read; null before the first and after the end.</summary>
    public TItem? Current { get; private set; }

    /// <summary>Every problem so far, up to the limit; those that stand outside all transactions are only here.</summary>
    public IReadOnlyList<Problem> Problems => X.Problems;

    /// <summary>How many problems were found beyond those kept in <see cref="Problems"/>.</summary>
    public int ProblemsNotKept => X.Log.NotKept;

    private protected X12Reader X { get; }

    /// <summary>Moves to the next item; false at the end of the file.</summary>
    public bool Read()
    {
        while (!Advance())
        {
            X.Fill();
        }

        return Current is not null;
    }

    /// <summary>Moves to the next item; false at the end of the file.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellation = default)
    {
        while (!Advance())
        {
            await X.FillAsync(cancellation).ConfigureAwait(false);
        }

        return Current is not null;
    }

    /// <summary>Gives the buffers back; the stream stays open.</summary>
    public void Dispose()
    {
        Release();
        X.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives the buffers back; the stream stays open.</summary>
    public ValueTask DisposeAsync()
    {
        Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>The next finished item, when one waits.</summary>
    private protected abstract bool TryTake([NotNullWhen(true)] out TItem? item);

    /// <summary>Takes the current segment.</summary>
    private protected abstract void TakeSegment();

    /// <summary>The file has ended: what is open is finished, and what is known of the file as a whole is told.</summary>
    private protected abstract void EndOfFile();

    /// <summary>Gives back what the reader itself holds.</summary>
    private protected virtual void Release()
    {
    }

    /// <summary>Goes on to the next item or the end with what is in the buffer; false when it needs more.</summary>
    private bool Advance()
    {
        while (true)
        {
            if (TryTake(out var item))
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
                    TakeSegment();
                    break;
                case Pull.NeedData:
                    return false;
                default:
                    ended = true;
                    EndOfFile();
                    break;
            }
        }
    }
}
