using System.Collections.Frozen;
using DenialDesk.Domain.Codes;

namespace DenialDesk.Domain.Denials;

/// <summary>Step D: what went wrong. Pair first, then the remark of a generic code, then the code's own row.</summary>
internal static class DenialCategoryRule
{
    /// <summary>Codes that say only "read the remark".</summary>
    private static readonly FrozenSet<string> Generic = FrozenSet.Create(
        "16", "96", "125", "A1", "129", "148", "226", "227", "234", "237", "250", "251", "252", "256", "272", "273", "B1", "P1");

    /// <summary>Codes that ask for records: documentation, unless another payer's remittance is what is missing.</summary>
    private static readonly FrozenSet<string> AsksForRecords = FrozenSet.Create("226", "250", "251", "252", "163", "164");

    /// <summary>The category, the rule that told it, the remark that told it, and the pair's own row when there is one.</summary>
    internal sealed record Found(DenialCategory Category, string Rule, string? Rarc, PairOverride? Pair, bool RemarkDisagrees);

    /// <summary>Decides the category of a known reason code.</summary>
    internal static Found Of(Carc carc, AdjustmentScope scope, CodeBook book, DateOnly asOf, DenialCategory? earlier)
    {
        var own = carc.Category ?? DenialCategory.Other;
        if (earlier is { } kept && UpheldAppeal.Says(carc.Code))
        {
            return new(kept, "D0", FirstDefect(scope, book), null, false);
        }

        if (Pair(carc, scope, book, asOf) is { Category: { } paired } pair)
        {
            return new(paired, "D1", pair.Rarc, pair, false);
        }

        if (AsksForRecords.Contains(carc.Code))
        {
            var other = scope.Remarks.FirstOrDefault(RemarkEffects.OtherPayerData.Contains);
            return other is null
                ? new(own, "D3", FirstDefect(scope, book), null, false)
                : new(DenialCategory.Cob, "D2", other, null, false);
        }

        return Generic.Contains(carc.Code) ? ByRemark(carc, own, scope, book, asOf) : new(own, "D3", FirstDefect(scope, book), null, false);
    }

    /// <summary>The first remark that can name a defect: not an alert, not a word about the process. Unknown remarks count.</summary>
    internal static string? FirstDefect(AdjustmentScope scope, CodeBook book) =>
        scope.Remarks.FirstOrDefault(rarc => rarc.Length > 0 && !RemarkEffects.NotAReason.Contains(rarc) && book.Rarc(rarc) is not { Alert: true });

    private static PairOverride? Pair(Carc carc, AdjustmentScope scope, CodeBook book, DateOnly asOf)
    {
        foreach (var rarc in scope.Remarks)
        {
            if (book.Rarc(rarc) is not { Active: false } && book.Pair(carc.Code, rarc, asOf) is { } pair)
            {
                return pair;
            }
        }

        return null;
    }

    private static Found ByRemark(Carc carc, DenialCategory own, AdjustmentScope scope, CodeBook book, DateOnly asOf)
    {
        var hints = scope.Remarks
            .Where(rarc => !RemarkEffects.NotAReason.Contains(rarc))
            .Select(rarc => book.Rarc(rarc, asOf))
            .Where(row => row is { Alert: false, CategoryHint: not ("none" or "inherit" or "") })
            .ToList();
        var first = carc.Code == "16" ? hints.Find(row => row!.CategoryHint != "documentation") ?? hints.FirstOrDefault() : hints.FirstOrDefault();
        if (first is null)
        {
            return new(own, "D3", FirstDefect(scope, book), null, false);
        }

        return CodeNames.TryRead<DenialCategory>(first.CategoryHint) is { } hinted
            ? new(hinted, "D2", first.Code, null, false)
            : new(own, "D3", first.Code, null, RemarkDisagrees: true);
    }
}
