using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;

namespace DenialDesk.Domain.WriteOffs;

/// <summary>Which amounts may be written off without a person: plain contract cuts only.</summary>
public static class AutomaticWriteOff
{
    /// <summary>Whether an adjustment may be written off by itself.</summary>
    /// <remarks>Group CO and a contract code in the ordinary way (C5), below the practice's limit, and no open-negotiation date to look at first.
    /// OA and PI never; a suspect zero pay (C9) or a group the code does not allow (C12) never.</remarks>
    /// <param name="decided">The adjustment's decision.</param>
    /// <param name="claimFlags">What the claim's decision says to look at.</param>
    /// <param name="limit">Largest amount in dollars, inclusive.</param>
    public static bool Allowed(AdjustmentDecision decided, IReadOnlyList<ReviewPoint> claimFlags, decimal limit) =>
        decided is { Bucket: Bucket.Contractual, Rule: "C5" }
        && decided.Adjustment.Amount is { } amount && amount <= limit
        && !claimFlags.Contains(ReviewPoint.OpenNegotiation)
        && !claimFlags.Contains(ReviewPoint.OutOfBalance);
}
