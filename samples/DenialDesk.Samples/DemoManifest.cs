namespace DenialDesk.Samples;

/// <summary>What a written file is, besides its content.</summary>
public enum SampleFileNote
{
    /// <summary>An ordinary file.</summary>
    Ordinary,

    /// <summary>An 835 in which one payment differs from its claims by a known amount.</summary>
    OutOfBalance,

    /// <summary>An 835 that ends in the middle; the whole file follows a day later.</summary>
    Truncated,

    /// <summary>An 835 whose one transaction came before, in another envelope.</summary>
    Resent,
}

/// <summary>One written file and the totals that a reader must find in it.</summary>
/// <param name="Name">The path inside the demo folder, with forward slashes.</param>
/// <param name="Kind">"837", "835", "999" or "277".</param>
/// <param name="Day">The day it would have arrived.</param>
/// <param name="Note">What is odd about it.</param>
/// <param name="Transactions">ST…SE sets.</param>
/// <param name="Claims">CLM (837) or CLP (835) loops.</param>
/// <param name="Charge">Σ CLM02 or Σ CLP03, reversals negative.</param>
/// <param name="Paid">Σ CLP04; zero for an 837.</param>
/// <param name="Payment">Σ BPR02; zero for an 837.</param>
/// <param name="ProviderAdjustments">Σ of the PLB amounts with their sign as sent.</param>
/// <param name="Denials">Adjudications that hold a denial; reversals are not counted.</param>
/// <param name="DeniedAmount">What those denials' own reasons hold back.</param>
public sealed record SampleFile(
    string Name, string Kind, DateOnly Day, SampleFileNote Note, int Transactions, int Claims,
    decimal Charge, decimal Paid, decimal Payment, decimal ProviderAdjustments, int Denials, decimal DeniedAmount);

/// <summary>Denials of one category: how many adjudications and how many dollars.</summary>
/// <param name="Count">Adjudications.</param>
/// <param name="Amount">Dollars under the denial's own reasons.</param>
public sealed record CategoryTotal(int Count, decimal Amount);

/// <summary>What the demo generator wrote, so that a test can compare what the desk found.</summary>
public sealed class DemoManifest
{
    /// <summary>The seed the files were made from.</summary>
    public required int Seed { get; init; }

    /// <summary>The first day on which a remittance may fall.</summary>
    public required DateOnly FirstDay { get; init; }

    /// <summary>The last day on which anything may fall, inclusive.</summary>
    public required DateOnly LastDay { get; init; }

    /// <summary>Every file in the order in which it would have arrived.</summary>
    public required IReadOnlyList<SampleFile> Files { get; init; }

    /// <summary>Distinct claims sent to a first payer.</summary>
    public required int Claims { get; init; }

    /// <summary>Claims that had their first answer from the first payer.</summary>
    public required int AnsweredClaims { get; init; }

    /// <summary>Of those, the ones with at least one denied line.</summary>
    public required int InitiallyDeniedClaims { get; init; }

    /// <summary>Denials over all distinct transactions: one per claim, payer and adjudication.</summary>
    public required int Denials { get; init; }

    /// <summary>Dollars of <see cref="Denials"/>.</summary>
    public required decimal DeniedAmount { get; init; }

    /// <summary>Denials by category, named as the desk names them.</summary>
    public required IReadOnlyDictionary<string, CategoryTotal> ByCategory { get; init; }

    /// <summary>Adjudications with CLP02 = 22.</summary>
    public required int Reversals { get; init; }

    /// <summary>Decisions of a second payer.</summary>
    public required int SecondPayerDecisions { get; init; }

    /// <summary>Payments of zero dollars.</summary>
    public required int ZeroPayments { get; init; }

    /// <summary>The reason codes used by PLB adjustments.</summary>
    public required IReadOnlyList<string> ProviderAdjustmentReasons { get; init; }

    /// <summary>The names of the eight payers as they call themselves.</summary>
    public required IReadOnlyList<string> Payers { get; init; }

    /// <summary>The day from which Medicare refuses more for medical necessity.</summary>
    public required DateOnly NecessitySpikeFrom { get; init; }

    /// <summary>The day from which UnitedHealthcare refuses more for missing authorization.</summary>
    public required DateOnly AuthorizationSpikeFrom { get; init; }

    /// <summary>By how much the one out-of-balance payment is off, in dollars.</summary>
    public required decimal OutOfBalanceBy { get; init; }
}
