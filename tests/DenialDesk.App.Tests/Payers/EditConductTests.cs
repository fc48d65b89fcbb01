using DenialDesk.App.Denials;
using DenialDesk.App.Payers;
using DenialDesk.App.People;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.Payers;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Tests.Payers;

public sealed class EditConductTests(PracticeDesk desk) : IClassFixture<PracticeDesk>
{
    private static readonly Actor Admin = new(Guid.NewGuid(), "Ada", Roles.Of(Roles.Admin), null);
    private static readonly Actor Manager = new(Guid.NewGuid(), "Max", Roles.Of(Roles.Manager), null);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_known_of_a_payer_is_kept_in_versions_refuses_the_wrong_way_to_correct_and_survives_a_merge()
    {
        var (from, into) = (await desk.Rows.PayerAsync("Acme Old"), await desk.Rows.PayerAsync("Acme New"));
        var conduct = new PayerConduct { Phone = "555-0100", CorrectedAs = CorrectedHabit.New, QuietDays = 10, Channels = [new(WindowAction.Appeal1, Channel.Fax, "555-0199", MaxMegabytes: 20)] };

        Assert.Null(await desk.Get<EditConduct>().Run(new() { PayerId = from, Version = 0, Conduct = conduct }, Admin, Stop));
        Assert.Equal("conduct_changed", (await desk.Get<EditConduct>().Run(new() { PayerId = from, Version = 0, Conduct = conduct }, Admin, Stop))?.Code);
        Assert.Null(await desk.Get<EditConduct>().Run(new() { PayerId = from, Version = 1, Conduct = conduct with { Note = "Ask for Sam" } }, Admin, Stop));
        var (_, refusal) = await desk.Get<MergePayers>().Run(new() { From = from, Into = into }, Admin, Stop);

        Assert.Null(refusal);
        var kept = await desk.Get<SeeConduct>().Run(into, Manager, Stop);
        Assert.Equal(("Ask for Sam", 20, 1), (kept.Conduct.Note, kept.Conduct.Channels.Single().MaxMegabytes, kept.Version));
        Assert.Equal(["note"], (await desk.Get<SeeConduct>().Run(from, Manager, Stop)).History[0].Changed);
        Assert.Equal(1L, await desk.ScalarAsync("select count(*) from journal where action = 'payer.conduct_changed' and old->>'phone' = '555-0100'"));

        var denial = await desk.Rows.AddAsync(new() { Practice = desk.Practice, Payer = into, Denied = 80m });
        await desk.ScalarAsync("update denial set payer_claim_number = 'X1', due_on = current_date + 60 where denial_id = $1", denial);
        var step = new RecordStep.Input { CommandId = Guid.NewGuid(), PracticeId = desk.Practice, DenialId = denial, Version = 1, Kind = DenialStepKind.CorrectedResubmitted };
        Assert.Equal("takes_new_only", (await desk.Get<RecordStep>().Run(step, Manager, Stop)).Refusal?.Code);
        Assert.True((await desk.Get<SeeDenial>().Run(new() { PracticeId = desk.Practice, DenialId = denial }, Manager, Stop))!.CorrectedAsNew);
        Assert.True((await desk.Get<RecordStep>().Run(step with { CommandId = Guid.NewGuid(), AsNewClaim = true }, Manager, Stop)).Done);
    }
}
