using DenialDesk.App.Audit;
using DenialDesk.App.Codes;
using DenialDesk.App.Corrections;
using DenialDesk.App.Payers;
using DenialDesk.App.People;
using DenialDesk.App.Templates;
using DenialDesk.App.Tests.Claims;
using DenialDesk.Domain.Audit;
using DenialDesk.Domain.Codes;

namespace DenialDesk.App.Tests.Payers;

/// <summary>Two entries of the directory turn out to be one payer: what either said of a claim is one story, whether they are merged before the files come or after.</summary>
public sealed class OnePayerAfterAllTests(Cluster cluster) : DeskFixture(cluster)
{
    private static readonly Told _visit = new("PAT77", Day: "20260601", Charge: 150m, PayerNumber: "ICN1", Line: "L1", Paid: 0m);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static DateOnly Today { get; } = DateOnly.FromDateTime(DateTime.UtcNow);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_payment_under_the_other_name_recovers_the_denial(bool mergedFirst)
    {
        await AnswerAsync("OAK PAYER", "20260710", 1, _visit);
        await AnswerAsync("OAK HEALTH", "20260711", 2, _visit with { Account = "OTHER", PayerNumber = "ICN7", Line = "L7", Paid = 90m });
        if (mergedFirst) { await MergeAsync(); }

        await AnswerAsync("OAK HEALTH", "20260910", 3, _visit with { Paid = 120m });
        if (!mergedFirst)
        {
            Assert.Equal("new", await ScalarAsync("select state from denial"));
            var look = await MergeAsync(look: true);
            Assert.Equal((1, "new"), (look.Told, await ScalarAsync("select state from denial")));
            Assert.Equal(1, (await MergeAsync()).Told);
        }

        Assert.Equal("closed_recovered recovered 120.00", await ScalarAsync("select concat_ws(' ', state, outcome, recovered_amount) from denial"));
        Assert.Equal("recovered", await ScalarAsync("select string_agg(step, ' ') from denial_step"));
        await NothingToFindAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_denial_under_the_other_name_takes_the_place_of_the_first_with_its_reason_and_its_clock(bool mergedFirst)
    {
        await AnswerAsync("OAK PAYER", "20260710", 1, _visit, "50");
        await AnswerAsync("OAK HEALTH", "20260711", 2, _visit with { Account = "OTHER", PayerNumber = "ICN7", Line = "L7", Paid = 90m });
        if (mergedFirst) { await MergeAsync(); }

        await AnswerAsync("OAK HEALTH", "20260910", 3, _visit, "193");
        if (!mergedFirst) { await MergeAsync(); }

        Assert.Equal("50 medical_necessity superseded 2026-08-07, 193 medical_necessity new 2026-08-07", await ScalarAsync("select string_agg(concat_ws(' ', lead_carc, category, state, due_on), ', ' order by denied_on) from denial"));
        Assert.Equal(0L, await ScalarAsync("select count(*) from denial where is_open and score_parts = '{}'"));
        await NothingToFindAsync();
    }

    [Fact]
    public async Task A_denial_that_moved_is_corrected_and_written_about_as_any_other()
    {
        await AnswerAsync("OAK PAYER", "20260710", 1, _visit);
        await AnswerAsync("OAK HEALTH", "20260711", 2, _visit with { Account = "OTHER", PayerNumber = "ICN7", Line = "L7", Paid = 90m });
        await MergeAsync();
        var (practice, denial) = ((int)(await ScalarAsync("select practice_id from denial"))!, (long)(await ScalarAsync("select denial_id from denial"))!);

        await using var connection = await Database.OpenConnectionAsync(Stop);
        var facts = await LetterFacts.OfAsync(connection, null, practice, denial, "Ann", DateTimeOffset.UtcNow, Stop);
        foreach (var item in new[] { "The authorization covers code, units, place and day", "Its number stands on the claim" })
        {
            Assert.Null(await Get<TickCorrection>().Run(new() { PracticeId = practice, DenialId = denial, Item = item, Done = true }, Actor.Desk, Stop));
        }

        var sent = await Get<RecordPaperCorrection>().Run(
            new()
            {
                CommandId = Guid.NewGuid(),
                PracticeId = practice,
                DenialId = denial,
                Version = (int)(await ScalarAsync("select version from denial"))!,
                Kind = DenialDesk.App.Corrections.CorrectionKind.Replacement,
                Changes = "Modifier 25 added",
                Channel = PaperChannel.Portal,
                Note = "The payer asked for it by telephone.",
            }, Actor.Desk, Stop);

        Assert.Null(facts!.Values["other_payer"]);
        Assert.True(sent.Done, sent.Refusal?.Sentence);
    }

    [Fact]
    public async Task A_changed_code_rule_sees_both_answers_as_one_payers()
    {
        await AnswerAsync("OAK PAYER", "20260710", 1, _visit, "50");
        await AnswerAsync("OAK HEALTH", "20260910", 2, _visit, "193");
        await MergeAsync();
        var (set, _) = await Get<DraftCodeRules>().Run(
            new() { Reason = "A test of rules", Add = [new CodeRule { Kind = CodeRuleKind.Carc, Carc = "50", EffectiveFrom = new(1995, 1, 1), Category = DenialCategory.ChargeCapture }] }, Actor.Desk, Stop);
        var (preview, _) = await Get<PreviewReprocess>().Run(new() { SetId = set!.Value }, Actor.Desk, Stop);

        var (done, refusal) = await Get<ApplyReprocess>().Run(new() { CommandId = Guid.NewGuid(), PreviewId = preview!.Value }, Actor.Desk, Stop);

        Assert.Null(refusal);
        Assert.Equal(2, done!.Changed);
        Assert.Equal("193 charge_capture new, 50 charge_capture superseded", await ScalarAsync("select string_agg(concat_ws(' ', lead_carc, category, state), ', ' order by lead_carc) from denial"));
    }

    private async Task<MergeEffect> MergeAsync(bool look = false)
    {
        var ids = (int[])(await ScalarAsync("select array_agg(payer_id order by name desc) from payer where name in ('OAK PAYER', 'OAK HEALTH')"))!;
        var (effect, refusal) = await Get<MergePayers>().Run(new() { From = ids[0], Into = ids[1], LookOnly = look }, Actor.Desk, Stop);
        Assert.Null(refusal);
        return effect!;
    }

    private async Task NothingToFindAsync()
    {
        var practice = (int)(await ScalarAsync("select practice_id from practice"))!;
        await Get<AuditPractice>().Run(new() { PracticeId = practice, Today = Today }, Actor.Desk, Stop);
        Assert.Empty(await Get<ListFindings>().Run(new() { State = FindingState.Standing }, Actor.Desk, Stop));
    }

    private Task AnswerAsync(string payer, string day, int number, Told visit, string carc = "197")
        => this.ImportAsync($"{number}.835", TwoWays.Oak(TwoWays.Answered(day, number, visit), carc, payer, payer == "OAK PAYER" ? 1 : 5));
}
