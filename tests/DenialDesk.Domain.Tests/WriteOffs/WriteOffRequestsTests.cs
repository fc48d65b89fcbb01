using DenialDesk.Domain.Denials;
using DenialDesk.Domain.WriteOffs;

namespace DenialDesk.Domain.Tests.WriteOffs;

/// <summary>Who writes off alone, what waits for a second person, what is refused.</summary>
public sealed class WriteOffRequestsTests
{
    private static readonly DateOnly Today = new(2026, 5, 4);

    [Theory]
    [InlineData(WriteOffTier.Biller, 24.99, false)]
    [InlineData(WriteOffTier.Biller, 25, true)]
    [InlineData(WriteOffTier.Lead, 249.99, false)]
    [InlineData(WriteOffTier.Lead, 250, true)]
    [InlineData(WriteOffTier.Manager, 2499.99, false)]
    [InlineData(WriteOffTier.Manager, 2500, true)]
    [InlineData(WriteOffTier.Admin, 99999, false)]
    public void The_amount_of_the_limit_itself_needs_a_second_person(WriteOffTier tier, decimal dollars, bool waits)
    {
        var (needs, refusal) = WriteOffRequests.Route(Policy, tier, Denial(dollars), new(WriteOffReason.SmallBalance, "", null), Today);

        Assert.Null(refusal);
        Assert.Equal(waits, needs);
    }

    [Fact]
    public void Only_what_has_not_come_in_is_given_up()
    {
        var denial = Denial(300) with { RecoveredAmount = 280 };

        Assert.Equal(20, WriteOffRequests.Remaining(denial));
        Assert.False(WriteOffRequests.Route(Policy, WriteOffTier.Biller, denial, new(WriteOffReason.SmallBalance, "", null), Today).NeedsApproval);
        Assert.Equal(0, WriteOffRequests.Remaining(Denial(300) with { RecoveredAmount = 400 }));
    }

    [Theory]
    [InlineData(WriteOffReason.TimelyFilingOurs, "", "step_missing")]
    [InlineData(WriteOffReason.TimelyFilingOurs, "  ", "step_missing")]
    [InlineData(WriteOffReason.TimelyFilingOurs, "Charges came late", null)]
    [InlineData(WriteOffReason.NonCovered, "", null)]
    [InlineData(WriteOffReason.Other, "", "reason_text_missing")]
    public void An_avoidable_loss_names_its_step(WriteOffReason reason, string step, string? code)
        => Assert.Equal(code, WriteOffRequests.Route(Policy, WriteOffTier.Admin, Denial(100), new(reason, step, null), Today).Refusal?.Code);

    [Fact]
    public void A_right_that_is_open_and_worth_it_is_not_given_up_without_words()
    {
        var denial = Denial(100) with { State = DenialState.New, Appealable = true, WorthWorking = true };

        Assert.Equal("right_still_open", WriteOffRequests.Route(Policy, WriteOffTier.Admin, denial, new(WriteOffReason.NonCovered, "", null), Today).Refusal?.Code);
        Assert.Null(WriteOffRequests.Route(Policy, WriteOffTier.Admin, denial, new(WriteOffReason.NonCovered, "", "Agreed with the payer."), Today).Refusal);
        Assert.Null(WriteOffRequests.Route(Policy, WriteOffTier.Admin, denial with { WorthWorking = false }, new(WriteOffReason.NonCovered, "", null), Today).Refusal);
    }

    [Fact]
    public void A_closed_denial_and_a_reason_out_of_use_are_refused()
    {
        Assert.Equal("closed", WriteOffRequests.Route(Policy, WriteOffTier.Admin, Denial(100) with { State = DenialState.ClosedPatient }, new(WriteOffReason.NonCovered, "", "x"), Today).Refusal?.Code);
        Assert.Equal("reason_missing", WriteOffRequests.Route(Policy, WriteOffTier.Admin, Denial(100), new(null, "", "x"), Today).Refusal?.Code);
        var without = Policy with { Reasons = [new(WriteOffReason.NonCovered, false, false)] };
        Assert.Equal("reason_retired", WriteOffRequests.Route(without, WriteOffTier.Admin, Denial(100), new(WriteOffReason.NonCovered, "", "x"), Today).Refusal?.Code);
    }

