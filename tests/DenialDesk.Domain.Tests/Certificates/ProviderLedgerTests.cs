using System.Globalization;
using DenialDesk.Domain.Certificates;

namespace DenialDesk.Domain.Tests.Certificates;

public sealed class ProviderLedgerTests
{
    private const string Page = "certificate.md";

    public static TheoryData<string> Chains => RuleTable.Names(Page, "Chain of FB amounts");

    [Theory]
    [MemberData(nameof(Chains))]
    public void A_chain_of_forwarding_balances_leaves_what_its_amounts_sum_to_in_any_order(string chain)
    {
        var left = decimal.Parse(RuleTable.Row(Page, "Chain of FB amounts", chain)["Left"], CultureInfo.InvariantCulture);
        var entries = chain.Split(' ').Select((a, i) => new LedgerEntry(i, "1/1", "FB", "TRACE-1", decimal.Parse(a, CultureInfo.InvariantCulture), false, false)).ToList();

        var lines = ProviderLedger.Of(entries);

        Assert.All(lines, l => Assert.Equal((left == 0m ? LedgerState.Chained : LedgerState.Carried, left), (l.State, l.Left)));
        Assert.Equal(lines.Select(l => l.State), ProviderLedger.Of([.. entries.AsEnumerable().Reverse()]).Select(l => l.State));
    }

    [Fact]
    public void A_refund_and_its_recovery_under_one_reference_are_a_pair_and_another_payers_is_not()
    {
        LedgerEntry refund = new(1, "1/1", "72", "ICN5", -40m, true, false);
        LedgerEntry recovery = new(2, "1/1", "WO", "icn5 ", 40m, true, false);

        Assert.All(ProviderLedger.Of([refund, recovery]), l => Assert.Equal(LedgerState.Paired, l.State));
        Assert.All(ProviderLedger.Of([refund, recovery with { Account = "1/2" }]), l => Assert.Equal(LedgerState.Linked, l.State));
    }

    [Fact]
    public void What_no_rule_places_is_work_until_a_person_settles_it()
    {
        LedgerEntry levy = new(1, "1/1", "LE", "", 12m, false, false);

        Assert.Equal(LedgerState.Unlinked, ProviderLedger.Of([levy])[0].State);
        Assert.Equal(LedgerState.Settled, ProviderLedger.Of([levy with { Settled = true }])[0].State);
        Assert.Equal(LedgerState.Explained, ProviderLedger.Of([levy with { Reason = "L6" }])[0].State);
        Assert.Equal(LedgerState.Unlinked, ProviderLedger.Of([levy with { Reason = "FB", Reference = "T9", Amount = 30m }])[0].State);
        Assert.Equal(LedgerState.Unlinked, ProviderLedger.Of([levy with { Reason = "L6", Amount = null }])[0].State);
    }
}
