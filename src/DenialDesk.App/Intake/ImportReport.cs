namespace DenialDesk.App.Intake;

/// <summary>What became of a file.</summary>
public enum FileState
{
    /// <summary>Everything in it is posted (or was here already).</summary>
    Posted,

    /// <summary>Some of it is posted, some waits in quarantine.</summary>
    PartlyPosted,

    /// <summary>Nothing new: the same bytes, or the same remittances in another wrapping, came before.</summary>
    AlreadyReceived,

    /// <summary>It waits for a person.</summary>
    Quarantined,

    /// <summary>A person rejected what it held.</summary>
    Rejected,

    /// <summary>It is not an X12 file, or holds no remittance.</summary>
    Unreadable,
}

/// <summary>The result of one arrival: counts, dollars, and a sentence for a person.</summary>
public sealed record ImportReport
{
    public required long FileId { get; init; }

    public required string Name { get; init; }

    public required FileState State { get; init; }

    /// <summary>When the same bytes first came (UTC); null when these are new.</summary>
    public DateTimeOffset? FirstReceivedAt { get; init; }

    /// <summary>True when the same bytes came before and are not posted: they wait in quarantine, were rejected or could not be read.</summary>
    public bool StillUnposted { get; init; }

    public int Posted { get; init; }

    public int AlreadyReceived { get; init; }

    public int Quarantined { get; init; }

    public int Skipped { get; init; }

    public int Claims { get; init; }

    public int Denials { get; init; }

    /// <summary>Dollars refused on the new denials.</summary>
    public decimal DeniedAmount { get; init; }

    public int Problems { get; init; }

    /// <summary>What became of each file, when this is about an archive; else empty.</summary>
    public IReadOnlyList<ImportReport> Files { get; init; } = [];

    /// <summary>What happened, in words.</summary>
    public required string Sentence { get; init; }
}
