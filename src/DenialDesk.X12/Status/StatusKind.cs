namespace DenialDesk.X12.Status;

/// <summary>Which of the transactions that share ST01 = 277 one is.</summary>
public enum StatusKind
{
    /// <summary>Not told by version or beginning; read like a claim acknowledgment.</summary>
    Unknown,

    /// <summary>277CA (005010X214, before it 004040X167): did our claims get in?</summary>
    ClaimAcknowledgment,

    /// <summary>277 (005010X212): the answer to a question (276) about claims.</summary>
    StatusResponse,

    /// <summary>277RFAI (005010X213, 006020X313): the payer asks for more about claims.</summary>
    InformationRequest,

    /// <summary>277 pending (005010X228): claims the payer is still working on, sent unasked.</summary>
    PendingStatus,

    /// <summary>277DRA (005010X364): acknowledgment of encounters and claims sent for data reporting, DR categories.</summary>
    DataReporting,
}

/// <summary>Tells the 277s apart by guide (ST03, else GS08), and where both are silent by BHT01 and BHT06.</summary>
public static class StatusKinds
{
    /// <summary>The kind of a 277.</summary>
    /// <param name="implementation">ST03.</param>
    /// <param name="version">GS08.</param>
    /// <param name="structure">BHT01: 0085 acknowledgment, 0010 status.</param>
    /// <param name="purpose">BHT06: TH acknowledgment, DG response, RQ request, NO notice.</param>
    public static StatusKind Of(string implementation, string version, string structure, string purpose)
    {
        var byGuide = OfGuide(implementation);
        byGuide = byGuide == StatusKind.Unknown ? OfGuide(version) : byGuide;
        return (byGuide, structure, purpose) switch
        {
            (not StatusKind.Unknown, _, _) => byGuide,
            (_, _, "TH") or (_, "0085", _) => StatusKind.ClaimAcknowledgment,
            (_, "0010", "RQ") => StatusKind.InformationRequest,
            (_, "0010", "NO") => StatusKind.PendingStatus,
            (_, "0010", _) or (_, _, "DG") => StatusKind.StatusResponse,
            _ => StatusKind.Unknown,
        };
    }

    private static StatusKind OfGuide(string guide)
    {
        var x = guide.IndexOf('X', StringComparison.Ordinal);
        return x < 0 ? StatusKind.Unknown : guide.AsSpan(x, Math.Min(4, guide.Length - x)) switch
        {
            "X214" or "X167" => StatusKind.ClaimAcknowledgment,
            "X212" or "X093" => StatusKind.StatusResponse,
            "X213" or "X313" or "X104" => StatusKind.InformationRequest,
            "X228" => StatusKind.PendingStatus,
            "X364" => StatusKind.DataReporting,
            _ => StatusKind.Unknown,
        };
    }
}
