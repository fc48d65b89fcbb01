using DenialDesk.X12.Remittance;

namespace DenialDesk.X12.Tests.Remittance;

public sealed class BalanceTests
{
    private static readonly string Good = ShippedFile.Text("835-denials.835");

    [Fact]
    public void A_negative_cheque_carried_forward_balances_to_zero()
    {
        var trailer = Assert.Single(ReaderTotals.Of(ShippedFile.Bytes("835-takeback-zero.835")).Trailers);

        Assert.Equal(-20.16m, trailer.Paid);
        Assert.Equal(-20.16m, trailer.ProviderAdjusted);
        Assert.Equal(new Balance(BalanceState.Balanced, 0m), trailer.Balance);
    }

    [Fact]
    public void A_reversal_balances_with_its_own_signs()
    {
        var reversal = ReaderTotals.Of(ShippedFile.Bytes("835-takeback-zero.835")).Claims[0];

        Assert.True(reversal.IsReversal);
        Assert.Equal(-640.32m, reversal.Paid);
        Assert.Equal(BalanceState.Balanced, reversal.Balance.State);
    }

    [Fact]
    public void A_cent_too_much_is_unbalanced_by_a_cent_at_line_claim_and_payment()
    {
        var read = ReaderTotals.Of(Good.Replace("CAS*CO*45*9.5~", "CAS*CO*45*9.51~", StringComparison.Ordinal).Replace("BPR*I*215.5*", "BPR*I*215.52*", StringComparison.Ordinal));

        Assert.Equal(new Balance(BalanceState.Unbalanced, 0.01m), read.Claims[0].Lines[0].Balance);
        Assert.Equal(new Balance(BalanceState.Unbalanced, 0.01m), read.Claims[0].Balance);
        Assert.Equal(new Balance(BalanceState.Unbalanced, 0.02m), read.Trailers[0].Balance);
        Assert.Equal(["line-unbalanced", "claim-unbalanced", "transaction-unbalanced"], read.Problems.Select(p => p.Code));
        Assert.Equal(1, read.Trailers[0].UnbalancedClaims);
    }

    [Theory]
    [InlineData("CLP*MS-1003*1*95*95*", "CLP*MS-1003*1*95**")]
    [InlineData("CLP*MS-1003*1*95*95*", "CLP*MS-1003*1*95*$95*")]
    [InlineData("CLP*MS-1003*1*95*95*", "CLP*MS-1003*1*95*95,00*")]
    [InlineData("CLP*MS-1003*1*95*95*", "CLP*MS-1003*1*95*9E1*")]
    public void A_missing_payment_is_never_zero(string asSent, string damaged)
    {
        var read = ReaderTotals.Of(Good.Replace(asSent, damaged, StringComparison.Ordinal));

        Assert.Null(read.Claims[2].Paid);
        Assert.Equal(Balance.NotEvaluable, read.Claims[2].Balance);
        Assert.Equal(BalanceState.Balanced, read.Claims[2].Lines[0].Balance.State);
        Assert.Equal(Balance.NotEvaluable, read.Trailers[0].Balance);
        Assert.Equal(1, read.Trailers[0].NotEvaluableClaims);
        Assert.Contains(read.Problems, p => p.Code == "amount-missing" && p.At.Element == 4);
    }

    [Fact]
    public void A_missing_adjustment_amount_makes_line_and_claim_not_evaluable()
    {
        var read = ReaderTotals.Of(Good.Replace("CAS*CO*45*9.5~", "CAS*CO*45~", StringComparison.Ordinal));

        Assert.Null(read.Claims[0].Lines[0].Adjustments[0].Amount);
        Assert.Equal(Balance.NotEvaluable, read.Claims[0].Lines[0].Balance);
        Assert.Equal(Balance.NotEvaluable, read.Claims[0].Balance);
        Assert.Equal(BalanceState.Balanced, read.Trailers[0].Balance.State);
    }

