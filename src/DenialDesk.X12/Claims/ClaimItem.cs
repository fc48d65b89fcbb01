using DenialDesk.X12.Remittance;

namespace DenialDesk.X12.Claims;

/// <summary>One step of a <see cref="ClaimReader"/>: <see cref="BatchOpened"/>, <see cref="SubmittedClaimRead"/> or <see cref="BatchClosed"/>.</summary>
public abstract class ClaimItem
{
    private protected ClaimItem(IReadOnlyList<Problem> problems) => Problems = problems;

    /// <summary>Problems found since the item before.</summary>
    public IReadOnlyList<Problem> Problems { get; }
}

/// <summary>An 837 began; submitter and receiver are known.</summary>
public sealed class BatchOpened : ClaimItem
{
    internal BatchOpened(ClaimBatch batch, IReadOnlyList<Problem> problems)
        : base(problems) => Batch = batch;

    /// <summary>Head of the transaction.</summary>
    public ClaimBatch Batch { get; }
}

/// <summary>A claim was read whole.</summary>
public sealed class SubmittedClaimRead : ClaimItem
{
    internal SubmittedClaimRead(SubmittedClaim claim, IReadOnlyList<Problem> problems)
        : base(problems) => Claim = claim;

    /// <summary>The claim.</summary>
    public SubmittedClaim Claim { get; }
}

/// <summary>An 837 ended, or the file did.</summary>
public sealed class BatchClosed : ClaimItem
{
    internal BatchClosed(ClaimBatchTotals totals, IReadOnlyList<Problem> problems)
        : base(problems) => Totals = totals;

    /// <summary>What was counted.</summary>
    public ClaimBatchTotals Totals { get; }
}

/// <summary>What was counted in an 837.</summary>
/// <param name="Claims">CLM segments.</param>
/// <param name="Lines">Service lines.</param>
/// <param name="Charge">Sum of the CLM02 that could be read, dollars.</param>
/// <param name="LineCharges">Sum of the line charges that could be read, dollars.</param>
/// <param name="Rejects">True when a problem of severity <see cref="Severity.Rejects"/> was found in it.</param>
public sealed record ClaimBatchTotals(int Claims, int Lines, decimal Charge, decimal LineCharges, bool Rejects);

/// <summary>What is known of a file of claims as a whole; complete once the reader has reached its end.</summary>
public sealed class ClaimFile
{
    /// <summary>ISA count.</summary>
    public int Interchanges { get; internal set; }

    /// <summary>GS count.</summary>
    public int Groups { get; internal set; }

    /// <summary>ST count, of every kind.</summary>
    public int Transactions { get; internal set; }

    /// <summary>837 count.</summary>
    public int Batches { get; internal set; }

    /// <summary>Claims read.</summary>
    public int Claims { get; internal set; }

    /// <summary>Transactions of other kinds, passed over; at most as many as problems are kept.</summary>
    public IReadOnlyList<SkippedTransaction> Skipped { get; internal set; } = [];

    /// <summary>Segments read.</summary>
    public int Segments { get; internal set; }

    /// <summary>Bytes read.</summary>
    public long Bytes { get; internal set; }

    /// <summary>True when every ISA, GS and ST that began also ended.</summary>
    public bool IsComplete { get; internal set; }

    /// <summary>True when a problem of severity <see cref="Severity.Rejects"/> was found anywhere.</summary>
    public bool Rejects { get; internal set; }
}
