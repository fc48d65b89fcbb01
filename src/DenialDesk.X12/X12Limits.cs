namespace DenialDesk.X12;

/// <summary>How far a reader goes before it reports a <see cref="Problem"/> instead of using more memory.</summary>
public sealed record X12Limits
{
    /// <summary>The defaults: far above anything a payer sends, far below what hurts.</summary>
    public static X12Limits Default { get; } = new();

    /// <summary>Bytes a file may have, inclusive; reading stops beyond them. Default 8 GiB.</summary>
    public long FileBytes { get; init; } = 8L << 30;

    /// <summary>Bytes a segment may have, inclusive; a longer one is passed over. Default 64 KiB.</summary>
    public int SegmentBytes { get; init; } = 64 << 10;

    /// <summary>Elements a segment may have, inclusive; more are reported. Default 200.</summary>
    public int Elements { get; init; } = 200;

    /// <summary>Components an element may have, inclusive; more are reported. Default 100.</summary>
    public int Components { get; init; } = 100;

    /// <summary>Wrappers a file may have, inclusive: ISA, GS and ST together; reading stops beyond them. Default 100,000.</summary>
    public int Wrappers { get; init; } = 100_000;

    /// <summary>Claims one transaction may have, inclusive; the rest of the transaction is passed over. Default 1,000,000.</summary>
    public int Claims { get; init; } = 1_000_000;

    /// <summary>Service lines one claim may have, inclusive; the rest is passed over up to the next claim. Default 10,000; the standard allows 999.</summary>
    public int Lines { get; init; } = 10_000;

    /// <summary>Provider adjustments (PLB pairs) one transaction may have, inclusive; the rest is passed over and the payment cannot be balanced. Default 100,000.</summary>
    public int ProviderAdjustments { get; init; } = 100_000;

    /// <summary>Bytes one claim with its lines may have, inclusive; the rest is passed over up to the next claim. Default 16 MiB.</summary>
    public int ClaimBytes { get; init; } = 16 << 20;

    /// <summary>Problems kept for a file, inclusive; further ones are only counted, except the first that rejects a transaction. Default 2,000.</summary>
    public int Problems { get; init; } = 2_000;
}
