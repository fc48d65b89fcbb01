namespace DenialDesk.Domain.WriteOffs;

/// <summary>Which open denials are proposed for giving up, and which of many given up together a second person looks at again.</summary>
public static class WriteOffProposals
{
    /// <summary>One in so many of a bulk write-off is marked for a look.</summary>
    public const int OneIn = 10;

    /// <summary>The reason to propose; null when it is worth working.</summary>
    /// <param name="open">Dollars still open on it.</param>
    /// <param name="costsMore">Whether working it costs more than it is expected to return, by the score's own figures.</param>
    /// <param name="smallBalance">Dollars up to which, inclusive, a balance is small.</param>
    /// <param name="inFlight">Whether something was sent and the payer has not answered: nothing is proposed then.</param>
    public static WriteOffReason? Propose(decimal open, bool costsMore, decimal smallBalance, bool inFlight)
        => inFlight ? null
            : open <= smallBalance ? WriteOffReason.SmallBalance
            : costsMore ? WriteOffReason.CostExceedsReturn
            : null;

    /// <summary>The sample of a bulk: a tenth, rounded up, chosen by a fixed scramble of the numbers, so that nobody can steer around it by order or by hand.</summary>
    public static IReadOnlySet<long> Sample(IEnumerable<long> denialIds)
    {
        var all = denialIds.Distinct().ToList();
        return all.OrderBy(Scramble).ThenBy(id => id).Take((all.Count + OneIn - 1) / OneIn).ToHashSet();
    }

    /// <summary>Knuth's multiplicative scramble; only its unlikeness to the order of the numbers matters.</summary>
    private static uint Scramble(long id) => unchecked((uint)id * 2654435761u);
}
