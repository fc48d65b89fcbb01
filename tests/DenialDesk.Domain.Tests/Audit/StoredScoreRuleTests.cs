using DenialDesk.Domain.Audit;
using DenialDesk.Domain.Priority;

namespace DenialDesk.Domain.Tests.Audit;

public sealed class StoredScoreRuleTests
{
    private static readonly DateOnly Day = new(2026, 6, 1);
    private static readonly PriorityFacts Far = new(1, 600m, 0.5, 20, new(2026, 9, 1), new(2026, 9, 3), new(2026, 4, 1));
    private static readonly PriorityFacts Near = Far with { LastSafeDay = new(2026, 6, 2), DueOn = new(2026, 6, 4) };

    [Fact]
    public void A_score_as_the_rule_gives_it_passes_and_so_does_one_a_cent_old()
    {
        Assert.Null(Of(Far, 0m));
        Assert.Null(Of(Far, 0.01m));
    }

    [Fact]
    public void A_score_that_is_off_by_more_is_found_with_both_values()
    {
        var mark = Of(Far, 5m);

        Assert.Equal(AuditKind.ScoreDiffers, mark!.Kind);
        Assert.NotEqual(mark.Stored, mark.Recomputed);
    }

    [Fact]
    public void Odds_learned_since_the_ranking_make_a_score_old_but_not_wrong()
    {
        var stored = Stored(Far, PriorityLane.Ordinary, 0m);

        Assert.Null(StoredScoreRule.Of(stored, Far with { Reversal = 0.7 }, Day, PrioritySettings.Default));
        Assert.NotNull(StoredScoreRule.Of(stored with { Reversal = 0.6 }, Far with { Reversal = 0.7 }, Day, PrioritySettings.Default));
    }

    [Fact]
    public void A_number_to_sort_by_that_is_not_the_scores_own_is_found()
    {
        var stored = Stored(Far, PriorityLane.Ordinary, 0m);

        Assert.NotNull(StoredScoreRule.Of(stored with { RankKey = stored.RankKey + 2 }, Far, Day, PrioritySettings.Default));
    }

    [Fact]
    public void A_lane_that_the_due_day_contradicts_is_found()
    {
        Assert.Equal("in the lane “due now”", StoredScoreRule.Of(Stored(Far, PriorityLane.DueNow, 0m), Far, Day, PrioritySettings.Default)?.Stored);
        Assert.Equal("in the ordinary lane", StoredScoreRule.Of(Stored(Near, PriorityLane.Ordinary, 0m), Near, Day, PrioritySettings.Default)?.Stored);
        Assert.Null(StoredScoreRule.Of(Stored(Near, PriorityLane.DueNow, 0m), Near, Day, PrioritySettings.Default));
        Assert.Null(StoredScoreRule.Of(Stored(Near, PriorityLane.Ordinary, 0m) with { HourPrice = 100_000 }, Near, Day, PrioritySettings.Default));
    }

    [Fact]
    public void A_denial_that_was_never_ranked_is_found()
        => Assert.Equal("not ranked yet", StoredScoreRule.Of(new(0m, PriorityLane.Ordinary, 0, null, 0), Far, Day, PrioritySettings.Default)?.Stored);

    private static AuditMark? Of(PriorityFacts facts, decimal off) => StoredScoreRule.Of(Stored(facts, PriorityLane.Ordinary, off), facts, Day, PrioritySettings.Default);

    private static StoredScore Stored(PriorityFacts facts, PriorityLane lane, decimal off)
    {
        var score = Math.Round((decimal)PriorityScore.Parts(facts, Day, PrioritySettings.Default).Score, 4) + off;
        return new(score, lane, PriorityScore.RankKey(lane, (double)score), facts.Reversal, 0);
    }
}
