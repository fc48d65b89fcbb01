using System.Text;
using DenialDesk.App.Denials;
using DenialDesk.App.FollowUps;
using DenialDesk.App.HandOffs;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.App.Settings;
using DenialDesk.App.Underpayments;
using DenialDesk.App.WriteOffs;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.WriteOffs;

namespace DenialDesk.Web.Commands;

/// <summary>Gives the demo what comes to an end or waits for a second person: limits and write-offs to decide, runs over many denials, a contract that one payer pays less than, hand-offs; and appeals and corrections with their answers.</summary>
public sealed class EndsDemo(
    ListQueue queue, FindActor find, AppealDemo appeals, AnswerDemo answers, EditWriteOffPolicy limits, AskWriteOff ask, ListWriteOffs requests, DecideWriteOff decide, PreviewBulk preview, StartBulk start,
    WorkBulk work, UndoBulk undo, MoveWork move, RecordStep step, SetFollowUp follow, ImportFees fees, CompareAllowed compare, ListUnderpayments underpaid, DisputeUnderpayments dispute, RecordDispute record, HandOver hand)
{
    /// <summary>Rates above what this payer allows in the sample year, for three services.</summary>
    private const string Contract = "payer,code,from,dollars\nAETNA,99203,2024-01-01,142.00\nAETNA,20610,2024-01-01,84.00\nAETNA,97140,2024-01-01,36.50\nAETNA,29881,2024-01-01,690.00\n";

    private const int Asked = 6;

    /// <summary>Does it as the demo's people; what the rules refuse is left out, as a person would.</summary>
    public async Task Run(DateOnly today, CancellationToken cancellation)
    {
        if (await find.Run(PrepareDemo.People[0].Id, null, cancellation) is not { } biller || await find.Run(PrepareDemo.People[1].Id, null, cancellation) is not { } manager
            || await find.Run(PrepareDemo.People[2].Id, null, cancellation) is not { } admin)
        {
            return;
        }

        await limits.Run(new() { Version = 0, Policy = WriteOffPolicy.Shipped with { BillerLimit = 50m, LeadLimit = 500m, ManagerLimit = 3_000m } }, admin, cancellation);
        var rows = (await queue.Run(new() { Filter = new() { State = "todo", Owner = "none" }, Take = 300 }, manager, cancellation)).ToList();
        var toAppeal = rows.Where(r => r.FirstAction == "appeal").Skip(2).Take(20).ToList();
        var rest = rows.Where(r => r.FirstAction != "appeal").Skip(12).ToList();
        var overturned = await appeals.Run(toAppeal, today, biller, manager, cancellation);
        await answers.Run([.. rest.Where(r => r.FirstAction == "correct_resubmit").Skip(3)], overturned, biller, cancellation);
        await WriteOffsAsync([.. rows.Where(r => r.FirstAction != "appeal").OrderByDescending(r => r.Denied).Take(1), .. rest.Where(r => r.FirstAction != "correct_resubmit")], biller, manager, cancellation);
        await RunsAsync([.. rest.Skip(20).Take(18)], biller, manager, cancellation);
        await MoneyAsync(biller, admin, cancellation);
        await NextPayersAsync([.. rest.Skip(40).Where(r => r.FirstAction == "bill_next_payer").Take(4)], biller, cancellation);
        await AskTodayAsync(today, biller, cancellation);
        await HandOverAsync([.. rows.Select(r => r.PayerId).Distinct()], biller, cancellation);
    }

    /// <summary>What waits for patients of one payer goes over; what waits for those of the others stays to be seen.</summary>
    private async Task HandOverAsync(List<int> payers, Actor biller, CancellationToken cancellation)
    {
        foreach (var payer in payers)
        {
            if ((await hand.Run(new() { CommandId = Guid.NewGuid(), Kind = "patient", Payer = payer }, biller, cancellation)).Batch is { Rows: > 0 }) { return; }
        }
    }

    /// <summary>Some for a lead or manager, one so large that an admin decides; one is approved and one rejected already.</summary>
    private async Task WriteOffsAsync(List<QueueRow> rows, Actor biller, Actor manager, CancellationToken cancellation)
    {
        var done = 0;
        foreach (var row in rows.Where(r => r.Denied > 50m).OrderByDescending(r => r.Denied).Take(2).Concat(rows.Where(r => r.Denied is > 50m and < 500m)).DistinctBy(r => r.DenialId))
        {
            if (done == Asked) { break; }

            var answer = await ask.Run(
                new()
                {
                    CommandId = Guid.NewGuid(),
                    PracticeId = row.PracticeId,
                    DenialId = row.DenialId,
                    Version = row.Version,
                    Reason = CodeNames.TryRead<DenialCategory>(row.Category) is { } category ? WriteOffReasons.Suggested(category) : WriteOffReason.CostExceedsReturn,
                    Step = AppealDemo.LetIn,
                    Words = "The payer's policy leaves no way, and the office agreed.",
                }, biller, cancellation);
            done += answer.Waiting ? 1 : 0;
        }

        var waiting = (await requests.Run(new() { Show = "waiting" }, manager, cancellation)).Rows.Where(r => r.Amount < 500m).ToList();
        for (var i = 0; i < Math.Min(2, waiting.Count); i++)
        {
            await decide.Run(
                new()
                {
                    CommandId = Guid.NewGuid(),
                    PracticeId = waiting[i].PracticeId,
                    RequestId = waiting[i].RequestId,
                    Approve = i == 0,
                    Words = i == 0 ? "Agreed; told the front desk." : "Ask the clinic for the referral first; the payer takes it late.",
                }, manager, cancellation);
        }
    }

    /// <summary>A note on many, an assignment that was taken back, and some that were passed over.</summary>
    private async Task RunsAsync(List<QueueRow> rows, Actor biller, Actor manager, CancellationToken cancellation)
    {
        await BulkAsync(rows, new() { Act = WorkAct.Note, Words = "The payer announced that it will process these again next month; look again then." }, manager, cancellation);
        if (await BulkAsync(rows, new() { Act = WorkAct.Assign, Person = biller.UserId }, manager, cancellation) is { } run)
        {
            await undo.Run(new() { CommandId = Guid.NewGuid(), RunId = run }, manager, cancellation);
            await WorkOffAsync(cancellation);
        }

        SkipReason[] reasons = [SkipReason.WaitingOnSomebody, SkipReason.NotMySkill, SkipReason.MissingInformation];
        var fresh = await queue.Run(new() { Filter = new() { State = "todo", Owner = "none" }, Take = reasons.Length }, biller, cancellation);
        for (var i = 0; i < fresh.Count; i++)
        {
            await move.Run(
                new() { CommandId = Guid.NewGuid(), PracticeId = fresh[i].PracticeId, DenialId = fresh[i].DenialId, Version = fresh[i].Version, Kind = WorkMoveKind.Skip, Skip = reasons[i] }, biller, cancellation);
        }
    }

    /// <summary>What another payer is to pay: closed, and waiting to be billed there.</summary>
    private async Task NextPayersAsync(List<QueueRow> rows, Actor biller, CancellationToken cancellation)
    {
        foreach (var row in rows)
        {
            await step.Run(
                new()
                {
                    CommandId = Guid.NewGuid(),
                    PracticeId = row.PracticeId,
                    DenialId = row.DenialId,
                    Version = row.Version,
                    Kind = DenialStepKind.ToNextPayer,
                    Note = "The patient's other card is on file.",
                }, biller, cancellation);
        }
    }

    /// <summary>Some of what waits for a payer is asked about today.</summary>
    private async Task AskTodayAsync(DateOnly today, Actor biller, CancellationToken cancellation)
    {
        foreach (var row in await queue.Run(new() { Filter = new() { State = "waiting", Owner = "me" }, Take = 5 }, biller, cancellation))
        {
            await follow.Run(
                new() { CommandId = Guid.NewGuid(), PracticeId = row.PracticeId, DenialId = row.DenialId, DueOn = today, Note = "Ask whether it has arrived." }, biller, cancellation);
        }
    }

    private async Task<long?> BulkAsync(List<QueueRow> rows, WorkOrder order, Actor actor, CancellationToken cancellation)
    {
        var seen = await preview.Run(new() { Which = [.. rows.Select(r => new DenialAddress(r.PracticeId, r.DenialId))], Order = order }, actor, cancellation);
        var begun = await start.Run(new() { CommandId = Guid.NewGuid(), Order = order, Rows = [.. seen.Changing] }, actor, cancellation);
        await WorkOffAsync(cancellation);
        return begun.RunId;
    }

    private async Task WorkOffAsync(CancellationToken cancellation)
    {
        while (await work.Run(Actor.Desk, cancellation)) { }
    }

    /// <summary>A contract is taken in, its payer held against it, and two of its services are disputed.</summary>
    private async Task MoneyAsync(Actor biller, Actor admin, CancellationToken cancellation)
    {
        await fees.Run(new() { Content = Encoding.UTF8.GetBytes(Contract), Name = "contract-rates.csv" }, admin, cancellation);
        await compare.Run(new(), Actor.Desk, cancellation);
        foreach (var (code, channel) in new[] { ("99203", "letter"), ("97140", "call") })
        {
            var lines = (await underpaid.Run(new() { Code = code, Take = 25 }, biller, cancellation)).Rows;
            if (lines.Count == 0) { continue; }

            var (made, _) = await dispute.Run(
                new() { CommandId = Guid.NewGuid(), Lines = [.. lines.Select(l => new DisputeUnderpayments.UnderpaidLine(l.PracticeId, l.UnderpaymentId))], Channel = channel }, biller, cancellation);
            if (made is [var one, ..] && channel == "letter")
            {
                await record.Run(new() { PracticeId = one.PracticeId, DisputeId = one.DisputeId, State = "sent", Reference = "9407 1118 9956 0000 0018 58" }, biller, cancellation);
            }
        }
    }
}
