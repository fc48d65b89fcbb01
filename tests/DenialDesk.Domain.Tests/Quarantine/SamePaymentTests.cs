using DenialDesk.Domain.Quarantine;

namespace DenialDesk.Domain.Tests.Quarantine;

public sealed class SamePaymentTests
{
    private static readonly PaymentSigns Waiting = new(null, "First Health", "1512345678", null, "88001", new(2026, 5, 4), 120m);

    [Fact]
    public void Payer_number_and_day_make_the_same_payment_whatever_the_case_and_blanks()
        => Assert.True(SamePayment.Settles(Waiting with { Trace = " eft88A " }, Waiting with { PayerId = 7, PracticeId = 3, Trace = "EFT88a" }));

    [Fact]
    public void Leading_zeros_of_a_number_are_not_always_typed() => Assert.True(SamePayment.Settles(Waiting with { Trace = "0088A" }, Waiting with { Trace = "88a" }));

    [Fact]
    public void A_corrected_amount_is_still_the_same_payment() => Assert.True(SamePayment.Settles(Waiting, Waiting with { Amount = 125m }));

    [Fact]
    public void Another_payer_s_cheque_with_the_same_number_is_another_payment()
    {
        Assert.False(SamePayment.Settles(Waiting, Waiting with { PayerIdentifier = "1599999999" }));
        Assert.False(SamePayment.Settles(Waiting with { PayerId = 1 }, Waiting with { PayerId = 2 }));
        Assert.False(SamePayment.Settles(Waiting with { PayerIdentifier = "" }, Waiting with { PayerIdentifier = "", PayerName = "Second Health" }));
        Assert.False(SamePayment.Settles(Waiting with { PayerIdentifier = "", PayerName = "" }, Waiting with { PayerName = "" }));
    }

    [Fact]
    public void Another_practice_or_day_is_another_payment()
    {
        Assert.False(SamePayment.Settles(Waiting with { PracticeId = 1 }, Waiting with { PracticeId = 2 }));
        Assert.False(SamePayment.Settles(Waiting, Waiting with { Date = new(2026, 5, 5) }));
        Assert.True(SamePayment.Settles(Waiting, Waiting with { Date = null }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0000000")]
    [InlineData(" 0-0 ")]
    public void Zeros_and_blanks_name_no_payment(string trace) => Assert.False(SamePayment.Settles(Waiting with { Trace = trace }, Waiting with { Trace = trace }));

    [Fact]
    public void Payments_of_zero_dollars_are_never_matched_by_number()
    {
        Assert.False(SamePayment.Settles(Waiting with { Amount = 0m }, Waiting with { Amount = 0m }));
        Assert.False(SamePayment.Settles(Waiting, Waiting with { Amount = 0m }));
    }
}
