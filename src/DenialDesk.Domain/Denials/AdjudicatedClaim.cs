using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Payers;

namespace DenialDesk.Domain.Denials;

/// <summary>One claim as one payer decided it once: the input of the denial decision. Nothing of X12 is left in it.</summary>
public sealed record AdjudicatedClaim
{
    /// <summary>Claim status as sent (1, 2, 3, 4, 19–23, 25 or an old value).</summary>
    public required string StatusCode { get; init; }

    /// <summary>Billed charge in dollars as sent; nothing when the payer left it out.</summary>
    public decimal? Charge { get; init; }

    /// <summary>Amount paid in dollars as sent, negative in a reversal; nothing when left out.</summary>
    public decimal? Paid { get; init; }

    /// <summary>Patient responsibility in dollars as sent; nothing when left out.</summary>
    public decimal? PatientResponsibility { get; init; }

    /// <summary>Claim-level adjustments in the order sent.</summary>
    public IReadOnlyList<AdjudicatedAdjustment> Adjustments { get; init; } = [];

    /// <summary>Claim-level remark codes in the order sent, as sent.</summary>
    public IReadOnlyList<string> RemarkCodes { get; init; } = [];

    /// <summary>Service lines in the order sent; empty when the payer decided the claim as a whole.</summary>
    public IReadOnlyList<AdjudicatedLine> Lines { get; init; } = [];

    /// <summary>The class of payer, guessed from the filing indicator or set by the practice.</summary>
    public PayerClass PayerClass { get; init; } = PayerClass.Unknown;

    /// <summary>The payer's own number for the claim (CLP07); nothing when not sent.</summary>
    public string? PayerClaimNumber { get; init; }

    /// <summary>Whether another payer follows that we know of. The patient is not billed before it has answered.</summary>
    public bool LaterPayerKnown { get; init; }

    /// <summary>Whether the remittance says the claim was passed on (crossover carrier named).</summary>
    public bool Forwarded { get; init; }

    /// <summary>The category of the denial before it of the same service by the same payer (<see cref="EarlierDenial.Answered"/>); an upheld appeal keeps it.</summary>
    public DenialCategory? EarlierCategory { get; init; }
}

/// <summary>One service line as decided.</summary>
public sealed record AdjudicatedLine
{
    /// <summary>Position among the claim's lines, from 0; adjustments and results refer to it.</summary>
    public required int Index { get; init; }

    /// <summary>Billed charge in dollars as sent.</summary>
    public decimal? Charge { get; init; }

    /// <summary>Amount paid in dollars as sent.</summary>
    public decimal? Paid { get; init; }

    /// <summary>The payer's allowed amount in dollars when it sent one (AMT*B6).</summary>
    public decimal? Allowed { get; init; }

    /// <summary>Adjustments in the order sent.</summary>
    public IReadOnlyList<AdjudicatedAdjustment> Adjustments { get; init; } = [];

    /// <summary>Remark codes in the order sent, as sent.</summary>
    public IReadOnlyList<string> RemarkCodes { get; init; } = [];
}

/// <summary>One adjustment: a group, a reason and an amount.</summary>
/// <param name="LineIndex">The line it belongs to, or nothing when it stands at claim level.</param>
/// <param name="Ordinal">Position among the adjustments of its claim or line, from 0, in the order sent.</param>
/// <param name="Group">Group code as sent (CO, PR, OA, PI; CR in old files).</param>
/// <param name="Carc">Reason code as sent.</param>
/// <param name="Amount">Dollars as sent: positive reduces the payment; nothing when left out or unreadable, which is not zero.</param>
/// <param name="Quantity">Units taken off, when sent.</param>
public sealed record AdjudicatedAdjustment(int? LineIndex, int Ordinal, string Group, string Carc, decimal? Amount, decimal? Quantity = null);
