namespace DenialDesk.X12.Acknowledgment;

/// <summary>How much of what we sent a rejection takes with it.</summary>
public enum RejectionScope
{
    /// <summary>A whole interchange (TA1): none of its claims arrived.</summary>
    Interchange,

    /// <summary>A whole group (AK9) whose transactions are not answered one by one.</summary>
    Group,

    /// <summary>A whole transaction (IK5); the error in it names no claim.</summary>
    Transaction,

    /// <summary>A claim that an error names. Its whole transaction was rejected, so the claims beside it are lost too.</summary>
    Claim,
}

/// <summary>One answer to "which of my claims died in this file?".</summary>
/// <param name="Kind">The segment or transaction that says so: TA1, 999 or 997.</param>
/// <param name="Scope">How much is lost.</param>
/// <param name="ControlNumber">Our control number of what was rejected: ISA13, GS06 or, for a transaction or claim, ST02.</param>
/// <param name="PatientControlNumber">CLM01 of the claim at fault; null when the answer names none.</param>
/// <param name="Codes">The codes with the segment they stand in, <c>IK5 5</c>, <c>IK3 8</c>, <c>IK4 1</c>.</param>
/// <param name="Sentences">What is wrong and where, in our own words; no values from the file.</param>
/// <param name="At">Where the first error stands in the acknowledgment.</param>
public sealed record FileRejection(
    string Kind,
    RejectionScope Scope,
    string ControlNumber,
    string? PatientControlNumber,
    IReadOnlyList<string> Codes,
    IReadOnlyList<string> Sentences,
    Location At);

/// <summary>All 999, 997 and TA1 of a file at once, for files of a usual size.</summary>
public sealed class AcknowledgmentFile
{
    private readonly List<InterchangeAcknowledgment> interchanges = [];
    private readonly List<AcknowledgedGroup> groups = [];
    private readonly List<AcknowledgedSet> sets = [];

    private AcknowledgmentFile()
    {
    }

    /// <summary>The TA1s in file order.</summary>
    public IReadOnlyList<InterchangeAcknowledgment> Interchanges => interchanges;

    /// <summary>The groups answered, in file order.</summary>
    public IReadOnlyList<AcknowledgedGroup> Groups => groups;

    /// <summary>The transactions answered one by one, in file order.</summary>
    public IReadOnlyList<AcknowledgedSet> Sets => sets;

    /// <summary>Every problem, up to the limit.</summary>
    public IReadOnlyList<Problem> Problems { get; private set; } = [];

    /// <summary>Transactions of ours that were accepted, with or without errors; those of a group answered only as a whole count by its AK904.</summary>
    public int Accepted =>
        sets.Count(s => s.State is AcknowledgmentState.Accepted or AcknowledgmentState.AcceptedWithErrors) + groups.Where(g => g.Sets == 0).Sum(g => g.Accepted ?? 0);

    /// <summary>Transactions of ours that were rejected; those of a group answered only as a whole count by what its AK903 has more than its AK904.</summary>
    public int Rejected =>
        sets.Count(s => s.State == AcknowledgmentState.Rejected)
        + groups.Where(g => g.Sets == 0).Sum(g => Math.Max(0, (g.Received ?? g.Included ?? 0) - (g.Accepted ?? 0)));

    /// <summary>Which of our claims died, and why: one entry for each claim named in a rejected transaction, else for the whole of what was rejected.</summary>
    public IReadOnlyList<FileRejection> Rejections => RejectionList.Of(this);

    /// <summary>Reads a stream to its end.</summary>
    public static AcknowledgmentFile Read(Stream stream, X12Limits? limits = null)
    {
        using var reader = new AcknowledgmentReader(stream, limits);
        var file = new AcknowledgmentFile();
        while (reader.Read())
        {
            file.Add(reader.Current!);
        }

        file.Problems = reader.Problems;
        return file;
    }

    /// <summary>Reads a stream to its end.</summary>
    public static async Task<AcknowledgmentFile> ReadAsync(Stream stream, X12Limits? limits = null, CancellationToken cancellation = default)
    {
        await using var reader = new AcknowledgmentReader(stream, limits);
        var file = new AcknowledgmentFile();
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            file.Add(reader.Current!);
        }

        file.Problems = reader.Problems;
        return file;
    }

    private void Add(AcknowledgmentItem item)
    {
        switch (item)
        {
            case InterchangeAnswered answered:
                interchanges.Add(answered.Interchange);
                break;
            case SetAnswered answered:
                sets.Add(answered.Set);
                break;
            case GroupAnswered answered:
                groups.Add(answered.Group);
                break;
        }
    }
}
