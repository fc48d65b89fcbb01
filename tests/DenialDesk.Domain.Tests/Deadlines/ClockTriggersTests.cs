using DenialDesk.App.Deadlines;
using DenialDesk.Domain.Deadlines;

namespace DenialDesk.Domain.Tests.Deadlines;

public sealed class ClockTriggersTests
{
    private static readonly DateOnly Remitted = new(2026, 1, 5);
    private static readonly DateOnly Today = new(2026, 1, 10);
    private static readonly WindowContext Medicare = new() { Lob = "medicare_ffs", DenialCategory = "coding", Carcs = ["4"], DisputeType = "payment" };
    private static readonly WindowEvents Events = WindowEvents.OfDenial(Remitted, null, null, new(2025, 12, 1), null);

    [Theory]
    [InlineData("252", "", true)]
    [InlineData("16", "N706", true)]
    [InlineData("16", "N479", true)]
    [InlineData("16", "MA130", false)]
    [InlineData("50", "", false)]
    public void The_clock_for_records_runs_only_when_the_remittance_asks_for_them(string carc, string rarc, bool asked)
    {
        var clocks = Clocks(Medicare with { Carcs = [carc], Rarcs = rarc.Length > 0 ? [rarc] : [] });

        Assert.Equal(asked, clocks.Any(c => c.Deadline.Action == WindowAction.RecordsResponse));
        Assert.True(!asked || clocks.Single(c => c.Deadline.Action == WindowAction.RecordsResponse).Deadline.DueOn == new DateOnly(2026, 2, 19));
    }

    [Fact]
    public void A_request_for_money_back_is_counted_from_its_own_notice_and_without_one_there_is_no_such_clock()
    {
        var texas = new WindowContext { Payer = "BCBSTX", Lob = "commercial", DenialCategory = "coding", Carcs = ["4"] };

        Assert.DoesNotContain(Clocks(texas), c => c.Deadline.Action == WindowAction.RefundDispute);
        var known = Clocks(texas, new() { RefundAskedOn = new(2026, 3, 2) }).Single(c => c.Deadline.Action == WindowAction.RefundDispute);
        var assumed = Clocks(Medicare, new() { RefundAskedOn = new(2026, 3, 2) }).Single(c => c.Deadline.Action == WindowAction.RefundDispute);

        Assert.Equal((new DateOnly(2026, 4, 16), "bcbstx-refund"), (known.Deadline.DueOn, known.Deadline.RuleId));
        Assert.Equal((new DateOnly(2026, 4, 1), true, "default-refund_dispute"), (assumed.Deadline.DueOn, assumed.Deadline.Assumed, assumed.Deadline.RuleId));
    }

