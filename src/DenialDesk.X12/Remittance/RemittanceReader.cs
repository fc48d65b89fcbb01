using System.Diagnostics.CodeAnalysis;

namespace DenialDesk.X12.Remittance;

/// <summary>Reads the 835s of a stream, claim by claim, in constant memory; whatever the content, it never throws.</summary>
/// <remarks>
/// Items come as <see cref="TransactionOpened"/>, then <see cref="ClaimRead"/> for every claim, then <see cref="TransactionClosed"/>;
/// a file may hold many such runs. Only the stream itself can make a read throw.
/// </remarks>
public sealed class RemittanceReader : ItemReader<RemittanceItem>
{
    private readonly RemittanceAssembler assembler;

    /// <summary>Opens a reader; the stream is read from where it stands and left open.</summary>
    public RemittanceReader(Stream stream, RemittanceOptions? options = null)
        : base(new X12Reader(stream, (options ?? RemittanceOptions.Default).Limits)) => assembler = new RemittanceAssembler(X, options ?? RemittanceOptions.Default);

    /// <summary>The file as a whole; complete once a read has returned false.</summary>
    public RemittanceFile File { get; } = new();

    internal IReadOnlySet<int> BrokenInterchanges => X.Wrappers.BrokenInterchanges;

    private protected override bool TryTake([NotNullWhen(true)] out RemittanceItem? item)
    {
        item = null;
        return assembler.HasItems && assembler.TryTake(out item);
    }

    private protected override void TakeSegment() => assembler.Take();

    private protected override void Release() => assembler.Dispose();

    private protected override void EndOfFile()
    {
        assembler.EndOfFile();
        File.Interchanges = X.Wrappers.Interchanges;
        File.Groups = X.Wrappers.Groups;
        File.Transactions = X.Wrappers.Transactions;
        File.Remittances = assembler.Remittances;
        File.Skipped = assembler.Skipped;
        File.Segments = X.Segments;
        File.Bytes = X.BytesRead;
        File.IsComplete = X.Wrappers.IsComplete;
        File.Rejects = X.Log.Rejects;
    }
}
