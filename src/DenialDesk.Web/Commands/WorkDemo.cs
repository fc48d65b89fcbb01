using DenialDesk.App.Appeals;
using DenialDesk.App.Corrections;
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Appeals;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.WriteOffs;

namespace DenialDesk.Web.Commands;

/// <summary>Lets the demo's people work for a morning, through the same steps as the pages: old denials are closed, a few are taken, corrected and appealed.</summary>
public sealed class WorkDemo(
    IServiceProvider services,
    ListQueue queue, TakeNext take, RecordStep record, AddNote note, OpenAppeal open, SaveAppealLetter letter, SeeAppeal see, TakeAppealStep appealed, MoveWork move, KeepView views, FindActor find,
    PaperDemo papers, SeeCorrection wrong, WriteCorrection write, TickCorrection tick, SendCorrection send, App.Reports.KeepSchedule reports)
{
    private const int LongOverdueDays = 6;
    private const int Taken = 17;

    /// <summary>From this one on they are put off or passed on.</summary>
    private const int Moved = 14;

    /// <summary>Works the queue as of <paramref name="today"/>. A step that the rules refuse is left out, as a person would.</summary>
    public async Task Run(DateOnly today, CancellationToken cancellation)
    {
        var biller = await PersonAsync(0, cancellation);
        var manager = await PersonAsync(1, cancellation);
        await CloseOldAsync(today, manager, cancellation);

        for (var i = 0; i < Taken && await take.Run(new() { CommandId = Guid.NewGuid() }, biller, cancellation) is { } taken; i++)
        {
            await WorkAsync(i, taken, today, biller, cancellation);
        }

        await views.Run(new() { Act = KeepView.Act.Save, Name = "Over $500, by payer", Query = "group=payer&min=500", Shared = true }, manager, cancellation);
        await reports.Run(
            new() { Act = App.Reports.KeepSchedule.Act.Save, Name = "Top reasons, for the Monday meeting", Page = "breakdown", Query = "show=pareto&by=carc", Format = "xlsx", Cadence = new(Domain.Reports.ReportRhythm.Weekly, 1) },
            manager, cancellation);
    }

    /// <summary>What ran out in the demo's year was closed in the days after, each at its time.</summary>
    private async Task CloseOldAsync(DateOnly today, Actor manager, CancellationToken cancellation)
    {
        var year = new PlayedClock();
        var then = ActivatorUtilities.CreateInstance<RecordStep>(services, year);
        foreach (var row in (await queue.Run(new() { Filter = new() { State = "open", Due = "overdue" }, Take = 2_000 }, manager, cancellation)).Where(r => r.Due < today.AddDays(-LongOverdueDays)).OrderBy(r => r.Due).ThenBy(r => r.DenialId))
        {
            var ended = row.DeniedOn is { } denied && denied > row.Due ? denied : row.Due;
            year.Now = new(ended.AddDays(2 + (int)(row.DenialId % (LongOverdueDays - 1))), new TimeOnly(20, 0), TimeSpan.Zero);
            await StepAsync(DateOnly.FromDateTime(year.Now.DateTime) < today ? then : record, row.PracticeId, row.DenialId, row.Version, Closing(row), manager, cancellation);
        }
    }

    /// <summary>A clock that stands where it is put.</summary>
    private sealed class PlayedClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private async Task WorkAsync(int turn, TakeNext.Taken taken, DateOnly today, Actor biller, CancellationToken cancellation)
    {
        var mine = await queue.Run(new() { Filter = new() { State = "open", Owner = "me" }, Take = 100 }, biller, cancellation);
        var row = mine.First(one => one.DenialId == taken.DenialId);
        var kind = (turn % 3) switch { 0 => DenialStepKind.CorrectedResubmitted, 1 => DenialStepKind.Appealed, _ => (DenialStepKind?)null };
        if (turn >= Moved)
        {
            await MoveAsync(turn, row, biller, cancellation);
        }
        else if (kind == DenialStepKind.CorrectedResubmitted && await CorrectAsync(turn, row, biller, cancellation))
        {
            return;
        }
        else if (kind is { } sent)
        {
            await StepAsync(record, row.PracticeId, row.DenialId, row.Version, new() { Kind = sent, AsNewClaim = row.Rarc == "MA130" }, biller, cancellation);
            if (turn % 2 == 0) { await papers.CallAsync(row.PracticeId, row.DenialId, today, promised: turn % 4 == 0, biller, cancellation); }
        }
        else
        {
            await note.Run(
                new() { CommandId = Guid.NewGuid(), PracticeId = row.PracticeId, DenialId = row.DenialId, Text = "Called provider services; waiting for a call back with the reference number." },
                biller, cancellation);
            await papers.AddAsync(row.PracticeId, row.DenialId, biller, cancellation);
            await AppealAsync(turn, row, biller, cancellation);
        }
    }

    /// <summary>Begins an appeal: some are drafts with places to fill in, some are finished and in review.</summary>
    private async Task AppealAsync(int turn, QueueRow row, Actor biller, CancellationToken cancellation)
    {
        var begun = await open.Run(
            new() { CommandId = Guid.NewGuid(), PracticeId = row.PracticeId, DenialIds = [row.DenialId], Department = "Billing", Step = LetIn }, biller, cancellation);
        if (!begun.Done || turn % 2 == 0 || await see.Run(new() { PracticeId = row.PracticeId, AppealId = begun.AppealId, Again = true }, biller, cancellation) is not { } view) { return; }

        var text = view.Facts.Holes.Aggregate(view.Body, (body, hole) => body.Replace(hole, hole.Contains("letters go", StringComparison.Ordinal) ? "Appeals department" : "the enclosed record shows it", StringComparison.Ordinal));
        var saved = await letter.Run(new() { CommandId = Guid.NewGuid(), PracticeId = row.PracticeId, AppealId = begun.AppealId, Version = view.Version, Subject = view.Subject, Body = text }, biller, cancellation);
        await appealed.Run(new() { CommandId = Guid.NewGuid(), PracticeId = row.PracticeId, AppealId = begun.AppealId, Version = saved.Version, Step = new() { Kind = AppealStepKind.Submit } }, biller, cancellation);
    }

    /// <summary>Some wait for a chart, one is asked of a lead.</summary>
    private Task<StepResult> MoveAsync(int turn, QueueRow row, Actor biller, CancellationToken cancellation) => move.Run(
        new()
        {
            CommandId = Guid.NewGuid(),
            PracticeId = row.PracticeId,
            DenialId = row.DenialId,
            Version = row.Version,
            Kind = turn == Moved ? WorkMoveKind.Escalate : WorkMoveKind.Snooze,
            Workdays = 2,
            Words = turn == Moved ? "The clinic says it was authorized by phone. Appeal without the number?" : "The clinic sends the chart note.",
        },
        biller, cancellation);

    /// <summary>Corrects the claim from its 837, where one is kept, and sends it; the last one is left written. False when there is nothing to write it from.</summary>
    private async Task<bool> CorrectAsync(int turn, QueueRow row, Actor biller, CancellationToken cancellation)
    {
        if (await wrong.Run(new() { PracticeId = row.PracticeId, DenialId = row.DenialId }, biller, cancellation) is not { Sent: not null } view) { return false; }

        var written = await write.Run(
            new() { CommandId = Guid.NewGuid(), PracticeId = row.PracticeId, DenialId = row.DenialId, Kind = view.Suggested, Corrections = new() { Note = "CORRECTED CLAIM" } }, biller, cancellation);
        if (written.AttemptId is not { } attempt) { return false; }

        foreach (var item in view.Items)
        {
            await tick.Run(new() { PracticeId = row.PracticeId, DenialId = row.DenialId, Item = item.Text, Done = true }, biller, cancellation);
        }

        if (turn + 3 < Moved)
        {
            await send.Run(new() { CommandId = Guid.NewGuid(), PracticeId = row.PracticeId, AttemptId = attempt, Version = view.Version }, biller, cancellation);
        }

        return true;
    }

    /// <summary>What closes a denial whose window is long shut: the patient's, the next payer's, or written off for the reason its category suggests.</summary>
    private static DenialStep Closing(QueueRow row) => row.Category switch
    {
        "cob" => new() { Kind = DenialStepKind.ToNextPayer },
        "eligibility" or "non_covered" when row.Group == "PR" => new() { Kind = DenialStepKind.ToPatient },
        _ => new() { Kind = DenialStepKind.WriteOff, WriteOffReason = WriteOffReasons.Suggested(CodeNames.Read<DenialCategory>(row.Category)) },
    };

    /// <summary>What the demo's office names for what could have been stopped.</summary>
    private const string LetIn = "A field was left empty or wrong before the claim went out";

    private static async Task StepAsync(RecordStep record, int practiceId, long denialId, int version, DenialStep step, Actor actor, CancellationToken cancellation)
    {
        var input = new RecordStep.Input
        {
            CommandId = Guid.NewGuid(),
            PracticeId = practiceId,
            DenialId = denialId,
            Version = version,
            Kind = step.Kind,
            WriteOffReason = step.WriteOffReason,
            WorkflowStep = step.WriteOffReason is null ? null : LetIn,
            AsNewClaim = step.AsNewClaim,
        };
        var result = await record.Run(input, actor, cancellation);
        if (!result.Done && step.Kind is DenialStepKind.ToPatient or DenialStepKind.ToNextPayer)
        {
            await record.Run(input with { CommandId = Guid.NewGuid(), Kind = DenialStepKind.WriteOff, WriteOffReason = WriteOffReason.CostExceedsReturn }, actor, cancellation);
        }
    }

    private async Task<Actor> PersonAsync(int index, CancellationToken cancellation) =>
        await find.Run(PrepareDemo.People[index].Id, null, cancellation) ?? throw new InvalidOperationException("The demo's sign-ins are missing. Remove the demo's data folder and start again.");
}
