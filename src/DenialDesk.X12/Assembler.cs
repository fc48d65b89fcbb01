using System.Diagnostics.CodeAnalysis;

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

    internal static FileFacts Of(X12Reader reader) => new()
    {
        Interchanges = reader.Wrappers.Interchanges,
        Groups = reader.Wrappers.Groups,
        Transactions = reader.Wrappers.Transactions,
        Segments = reader.Segments,
        Bytes = reader.BytesRead,
        IsComplete = reader.Wrappers.IsComplete,
        Rejects = reader.Log.Rejects,
    };
}

/// <summary>Turns segments into items, one by one, for an <see cref="ItemReader{TItem}"/>.</summary>
internal abstract class Assembler<TItem>(X12Reader reader)
    where TItem : class
{
    /// <summary>What a segment costs at least, in bytes of memory: many tiny ones count as much as a few long ones.</summary>
    private const int SmallestWeight = 64;

    private readonly Queue<TItem> pending = new();

    public X12Reader X { get; } = reader;

    protected ProblemLog Log { get; } = reader.Log;

    /// <summary>What keeping the current segment costs against a limit in bytes.</summary>
    protected int Weight => Math.Max(X.Raw.Length, SmallestWeight);

    /// <summary>Takes the reader's current segment.</summary>
    public abstract void Take();

    /// <summary>The file has ended; what is open must be given out.</summary>
    public abstract void EndOfFile();

    public bool TryTake([NotNullWhen(true)] out TItem? item) => pending.TryDequeue(out item);

    protected void Emit(TItem item) => pending.Enqueue(item);
}
