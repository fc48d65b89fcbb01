namespace DenialDesk.Domain.Certificates;

/// <summary>One provider-level adjustment, as far as the ledger needs it.</summary>
/// <param name="Id">The caller's own key.</param>
/// <param name="Account">Whose books: practice and payer. Only rows of one account meet.</param>
/// <param name="Reason">PLB03-1.</param>
/// <param name="Reference">PLB03-2 as sent.</param>
/// <param name="Amount">Dollars as sent, positive takes money away; null when unreadable.</param>
/// <param name="HasClaim">Whether the reference names a claim that this payer has answered.</param>
/// <param name="Settled">Whether a person has settled it with a note.</param>
public sealed record LedgerEntry(long Id, string Account, string Reason, string Reference, decimal? Amount, bool HasClaim, bool Settled);

/// <summary>Where an entry stands.</summary>
public enum LedgerState
{
    /// <summary>A forwarding balance whose chain sums to zero.</summary>
    Chained,

    /// <summary>A forwarding balance with dollars left: the payer will take them from a later payment.</summary>
    Carried,

    /// <summary>Given and taken under one reference, together zero.</summary>
    Paired,

    /// <summary>Linked to the claim its reference names.</summary>
    Linked,

    /// <summary>Interest or a penalty: explained by its code.</summary>
    Explained,

    /// <summary>A person has settled it.</summary>
    Settled,

    /// <summary>Nobody knows what it belongs to: work for a person.</summary>
    Unlinked,
}

/// <summary>An entry with its standing.</summary>
/// <param name="Id">The entry's key.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Left">Dollars left of its chain or pair, signed; 0 when it sums up.</param>
public sealed record LedgerLine(long Id, LedgerState State, decimal Left);

/// <summary>Chains, pairs and links of provider-level adjustments. Pure: the same rows give the same ledger in whatever order they arrived.</summary>
/// <remarks>An FB opens under its own remittance's trace number and closes under the same reference (X12 RFI 1114); 72 goes with an opposite WO (RFI 325).</remarks>
public static class ProviderLedger
{
    /// <summary>Every entry's standing, in the order given.</summary>
    public static IReadOnlyList<LedgerLine> Of(IReadOnlyCollection<LedgerEntry> entries)
    {
        var left = entries.Where(e => e.Reference.Trim().Length > 0).GroupBy(Key).ToDictionary(g => g.Key, g => (Sum: g.Sum(e => e.Amount ?? 0m), Count: g.Count(), Known: g.All(e => e.Amount is not null)));
        return [.. entries.Select(e => Of(e, left.GetValueOrDefault(Key(e))))];
    }

    private static LedgerLine Of(LedgerEntry entry, (decimal Sum, int Count, bool Known) chain)
    {
        var zero = chain is { Count: > 1, Sum: 0m, Known: true };
        var state = PlbBuckets.Of(entry.Reason) switch
        {
            _ when entry.Settled => LedgerState.Settled,
            _ when entry.Amount is null => LedgerState.Unlinked,
            PlbBucket.Forwarding when zero => LedgerState.Chained,
            // Dollars collected for a debt that never opened here have nothing to hang on.
            PlbBucket.Forwarding => chain is { Count: > 0, Sum: <= 0m, Known: true } ? LedgerState.Carried : LedgerState.Unlinked,
            PlbBucket.Recovery when zero => LedgerState.Paired,
            PlbBucket.Interest or PlbBucket.Penalty => LedgerState.Explained,
            _ => entry.HasClaim ? LedgerState.Linked : LedgerState.Unlinked,
        };
        return new(entry.Id, state, state is LedgerState.Chained or LedgerState.Paired or LedgerState.Carried ? chain.Sum : entry.Amount ?? 0m);
    }

    private static (string Account, PlbBucket Bucket, string Reference) Key(LedgerEntry entry)
        => (entry.Account, PlbBuckets.Of(entry.Reason), entry.Reference.Trim().ToUpperInvariant());
}
