using DenialDesk.Domain.Codes;

namespace DenialDesk.Domain.Denials;

/// <summary>What the claim status says before any adjustment is read (step A). It never proves a denial.</summary>
internal sealed record ClaimStatusRule
{
    /// <summary>The bucket every adjustment of such a claim goes to, when the status settles it.</summary>
    internal Bucket? Settled { get; private init; }

    /// <summary>The claim-level rules that applied, in order.</summary>
    internal required IReadOnlyList<string> Rules { get; init; }

    /// <summary>Whether another payer decided before this one.</summary>
    internal bool LaterPosition { get; private init; }

    /// <summary>Whether the claim was passed on.</summary>
    internal bool Forwarded { get; private init; }

    /// <summary>What a person should look at because of the status.</summary>
    internal IReadOnlyList<ReviewPoint> Flags { get; private init; } = [];

    /// <summary>Reads the status of a claim.</summary>
    internal static ClaimStatusRule Of(AdjudicatedClaim claim, IReadOnlyList<string> remarks) =>
        CodeForm.WithoutZeros(claim.StatusCode) switch
        {
            "22" => new() { Rules = ["A1"], Settled = Bucket.Reversal, Flags = claim.Charge > 0 || claim.Paid > 0 ? [ReviewPoint.ReversalSign] : [] },
            "25" => new() { Rules = ["A2"], Settled = Bucket.Informational },
            "23" => new() { Rules = ["A3"], Settled = Bucket.Cob, Forwarded = true, Flags = [ReviewPoint.Forwarded, ReviewPoint.WrongPlan] },
            "1" => Plain(claim, remarks, [], later: false),
            "2" or "3" => Plain(claim, remarks, ["A5"], later: true),
            "4" => Plain(claim, remarks, ["A6"], later: false),
            "19" => Passed(["A4"], later: false),
            "20" or "21" => Passed(["A4", "A5"], later: true),
            _ => Plain(claim, remarks, [], later: false) with { Flags = [ReviewPoint.UnknownStatus] },
        };

    private static ClaimStatusRule Passed(string[] rules, bool later) =>
        new() { Rules = rules, Forwarded = true, LaterPosition = later, Flags = [ReviewPoint.Forwarded] };

    private static ClaimStatusRule Plain(AdjudicatedClaim claim, IReadOnlyList<string> remarks, string[] rules, bool later)
    {
        var refused = remarks.Any(RemarkEffects.NotPassedOn.Contains);
        var forwarded = !refused && (claim.Forwarded || remarks.Any(RemarkEffects.PassedOn.Contains));
        return new()
        {
            Rules = rules,
            LaterPosition = later,
            Forwarded = forwarded,
            Flags = forwarded ? [ReviewPoint.Forwarded] : [],
        };
    }
}
