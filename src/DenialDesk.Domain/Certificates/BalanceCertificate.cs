namespace DenialDesk.Domain.Certificates;

/// <summary>The sums of a remittance, a file or a month, in dollars, every term signed as the payer sent it.</summary>
public sealed record CertificateSums
{
    /// <summary>Σ BPR02: what the payer says it paid.</summary>
    public required decimal Payment { get; init; }

    /// <summary>Σ CLP03.</summary>
    public required decimal Charge { get; init; }

    /// <summary>Σ CLP04.</summary>
    public required decimal Paid { get; init; }

    /// <summary>Σ PLB; positive takes money away.</summary>
    public required decimal Plb { get; init; }

    /// <summary>Σ CAS that refuse money.</summary>
    public required decimal Denied { get; init; }

    /// <summary>Σ CAS that contract or law allows.</summary>
    public required decimal Contractual { get; init; }

    /// <summary>Σ CAS that are the patient's.</summary>
    public required decimal Patient { get; init; }

    /// <summary>Σ CAS that another payer bears.</summary>
    public required decimal Cob { get; init; }

    /// <summary>Σ CAS that add, report or round.</summary>
    public required decimal Informational { get; init; }

    /// <summary>Σ CAS of claims that take an earlier answer back.</summary>
    public required decimal Reversal { get; init; }

    /// <summary>Σ CLP03 as counted while the file was read, before any row was kept.</summary>
    public required decimal ReadCharge { get; init; }

    /// <summary>Σ CLP04 as counted while the file was read.</summary>
    public required decimal ReadPaid { get; init; }

    /// <summary>Σ PLB as counted while the file was read.</summary>
    public required decimal ReadPlb { get; init; }
}

/// <summary>Whether money adds up, in three equations to the cent.</summary>
/// <param name="CashDifference">Σ BPR02 less (Σ CLP04 − Σ PLB): stated minus computed; 0 when the cheque equals what was said about claims.</param>
/// <param name="ChargeDifference">Σ CLP04 less (Σ CLP03 − Σ of all buckets): stated minus computed; 0 when every charged dollar went somewhere.</param>
/// <param name="KeptDifference">What was read less what is kept (charges, payments and PLB, each taken as a size); 0 when no row was lost or doubled.</param>
/// <remarks>Tolerance 0.00. Stated minus computed is the sign of the reader's own balance (X12 RFI 618, 358, 689).</remarks>
public sealed record BalanceCertificate(decimal CashDifference, decimal ChargeDifference, decimal KeptDifference)
{
    /// <summary>All three are zero.</summary>
    public bool Balances => CashDifference == 0m && ChargeDifference == 0m && KeptDifference == 0m;

    /// <summary>Adds the sums up.</summary>
    public static BalanceCertificate Of(CertificateSums s) => new(
        s.Payment - (s.Paid - s.Plb),
        s.Paid - (s.Charge - Adjusted(s)),
        Math.Abs(s.ReadCharge - s.Charge) + Math.Abs(s.ReadPaid - s.Paid) + Math.Abs(s.ReadPlb - s.Plb));

    /// <summary>Every CAS cent: the six buckets together.</summary>
    public static decimal Adjusted(CertificateSums s) => s.Denied + s.Contractual + s.Patient + s.Cob + s.Informational + s.Reversal;

    /// <summary>What is left of this certificate's differences when the named ones are taken off; 0 when every cent is explained.</summary>
    /// <param name="namedCash">Σ of the differences named at remittances.</param>
    /// <param name="namedCharge">Σ of the differences named at claims.</param>
    public decimal Unexplained(decimal namedCash, decimal namedCharge)
        => Math.Abs(CashDifference - namedCash) + Math.Abs(ChargeDifference - namedCharge) + KeptDifference;
}