    [Theory]
    [InlineData("XX")]
    [InlineData("9999")]
    [InlineData("AB12Z")]
    [InlineData("PIP")]
    [InlineData("1A")]
    public void A_reason_of_no_known_form_keeps_its_dollars_and_is_told(string reason)
    {
        var read = ReaderTotals.Of(Good.Replace("CAS*CO*45*9.5~", $"CAS*CO*{reason}*9.5~", StringComparison.Ordinal));

        Assert.Equal((reason, 9.5m), (read.Claims[0].Lines[0].Adjustments[0].Reason, read.Claims[0].Lines[0].Adjustments[0].Amount));
        Assert.Equal(BalanceState.Balanced, read.Claims[0].Balance.State);
        var problem = Assert.Single(read.Problems);
        Assert.Equal(("reason-form-unknown", Severity.Warning, 2), (problem.Code, problem.Severity, problem.At.Element));
    }

    [Theory]
    [InlineData("")]
    [InlineData("9.50")]
    [InlineData("CO-45")]
    [InlineData("123456")]
    public void What_cannot_be_a_reason_is_damage_and_nobody_balances_over_it(string reason)
    {
        var read = ReaderTotals.Of(Good.Replace("CAS*CO*45*9.5~", $"CAS*CO*{reason}*9.5~", StringComparison.Ordinal));

        Assert.Equal(Balance.NotEvaluable, read.Claims[0].Lines[0].Balance);
        Assert.Equal(Balance.NotEvaluable, read.Claims[0].Balance);
        Assert.Equal("cas-unparseable", Assert.Single(read.Problems).Code);
    }

    [Fact]
    public void A_group_nobody_knows_keeps_its_dollars_and_is_told()
    {
        var read = ReaderTotals.Of(Good.Replace("CAS*CO*45*9.5~", "CAS*C0*45*9.5~", StringComparison.Ordinal));

        Assert.Equal("C0", read.Claims[0].Lines[0].Adjustments[0].Group);
        Assert.Equal(BalanceState.Balanced, read.Claims[0].Balance.State);
        Assert.Equal("group-unknown", Assert.Single(read.Problems).Code);
    }

    [Fact]
    public void A_quantity_left_out_makes_no_reason_out_of_an_amount()
    {
        var claim = ReaderTotals.Of(ShippedFile.Bytes("835-odd-habits.835")).Claims[0];

        Assert.Equal(["PR-1"], claim.Adjustments.Select(a => $"{a.Group}-{a.Reason}"));
        Assert.Equal(Balance.NotEvaluable, claim.Balance);
    }

    [Theory]
    [InlineData(".5", 0.5)]
    [InlineData("-.5", -0.5)]
    [InlineData("100.", 100)]
    [InlineData("100.00", 100)]
    [InlineData(" 7 ", 7)]
    [InlineData("0", 0)]
    [InlineData("-0.01", -0.01)]
    [InlineData("999999999999999", 999999999999999)]
    public void Numbers_read_as_x12_writes_them(string text, double value)
    {
        Assert.True(PackedNumber.TryParse(System.Text.Encoding.ASCII.GetBytes(text), out var number));
        Assert.Equal((decimal)value, number.Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1.2.3")]
    [InlineData("1,000")]
    [InlineData("$5")]
    [InlineData("1e3")]
    [InlineData("--1")]
    [InlineData("100000000000000000")]
    public void What_is_no_number_is_missing(string text)
    {
        Assert.False(PackedNumber.TryParse(System.Text.Encoding.ASCII.GetBytes(text), out var number));
        Assert.True(number.IsMissing);
        Assert.Null(number.Value);
    }

    [Fact]
    public void Sums_are_exact_for_small_and_large_numbers_of_any_scale()
    {
        var tally = new Tally();
        var plain = 0m;
        foreach (var text in new[] { "0.1", "0.2", "99999999999999.99", "-0.333", "5", "1.23456789", "-99999999999999.99" })
        {
            Assert.True(PackedNumber.TryParse(System.Text.Encoding.ASCII.GetBytes(text), out var number));
            tally.Add(number);
            plain += number.Value!.Value;
        }

        Assert.Equal(plain, tally.Value);
    }
}
