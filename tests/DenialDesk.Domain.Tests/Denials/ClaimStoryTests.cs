using DenialDesk.Domain.Denials;

namespace DenialDesk.Domain.Tests.Denials;

public sealed class ClaimStoryTests
{
    private static readonly DateOnly FirstDay = new(2026, 1, 5);

    [Fact]
    public void A_denial_nobody_answered_again_stands()
        => Assert.Equal(new StoryEnding(1, StoryTurn.Stands), Assert.Single(ClaimStory.Tell([Denied(1, 0)])));

    [Fact]
    public void Only_what_is_paid_beyond_what_was_paid_before_counts_as_recovered()
    {
        var denied = Denied(1, 0) with { Lines = [new("L1", 30m, true), new("L2", 90m, false)], Denied = 170m };
        var paid = Paid(2, 9, 250m) with { Lines = [new("L1", 110m, false), new("L2", 140m, false)] };

        Assert.Equal(new StoryEnding(1, StoryTurn.Recovered, 2, 80m, 1), Assert.Single(ClaimStory.Tell([paid, denied])));
    }

    [Fact]
    public void A_line_denied_under_its_number_is_found_by_its_look_when_the_payment_came_without_numbers()
    {
        var denied = Denied(1, 0) with { Lines = [new("6R 7001", 0m, true, "99213  25 20260102"), new("6R 7002", 40m, false, "81003   20260102")], Denied = 110m };
        var typed = Paid(2, 9, 150m) with { Lines = [new("81003   20260102", 40m, false), new("99213  25 20260102", 110m, false)] };
        var numbered = Paid(2, 9, 110m) with { Lines = [new("6R 7009", 110m, false, "99213  25 20260102")] };

        Assert.Equal(new StoryEnding(1, StoryTurn.Recovered, 2, 110m, 2), Assert.Single(ClaimStory.Tell([denied, typed])));
        Assert.Equal(StoryTurn.Stands, Assert.Single(ClaimStory.Tell([denied, numbered])).Turn);
    }

    [Fact]
    public void More_than_was_denied_is_never_recovered()
        => Assert.Equal(200m, Assert.Single(ClaimStory.Tell([Denied(1, 0), Paid(2, 9, 500m)])).Recovered);

    [Fact]
    public void A_line_paid_and_another_denied_anew_is_a_recovery_in_part_and_a_new_denial()
    {
        var denied = Denied(1, 0) with { Lines = [new("L1", 0m, true), new("L2", 0m, true)] };
        var again = Denied(2, 9) with { Denied = 120m, Lines = [new("L1", 60m, false), new("L2", 0m, true)] };

        Assert.Equal(
            [new StoryEnding(1, StoryTurn.DeniedAgain, 2, 60m, 1), new StoryEnding(2, StoryTurn.Stands)],
            ClaimStory.Tell([denied, again]));
    }

    [Fact]
    public void A_reversal_takes_back_the_answer_before_it_not_the_correction_beside_it()
    {
        var reversal = Paid(2, 9, -0m) with { IsReversal = true, Charge = -200m };
        var correction = Paid(3, 9, 150m) with { Position = 2 };

        Assert.Equal(new StoryEnding(1, StoryTurn.Recovered, 3, 150m), Assert.Single(ClaimStory.Tell([correction, reversal, Denied(1, 0)])));
    }

    [Fact]
    public void A_correction_may_stand_before_its_reversal()
    {
        var correction = Paid(2, 9, 150m);
        var reversal = Paid(3, 9, 0m) with { IsReversal = true, Charge = -200m, Position = 2 };

        Assert.Equal(StoryTurn.Recovered, Assert.Single(ClaimStory.Tell([Denied(1, 0), correction, reversal])).Turn);
    }

    [Fact]
    public void A_payment_taken_back_months_later_lets_the_denial_stand_again()
    {
        var takeback = Paid(3, 200, -150m) with { IsReversal = true, Charge = -200m, PayerClaimNumber = "I2" };

        Assert.Equal(StoryTurn.Stands, Assert.Single(ClaimStory.Tell([Denied(1, 0), Paid(2, 9, 150m) with { PayerClaimNumber = "I2" }, takeback])).Turn);
    }

    [Fact]
    public void A_reversal_of_something_never_received_touches_nothing()
    {
        var orphan = Paid(2, 9, -80m) with { IsReversal = true, Charge = -999m, PayerClaimNumber = "I9" };

        Assert.Equal(StoryTurn.Stands, Assert.Single(ClaimStory.Tell([Denied(1, 0), orphan])).Turn);
    }

    [Fact]
    public void A_payment_of_other_lines_says_nothing_about_the_denied_ones()
    {
        var denied = Denied(1, 0) with { Lines = [new("L1", 0m, true)] };
        var other = Paid(2, 9, 80m) with { Lines = [new("L2", 80m, false)] };

        Assert.Equal(StoryTurn.Stands, Assert.Single(ClaimStory.Tell([denied, other])).Turn);
    }

    [Fact]
    public void An_answer_about_other_days_under_the_same_account_number_says_nothing_unless_it_names_the_line()
    {
        var denied = Denied(1, 0) with { From = new(2025, 12, 1), Lines = [new("6R 1", 0m, true, "99213   20251201")] };
        var visit = Paid(2, 9, 80m) with { PayerClaimNumber = "I2", From = new(2026, 1, 2), Lines = [new("6R 1", 80m, false, "99213   20260102")] };
        var whole = Denied(1, 0) with { From = new(2025, 12, 1), To = new(2025, 12, 3) };
        var named = denied with { Lines = [new("6R CB20-1", 0m, true, "99213   20251201")] };

        Assert.Equal(StoryTurn.Stands, Assert.Single(ClaimStory.Tell([denied, visit])).Turn);
        Assert.Equal(StoryTurn.Recovered, Assert.Single(ClaimStory.Tell([denied, visit with { PayerClaimNumber = "I1" }])).Turn);
        Assert.Equal(StoryTurn.Recovered, Assert.Single(ClaimStory.Tell([named, visit with { Lines = [new("6R CB20-1", 80m, false, "99213   20260102")] }])).Turn);
        Assert.Equal(StoryTurn.Stands, Assert.Single(ClaimStory.Tell([whole, visit with { Lines = [] }])).Turn);
        Assert.Equal(StoryTurn.Recovered, Assert.Single(ClaimStory.Tell([whole, visit with { Lines = [], From = new(2025, 12, 3) }])).Turn);
    }

    [Fact]
    public void A_reversal_without_the_payers_number_takes_back_no_answer_about_other_days()
    {
        var other = Paid(2, 9, 0m) with { IsReversal = true, Charge = -200m, PayerClaimNumber = "", From = new(2026, 1, 2) };

        Assert.Equal(StoryTurn.Stands, Assert.Single(ClaimStory.Tell([Denied(1, 0) with { From = new(2025, 12, 1) }, other])).Turn);
        Assert.Equal(StoryTurn.Reversed, Assert.Single(ClaimStory.Tell([Denied(1, 0) with { From = new(2026, 1, 2) }, other])).Turn);
    }

    private static StoryEvent Denied(long id, int day)
        => new() { Id = id, On = FirstDay.AddDays(day), Remittance = $"r{day:000}", Position = 1, PayerClaimNumber = "I1", Charge = 200m, Paid = 0m, Denied = 200m };

    private static StoryEvent Paid(long id, int day, decimal paid)
        => new() { Id = id, On = FirstDay.AddDays(day), Remittance = $"r{day:000}", Position = 1, PayerClaimNumber = "I1", Charge = 200m, Paid = paid };
}
