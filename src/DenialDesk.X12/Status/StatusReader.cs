using System.Diagnostics.CodeAnalysis;

namespace DenialDesk.X12.Status;

/// <summary>Reads the 277s of a stream, claim by claim, in constant memory; whatever the content, it never throws.</summary>
/// <remarks>
/// Items come as <see cref="StatusOpened"/>, then <see cref="StatusLevelRead"/> for each level and <see cref="StatusClaimRead"/> for each
/// claim in file order, then <see cref="StatusClosed"/>; a file may hold many such runs. Only the stream itself can make a read throw.
/// </remarks>
public sealed class StatusReader : ItemReader<StatusItem>
{
    private readonly StatusAssembler assembler;

    /// <summary>Opens a reader; the stream is read from where it stands and left open.</summary>
    public StatusReader(Stream stream, X12Limits? limits = null)
        : base(new X12Reader(stream, limits)) => assembler = new StatusAssembler(X, limits ?? X12Limits.Default);

    /// <summary>The file as a whole; complete once a read has returned false.</summary>
    public FileFacts File { get; private set; } = new();

    private protected override bool TryTake([NotNullWhen(true)] out StatusItem? item) => assembler.TryTake(out item);

    private protected override void TakeSegment() => assembler.Take();

    private protected override void EndOfFile()
    {
        assembler.EndOfFile();
        File = FileFacts.Of(X);
    }
}
