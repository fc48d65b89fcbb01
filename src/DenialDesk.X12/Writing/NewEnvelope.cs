namespace DenialDesk.X12.Writing;

/// <summary>What an ISA says; written to its full 106 bytes.</summary>
public sealed record NewInterchange
{
    /// <summary>ISA05, two characters: ZZ mutually defined, 30 tax id…</summary>
    public string SenderQualifier { get; init; } = "ZZ";

    /// <summary>ISA06, up to 15 characters.</summary>
    public required string Sender { get; init; }

    /// <summary>ISA07, two characters.</summary>
    public string ReceiverQualifier { get; init; } = "ZZ";

    /// <summary>ISA08, up to 15 characters.</summary>
    public required string Receiver { get; init; }

    /// <summary>ISA09.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>ISA10, to the minute.</summary>
    public required TimeOnly Time { get; init; }

    /// <summary>ISA12.</summary>
    public string Version { get; init; } = "00501";

    /// <summary>ISA13, 1 to 999,999,999 inclusive.</summary>
    public required int ControlNumber { get; init; }

    /// <summary>ISA14: true asks for a TA1.</summary>
    public bool AskAcknowledgment { get; init; }

    /// <summary>ISA15: true writes T, false P.</summary>
    public required bool IsTest { get; init; }
}

/// <summary>What a GS says.</summary>
public sealed record NewGroup
{
    /// <summary>GS01: HC claims, HP remittances, HN claim status, FA acknowledgments.</summary>
    public required string FunctionalId { get; init; }

    /// <summary>GS02, 2 to 15 characters.</summary>
    public required string Sender { get; init; }

    /// <summary>GS03, 2 to 15 characters.</summary>
    public required string Receiver { get; init; }

    /// <summary>GS04.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>GS05, to the minute.</summary>
    public required TimeOnly Time { get; init; }

    /// <summary>GS06, 1 to 999,999,999 inclusive.</summary>
    public required int ControlNumber { get; init; }

    /// <summary>GS08: 005010X222A1…</summary>
    public required string Version { get; init; }
}
