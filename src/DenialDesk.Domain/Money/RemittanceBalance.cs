namespace DenialDesk.Domain.Money;

/// <summary>Whether a remittance adds up, level by level; every difference is dollars, zero when it does.</summary>
/// <remarks>A line and a claim: charge less adjustments is what was paid. A payment: claims paid less provider adjustments is what came.</remarks>
public static class RemittanceBalance
{
    /// <summary>Charge less paid less adjustments: positive when adjustments are missing, negative when there are too many.</summary>
    public static decimal Adjusted(decimal charge, decimal paid, IEnumerable<decimal> adjustments) => charge - paid - adjustments.Sum();

    /// <summary>The whole less the sum of its parts.</summary>
    public static decimal Parts(decimal whole, IEnumerable<decimal> parts) => whole - parts.Sum();

    /// <summary>Payment less claims paid plus provider adjustments.</summary>
    public static decimal Payment(decimal amount, IEnumerable<decimal> paid, IEnumerable<decimal> providerAdjustments) => amount - paid.Sum() + providerAdjustments.Sum();
}
