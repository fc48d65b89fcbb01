namespace DenialDesk.X12.Remittance;

/// <summary>Whether the money adds up.</summary>
public enum BalanceState
{
    /// <summary>Adds up to the cent.</summary>
    Balanced,

    /// <summary>Does not add up; the difference says by how much.</summary>
    Unbalanced,

    /// <summary>An amount is missing or unreadable, so nobody can say; a missing amount is never taken as zero.</summary>
    NotEvaluable,
}

/// <summary>One balance check.</summary>
/// <param name="State">The verdict.</param>
/// <param name="Difference">Stated payment minus computed payment, in dollars; 0 when balanced, null when not evaluable.</param>
/// <remarks>
/// Line: SVC03 = SVC02 − Σ line adjustments. Claim: CLP04 = CLP03 − Σ claim adjustments − Σ line adjustments.
/// Transaction: BPR02 = Σ CLP04 − Σ PLB amounts. Every term signed as sent; tolerance 0.00 (X12 RFI 618, 358, 689).
/// </remarks>
public readonly record struct Balance(BalanceState State, decimal? Difference)
{
    /// <summary>Nothing to say.</summary>
    public static Balance NotEvaluable { get; } = new(BalanceState.NotEvaluable, null);

    internal static Balance Of(decimal? difference) => difference switch
    {
        null => NotEvaluable,
        0m => new(BalanceState.Balanced, 0m),
        _ => new(BalanceState.Unbalanced, difference),
    };
}
