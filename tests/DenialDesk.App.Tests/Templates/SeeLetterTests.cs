using DenialDesk.App.Payers;
using DenialDesk.App.People;
using DenialDesk.App.Templates;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.Payers;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Tests.Templates;

public sealed class SeeLetterTests(SeeLetterTests.Desk desk) : IClassFixture<SeeLetterTests.Desk>
{
    private static readonly Actor Biller = new(Guid.NewGuid(), "Bea Biller", Roles.Of(Roles.Biller), null);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public sealed class Desk(Cluster cluster) : DeskFixture(cluster);

    [Fact]
    public async Task The_letter_that_fits_is_filled_with_the_denials_facts_and_what_is_missing_is_listed()
    {
        var rows = new DenialRows(desk.Database);
        var (practice, payer) = (await rows.PracticeAsync("Elm Street"), await rows.PayerAsync("Acme Health"));
        var denial = await rows.AddAsync(new() { Practice = practice, Payer = payer, Denied = 310m, Charge = 310m, Category = "bundling", Carc = "97", On = new(2026, 4, 15) });
        await desk.Get<EditConduct>().Run(
            new() { PayerId = payer, Version = 0, Conduct = new() { Address = "PO Box 1", Channels = [new(WindowAction.Appeal1, Channel.Fax, "555-0199")] } }, Actor.Desk, Stop);

        var letter = await desk.Get<SeeLetter>().Run(new() { PracticeId = practice, DenialId = denial }, Biller, Stop);
        var first = letter!.Templates.Single(t => t.Name.StartsWith("First appeal", StringComparison.Ordinal));
        var other = await desk.Get<SeeLetter>().Run(new() { PracticeId = practice, DenialId = denial, TemplateId = first.TemplateId }, Biller, Stop);

        Assert.StartsWith("Bundling", letter.Chosen.Name, StringComparison.Ordinal);
        Assert.Contains("Acme Health\nPO Box 1\n", letter.Text, StringComparison.Ordinal);
        Assert.Contains("Please pay $310.00", letter.Text, StringComparison.Ordinal);
        Assert.Contains("remittance of April 15, 2026", letter.Text, StringComparison.Ordinal);
        Assert.Contains("Bea Biller", letter.Text, StringComparison.Ordinal);
        Assert.Contains("practice_npi", letter.Missing.Select(m => m.Name));
        Assert.Contains("which ends on June 14, 2026", other!.Text.Replace("The last day for this appeal is", "which ends on", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(2L, await desk.ScalarAsync("select count(*) from read_journal where action = 'read.letter'"));
    }

    [Fact]
    public async Task Another_practices_denial_has_no_letter()
    {
        var rows = new DenialRows(desk.Database);
        var practice = await rows.PracticeAsync("Oak Street");
        var denial = await rows.AddAsync(new() { Practice = practice, Payer = await rows.PayerAsync("Borealis"), Denied = 10m });

        Assert.Null(await desk.Get<SeeLetter>().Run(new() { PracticeId = practice, DenialId = denial }, Biller with { PracticeIds = new HashSet<int> { -1 } }, Stop));
    }
}
