using DenialDesk.X12.Remittance;

namespace DenialDesk.X12.Status;

/// <summary>What stands at the start of a 277.</summary>
public sealed record StatusHeader
{
    /// <summary>Where the ST stands.</summary>
    public required Location At { get; init; }

    /// <summary>The wrappers.</summary>
    public required Envelope Envelope { get; init; }

    /// <summary>Which 277 it is.</summary>
    public StatusKind Kind { get; init; }

    /// <summary>BHT01, kind of structure: 0085 or 0010.</summary>
    public string Structure { get; init; } = "";

    /// <summary>BHT02, purpose: 08 status.</summary>
    public string Purpose { get; init; } = "";

    /// <summary>BHT03, the sender's number of this transaction.</summary>
    public string ReferenceNumber { get; init; } = "";

    /// <summary>BHT04, the day it was written; null when unreadable.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>BHT05 as sent.</summary>
    public string Time { get; init; } = "";

    /// <summary>BHT06: TH acknowledgment, DG response, RQ request, NO notice.</summary>
    public string Type { get; init; } = "";

    /// <summary>Segments between ST and the first level with no place in the standard, as sent.</summary>
    public IReadOnlyList<KeptSegment> UnknownSegments { get; init; } = [];
}

/// <summary>What is known at the end of a 277.</summary>
/// <param name="Claims">Claims read.</param>
/// <param name="Accepted">Of them received, accepted or further on, that is neither rejected, not found nor unknown.</param>
/// <param name="Rejected">Of them rejected.</param>
/// <param name="RejectedAmount">Σ STC04 of the rejected ones in dollars, those that tell it.</param>
/// <param name="IsComplete">True when its SE was found.</param>
/// <param name="Rejects">True when a problem of severity <see cref="Severity.Rejects"/> stands in it.</param>
public sealed record StatusTrailer(int Claims, int Accepted, int Rejected, decimal RejectedAmount, bool IsComplete, bool Rejects);

/// <summary>One step of a <see cref="StatusReader"/>.</summary>
public abstract class StatusItem
{
    private protected StatusItem(IReadOnlyList<Problem> problems) => Problems = problems;

    /// <summary>Problems found since the item before.</summary>
    public IReadOnlyList<Problem> Problems { get; }
}

/// <summary>A 277 began.</summary>
public sealed class StatusOpened : StatusItem
{
    internal StatusOpened(StatusHeader header, IReadOnlyList<Problem> problems)
        : base(problems) => Header = header;

    /// <summary>Its header.</summary>
    public StatusHeader Header { get; }
}

/// <summary>A level was read up to its first claim or the next level.</summary>
public sealed class StatusLevelRead : StatusItem
{
    internal StatusLevelRead(StatusLevel level, IReadOnlyList<Problem> problems)
        : base(problems) => Level = level;

    /// <summary>The level.</summary>
    public StatusLevel Level { get; }
}

/// <summary>A claim was read whole.</summary>
public sealed class StatusClaimRead : StatusItem
{
    internal StatusClaimRead(StatusClaim claim, IReadOnlyList<Problem> problems)
        : base(problems) => Claim = claim;

    /// <summary>The claim.</summary>
    public StatusClaim Claim { get; }
}

/// <summary>A 277 ended, or the file did.</summary>
public sealed class StatusClosed : StatusItem
{
    internal StatusClosed(StatusTrailer trailer, IReadOnlyList<Problem> problems)
        : base(problems) => Trailer = trailer;

    /// <summary>What is known at the end.</summary>
    public StatusTrailer Trailer { get; }
}
