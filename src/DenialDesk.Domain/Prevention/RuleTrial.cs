using DenialDesk.Domain.Codes;

namespace DenialDesk.Domain.Prevention;

/// <summary>A claim as it was sent, and what became of it.</summary>
/// <param name="Claim">Its facts.</param>
/// <param name="Denied">Whether it was refused for what the rule is to prevent.</param>
public sealed record TriedClaim(CheckedClaim Claim, bool Denied);

/// <summary>How a rule would have done on claims whose outcome is known.</summary>
/// <param name="Judged">Claims it could judge.</param>
/// <param name="Unknown">Claims of which something the rule asks for is not known.</param>
/// <param name="Hits">Claims it would have stopped.</param>
/// <param name="Denials">Claims that were refused for it.</param>
/// <param name="Caught">Of those, the ones it would have stopped.</param>
public sealed record RuleTrial(int Judged, int Unknown, int Hits, int Denials, int Caught)
{
    /// <summary>Claims it would have stopped for nothing.</summary>
    public int FalseAlarms => Hits - Caught;

    /// <summary>"caught 41 of 47, 3 false alarms".</summary>
    public string Sentence => Judged == 0 ? "no claim of ours with a known outcome to try it on" : $"caught {Caught} of {Denials}, {FalseAlarms} false {(FalseAlarms == 1 ? "alarm" : "alarms")}";

    /// <summary>Tries a rule.</summary>
    public static RuleTrial Of(IReadOnlyList<RuleCondition> conditions, IEnumerable<TriedClaim> claims)
    {
        var (judged, unknown, hits, denials, caught) = (0, 0, 0, 0, 0);
        foreach (var (claim, denied) in claims)
        {
            var answer = ClaimRule.Judge(conditions, claim);
            if (answer == RuleAnswer.Unknown)
            {
                unknown++;
                continue;
            }

            judged++;
            denials += denied ? 1 : 0;
            hits += answer == RuleAnswer.Hit ? 1 : 0;
            caught += answer == RuleAnswer.Hit && denied ? 1 : 0;
        }

        return new(judged, unknown, hits, denials, caught);
    }
}

/// <summary>Drafts a rule from claims that were refused and claims that were not: what sets them apart, as one condition beside payer and procedures.</summary>
public static class RuleDraft
{
    /// <summary>Fewer refused claims than this draft nothing.</summary>
    public const int Least = 3;

    /// <summary>Characters of a diagnosis code that make its category.</summary>
    private const int DiagnosisLength = 3;

    /// <summary>Procedure groups are named until they cover this share of the refused claims.</summary>
    private const double Cover = .8;

    private const int MostFamilies = 6;

    /// <summary>The conditions; empty when there is too little to go by.</summary>
    /// <param name="payerId">The payer of the cluster; null for all.</param>
    /// <param name="claims">Claims of that payer with a known outcome.</param>
    public static IReadOnlyList<RuleCondition> Of(int? payerId, IReadOnlyList<TriedClaim> claims)
    {
        var refused = claims.Where(c => c.Denied).Select(c => c.Claim).ToList();
        if (refused.Count < Least) { return []; }

        var who = payerId is { } payer ? new[] { new RuleCondition(RuleFact.Payer, RuleTest.Is, [payer.ToString(System.Globalization.CultureInfo.InvariantCulture)]) } : [];
        var groups = Groups(refused);
        RuleCondition[] scope = [.. who, .. groups.Count > 0 ? [new RuleCondition(RuleFact.Procedure, RuleTest.Is, groups)] : Array.Empty<RuleCondition>()];
        var best = Candidates(refused, claims, scope)
            .Select(candidate => (Candidate: candidate, Trial: RuleTrial.Of([.. scope, candidate], claims)))
            .Where(t => t.Trial.Caught > 0)
            .OrderByDescending(t => 2.0 * t.Trial.Caught / (t.Trial.Hits + t.Trial.Denials)).ThenBy(t => t.Candidate.Fact).FirstOrDefault();
        return best.Candidate is null ? scope : [.. scope, best.Candidate];
    }

    private static List<string> Groups(List<CheckedClaim> refused)
    {
        var left = refused.ToList();
        var found = new List<string>();
        while (left.Count > (1 - Cover) * refused.Count && found.Count < MostFamilies)
        {
            var group = left.SelectMany(c => c.Lines.Select(l => ProcedureGroup.Of(l.Procedure)).Where(f => f.Length > 0).Distinct()).GroupBy(f => f)
                .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).FirstOrDefault()?.Key;
            if (group is null) { break; }

            found.Add(group);
            left.RemoveAll(c => c.Lines.Any(l => ProcedureGroup.Of(l.Procedure) == group));
        }

        return found;
    }

    /// <summary>Single conditions worth trying: what is missing, and what most claims that passed have, or most refused ones have.</summary>
    private static IEnumerable<RuleCondition> Candidates(List<CheckedClaim> refused, IReadOnlyList<TriedClaim> claims, IReadOnlyList<RuleCondition> scope)
    {
        yield return new(RuleFact.Authorization, RuleTest.Missing, []);
        yield return new(RuleFact.Referral, RuleTest.Missing, []);
        yield return new(RuleFact.OriginalReference, RuleTest.Missing, []);
        var passed = claims.Where(c => !c.Denied && ClaimRule.Judge(scope, c.Claim) == RuleAnswer.Hit).Select(c => c.Claim).ToList();
        foreach (var modifier in Often(passed, c => c.Lines.SelectMany(l => l.Modifiers))) { yield return new(RuleFact.Modifier, RuleTest.IsNot, [modifier]); }

        foreach (var modifier in Often(refused, c => c.Lines.SelectMany(l => l.Modifiers))) { yield return new(RuleFact.Modifier, RuleTest.Is, [modifier]); }

        foreach (var diagnosis in Often(refused, c => c.Diagnoses.Where(d => d.Length >= DiagnosisLength).Select(d => d[..DiagnosisLength]))) { yield return new(RuleFact.Diagnosis, RuleTest.Is, [diagnosis]); }

        foreach (var diagnosis in Often(passed, c => c.Diagnoses.Where(d => d.Length >= DiagnosisLength).Select(d => d[..DiagnosisLength]))) { yield return new(RuleFact.Diagnosis, RuleTest.IsNot, [diagnosis]); }

        foreach (var place in Often(refused, c => c.Place is { } place ? [place] : [])) { yield return new(RuleFact.Place, RuleTest.Is, [place]); }

        if (refused.Where(c => c.AgeDays is not null).Select(c => c.AgeDays!.Value).Order().ToList() is { Count: > 0 } ages)
        {
            yield return new(RuleFact.AgeDays, RuleTest.AtLeast, [ages[ages.Count / 10].ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        }
    }

    private static IEnumerable<string> Often(List<CheckedClaim> claims, Func<CheckedClaim, IEnumerable<string>> values)
        => claims.SelectMany(c => values(c).Where(v => v.Length > 0).Distinct()).GroupBy(v => v).Where(g => g.Count() * 2 > claims.Count).Select(g => g.Key).Order(StringComparer.Ordinal);
}
