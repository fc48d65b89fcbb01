using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Priority;

namespace DenialDesk.Bench.Triage;

/// <summary>What a desk has learned of the odds from past outcomes, by the code that runs in the desk.</summary>
internal sealed class TriageLearning
{
    private readonly Dictionary<object, Attempts> _attempts = [];

    public TriageLearning(IEnumerable<Outcome> past)
    {
        foreach (var outcome in past)
        {
            var weight = ReversalRate.Decay(outcome.DaysAgo);
            foreach (var level in Levels(outcome.Category, outcome.Payer, outcome.Carc, outcome.Family))
            {
                var before = _attempts.GetValueOrDefault(level);
                _attempts[level] = new(before.Overturned + (outcome.Overturned ? weight : 0), before.Decided + weight);
            }
        }
    }

    /// <summary>What may be believed of a claim.</summary>
    public TriageOdds Of(TriageClaim claim)
    {
        var prior = CategoryStandards.Of(claim.Category).ReversalPrior;
        Attempts[] levels = [.. Levels(claim.Category, claim.Payer, claim.Carc, claim.Family).Select(level => _attempts.GetValueOrDefault(level))];
        var closest = levels.LastOrDefault(level => level.Decided > 0);
        return new(ReversalRate.Estimate(prior, levels).Mean, closest.Decided > 0 ? closest.Overturned / closest.Decided : prior, prior);
    }

    private static object[] Levels(DenialCategory category, int payer, int carc, int family) => [category, (payer, category), (payer, carc), (payer, carc, family)];

    /// <summary>One decided attempt of the past.</summary>
    internal sealed record Outcome(int Payer, DenialCategory Category, int Carc, int Family, bool Overturned, int DaysAgo);
}
