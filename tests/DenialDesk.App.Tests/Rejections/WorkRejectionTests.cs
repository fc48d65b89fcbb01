using System.Text;
using DenialDesk.App.People;
using DenialDesk.App.Rejections;
using DenialDesk.App.Tests.Claims;

namespace DenialDesk.App.Tests.Rejections;

public sealed class WorkRejectionTests(Cluster cluster) : DeskFixture(cluster)
{
    private const string Npi = "2999004173";
    private static readonly DateOnly Sent = new(2026, 6, 12);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task<RejectionView> SeeAsync(long id) => (await Get<SeeRejection>().Run(new() { PracticeId = 1, RejectionId = id }, Actor.Desk, Stop))!;

    private async Task<RejectionRow> RejectAsync(string account, bool payer = false)
    {
        await this.ImportAsync($"{account}.837", TwoWays.Sent("20260605", 100, new Told(account), new Told(account + "X")));
        await this.ImportAsync($"{account}.277", Exchange.Status("20260606", 101, payer, Npi, (account, "A7:164:IL", "U")));
        return (await Get<ListRejections>().Run(new(), Actor.Desk, Stop)).Rows.Single(r => r.Account == account);
    }

    private Task<Domain.Refusal?> SayAsync(RejectionView v, Guid command, DateOnly? on = null, string reason = "")
        => Get<DecideRejection>().Run(new() { CommandId = command, PracticeId = 1, RejectionId = v.RejectionId, Version = v.Version, SentOn = on, Reason = reason }, Actor.Desk, Stop);

    [Fact]
    public async Task The_list_says_who_why_and_by_when()
    {
        var row = await RejectAsync("W1");

        Assert.Equal(("clearinghouse", "Clearinghouse: PECAN CLEARINGHOUSE", "open"), (row.RejectedBy, row.Who, row.State));
        Assert.True(row.Reason.Length > 10, row.Reason);
        Assert.Equal("A7:164:IL", row.Codes);
        Assert.NotNull(row.Due);
        Assert.Equal(283m, row.Charge);
        Assert.Empty((await Get<ListRejections>().Run(new() { By = "payer" }, Actor.Desk, Stop)).Rows);
        Assert.Empty((await Get<ListRejections>().Run(new() { State = "closed" }, Actor.Desk, Stop)).Rows);
        Assert.Equal(1, await Get<CountRejections>().Run(Actor.Desk, Stop));
    }

    [Fact]
    public async Task The_pages_of_the_list_follow_the_clock_without_gaps()
    {
        var days = Enumerable.Range(1, 5).Select(i => new Told($"K{i}", Day: $"2026060{6 - i}")).ToArray();
        await this.ImportAsync("k.837", TwoWays.Sent("20260607", 200, days));
        await this.ImportAsync("k.277", Exchange.Status("20260608", 201, payer: true, Npi, [.. days.Select(d => (d.Account, "A3:21", "U"))]));
        var seen = new List<string>();
        RejectionPlace? after = null;
        for (RejectionList? page = null; page is null || page.More;)
        {
            page = await Get<ListRejections>().Run(new() { Take = 2, After = after }, Actor.Desk, Stop);
            seen.AddRange(page.Rows.Select(r => r.Account));
            var (due, id) = ListRejections.Place(page.Rows[^1]);
            after = new(due, id);
        }

        Assert.Equal(["K5", "K4", "K3", "K2", "K1"], seen);
    }

    [Fact]
    public async Task Sent_again_and_closed_count_once_are_undone_and_are_journalled()
    {
        var row = await RejectAsync("W2");
        var command = Guid.NewGuid();
        var view = await SeeAsync(row.RejectionId);
        Assert.Null(await SayAsync(view, command, Sent));
        Assert.Null(await SayAsync(view, command, Sent));
        Assert.Equal("overtaken", (await SayAsync(view, Guid.NewGuid(), null, "late"))?.Code);
        view = await SeeAsync(row.RejectionId);
        Assert.Equal(("sent", "person"), (view.State, view.How));

        Assert.Equal("reason_missing", (await SayAsync(view, Guid.NewGuid()))?.Code);
        Assert.Null(await SayAsync(view, Guid.NewGuid(), null, "The patient paid"));
        view = await SeeAsync(row.RejectionId);
        Assert.Equal(("closed", "person"), (view.State, view.How));

        foreach (var expected in new[] { "sent", "open" })
        {
            Assert.Null(await Get<UndoRejection>().Run(new() { CommandId = Guid.NewGuid(), PracticeId = 1, RejectionId = row.RejectionId, Version = view.Version }, Actor.Desk, Stop));
            view = await SeeAsync(row.RejectionId);
            Assert.Equal(expected, view.State);
        }

        Assert.Equal(4, view.Deeds.Count);
        Assert.Equal(1L, await ScalarAsync("select count(*) from journal where action = 'rejection.said_sent'"));
        Assert.Equal(2L, await ScalarAsync("select count(*) from journal where action = 'rejection.undone'"));
    }

    [Fact]
    public async Task A_day_ahead_is_refused_and_another_answer_opens_what_a_person_closed()
    {
        var row = await RejectAsync("W3");
        var view = await SeeAsync(row.RejectionId);
        Assert.Equal("day_ahead", (await SayAsync(view, Guid.NewGuid(), DateOnly.FromDateTime(DateTime.UtcNow).AddDays(3)))?.Code);
        Assert.Null(await SayAsync(view, Guid.NewGuid(), null, "Not ours"));

        await this.ImportAsync("later.277", Exchange.Status("20260609", 102, payer: true, Npi, ("W3", "A7:562:82", "U")));

        view = await SeeAsync(row.RejectionId);
        Assert.Equal(("open", "Payer: BLUE CROSS BLUE SHIELD OF TEXAS"), (view.State, view.Who));
    }

