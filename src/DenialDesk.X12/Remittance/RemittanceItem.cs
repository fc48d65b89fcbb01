namespace DenialDesk.X12.Remittance;

/// <summary>One step of a <see cref="RemittanceReader"/>: <see cref="TransactionOpened"/>, <see cref="ClaimRead"/> or <see cref="TransactionClosed"/>.</summary>
public abstract class RemittanceItem
{
    private protected RemittanceItem(IReadOnlyList<Problem> problems) => Problems = problems;

    /// <summary>Problems found since the item before.</summary>
    public IReadOnlyList<Problem> Problems { get; internal set; }
}

/// <summary>An 835 began; its header is known.</summary>
public sealed class TransactionOpened : RemittanceItem
{
    internal TransactionOpened(RemittanceHeader header, IReadOnlyList<Problem> problems)
        : base(problems) => Header = header;

    /// <summary>The header.</summary>
    public RemittanceHeader Header { get; }
}

/// <summary>A claim was read whole.</summary>
public sealed class ClaimRead : RemittanceItem
{
    internal ClaimRead(RemittanceClaim claim, IReadOnlyList<Problem> problems)
        : base(problems) => Claim = claim;

    /// <summary>The claim.</summary>
    public RemittanceClaim Claim { get; internal set; }
}

/// <summary>An 835 ended, or the file did.</summary>
public sealed class TransactionClosed : RemittanceItem
{
    internal TransactionClosed(RemittanceTrailer trailer, IReadOnlyList<Problem> problems)
        : base(problems) => Trailer = trailer;

    /// <summary>What is known at the end.</summary>
    public RemittanceTrailer Trailer { get; }
}

/// <summary>A transaction of another kind that stood in the file and was passed over.</summary>
/// <param name="Id">ST01: 277, 999, 837…</param>
/// <param name="At">Where its ST stands.</param>
public sealed record SkippedTransaction(string Id, Location At);

/// <summary>What is known of a file as a whole; complete once the reader has reached its end.</summary>
public sealed class RemittanceFile
{
    /// <summary>ISA count.</summary>
    public int Interchanges { get; internal set; }

    /// <summary>GS count.</summary>
    public int Groups { get; internal set; }

    /// <summary>ST count, of every kind.</summary>
    public int Transactions { get; internal set; }

    /// <summary>835 count.</summary>
    public int Remittances { get; internal set; }

    /// <summary>Transactions of other kinds, passed over.</summary>
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

/// <summary>How a <see cref="RemittanceReader"/> works.</summary>
public sealed record RemittanceOptions
{
    /// <summary>The defaults.</summary>
    public static RemittanceOptions Default { get; } = new();

    /// <summary>How far it goes before it reports instead.</summary>
    public X12Limits Limits { get; init; } = X12Limits.Default;

    /// <summary>
    /// True fills the same claim objects again and again: next to no memory per claim, but a claim is valid only until the next
    /// read unless <see cref="RemittanceClaim.Keep"/> is called. False (the default) gives every claim its own memory.
    /// </summary>
    public bool RecycleClaims { get; init; }

    /// <summary>False leaves <see cref="RemittanceTrailer.CanonicalHash"/> empty and saves its cost.</summary>
    public bool Hash { get; init; } = true;
}
