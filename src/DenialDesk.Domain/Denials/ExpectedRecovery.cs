using DenialDesk.Domain.Money;
using DenialDesk.Domain.Priority;

namespace DenialDesk.Domain.Denials;

/// <summary>What a denial would pay if it were reversed. Allowed amounts beat ratios; a ratio is always labelled as one.</summary>
public static class ExpectedRecovery
{
    /// <summary>What a commercial payer pays of a charge where it has no history yet. An assumption, shown as such.</summary>
    public const decimal DefaultRatio = 0.55m;

    /// <summary>Charges on paid lines a payer needs before its own ratio is trusted, in dollars.</summary>
    public const decimal EnoughCharge = 1_000m;

    /// <summary>The expected payment.</summary>
    /// <param name="deniedAmount">Dollars refused.</param>
    /// <param name="allowed">Allowed amount of the denied lines in dollars, when known.</param>
    /// <param name="patientShare">The patient's share of those lines in dollars.</param>
    /// <param name="payerCharge">The payer's charges on paid lines so far.</param>
    /// <param name="payerPaid">What it paid of them.</param>
    public static ExpectedPayment Of(decimal deniedAmount, decimal? allowed, decimal patientShare, decimal payerCharge, decimal payerPaid)
    {
        if (allowed is > 0m)
        {
            var due = Math.Max(allowed.Value - Math.Max(patientShare, 0m), 0m);
            return new(Dollars.Cents(Math.Min(due, Math.Max(deniedAmount, 0m))), ExpectedBasis.Allowed);
        }

        var denied = Math.Max(deniedAmount, 0m);
        if (payerCharge < EnoughCharge)
        {
            return new(Dollars.Cents(denied * DefaultRatio), ExpectedBasis.DefaultRatio);
        }

        var ratio = Math.Clamp(payerPaid / payerCharge, 0.05m, 1m);
        return new(Dollars.Cents(denied * ratio), ExpectedBasis.PayerRatio);
    }
}