    [Fact]
    public async Task A_rejected_claim_is_written_as_new_with_its_corrections_and_closes_when_accepted()
    {
        var row = await RejectAsync("W4", payer: true);
        var command = Guid.NewGuid();
        var input = new WriteFreshClaim.Input { CommandId = command, PracticeId = 1, RejectionId = row.RejectionId, Corrections = new() { MemberId = "XZB999888777", Lines = [new(1, "99214", ["25"])] } };

        var written = await Get<WriteFreshClaim>().Run(input, Actor.Desk, Stop);
        var again = await Get<WriteFreshClaim>().Run(input, Actor.Desk, Stop);

        Assert.Empty(written.Refusals);
        Assert.Equal(written.FreshId, again.FreshId);
        var (_, content) = (await Get<OpenFreshClaim>().Run(new() { PracticeId = 1, FreshId = written.FreshId!.Value }, Actor.Desk, Stop))!.Value;
        var text = Encoding.Latin1.GetString(content);
        Assert.Contains("CLM*W4*283***11:B:1*", text, StringComparison.Ordinal);
        Assert.Contains("XZB999888777", text, StringComparison.Ordinal);
        Assert.Contains("SV1*HC:99214:25*", text, StringComparison.Ordinal);
        Assert.DoesNotContain("REF*F8", text, StringComparison.Ordinal);
        Assert.DoesNotContain("W4X", text, StringComparison.Ordinal);

        await this.ImportAsync("fresh.837", content);
        Assert.Equal(("sent", "resubmitted"), ((await SeeAsync(row.RejectionId)).State, (await SeeAsync(row.RejectionId)).How));
        var day = DateOnly.FromDateTime(DateTime.UtcNow).ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture);
        await this.ImportAsync("taken.277", Exchange.Status(day, 103, payer: true, Npi, ("W4", "A2:20", "WQ")));

        var view = await SeeAsync(row.RejectionId);
        Assert.Equal(("closed", "accepted"), (view.State, view.How));
        Assert.Equal(["rejected", "accepted"], view.Answers.Select(a => a.Outcome));
        Assert.Contains("Nothing is left to do", (await Get<WriteFreshClaim>().Run(input with { CommandId = Guid.NewGuid() }, Actor.Desk, Stop)).Refusals.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_detail_shows_the_answer_and_the_claim_as_sent()
    {
        var row = await RejectAsync("W5");

        var view = await SeeAsync(row.RejectionId);

        Assert.StartsWith("TRN*2*W5", view.AnswerSegments[0], StringComparison.Ordinal);
        Assert.Contains(view.AnswerSegments, s => s.StartsWith("STC*A7:164:IL", StringComparison.Ordinal));
        Assert.StartsWith("CLM*W5*283", view.ClaimSegments[0], StringComparison.Ordinal);
        Assert.StartsWith("DTP*472", view.ClaimSegments[^1], StringComparison.Ordinal);
        Assert.Equal("99213", Assert.Single(view.Lines).Procedure);
        Assert.Equal(["E559"], view.Diagnoses);
    }

    [Fact]
    public async Task Another_visit_under_the_same_account_number_is_not_shown_with_the_rejected_one()
    {
        await this.ImportAsync("visit.837", TwoWays.Sent("20260608", 90, new Told("W7", Day: "20260607")));
        var row = await RejectAsync("W7");

        var view = await SeeAsync(row.RejectionId);

        Assert.Single(view.Sendings);
        Assert.Single(view.Answers);
    }

    [Fact]
    public async Task A_claim_lost_with_its_batch_says_that_another_one_is_at_fault()
    {
        await this.ImportAsync("b.837", TwoWays.Sent("20260605", 300, new Told("B1"), new Told("B2")));
        await this.ImportAsync("b.999", Exchange.Form("20260605", 301, 300, "R", "B1"));

        var rows = (await Get<ListRejections>().Run(new() { By = "form" }, Actor.Desk, Stop)).Rows;

        Assert.DoesNotContain("another claim", rows.Single(r => r.Account == "B1").Reason, StringComparison.Ordinal);
        Assert.StartsWith("Its whole batch was refused because of another claim", rows.Single(r => r.Account == "B2").Reason, StringComparison.Ordinal);
        Assert.StartsWith("AK2", (await SeeAsync(rows[0].RejectionId)).AnswerSegments[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_of_another_practice_sees_nothing_and_changes_nothing()
    {
        var row = await RejectAsync("W6");
        var stranger = Actor.Desk with { UserId = Guid.NewGuid(), Name = "Stranger", PracticeIds = new HashSet<int> { 99 } };

        Assert.Empty((await Get<ListRejections>().Run(new(), stranger, Stop)).Rows);
        Assert.Null(await Get<SeeRejection>().Run(new() { PracticeId = 1, RejectionId = row.RejectionId }, stranger, Stop));
        Assert.Equal("not_found", (await Get<DecideRejection>().Run(
            new() { CommandId = Guid.NewGuid(), PracticeId = 1, RejectionId = row.RejectionId, Version = 1, Reason = "x" }, stranger, Stop))?.Code);
        Assert.Single((await Get<WriteFreshClaim>().Run(new() { CommandId = Guid.NewGuid(), PracticeId = 1, RejectionId = row.RejectionId }, stranger, Stop)).Refusals);
        Assert.Null(await Get<OpenFreshClaim>().Run(new() { PracticeId = 1, FreshId = 1 }, stranger, Stop));
    }
}
