namespace DenialDesk.X12;

/// <summary>The ISA…IEA around what is being read.</summary>
public sealed record Interchange
{
    /// <summary>Where the ISA stands.</summary>
    public required Location At { get; init; }

    /// <summary>The delimiters in force.</summary>
    public required Delimiters Delimiters { get; init; }

    /// <summary>ISA05, kind of sender id.</summary>
    public string SenderQualifier { get; init; } = "";

    /// <summary>ISA06 without padding.</summary>
    public string Sender { get; init; } = "";

    /// <summary>ISA07, kind of receiver id.</summary>
    public string ReceiverQualifier { get; init; } = "";

    /// <summary>ISA08 without padding.</summary>
    public string Receiver { get; init; } = "";

    /// <summary>ISA09 (YYMMDD), null when unreadable.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>ISA10 as sent (HHMM).</summary>
    public string Time { get; init; } = "";

    /// <summary>ISA12, for example 00501.</summary>
    public string Version { get; init; } = "";

    /// <summary>ISA13, the interchange control number as sent.</summary>
    public string ControlNumber { get; init; } = "";

    /// <summary>ISA15 = T; senders leave it on in production, so it decides nothing by itself.</summary>
    public bool IsTest { get; init; }
}

/// <summary>The GS…GE around what is being read.</summary>
public sealed record FunctionalGroup
{
    /// <summary>Where the GS stands.</summary>
    public required Location At { get; init; }

    /// <summary>GS01: HP remittances, HN claim status, FA acknowledgments, HC claims.</summary>
    public string FunctionalId { get; init; } = "";

    /// <summary>GS02, the sending application.</summary>
    public string Sender { get; init; } = "";

    /// <summary>GS03, the receiving application.</summary>
    public string Receiver { get; init; } = "";

    /// <summary>GS04, null when unreadable.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>GS05 as sent.</summary>
    public string Time { get; init; } = "";

    /// <summary>GS06, the group control number as sent.</summary>
    public string ControlNumber { get; init; } = "";

    /// <summary>GS08, for example 005010X221A1.</summary>
    public string Version { get; init; } = "";
}

/// <summary>The ST…SE around what is being read.</summary>
public sealed record TransactionSet
{
    /// <summary>Where the ST stands.</summary>
    public required Location At { get; init; }

    /// <summary>ST01: 835, 277, 999, 837…</summary>
    public string Id { get; init; } = "";

    /// <summary>ST02, the transaction control number as sent.</summary>
    public string ControlNumber { get; init; } = "";

    /// <summary>ST03, the implementation; empty in most remittances.</summary>
    public string Implementation { get; init; } = "";
}

/// <summary>The three wrappers around the current segment; each null outside one.</summary>
/// <param name="Interchange">ISA…IEA.</param>
/// <param name="Group">GS…GE.</param>
/// <param name="Transaction">ST…SE.</param>
public sealed record Envelope(Interchange? Interchange, FunctionalGroup? Group, TransactionSet? Transaction);