    [Theory]
    [InlineData(WriteOffRequestState.Waiting, false, true, null, 100, null)]
    [InlineData(WriteOffRequestState.Waiting, true, true, null, 100, "own_request")]
    [InlineData(WriteOffRequestState.Waiting, true, false, "No.", 100, "own_request")]
    [InlineData(WriteOffRequestState.Waiting, false, false, null, 100, "words_missing")]
    [InlineData(WriteOffRequestState.Waiting, false, false, "Appeal it.", 100, null)]
    [InlineData(WriteOffRequestState.Waiting, false, true, null, 60, "amount_changed")]
    [InlineData(WriteOffRequestState.Waiting, false, false, "Part was paid.", 60, null)]
    [InlineData(WriteOffRequestState.Approved, false, true, null, 100, "decided")]
    [InlineData(WriteOffRequestState.Withdrawn, false, true, null, 100, "decided")]
    [InlineData(WriteOffRequestState.Reversed, false, false, "No.", 100, "decided")]
    public void A_second_person_decides_once_with_words_to_say_no(WriteOffRequestState state, bool own, bool approve, string? words, decimal now, string? code)
        => Assert.Equal(code, WriteOffRequests.RefuseDecision(new() { State = state, OwnRequest = own, Approve = approve, Words = words, Asked = 100, Now = now })?.Code);

    [Theory]
    [InlineData(DenialState.New, true, true, 0, true)]
    [InlineData(DenialState.InWork, true, true, 5, true)]
    [InlineData(DenialState.InWork, true, true, -1, false)]
    [InlineData(DenialState.Waiting, true, true, 5, false)]
    [InlineData(DenialState.InWork, false, true, 5, false)]
    [InlineData(DenialState.InWork, true, false, 5, false)]
    public void A_right_is_open_through_its_last_day_while_nothing_is_with_the_payer_and_it_is_worth_it(DenialState state, bool appealable, bool worth, int daysLeft, bool open)
    {
        var denial = Denial(100) with { State = state, Appealable = appealable, WorthWorking = worth, DueOn = Today.AddDays(daysLeft) };

        Assert.Equal(open, WriteOffRequests.RightOpen(denial, Today));
    }

    [Fact]
    public void Approving_while_a_right_is_open_needs_the_approver_s_own_words()
    {
        var decision = new WriteOffDecision { State = WriteOffRequestState.Waiting, OwnRequest = false, Approve = true, Asked = 100, Now = 100, RightOpen = true };

        Assert.Equal("right_still_open", WriteOffRequests.RefuseDecision(decision)?.Code);
        Assert.Null(WriteOffRequests.RefuseDecision(decision with { Words = "The contract excludes it." }));
        Assert.Null(WriteOffRequests.RefuseDecision(decision with { RightOpen = false }));
    }

    [Theory]
    [InlineData(9.99, false, false, WriteOffReason.SmallBalance)]
    [InlineData(10, true, false, WriteOffReason.SmallBalance)]
    [InlineData(10.01, true, false, WriteOffReason.CostExceedsReturn)]
    [InlineData(10.01, false, false, null)]
    [InlineData(5, true, true, null)]
    public void Small_balances_and_what_costs_more_are_proposed_unless_the_payer_has_them(decimal open, bool costsMore, bool inFlight, WriteOffReason? reason)
        => Assert.Equal(reason, WriteOffProposals.Propose(open, costsMore, 10m, inFlight));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(10, 1)]
    [InlineData(11, 2)]
    [InlineData(500, 50)]
    public void A_tenth_of_a_bulk_is_looked_at_and_the_order_does_not_matter(int count, int sampled)
    {
        var ids = Enumerable.Range(1, count).Select(i => (long)i * 7).ToList();

        var sample = WriteOffProposals.Sample(ids);

        Assert.Equal(sampled, sample.Count);
        Assert.True(sample.SetEquals(WriteOffProposals.Sample(ids.AsEnumerable().Reverse())));
    }

    private static WriteOffPolicy Policy => WriteOffPolicy.Shipped with { LeadLimit = 250m, ManagerLimit = 2500m };

    private static DenialFacts Denial(decimal denied) => new() { State = DenialState.InWork, DeniedAmount = denied, LeadGroup = "CO", Appealable = false };
}
