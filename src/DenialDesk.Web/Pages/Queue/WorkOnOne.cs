using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.App.WriteOffs;
using DenialDesk.Domain.Denials;

namespace DenialDesk.Web.Pages.Queue;

/// <summary>Sends what a dialog ordered for one denial to the use case that does it; the queue and the denial's page order alike.</summary>
public sealed class WorkOnOne(RecordStep record, MoveWork move, AddNote note, AskWriteOff ask)
{
    /// <summary>One denial as the page shows it.</summary>
    public sealed record Target(int PracticeId, long DenialId, int Version, long? Lease, string Account);

    /// <summary>Does it, once for a command id.</summary>
    public Task<StepResult> DoAsync(WorkOrder order, Target target, Guid command, Actor actor) => order switch
    {
        { Act: WorkAct.WriteOff } => WriteOffAsync(order, target, command, actor),
        { Step: { } step } => record.Run(
            new()
            {
                CommandId = command,
                PracticeId = target.PracticeId,
                DenialId = target.DenialId,
                Version = target.Version,
                Lease = target.Lease,
                Kind = step,
                AssignTo = step == DenialStepKind.Assign ? order.Person : null,
                Note = order.Words,
            },
            actor, CancellationToken.None),
        { Move: { } kind } => move.Run(
            new()
            {
                CommandId = command,
                PracticeId = target.PracticeId,
                DenialId = target.DenialId,
                Version = target.Version,
                Lease = target.Lease,
                Kind = kind,
                Workdays = order.Workdays,
                ToPool = order.ToPool,
                Words = order.Words,
                Skip = order.Skip,
                Person = order.Person,
            },
            actor, CancellationToken.None),
        _ => note.Run(new() { CommandId = command, PracticeId = target.PracticeId, DenialId = target.DenialId, Text = order.Words ?? "" }, actor, CancellationToken.None),
    };

    private async Task<StepResult> WriteOffAsync(WorkOrder order, Target target, Guid command, Actor actor)
    {
        var answer = await ask.Run(
            new()
            {
                CommandId = command,
                PracticeId = target.PracticeId,
                DenialId = target.DenialId,
                Version = target.Version,
                Reason = order.Reason,
                Step = order.WorkflowStep,
                Words = order.Words,
            },
            actor, CancellationToken.None);
        return new(answer.Done, answer.Refusal, answer.Version);
    }
}
