using System.Collections.Frozen;

namespace DenialDesk.Domain.Denials;

/// <summary>The reason codes by which a payer upholds what it said before; they name no reason of their own.</summary>
/// <remarks>193 original decision maintained, 138 appeal rules not followed, 285 appeal procedures not followed, 286 appeal time limits not met (docs/rules/denial-decision.md, D0).</remarks>
public static class UpheldAppeal
{
    private static readonly FrozenSet<string> _carcs = FrozenSet.Create("193", "285", "286", "138");

    /// <summary>All of them, in normal form.</summary>
    public static string[] Carcs => [.. _carcs.Order(StringComparer.Ordinal)];

    /// <summary>Whether this code, in normal form, is one of them.</summary>
    public static bool Says(string carc) => _carcs.Contains(carc);
}
