using DenialDesk.App.HandOffs;
using DenialDesk.App.People;

namespace DenialDesk.App.Tests.HandOffs;

/// <summary>What goes on to the patient or the next payer leaves once.</summary>
public sealed class HandOffFlowTests(PracticeDesk desk) : IClassFixture<PracticeDesk>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_may_leave_is_handed_over_once_and_what_may_not_says_why()
    {
        var payer = await desk.Rows.PayerAsync("Alder Health");
        var free = await ClosedAsync(payer, "closed_patient", protection: null);
        var guarded = await ClosedAsync(payer, "closed_patient", protection: "N210");
        var input = new HandOver.Input { CommandId = Guid.NewGuid(), Kind = "patient", Payer = payer };

        var (batch, _) = await desk.Get<HandOver>().Run(input, Actor.Desk, Stop);
        var (same, _) = await desk.Get<HandOver>().Run(input, Actor.Desk, Stop);
        var (none, refusal) = await desk.Get<HandOver>().Run(input with { CommandId = Guid.NewGuid() }, Actor.Desk, Stop);

        Assert.Equal((1, 40m, 1), (batch!.Rows, batch.Amount, batch.LeftOut));
        Assert.Equal((1, 40m), (same!.Rows, same.Amount));
        Assert.Null(none);
        Assert.Equal("nothing_to_hand_over", refusal!.Code);
        Assert.Equal(free, Assert.Single(await desk.Get<HandOver>().RowsAsync(batch.BatchId, Actor.Desk, Stop)).DenialId);
        var waiting = Assert.Single((await ListAsync(payer, "waiting")).Rows);
        Assert.Equal((guarded, "Remark N210 forbids billing the patient."), (waiting.DenialId, waiting.Refused));
        Assert.Equal(free, Assert.Single((await ListAsync(payer, "handed")).Rows).DenialId);
    }

    [Fact]
    public async Task A_denial_closed_again_leaves_again()
    {
        var payer = await desk.Rows.PayerAsync("Birch Health");
        var denial = await ClosedAsync(payer, "closed_next_payer", protection: null);
        await desk.ScalarAsync("update denial set later_payer_known = true where denial_id = $1", denial);
        var input = new HandOver.Input { CommandId = Guid.NewGuid(), Kind = "next_payer", Payer = payer };
        Assert.Equal(1, (await desk.Get<HandOver>().Run(input, Actor.Desk, Stop)).Batch!.Rows);

        await desk.ScalarAsync("update denial set closed_at = closed_at + interval '1 day' where denial_id = $1", denial);

        Assert.Equal(1, (await ListAsync(payer, "waiting")).Count);
        Assert.Equal(1, (await desk.Get<HandOver>().Run(input with { CommandId = Guid.NewGuid() }, Actor.Desk, Stop)).Batch!.Rows);
    }

    private Task<HandOffList> ListAsync(int payer, string show) => desk.Get<ListHandOffs>().Run(new() { Payer = payer, Show = show }, Actor.Desk, Stop);

    private async Task<long> ClosedAsync(int payer, string state, string? protection)
    {
        var denial = await desk.Rows.AddAsync(new() { Practice = desk.Practice, Payer = payer, Denied = 40m });
        await desk.ScalarAsync(
            "update denial set state = $2, is_open = false, closed_at = now() - interval '2 days', all_patient_group = true, patient_protection = $3 where denial_id = $1",
            denial, state, protection is null ? Array.Empty<string>() : [protection]);
        return denial;
    }
}
