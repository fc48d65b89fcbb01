namespace DenialDesk.X12.Acknowledgment;

/// <summary>What a receiver says became of something we sent, by its syntax alone.</summary>
public enum AcknowledgmentState
{
    /// <summary>Not said, or a code outside the list: a person has to look.</summary>
    Unknown,

    /// <summary>Taken (A).</summary>
    Accepted,

    /// <summary>Taken although something is wrong in it (E): its claims did go through.</summary>
    AcceptedWithErrors,

    /// <summary>Some of its transactions were taken and some were not (P); only a group can say so.</summary>
    PartiallyAccepted,

    /// <summary>Not taken (R, or M, W and X for security reasons): none of its claims went through.</summary>
    Rejected,
}

internal static class AcknowledgmentStates
{
    public static AcknowledgmentState Of(string code) => code switch
    {
        "A" => AcknowledgmentState.Accepted,
        "E" => AcknowledgmentState.AcceptedWithErrors,
        "P" => AcknowledgmentState.PartiallyAccepted,
        "R" or "M" or "W" or "X" => AcknowledgmentState.Rejected,
        _ => AcknowledgmentState.Unknown,
    };
}
