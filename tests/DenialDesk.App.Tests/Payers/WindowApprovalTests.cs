using DenialDesk.App.Deadlines;
using DenialDesk.App.Payers;
using DenialDesk.App.People;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Tests.Payers;

public sealed class WindowApprovalTests(WindowApprovalTests.Desk desk) : IClassFixture<WindowApprovalTests.Desk>
{
    public sealed class Desk(Cluster cluster) : DeskFixture(cluster);

    private static readonly Actor Ada = new(Guid.NewGuid(), "Ada", Roles.Of(Roles.Admin), null);
    private static readonly Actor Ben = new(Guid.NewGuid(), "Ben", Roles.Of(Roles.Admin), null);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private ApplyWindow Guarded => new(desk.Database, TimeProvider.System, new(SecondAdmin: true));

    [Fact]
    public async Task Where_two_must_agree_the_other_admin_puts_it_in_force_and_nobody_does_alone()
    {
        var (practice, payer, denial) = await DenialAsync();
        var wish = Wish(payer, 90);
        Assert.Equal("second_person", (await Guarded.Run(new() { Wish = wish, PayerVersion = 1 }, Ada, Stop)).Refusal?.Code);

        Assert.Null(await ProposeAsync(wish));
        Assert.Equal("proposal_waiting", (await ProposeAsync(Wish(payer, 60)))?.Code);
        var waiting = Assert.Single(await desk.Get<ListProposals>().Run(new() { PayerId = payer }, Ben, Stop));
        Assert.Equal(wish, waiting.Wish);
        Assert.Equal("second_person", (await ApproveAsync(waiting, Ada)).Refusal?.Code);
        Assert.Equal("default-appeal", await desk.ScalarAsync("select deadline_rule from denial where denial_id = $1", denial));
        var (impact, refusal) = await ApproveAsync(waiting, Ben);

        Assert.Null(refusal);
        Assert.Equal(waiting.Impact, impact!.Sentence);
        Assert.Equal($"payer-{payer}-appeal_1", await desk.ScalarAsync("select deadline_rule from denial where denial_id = $1", denial));
        Assert.Equal("approved Ben", await desk.ScalarAsync("select decision || ' ' || decided_name from window_proposal where payer_id = $1", payer));
        Assert.Equal("proposal_gone", (await ApproveAsync(waiting, Ben)).Refusal?.Code);
        Assert.Equal(2L, await desk.ScalarAsync(
            "select count(*) from journal where action in ('payer.window_proposed', 'payer.window_changed') and subject_id = $1", payer.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.True(practice > 0);
    }

    [Fact]
    public async Task A_preview_that_no_longer_holds_is_refused_at_the_approval()
    {
        var (practice, payer, _) = await DenialAsync();
        await ProposeAsync(Wish(payer, 90));
        var waiting = Assert.Single(await desk.Get<ListProposals>().Run(new() { PayerId = payer }, Ben, Stop));
        await new DenialRows(desk.Database).AddAsync(new() { Practice = practice, Payer = payer, Denied = 55, On = new(2026, 2, 2) });

        var (impact, refusal) = await ApproveAsync(waiting, Ben);

        Assert.Null(impact);
        Assert.Equal("preview_changed", refusal?.Code);
        Assert.Equal(0L, await desk.ScalarAsync("select count(*) from window_rule where payer_id = $1", payer));
        Assert.Null(await desk.Get<DropProposal>().Run(new() { ProposalId = waiting.ProposalId }, Ben, Stop));
        Assert.Equal("refused", await desk.ScalarAsync("select decision from window_proposal where payer_id = $1", payer));
        Assert.Null(await ProposeAsync(Wish(payer, 90)));
        var again = Assert.Single(await desk.Get<ListProposals>().Run(new() { PayerId = payer }, Ben, Stop));
        await desk.Get<DropProposal>().Run(new() { ProposalId = again.ProposalId }, Ada, Stop);
        Assert.Equal("withdrawn", await desk.ScalarAsync("select decision from window_proposal where proposal_id = $1", again.ProposalId));
    }

    [Fact]
    public async Task Windows_roll_back_to_any_moment_and_forward_again_and_what_was_decided_keeps_its_rule()
    {
        var (practice, payer, denial) = await DenialAsync();
        var apply = desk.Get<ApplyWindow>();
        await apply.Run(new() { Wish = Wish(payer, 90), PayerVersion = await VersionAsync(payer) }, Ada, Stop);
        var decided = await new DenialRows(desk.Database).AddAsync(new() { Practice = practice, Payer = payer, Denied = 10, Open = false, Rule = $"payer-{payer}-appeal_1", Due = new(2026, 4, 5) });
        var first = (await StateAsync(denial), At: DateTimeOffset.UtcNow);
        await apply.Run(new() { Wish = Wish(payer, 45, new(2026, 1, 1)), PayerVersion = await VersionAsync(payer) }, Ada, Stop);
        var second = (await StateAsync(denial), At: DateTimeOffset.UtcNow);
        Assert.NotEqual(first.Item1, second.Item1);

        foreach (var (state, at) in new[] { first, second, first })
        {
            var wish = new WindowWish { PayerId = payer, Restore = WindowAction.Appeal1, AsOf = at };
            var (preview, _) = await desk.Get<PreviewWindow>().Run(new() { Wish = wish }, Ada, Stop);
            var (applied, refusal) = await apply.Run(new() { Wish = wish, PayerVersion = await VersionAsync(payer) }, Ada, Stop);

            Assert.Null(refusal);
            Assert.Equal(preview!.Sentence, applied!.Sentence);
            Assert.Equal(state, await StateAsync(denial));
        }

        var asIs = await desk.Get<PreviewWindow>().Run(new() { Wish = new() { PayerId = payer, Restore = WindowAction.Appeal1, AsOf = first.At } }, Ada, Stop);
        Assert.Equal("window_as_is", asIs.Refusal?.Code);
        Assert.Equal(new DateOnly(2026, 4, 5), await desk.ScalarAsync("select due_on from denial where denial_id = $1", decided));
        Assert.Equal(0L, await desk.ScalarAsync("select count(*) from (select rule_id from window_rule where payer_id = $1 and retired_at is null group by rule_id having count(*) > 1) x", payer));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("true", true)]
    [InlineData("False", false)]
    public void The_setting_is_true_or_false(string? text, bool both)
        => Assert.Equal(both, WindowSettings.From(Configuration(text)).SecondAdmin);

    [Fact]
    public void Another_word_stops_the_start_with_a_sentence()
        => Assert.Equal("Windows:SecondAdmin must be true or false.", Assert.Throws<InvalidOperationException>(() => WindowSettings.From(Configuration("maybe"))).Message);

    private static Microsoft.Extensions.Configuration.IConfiguration Configuration(string? text) => Microsoft.Extensions.Configuration.MemoryConfigurationBuilderExtensions
        .AddInMemoryCollection(new Microsoft.Extensions.Configuration.ConfigurationBuilder(), new Dictionary<string, string?> { ["Windows:SecondAdmin"] = text }).Build();

    private static WindowWish Wish(int payer, int days, DateOnly? from = null) => new()
    {
        PayerId = payer,
        Draft = new() { Action = WindowAction.Appeal1, Anchor = WindowAnchor.InitialDenialNoticeDate, Amount = days, Unit = WindowUnit.CalendarDay, Roll = DayRoll.None, Source = "Contract 4.2", EffectiveFrom = from },
    };

    private async Task<string> StateAsync(long denial) => (string)(await desk.ScalarAsync("select due_on || ' ' || deadline_rule from denial where denial_id = $1", denial))!;

    private async Task<DenialDesk.Domain.Refusal?> ProposeAsync(WindowWish wish)
        => await desk.Get<ProposeWindow>().Run(new() { Wish = wish, PayerVersion = await VersionAsync(wish.PayerId) }, Ada, Stop);

    private async Task<(WindowImpact? Impact, DenialDesk.Domain.Refusal? Refusal)> ApproveAsync(ProposalRow waiting, Actor actor)
        => await Guarded.Run(new() { Wish = waiting.Wish, PayerVersion = await VersionAsync(waiting.PayerId), Proposal = waiting.ProposalId }, actor, Stop);

    private async Task<int> VersionAsync(int payer) => (int)(await desk.ScalarAsync("select version from payer where payer_id = $1", payer))!;

    private async Task<(int Practice, int Payer, long Denial)> DenialAsync()
    {
        var rows = new DenialRows(desk.Database);
        var (practice, payer) = (await rows.PracticeAsync("Elm Street"), await rows.PayerAsync("Acme Health"));
        return (practice, payer, await rows.AddAsync(new() { Practice = practice, Payer = payer, Denied = 100, On = new(2026, 1, 5), Due = new(2026, 3, 6) }));
    }
}
