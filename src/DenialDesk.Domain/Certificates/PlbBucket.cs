namespace DenialDesk.Domain.Certificates;

/// <summary>Where the money of one provider-level adjustment (PLB) belongs. Every PLB cent ends in exactly one.</summary>
public enum PlbBucket
{
    /// <summary>A debt carried from one remittance to a later one (FB).</summary>
    Forwarding,

    /// <summary>Money taken back, or given back before it is taken again (WO, 72, OB).</summary>
    Recovery,

    /// <summary>Interest between payer and provider (L6).</summary>
    Interest,

    /// <summary>Penalties and late charges (50, 51, L3).</summary>
    Penalty,

    /// <summary>Everything else: levies, withholding, incentives, pass-through payments, and codes nobody knows.</summary>
    Other,
}

/// <summary>Which bucket a PLB reason belongs to.</summary>
public static class PlbBuckets
{
    /// <summary>The reason codes (PLB03-1) with a bucket of their own.</summary>
    public static IReadOnlyDictionary<string, PlbBucket> Codes { get; } = new Dictionary<string, PlbBucket>
    {
        ["FB"] = PlbBucket.Forwarding,
        ["WO"] = PlbBucket.Recovery,
        ["72"] = PlbBucket.Recovery,
        ["OB"] = PlbBucket.Recovery,
        ["L6"] = PlbBucket.Interest,
        ["50"] = PlbBucket.Penalty,
        ["51"] = PlbBucket.Penalty,
        ["L3"] = PlbBucket.Penalty,
    };

    /// <summary>The bucket of a reason code as sent; an unknown code is <see cref="PlbBucket.Other"/>, never dropped.</summary>
    public static PlbBucket Of(string reason) => Codes.TryGetValue(reason, out var bucket) ? bucket : PlbBucket.Other;
}
