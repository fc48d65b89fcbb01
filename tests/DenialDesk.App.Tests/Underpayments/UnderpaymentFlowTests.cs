using System.Text;
using DenialDesk.App.People;
using DenialDesk.App.Underpayments;

namespace DenialDesk.App.Tests.Underpayments;

/// <summary>A schedule is brought in, lines are compared, disputed, and mended by a later answer.</summary>
public sealed class UnderpaymentFlowTests(PracticeDesk desk) : IClassFixture<PracticeDesk>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_schedule_is_looked_at_brought_in_compared_and_rolled_back()
    {
        var payer = await desk.Rows.PayerAsync("Alder Health");
        var line = await LineAsync(payer, "99213", allowed: 80m);
        var file = Csv("payer,plan,code,modifier,place,from,to,dollars,percent_of_medicare",
            "Alder Health,,99213,,,2026-01-01,,100,", "Nobody Health,,99213,,,2026-01-01,,100,", "alder health,,9921,,,2026-01-01,,100,", "Alder Health,,99214,,,2026-01-01,,100,110",
            "Alder Health,,99215,,,2026-01-01,,x,", "Alder Health,,99204,,,2026-01-01,,170,", "Alder Health,,99204,,,2026-01-01,,175,");

        var (look, _) = await ImportAsync(file, look: true);
        Assert.Equal((1, 0, 0), (look!.Added, look.Changed, look.Same));
        Assert.Equal([2, 3, 4, 5, 6, 7], look.Wrong.Select(w => w.Number));
        Assert.Contains("Nobody Health", look.Wrong[0].Why, StringComparison.Ordinal);
        Assert.Contains("rows 6, 7", look.Wrong[^1].Why, StringComparison.Ordinal);
        Assert.DoesNotContain((await desk.Get<ListFees>().Run(Actor.Desk, Stop)).Imports, i => i.Payers == "Alder Health");

        await ImportAsync(file, look: false);
        var imported = (await desk.Get<ListFees>().Run(Actor.Desk, Stop)).Imports.Single(i => i.Payers == "Alder Health");
        await desk.Get<CompareAllowed>().Run(new(), Actor.Desk, Stop);
        var found = Assert.Single(await RowsAsync(payer));
        Assert.Equal((100m, 80m, 20m, "contract", line), (found.Expected, found.Allowed, found.Shortfall, found.Basis, found.RemittanceId));
        Assert.Single((await desk.Get<ListUnderpayments>().Run(new() { Payer = payer, From = found.Remitted }, Actor.Desk, Stop)).Rows);
        Assert.Empty((await desk.Get<ListUnderpayments>().Run(new() { Payer = payer, From = found.Remitted.AddDays(1) }, Actor.Desk, Stop)).Rows);

        Assert.Equal("nothing_new", (await ImportAsync(file, look: false)).Refusal!.Code);
        var (second, _) = await ImportAsync(Csv("payer,code,from,dollars", "Alder Health,99213,2026-01-01,90"), look: false);
        Assert.Equal(1, second!.Changed);
        Assert.Contains("$100.00 becomes $90.00", second.Examples[0], StringComparison.Ordinal);
        await desk.Get<CompareAllowed>().Run(new(), Actor.Desk, Stop);
        Assert.Equal(10m, Assert.Single(await RowsAsync(payer)).Shortfall);

        Assert.Null(await desk.Get<RollBackFees>().Run(new() { ImportId = imported.ImportId + 1 }, Actor.Desk, Stop));
        Assert.NotNull(await desk.Get<RollBackFees>().Run(new() { ImportId = imported.ImportId + 1 }, Actor.Desk, Stop));
        await desk.Get<CompareAllowed>().Run(new(), Actor.Desk, Stop);
        Assert.Equal(20m, Assert.Single(await RowsAsync(payer)).Shortfall);
    }

    [Fact]
    public async Task Lines_are_disputed_once_a_payer_with_its_clock_and_a_later_payment_ends_it()
    {
        var payer = await desk.Rows.PayerAsync("Birch Health");
        await LineAsync(payer, "99213", allowed: 80m);
        var claim = await LineAsync(payer, "99213", allowed: 60m);
        await ImportAsync(Csv("payer,code,from,dollars", "Birch Health,99213,2026-01-01,100"), look: false);
        await desk.Get<CompareAllowed>().Run(new(), Actor.Desk, Stop);
        var open = await RowsAsync(payer);
        Assert.Equal([40m, 20m], open.Select(o => o.Shortfall));
        var input = new DisputeUnderpayments.Input { CommandId = Guid.NewGuid(), Channel = "letter", Lines = [.. open.Select(o => new DisputeUnderpayments.UnderpaidLine(o.PracticeId, o.UnderpaymentId))] };

        var (made, _) = await desk.Get<DisputeUnderpayments>().Run(input, Actor.Desk, Stop);
        var (again, _) = await desk.Get<DisputeUnderpayments>().Run(input, Actor.Desk, Stop);

        var dispute = Assert.Single(made);
        Assert.Equal((2, 60m), (dispute.Lines, dispute.Amount));
        Assert.Equal(dispute.DisputeId, Assert.Single(again).DisputeId);
        Assert.Equal("none_open", (await desk.Get<DisputeUnderpayments>().Run(input with { CommandId = Guid.NewGuid() }, Actor.Desk, Stop)).Refusal!.Code);
        Assert.Null(await desk.Get<RecordDispute>().Run(new() { PracticeId = desk.Practice, DisputeId = dispute.DisputeId, State = "sent", Reference = "C-17" }, Actor.Desk, Stop));

        await AgainAsync(claim, allowed: 100m);
        await desk.Get<CompareAllowed>().Run(new() { AllOf = [desk.Practice] }, Actor.Desk, Stop);
        await desk.ScalarAsync("insert into fee_recount (practice_id, payer_id, asked_at) values ($1, $2, now()) on conflict do nothing", desk.Practice, payer);
        await desk.Get<CompareAllowed>().Run(new(), Actor.Desk, Stop);
        var view = (await desk.Get<SeeDispute>().Run(new() { PracticeId = desk.Practice, DisputeId = dispute.DisputeId }, Actor.Desk, Stop))!;
        Assert.Equal(("sent", 40m, "C-17"), (view.Dispute.State, view.Dispute.Recovered, view.Dispute.Reference));
        Assert.Equal(["disputed", "recovered"], view.Lines.Select(l => l.State).Order());
        Assert.Equal("words_missing", (await desk.Get<RecordDispute>().Run(new() { PracticeId = desk.Practice, DisputeId = dispute.DisputeId, State = "closed" }, Actor.Desk, Stop))!.Code);
    }

    [Fact]
    public async Task Without_a_schedule_the_payer_s_own_habit_tells()
    {
        var payer = await desk.Rows.PayerAsync("Cedar Health");
        for (var i = 0; i < 8; i++) { await LineAsync(payer, "97110", allowed: 30m); }

        await LineAsync(payer, "97110", allowed: 12m);
        await desk.ScalarAsync("insert into fee_recount (practice_id, payer_id, asked_at) values ($1, $2, now())", desk.Practice, payer);
        await desk.Get<CompareAllowed>().Run(new(), Actor.Desk, Stop);

        var found = Assert.Single(await RowsAsync(payer));
        Assert.Equal((30m, 18m, "usual"), (found.Expected, found.Shortfall, found.Basis));
    }

    private static byte[] Csv(params string[] lines) => Encoding.UTF8.GetBytes(string.Join("\r\n", lines));

    private Task<(FeeDiff? Diff, Domain.Refusal? Refusal)> ImportAsync(byte[] content, bool look)
        => desk.Get<ImportFees>().Run(new() { Content = content, Name = "rates.csv", LookOnly = look }, Actor.Desk, Stop);

    private async Task<IReadOnlyList<UnderpaymentRow>> RowsAsync(int payer) => (await desk.Get<ListUnderpayments>().Run(new() { Payer = payer }, Actor.Desk, Stop)).Rows;

    /// <summary>A paid claim of one line; returns its remittance.</summary>
    private async Task<long> LineAsync(int payer, string code, decimal allowed)
    {
        await desk.Rows.AddAsync(new() { Practice = desk.Practice, Payer = payer, Charge = 200m });
        var adjudication = (long)(await desk.ScalarAsync("select max(adjudication_id) from adjudication where practice_id = $1", desk.Practice))!;
        await FillAsync(adjudication, code, allowed);
        return (long)(await desk.ScalarAsync("select remittance_id from adjudication where adjudication_id = $1", adjudication))!;
    }

    private Task FillAsync(long adjudication, string code, decimal allowed) => desk.ScalarAsync(
        """
        with line as (
            insert into service_line (practice_id, adjudication_id, line_no, procedure_code, charge, paid, units, service_from, balance_state, segment, byte_offset, byte_length)
            values ($1, $2, 1, $3, 200, $4, 1, '2026-03-02', 'balanced', 1, 0, 1))
        insert into adjustment (practice_id, adjudication_id, line_no, ordinal, group_code, carc, amount, bucket, rule_id, segment) values ($1, $2, 1, 1, 'CO', '45', 200 - $4, 'contractual', 'C5', 1)
        """, desk.Practice, adjudication, code, allowed);

    /// <summary>A later answer to the claim of a remittance.</summary>
    private async Task AgainAsync(long remittance, decimal allowed)
    {
        var next = (long)(await desk.ScalarAsync(
            """
            insert into adjudication (practice_id, remittance_id, position, claim_id, payer_id, remit_date, patient_control_number, status_code, charge, is_first_primary, kind, decision_rule, denied_amount,
                                      balance_state, segment, byte_offset, byte_length, service_from, service_to)
            select practice_id, remittance_id, 2, claim_id, payer_id, remit_date + 30, patient_control_number, '1', charge, false, 'paid', 'test', 0, 'balanced', 1, 0, 1, service_from, service_to
            from adjudication where remittance_id = $1 and position = 1 returning adjudication_id
            """, remittance))!;
        await FillAsync(next, "99213", allowed);
    }
}
