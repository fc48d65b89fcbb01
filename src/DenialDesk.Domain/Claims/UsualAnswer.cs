namespace DenialDesk.Domain.Claims;

/// <summary>After how many days a payer has usually answered, and a claim without an answer needs a question.</summary>
/// <remarks>
/// Learned as the day by which 95 of 100 answered claims had their first remittance, once at least thirty are known; before that the default.
/// The default of thirty calendar days is the usual prompt-payment limit for electronic claims: docs/rules/matching.md.
/// </remarks>
public static class UsualAnswer
{
    /// <summary>Calendar days assumed for a payer with fewer than <see cref="Samples"/> answered claims.</summary>
    public const int DefaultDays = 30;

    /// <summary>Answered claims from which a payer's own days count.</summary>
    public const int Samples = 30;

    /// <summary>The part of answered claims that had come by the day.</summary>
    public const decimal Share = 0.95m;

    /// <summary>The usual days of a payer: its own once enough are known, never fewer than seven, so that weekly payment runs raise no alarm.</summary>
    /// <param name="learned">Days at <see cref="Share"/> of the answered claims; null without any.</param>
    /// <param name="samples">How many answered claims that rests on.</param>
    public static int Days(int? learned, long samples) => learned is { } days && samples >= Samples ? Math.Max(7, days) : DefaultDays;

    /// <summary>Where the number comes from, in words.</summary>
    public static string Basis(int? learned, long samples)
        => learned is not null && samples >= Samples ? $"learned from {samples:N0} answered claims" : $"default: only {samples:N0} answered claims known";

    /// <summary>Whom to ask, and for what, about a submission without an answer.</summary>
    /// <param name="acknowledgedBy">Who last said it took the claim: payer, clearinghouse or receiver; null when nobody did.</param>
    /// <param name="payerClaimNumber">The number the payer gave it; empty when none.</param>
    public static string Ask(string? acknowledgedBy, string payerClaimNumber) => acknowledgedBy switch
    {
        "payer" when payerClaimNumber.Length > 0 => $"Ask the payer (276 or telephone) for claim {payerClaimNumber}: it took the claim.",
        "payer" => "Ask the payer (276 or telephone): it took the claim.",
        "clearinghouse" => "Ask the clearinghouse whether the payer took the claim, then the payer.",
        "receiver" => "Ask the clearinghouse: the file arrived, but nobody has taken the claim.",
        _ => "Ask the clearinghouse first: nothing says that the claim arrived.",
    };
}
