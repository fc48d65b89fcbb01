using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Denials;

/// <summary>Decides which way a denial goes; past a stop only with a reason, and past most only with the permission to override.</summary>
public sealed class DecidePath(DeskSource database, TimeProvider clock)
{
    /// <summary>The decision.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        public required int PracticeId { get; init; }

        public required long DenialId { get; init; }

        public required WorkPath Path { get; init; }

        /// <summary>Why, in the person's words; needed past a stop.</summary>
        public string? Reason { get; init; }
    }

    /// <summary>Decides it, once.</summary>
    public async Task<StepResult> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (standing, _) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "denial.decide", input, now, cancellation);
        if (standing == CommandStanding.Conflicting) { return No("command_reused", "This command was sent before with other content. Load the page again."); }

        if (await DenialRecord.HoldAsync(connection, transaction, input.PracticeId, input.DenialId, actor, now, cancellation) is not { } denial) { return No("not_found", "There is no such denial."); }

        if (standing == CommandStanding.Repeated) { return new(true, null, denial.Version); }

        var guarded = await GuardedDenial.OfAsync(connection, transaction, denial, windows: true, cancellation);
        var advice = PathGuard.Advise(guarded.Facts);
        var ground = new PathGround(input.Reason, actor.May(Permission.OverridePath), guarded.Decided == input.Path ? guarded.Lifted : new HashSet<string>());
        if (Refuse(input, actor, denial, advice, ground) is { } refusal) { return new(false, refusal, denial.Version); }

        var lifted = PathGuard.Lifted(advice.Of(input.Path), ground);
        await PathGate.KeepAsync(connection, transaction, denial, new(input.Path, advice, lifted, input.Reason ?? "", false, input.CommandId), actor, now, cancellation);
        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new JournalEntry(
                "denial.decided", "denial", $"{input.DenialId}", input.PracticeId, new { Path = guarded.Decided?.Text() },
                new { Path = input.Path.Text(), Recommended = advice.Recommended.Text(), Lifted = lifted }, input.CommandId));
        await DeskChange.TellAsync(connection, transaction, input.PracticeId, input.DenialId, cancellation);
        await transaction.CommitAsync(cancellation);
        return new(true, null, denial.Version);
    }

    private static Refusal? Refuse(Input input, Actor actor, DenialRecord denial, PathAdvice advice, PathGround ground)
    {
        if (!DenialSteps.IsOpen(denial.Facts.State)) { return new("closed", "This denial is closed. Reopen it first."); }

        if (denial.OfAnother(actor) is { } owned) { return owned; }

        return input.Reason is { Length: > 2000 } ? new("reason_long", "The reason has room for 2,000 letters. Shorten it.") : PathGuard.Refuse(advice.Of(input.Path), ground);
    }

    private static StepResult No(string code, string sentence) => new(false, new Refusal(code, sentence));
}
