using DenialDesk.App.Certificates;
using DenialDesk.App.People;
using DenialDesk.App.Tests.Samples;
using DenialDesk.Domain.Certificates;

namespace DenialDesk.App.Tests.Certificates;

/// <summary>The ledger of the demo practice's year.</summary>
public sealed class SeeLedgerTests(DemoImportTests.Year year) : IClassFixture<DemoImportTests.Year>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_adjustment_stands_somewhere_and_only_the_old_audit_waits_until_a_person_settles_it()
    {
        var all = await SeeAsync();

        Assert.Equal((long)all.Rows.Count, await year.ScalarAsync("select count(*) from provider_adjustment"));
        Assert.Equal(all.Rows.Sum(r => r.Amount), await year.ScalarAsync("select sum(amount) from provider_adjustment"));
        Assert.Superset(new HashSet<LedgerState> { LedgerState.Chained, LedgerState.Paired, LedgerState.Explained }, all.Totals.Keys.ToHashSet());
        Assert.All(all.Rows.Where(r => r.State == LedgerState.Chained).GroupBy(r => (r.Payer, r.Reference)), chain => Assert.Equal(0m, chain.Sum(r => r.Amount)));
        Assert.All(all.Rows.Where(r => r.State == LedgerState.Paired).GroupBy(r => (r.Payer, r.Reference)), pair => Assert.Equal(0m, pair.Where(r => r.Reason is "WO" or "72").Sum(r => r.Amount)));
        var waiting = Assert.Single(all.Rows, r => r.State == LedgerState.Unlinked);
        Assert.Equal("PRIOR YEAR AUDIT", waiting.Reference);

        var input = new SettleLedgerEntry.Input
        {
            PracticeId = waiting.PracticeId,
            RemittanceId = waiting.RemittanceId,
            Ordinal = waiting.Ordinal,
            Settle = true,
            Note = "Audit of last year, letter in the cabinet",
            Version = 0,
        };
        var settle = year.Get<SettleLedgerEntry>();
        Assert.Equal("note_missing", (await settle.Run(input with { Note = " " }, Actor.Desk, Now))?.Code);
        Assert.Null(await settle.Run(input, Actor.Desk, Now));
        Assert.Equal("overtaken", (await settle.Run(input, Actor.Desk, Now))?.Code);
        Assert.False((await SeeAsync()).Totals.ContainsKey(LedgerState.Unlinked));
        Assert.Equal(1L, await year.ScalarAsync("select count(*) from journal where action = 'ledger.settled'"));

        Assert.Null(await settle.Run(input with { Settle = false, Note = "Wrong letter", Version = 1 }, Actor.Desk, Now));
        Assert.Equal(1, (await SeeAsync()).Totals[LedgerState.Unlinked].Count);
    }

    [Fact]
    public async Task Another_practices_ledger_is_empty_and_its_entries_cannot_be_settled()
    {
        var stranger = new Actor(Guid.NewGuid(), "Stranger", Actor.Desk.Permissions, new HashSet<int> { 9999 });
        var row = (await SeeAsync()).Rows[0];

        Assert.Empty((await year.Get<SeeLedger>().Run(new(), stranger, Now)).Rows);
        Assert.Equal("not_here", (await year.Get<SettleLedgerEntry>().Run(
            new() { PracticeId = row.PracticeId, RemittanceId = row.RemittanceId, Ordinal = row.Ordinal, Settle = true, Note = "x", Version = row.Version }, stranger, Now))?.Code);
    }

    private Task<LedgerView> SeeAsync() => year.Get<SeeLedger>().Run(new() { Take = 10_000 }, Actor.Desk, Now);
}
