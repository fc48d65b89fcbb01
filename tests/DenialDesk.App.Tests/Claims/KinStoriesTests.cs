using DenialDesk.App.Audit;
using DenialDesk.App.Claims;
using DenialDesk.App.Codes;
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.Domain.Audit;
using DenialDesk.Domain.Codes;

namespace DenialDesk.App.Tests.Claims;

/// <summary>A payer that changed the account number in one of its answers still answers one claim: what it says under either number is one story.</summary>
public sealed class KinStoriesTests(Cluster cluster) : DeskFixture(cluster)
{
    private static readonly Told _visit = new("AC100", Day: "20260601", Charge: 150m, PayerNumber: "ICN1", Line: "AC100L1", Paid: 0m);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static DateOnly Today { get; } = DateOnly.FromDateTime(DateTime.UtcNow);

    [Theory]
    [InlineData("sent", "denied", "paid")]
    [InlineData("denied", "paid", "sent")]
    [InlineData("paid", "denied", "sent")]
    [InlineData("paid", "sent", "denied")]
    public async Task A_payment_under_the_true_number_recovers_the_denial_under_the_changed_one(params string[] order)
    {
        foreach (var name in order) { await ImportAsync(name, "197"); }

        Assert.Equal(2L, await ScalarAsync("select count(*) from claim"));
        Assert.Equal("closed_recovered recovered 120.00", await ScalarAsync("select concat_ws(' ', state, outcome, recovered_amount) from denial"));
        await NothingToFindAsync();
        var view = await Get<SeeDenial>().Run(new() { PracticeId = 1, DenialId = (long)(await ScalarAsync("select denial_id from denial"))! }, Actor.Desk, Stop);
        Assert.Equal(2, view!.History.Count);
    }

    [Theory]
    [InlineData("sent", "denied", "again")]
    [InlineData("again", "denied", "sent")]
    [InlineData("again", "sent", "denied")]
    public async Task A_second_denial_under_the_true_number_takes_the_place_of_the_first_with_its_reason_and_clock(params string[] order)
    {
        foreach (var name in order) { await ImportAsync(name, "50"); }

        const string Ending = "select string_agg(concat_ws(' ', lead_carc, category, state, due_on), ', ' order by denied_on) from denial";
        Assert.Equal("50 medical_necessity superseded 2026-08-07, 193 medical_necessity new 2026-08-07", await ScalarAsync(Ending));
        await NothingToFindAsync();

        var (set, _) = await Get<DraftCodeRules>().Run(
            new() { Reason = "A test of rules", Add = [new CodeRule { Kind = CodeRuleKind.Carc, Carc = "50", EffectiveFrom = new(1995, 1, 1), Category = DenialCategory.ChargeCapture }] }, Actor.Desk, Stop);
        var (preview, _) = await Get<PreviewReprocess>().Run(new() { SetId = set!.Value }, Actor.Desk, Stop);
        var (done, refusal) = await Get<ApplyReprocess>().Run(new() { CommandId = Guid.NewGuid(), PreviewId = preview!.Value }, Actor.Desk, Stop);
        Assert.Null(refusal);
        Assert.Equal(2, done!.Changed);
        Assert.Equal("50 charge_capture superseded 2026-08-07, 193 charge_capture new 2026-08-07", await ScalarAsync(Ending));
    }

    [Fact]
    public async Task A_person_who_says_which_claim_it_answers_makes_it_one_story_and_undoing_that_two()
    {
        await ImportAsync("sent", "197");
        await ImportAsync("paid", "197");
        await this.ImportAsync("other.835", TwoWays.Oak(TwoWays.Answered("20260710", 9, _visit with { Account = "ZZ9", PayerNumber = "ICN5", Line = "", Charge = 140m })));
        var claim = (long)(await ScalarAsync("select claim_id from claim where patient_control_number = 'ZZ9'"))!;
        Assert.Equal("new unmatched", await ScalarAsync("select d.state || ' ' || m.state from denial d join claim_match m using (practice_id, claim_id)"));

        async Task<int> VersionAsync() => (int)(await ScalarAsync("select version from claim_match where claim_id = $1", claim))!;
        var resolved = await Get<ResolveMatch>().Run(
            new() { CommandId = Guid.NewGuid(), PracticeId = 1, ClaimId = claim, Version = await VersionAsync(), SubmittedId = (long)(await ScalarAsync("select submitted_id from submitted_claim"))! }, Actor.Desk, Stop);

        Assert.Null(resolved.Refusal);
        Assert.Equal("closed_recovered 120.00", await ScalarAsync("select concat_ws(' ', state, recovered_amount) from denial"));
        var undone = await Get<UndoMatch>().Run(new() { CommandId = Guid.NewGuid(), PracticeId = 1, ClaimId = claim, Version = await VersionAsync() }, Actor.Desk, Stop);
        Assert.Null(undone.Refusal);
        Assert.Equal("new 0.00", await ScalarAsync("select concat_ws(' ', state, recovered_amount) from denial"));
    }

    private async Task ImportAsync(string name, string carc)
    {
        var content = name switch
        {
            "sent" => TwoWays.Sent("20260603", 1, _visit),
            "denied" => TwoWays.Answered("20260710", 2, _visit with { Account = "00AC-100" }),
            "paid" => TwoWays.Answered("20260810", 3, _visit with { Paid = 120m }),
            _ => TwoWays.Answered("20260910", 4, _visit),
        };
        await this.ImportAsync(name, TwoWays.Oak(content, name == "again" ? "193" : carc));
    }

    private async Task NothingToFindAsync()
    {
        Assert.Equal(0L, await ScalarAsync("select count(*) from denial where is_open and score_parts = '{}'"));
        await Get<AuditPractice>().Run(new() { PracticeId = 1, Today = Today }, Actor.Desk, Stop);
        Assert.Empty(await Get<ListFindings>().Run(new() { State = FindingState.Standing }, Actor.Desk, Stop));
    }
}
