using System.Diagnostics.CodeAnalysis;

namespace DenialDesk.X12.Claims;

/// <summary>Reads the 837s of a stream (professional, institutional, dental), claim by claim, in constant memory; whatever the content, it never throws.</summary>
/// <remarks>
/// Items come as <see cref="BatchOpened"/>, then <see cref="SubmittedClaimRead"/> for every claim, then <see cref="BatchClosed"/>;
/// a file may hold many such runs. Only the stream itself can make a read throw.
/// </remarks>
public sealed class ClaimReader : ItemReader<ClaimItem>
{
    private readonly ClaimAssembler assembler;

    /// <summary>Opens a reader; the stream is read from where it stands and left open.</summary>
    public ClaimReader(Stream stream, X12Limits? limits = null)
        : base(new X12Reader(stream, limits)) => assembler = new ClaimAssembler(X, limits ?? X12Limits.Default);

    /// <summary>The file as a whole; complete once a read has returned false.</summary>
    public ClaimFile File { get; } = new();

    private protected override bool TryTake([NotNullWhen(true)] out ClaimItem? item) => assembler.TryTake(out item);

    private protected override void TakeSegment() => assembler.Take();

    private protected override void EndOfFile()
    {
        assembler.EndOfFile();
        File.Interchanges = X.Wrappers.Interchanges;
        File.Groups = X.Wrappers.Groups;
        File.Transactions = X.Wrappers.Transactions;
        File.Batches = assembler.Batches;
        File.Claims = assembler.Claims;
        File.Skipped = assembler.Skipped;
        File.Segments = X.Segments;
        File.Bytes = X.BytesRead;
        File.IsComplete = X.Wrappers.IsComplete;
        File.Rejects = X.Log.Rejects;
    }
}
