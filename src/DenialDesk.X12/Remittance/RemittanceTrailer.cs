namespace DenialDesk.X12.Remittance;

/// <summary>One pair of a PLB: money moved between payer and provider outside the claims.</summary>
/// <param name="ProviderId">PLB01.</param>
/// <param name="FiscalDate">PLB02, end of the provider's fiscal period.</param>
/// <param name="Reason">First component: WO recovery, FB forwarding balance, L6 interest, 72 refund, CS adjustment…</param>
/// <param name="Reference">Second component, often the claim concerned; empty when not sent.</param>
/// <param name="Amount">Dollars as sent: positive takes money from the provider, negative gives; null when missing or unreadable.</param>
/// <param name="At">Where the reason stands.</param>
public sealed record ProviderAdjustment(
    string ProviderId, DateOnly? FiscalDate, string Reason, string Reference, decimal? Amount, Location At);

/// <summary>What is known of an 835 once it has been read to its end.</summary>
public sealed class RemittanceTrailer
{
    /// <summary>Where the ST stands.</summary>
    public required Location At { get; init; }

    /// <summary>Bytes from the first byte of the ST to the end of the SE (or of the last segment), its terminator not included.</summary>
    public long ByteLength { get; init; }

    /// <summary>Every PLB pair in the order sent.</summary>
    public IReadOnlyList<ProviderAdjustment> ProviderAdjustments { get; init; } = [];

    /// <summary>CLP count.</summary>
    public int Claims { get; init; }

    /// <summary>SVC count.</summary>
    public int Lines { get; init; }

    /// <summary>Segments of the transaction, ST and SE included.</summary>
    public int Segments { get; init; }

    /// <summary>Σ CLP03 in dollars of those that could be read.</summary>
    public decimal Charge { get; init; }

    /// <summary>Σ CLP04 in dollars of those that could be read.</summary>
    public decimal Paid { get; init; }

    /// <summary>Σ PLB amounts in dollars, signed as sent, of those that could be read.</summary>
    public decimal ProviderAdjusted { get; init; }

    /// <summary>BPR02 against Σ CLP04 − Σ PLB.</summary>
    public Balance Balance { get; init; }

    /// <summary>Claims whose own balance is unbalanced.</summary>
    public int UnbalancedClaims { get; init; }

    /// <summary>Claims whose own balance cannot be worked out.</summary>
    public int NotEvaluableClaims { get; init; }

    /// <summary>
    /// SHA-256 in lower-case hex over the segments between ST and SE, delimiters made equal: the same payment in another
    /// envelope, with other line ends or other delimiters has the same hash. Empty when hashing was switched off.
    /// </summary>
    public string CanonicalHash { get; init; } = "";

    /// <summary>False when the SE is missing: claims may be missing too. A missing GE or IEA is found later and told in <see cref="RemittanceFile.IsComplete"/>.</summary>
    public bool IsComplete { get; init; }

    /// <summary>Segments that belong to no claim and no provider adjustment, kept as sent up to the limit of problems.</summary>
    public IReadOnlyList<KeptSegment> UnknownSegments { get; init; } = [];

    /// <summary>True when a problem of severity <see cref="Severity.Rejects"/> was found inside the transaction.</summary>
    public bool Rejects { get; init; }
}
