using DenialDesk.App.Claims;
using DenialDesk.App.People;

namespace DenialDesk.App.Tests.Claims;

public sealed class ResolveMatchTests(Cluster cluster) : DeskFixture(cluster)
{
    private static readonly Actor Biller = new(null, "A biller", Actor.Desk.Permissions, null);

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    private Task<IReadOnlyList<UnmatchedRow>> ListAsync(string? state = null) => Get<ListUnmatched>().Run(new() { State = state }, Biller, Now);

    private async Task<UnmatchedRow> OneAsync()
    {
        await this.ImportAsync("sent.837", TwoWays.Sent("20260605", 1, new("GRP001", "RIVERA", "W1", "20260602", 90m), new("GRP002", "RIVERA", "W1", "20260602", 95m)));
        await this.ImportAsync("answered.835", TwoWays.Answered("20260612", 3, new Told("P900", "RIVERA", "", "20260602", 90m, Paid: 0m)));
        return Assert.Single(await ListAsync());
    }

    private static ResolveMatch.Input This(UnmatchedRow row, long? submitted, string reason = "") => new()
    {
        CommandId = Guid.NewGuid(),
        PracticeId = row.PracticeId,
        ClaimId = row.ClaimId,
        Version = row.Version,
        SubmittedId = submitted,
        Reason = reason,
    };

    [Fact]
    public async Task The_best_candidate_comes_first_with_its_evidence_and_this_one_matches_once()
    {
        var row = await OneAsync();
        Assert.Equal(["GRP001", "GRP002"], row.Ranked().Select(c => c.Account));
        Assert.Contains("The charge is the same.", row.BestEvidence, StringComparison.Ordinal);

        var input = This(row, row.Ranked()[0].SubmittedId);
        var first = await Get<ResolveMatch>().Run(input, Biller, Now);
        var again = await Get<ResolveMatch>().Run(input, Biller, Now);

        Assert.Null(first.Refusal);
        Assert.Equal(first, again);
        Assert.Empty(await ListAsync());
        Assert.Equal("matched", Assert.Single(await ListAsync("person")).State);
        Assert.Equal(1L, await ScalarAsync("select count(*) from submission_wait"));
        Assert.Equal(1L, await ScalarAsync("select count(*) from journal where action = 'match.resolved'"));
        Assert.Equal("overtaken", (await Get<ResolveMatch>().Run(This(row, row.Ranked()[1].SubmittedId), Biller, Now)).Refusal?.Code);
    }

    [Fact]
    public async Task A_persons_match_outlives_later_files_and_undo_gives_it_back_to_the_rule()
    {
        var row = await OneAsync();
        var done = await Get<ResolveMatch>().Run(This(row, row.Ranked()[1].SubmittedId), Biller, Now);
        await this.ImportAsync("again.837", TwoWays.Sent("20260607", 5, new Told("GRP002", "RIVERA", "W1", "20260602", 95m)));

        Assert.Equal(2L, await ScalarAsync("select count(*) from submission_link l join submitted_claim s using (practice_id, submitted_id) where s.account = 'GRP002'"));

        var undone = await Get<UndoMatch>().Run(new() { CommandId = Guid.NewGuid(), PracticeId = row.PracticeId, ClaimId = row.ClaimId, Version = done.Version }, Biller, Now);
        Assert.Null(undone.Refusal);
        Assert.Equal(0L, await ScalarAsync("select count(*) from submission_link"));
        Assert.Equal("unmatched", Assert.Single(await ListAsync()).State);
        Assert.Equal("nothing_to_undo", (await Get<UndoMatch>().Run(
            new() { CommandId = Guid.NewGuid(), PracticeId = row.PracticeId, ClaimId = row.ClaimId, Version = undone.Version }, Biller, Now)).Refusal?.Code);
    }

    [Fact]
    public async Task None_of_these_needs_a_reason_holds_against_those_offered_and_yields_to_a_true_match()
    {
        var row = await OneAsync();
        Assert.Equal("reason_missing", (await Get<ResolveMatch>().Run(This(row, null, " "), Biller, Now)).Refusal?.Code);
        Assert.Null((await Get<ResolveMatch>().Run(This(row, null, "Billed by the hospital"), Biller, Now)).Refusal);

        var dismissed = Assert.Single(await ListAsync("dismissed"));
        Assert.Equal("Billed by the hospital", dismissed.Reason);
        Assert.Empty(dismissed.Ranked());

        await this.ImportAsync("true.837", TwoWays.Sent("20260606", 7, new Told("P900", "RIVERA", "W1", "20260602", 90m)));
        Assert.Equal("matched account", await ScalarAsync("select state || ' ' || method from claim_match"));
    }

    [Fact]
    public async Task Another_practices_claims_are_neither_listed_nor_decided()
    {
        var row = await OneAsync();
        var stranger = new Actor(Guid.NewGuid(), "Stranger", Actor.Desk.Permissions, new HashSet<int> { 9999 });

        Assert.Empty(await Get<ListUnmatched>().Run(new(), stranger, Now));
        Assert.Null(await Get<SeeMatch>().Run(new() { PracticeId = row.PracticeId, ClaimId = row.ClaimId }, stranger, Now));
        Assert.Equal("not_found", (await Get<ResolveMatch>().Run(This(row, row.Ranked()[0].SubmittedId), stranger, Now)).Refusal?.Code);
    }

    [Fact]
    public async Task The_view_of_a_match_shows_both_sides_and_its_history()
    {
        var row = await OneAsync();
        await Get<ResolveMatch>().Run(This(row, row.Ranked()[0].SubmittedId), Biller, Now);

        var view = await Get<SeeMatch>().Run(new() { PracticeId = row.PracticeId, ClaimId = row.ClaimId }, Biller, Now);

        Assert.Equal("person", view!.Method);
        Assert.Equal("GRP001", Assert.Single(view.Submissions).Claim.Account);
        Assert.Equal("GRP002", Assert.Single(view.Candidates).Account);
        Assert.Equal("resolved", Assert.Single(view.Changes).Action);
    }
}
