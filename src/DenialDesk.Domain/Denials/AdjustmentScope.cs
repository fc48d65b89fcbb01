using DenialDesk.Domain.Codes;

namespace DenialDesk.Domain.Denials;

/// <summary>One line, or the claim itself, with what is needed to judge its adjustments.</summary>
internal sealed class AdjustmentScope
{
    private AdjustmentScope(AdjudicatedClaim claim, AdjudicatedLine? line, string[] claimRemarks)
    {
        LineIndex = line?.Index;
        Charge = line is null ? claim.Charge : line.Charge;
        Paid = line is null ? claim.Paid : line.Paid;
        Adjustments = line is null ? claim.Adjustments : line.Adjustments;
        LineRemarks = line is null ? [] : Normal(line.RemarkCodes);
        ClaimRemarks = claimRemarks;
        Remarks = LineRemarks.Count == 0 ? claimRemarks : claimRemarks.Length == 0 ? LineRemarks : [.. LineRemarks, .. claimRemarks];
    }

    internal int? LineIndex { get; }

    internal decimal? Charge { get; }

    internal decimal? Paid { get; }

    internal IReadOnlyList<AdjudicatedAdjustment> Adjustments { get; }

    /// <summary>The line's remarks in the order sent, in normal form.</summary>
    internal IReadOnlyList<string> LineRemarks { get; }

    /// <summary>The claim's remarks in the order sent, in normal form.</summary>
    internal IReadOnlyList<string> ClaimRemarks { get; }

    /// <summary>The line's remarks, then the claim's.</summary>
    internal IReadOnlyList<string> Remarks { get; }

    /// <summary>Whether nothing was paid. An amount that was not sent is not nothing.</summary>
    internal bool PaidNothing => Paid <= 0m;

    /// <summary>The claim first, then its lines in order.</summary>
    internal static AdjustmentScope[] Of(AdjudicatedClaim claim)
    {
        var claimRemarks = Normal(claim.RemarkCodes);
        var scopes = new AdjustmentScope[claim.Lines.Count + 1];
        scopes[0] = new(claim, null, claimRemarks);
        for (var i = 0; i < claim.Lines.Count; i++)
        {
            scopes[i + 1] = new(claim, claim.Lines[i], claimRemarks);
        }

        return scopes;
    }

    /// <summary>How many adjustments stand in all of them.</summary>
    internal static int AdjustmentsIn(AdjustmentScope[] scopes)
    {
        var count = 0;
        foreach (var scope in scopes)
        {
            count += scope.Adjustments.Count;
        }

        return count;
    }

    /// <summary>Every remark once per place it was sent in: the claim's, then those of each line.</summary>
    internal static IReadOnlyList<string> RemarksOf(AdjustmentScope[] scopes)
    {
        List<string>? remarks = null;
        foreach (var scope in scopes)
        {
            var own = scope.LineIndex is null ? scope.ClaimRemarks : scope.LineRemarks;
            if (own.Count > 0)
            {
                (remarks ??= []).AddRange(own);
            }
        }

        return remarks is null ? [] : remarks;
    }

    private static string[] Normal(IReadOnlyList<string> codes) => codes.Count == 0 ? [] : [.. codes.Select(CodeForm.Rarc)];
}
