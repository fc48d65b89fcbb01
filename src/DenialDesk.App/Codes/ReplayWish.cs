using DenialDesk.Domain.Codes;

namespace DenialDesk.App.Codes;

/// <summary>Which claims a set of rules is tried on: those of whose answers one carries a code of the rules, is dated where they hold, and lies within these bounds.</summary>
/// <param name="Files">Files one of the answers came in; null for all.</param>
/// <param name="From">First remittance date, inclusive; null for the first day any of the rules holds.</param>
/// <param name="To">Last remittance date, inclusive; null for no end.</param>
public sealed record ReplayWish(long[]? Files = null, DateOnly? From = null, DateOnly? To = null)
{
    /// <summary>The first day that can be touched.</summary>
    internal DateOnly First(IReadOnlyList<CodeRule> rules)
    {
        var first = rules.Min(r => r.EffectiveFrom);
        return From is { } from && from > first ? from : first;
    }
}

/// <summary>What a replay found: how much was decided again, and a digest that is the same only where every row is.</summary>
/// <param name="Claims">Answers decided again.</param>
/// <param name="Buckets">Answers whose money moves between buckets, whether or not a denial comes of it.</param>
internal sealed record ReplayOutcome(int Claims, int Buckets, byte[] Digest);
