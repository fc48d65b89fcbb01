using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.App.WriteOffs;
using DenialDesk.Domain;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.WriteOffs;

namespace DenialDesk.App.Queue;

/// <summary>Asks for one row of a run what would be asked for it singly; nothing is bent for the many.</summary>
internal static class BulkJudging
{
    /// <summary>Rows a run may have at most.</summary>
    public const int Most = 5_000;

    /// <summary>Why this row is left out; null when the act may be done with it.</summary>
    /// <param name="order">What is to be done.</param>
    /// <param name="denial">The denial as it stands.</param>
    /// <param name="version">The version that was previewed.</param>
    /// <param name="to">Whom it goes to, with their rights.</param>
    /// <param name="closed">Closed days of the denial's practice.</param>
    /// <param name="actor">Who asks.</param>
    public static Refusal? Refuse(WorkOrder order, DenialRecord denial, int version, Actor? to, IReadOnlySet<DateOnly> closed, Actor actor)
    {
        if (RefuseAny(denial, version, actor) is { } refusal) { return refusal; }

        if (order.Act == WorkAct.Skip) { return new("one_by_one", "Skipping is done one by one."); }

        if (order.Act == WorkAct.Assign && (order.Person is null || to is null)) { return new("person_missing", "Choose who gets it."); }

        if (order.Act == WorkAct.Assign && order.Person == denial.Owner) { return new("already_theirs", "They own it already."); }

        return order switch
        {
            { Step: not null } => StepTaking.Refuse(Step(order, denial, default), actor, denial, WriteOffPolicy.Shipped),
            { Move: not null } => MoveTaking.Refuse(denial, Move(order, denial, default), to, closed, actor),
            { Act: WorkAct.WriteOff } => null,
            _ => string.IsNullOrWhiteSpace(order.Words) ? new("note_empty", "Write the note first.") : null,
        };
    }

    /// <summary>Whether a write-off would be asked for instead of done (true), or why this row is left out: the same guard, rulebook and limits as singly.</summary>
    public static (bool Asks, Refusal? Refusal) JudgeWriteOff(WorkOrder order, DenialRecord denial, GuardedDenial guarded, bool waits, WriteOffPolicy policy, Actor actor)
    {
        if ((RefuseAny(denial, denial.Version, actor) ?? denial.OfAnother(actor)) is { } refusal) { return (false, refusal); }

        return waits
            ? (false, new("already_asked", "A write-off of this denial waits for approval already."))
            : WriteOffAsking.Judge(policy, PathGate.Judge(guarded, denial, WorkPath.WriteOff, order.Words, null), denial, order.Wish, actor);
    }

    private static Refusal? RefuseAny(DenialRecord denial, int version, Actor actor)
        => denial.Version != version ? new("changed", "It was changed since the preview, so it is left alone.")
            : denial.Lease is { Live: true } lease && lease.UserId != actor.UserId ? new("open", $"{lease.Name} has it open.")
            : null;

    /// <summary>The step for one row.</summary>
    public static RecordStep.Input Step(WorkOrder order, DenialRecord denial, Guid command) => new()
    {
        CommandId = command,
        PracticeId = denial.PracticeId,
        DenialId = denial.DenialId,
        Version = denial.Version,
        Kind = order.Step!.Value,
        AssignTo = order.Act == WorkAct.Assign ? order.Person : null,
        Note = order.Words,
    };

    /// <summary>The move for one row. What nobody owns stays nobody's: whoever snoozes a hundred rows does not own a hundred afterwards.</summary>
    public static MoveWork.Input Move(WorkOrder order, DenialRecord denial, Guid command) => new()
    {
        CommandId = command,
        PracticeId = denial.PracticeId,
        DenialId = denial.DenialId,
        Version = denial.Version,
        Kind = order.Move!.Value,
        Workdays = order.Workdays,
        ToPool = order.ToPool || denial.Owner is null,
        Words = order.Words,
        Skip = order.Skip,
        Person = order.Person,
    };
}
