using System.Diagnostics.CodeAnalysis;

namespace DenialDesk.X12.Acknowledgment;

/// <summary>Reads the 999s, 997s and TA1s of a stream, answer by answer, in constant memory; whatever the content, it never throws.</summary>
/// <remarks>
/// Items come as <see cref="InterchangeAnswered"/> for each TA1, <see cref="SetAnswered"/> for each transaction answered, then
/// <see cref="GroupAnswered"/>. <see cref="AcknowledgmentFile"/> reads a whole file at once. Only the stream itself can make a read throw.
/// </remarks>
public sealed class AcknowledgmentReader : ItemReader<AcknowledgmentItem>
{
    private readonly AcknowledgmentAssembler assembler;

    /// <summary>Opens a reader; the stream is read from where it stands and left open.</summary>
    public AcknowledgmentReader(Stream stream, X12Limits? limits = null)
        : base(new X12Reader(stream, limits)) => assembler = new AcknowledgmentAssembler(X, limits ?? X12Limits.Default);

    /// <summary>The file as a whole; complete once a read has returned false.</summary>
    public FileFacts File { get; private set; } = new();

    private protected override bool TryTake([NotNullWhen(true)] out AcknowledgmentItem? item) => assembler.TryTake(out item);

    private protected override void TakeSegment() => assembler.Take();

    private protected override void EndOfFile()
    {
        assembler.EndOfFile();
        File = FileFacts.Of(X);
    }
}
