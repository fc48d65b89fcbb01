using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Prevention;

namespace DenialDesk.App.Prevention;

/// <summary>A draft, and how it would have done on our own claims of the last year.</summary>
public sealed record RuleSuggestion(IReadOnlyList<RuleCondition> Conditions, RuleTrial Trial);

/// <summary>Drafts a pre-submission rule from a cluster of denials, or tries conditions that somebody wrote; nothing is kept.</summary>
public sealed class DraftClaimRule(DeskSource database, TimeProvider clock)
{
    /// <summary>The cluster, and conditions to try instead of drafting.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public int? PayerId { get; init; }

        public required string Category { get; init; }

        public string Carc { get; init; } = "";

        /// <summary>Null: draft them.</summary>
        public IReadOnlyList<RuleCondition>? Conditions { get; init; }
    }

    /// <summary>The draft, or why there is none.</summary>
    public async Task<(RuleSuggestion? Draft, Refusal? Refusal)> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManagePrevention);
        if (!actor.Sees(input.PracticeId)) { return (null, new("not_found", "There is no such practice.")); }

        if (CodeNames.TryRead<DenialCategory>(input.Category) is null) { return (null, new("category", "Choose the category of the denials it is to prevent.")); }

        if (input.Conditions is { } own && ClaimRule.Check(own) is { } wrong) { return (null, wrong); }

        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var kept = await KeptOutcomes.ReadAsync(connection, null, input.PracticeId, today.AddYears(-1), input.PayerId, cancellation);
        TriedClaim[] tried = [.. kept.Select(k => k.For(input.PayerId, input.Category, input.Carc.Trim()))];
        var conditions = input.Conditions ?? RuleDraft.Of(input.PayerId, tried);
        return conditions.Count == 0
            ? (null, new("too_little", $"Fewer than {RuleDraft.Least} of our own 837s are matched to such a denial, so there is nothing to draft from. Import the claim files, or write the conditions yourself."))
            : (new(conditions, RuleTrial.Of(conditions, tried)), null);
    }
}