    [Fact]
    public void A_promise_is_a_clock_and_one_that_outlasts_a_right_warns()
    {
        var late = new PayerPromise(3, new(2026, 6, 1), new(2026, 1, 8), PromiseChannel.Call, "C-77");

        var clocks = Clocks(Medicare, new() { Promise = late });

        Assert.Equal("Mon 1 Jun 2026 = promised by the payer on the phone on 8 Jan, reference C-77", clocks.Single(c => c.Deadline.Action == WindowAction.PromisedAnswer).Deadline.Sentence);
        Assert.Contains("The payer promised its answer by Mon 1 Jun 2026, after the last day of the first-level appeal, Mon 11 May 2026. Do not wait for it: file before that day.", EveryClock.Collisions(clocks));
        Assert.DoesNotContain(EveryClock.Collisions(Clocks(Medicare, new() { Promise = late with { AnswerBy = new(2026, 5, 11) } })), c => c.StartsWith("The payer promised", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2026-06-12", "2026-06-01", "")]
    [InlineData("2026-06-01", "2026-06-01", "")]
    [InlineData("2026-05-31", "2026-06-01", "promise_backwards")]
    [InlineData("2026-06-20", "2026-06-11", "promise_told")]
    [InlineData("2027-06-03", "2026-06-01", "promise_far")]
    public void A_promise_with_impossible_days_is_refused(string by, string told, string code)
        => Assert.Equal(code, PayerPromise.Check(Day(by), Day(told), new(2026, 6, 10))?.Code ?? "");

    [Fact]
    public void The_next_payer_s_filing_counts_by_its_own_rule_and_by_the_careful_default_when_nobody_knows_it()
    {
        var cigna = new NextPayer("Cigna", ShippedWindowRules.All, new() { PayerFamily = "Cigna", Network = "par" });
        var nobody = new NextPayer(null, ShippedWindowRules.All, new());

        var known = Clocks(Medicare, new() { NextPayer = cigna }).Single(c => c.Deadline.Action == WindowAction.NextPayerFiling);
        var assumed = Clocks(Medicare, new() { NextPayer = nobody }).Single(c => c.Deadline.Action == WindowAction.NextPayerFiling);

        Assert.Equal((new DateOnly(2026, 4, 5), "cig-tf-par", false), (known.Deadline.DueOn, known.Deadline.RuleId, known.Deadline.Assumed));
        Assert.EndsWith("The next payer is Cigna", known.Deadline.Sentence, StringComparison.Ordinal);
        Assert.Equal((new DateOnly(2026, 2, 4), true), (assumed.Deadline.DueOn, assumed.Deadline.Assumed));
        Assert.DoesNotContain(Clocks(Medicare), c => c.Deadline.Action == WindowAction.NextPayerFiling);
    }

    [Fact]
    public void A_talk_between_physicians_runs_for_clinical_denials_only()
    {
        Assert.DoesNotContain(Clocks(Medicare), c => c.Deadline.Action == WindowAction.PeerToPeer);

        var talk = Clocks(Medicare with { DisputeType = "clinical", DenialCategory = "medical_necessity" }).Where(c => c.Deadline.Action == WindowAction.PeerToPeer);
        Assert.All(talk, c => Assert.Equal(new DateOnly(2026, 1, 12), c.Deadline.DueOn));
    }

    [Fact]
    public void A_missing_authorization_asks_for_the_window_of_a_late_one_until_somebody_enters_it()
    {
        var context = new WindowContext { Lob = "commercial", DenialCategory = "authorization", Carcs = ["197"] };
        var own = new WindowRule
        {
            Id = "own",
            Action = WindowAction.RetroAuthorization,
            Clocks = [new() { Anchor = WindowAnchor.DosFrom, Amount = 60, Unit = WindowUnit.CalendarDay }],
            Source = "manual",
        };

        var unknown = Clocks(context).Single(c => c.Deadline.Action == WindowAction.RetroAuthorization);
        var known = EveryClock.Of([.. ShippedWindowRules.All, own], context, Events, true, Today).Single(c => c.Deadline.Action == WindowAction.RetroAuthorization);

        Assert.Equal((ClockStanding.WindowUnknown, null), (unknown.Standing, unknown.Deadline.DueOn));
        Assert.Equal((ClockStanding.Running, new DateOnly(2026, 1, 30)), (known.Standing, known.Deadline.DueOn));
        Assert.DoesNotContain(Clocks(Medicare), c => c.Deadline.Action == WindowAction.RetroAuthorization);
    }

    [Fact]
    public void An_appeal_that_was_upheld_opens_the_next_level_and_no_other()
    {
        var clocks = Clocks(Medicare, new() { Upheld = 1, UpheldOn = new(2026, 1, 5) });

        var second = clocks.Single(c => c.Deadline.Action == WindowAction.Appeal2);
        Assert.Equal((ClockStanding.Running, new DateOnly(2026, 7, 9)), (second.Standing, second.Deadline.DueOn));
        Assert.Equal(ClockStanding.Waiting, clocks.Single(c => c.Deadline.Action == WindowAction.Appeal3).Standing);
    }

    [Fact]
    public void After_the_last_level_of_a_clinical_denial_external_review_is_asked_for()
    {
        var context = new WindowContext { PayerFamily = "Cigna", Lob = "commercial", DenialCategory = "medical_necessity", Carcs = ["50"], DisputeType = "clinical" };

        var clocks = Clocks(context, new() { Upheld = 1, UpheldOn = Remitted });

        Assert.Equal(ClockStanding.WindowUnknown, clocks.Single(c => c.Deadline.Action == WindowAction.ExternalReview).Standing);
    }

    [Fact]
    public void A_self_funded_plan_gives_four_months_for_external_review_once_its_last_level_was_upheld()
    {
        var context = new WindowContext { PayerFamily = "Cigna", Lob = "commercial", Funding = "self_funded", DenialCategory = "medical_necessity", Carcs = ["50"], DisputeType = "clinical" };

        var before = Clocks(context).Single(c => c.Deadline.Action == WindowAction.ExternalReview);
        var after = Clocks(context, new() { Upheld = 1, UpheldOn = new(2025, 10, 31) }).Single(c => c.Deadline.Action == WindowAction.ExternalReview);

        Assert.Equal(ClockStanding.Waiting, before.Standing);
        Assert.Equal((ClockStanding.Running, new DateOnly(2026, 2, 28), "fed-external"), (after.Standing, after.Deadline.DueOn, after.Deadline.RuleId));
        Assert.DoesNotContain(Clocks(context with { DisputeType = "payment" }), c => c.Deadline.Action == WindowAction.ExternalReview);
    }

    [Fact]
    public void A_surprise_bill_opens_negotiation_and_nothing_else_does()
    {
        Assert.DoesNotContain(Clocks(Medicare), c => c.Deadline.Action == WindowAction.IdrOpenNegotiation);

        var clock = Clocks(new() { Lob = "commercial", DenialCategory = "coding", Carcs = ["4"], Rarcs = ["N877"] }).Single(c => c.Deadline.Action == WindowAction.IdrOpenNegotiation);
        Assert.Equal((new DateOnly(2026, 2, 18), "nsa-neg"), (clock.Deadline.DueOn, clock.Deadline.RuleId));
    }

    private static IReadOnlyList<DenialClock> Clocks(WindowContext context, ClockTriggers? triggers = null) => EveryClock.Of(ShippedWindowRules.All, context, Events, true, Today, triggers);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
