using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Rejections;

/// <summary>Takes the last word a person said about a rejection back: an earlier one holds again, else the answers decide alone.</summary>
public sealed class UndoRejection(DeskSource database, TimeProvider clock)
{
    /// <summary>Which rejection, as the person saw it.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        public required int PracticeId { get; init; }

        public required long RejectionId { get; init; }

        public required int Version { get; init; }
    }

    /// <summary>Takes effect once, however often the command is sent; the refusal, or null.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (standing, _) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "rejection.undo", input, now, cancellation);
        if (standing == CommandStanding.Conflicting) { return LockedRejection.Reused; }

        if (await LockedRejection.FindAsync(connection, transaction, input.PracticeId, input.RejectionId, actor, cancellation) is not { } rejection) { return LockedRejection.Gone; }

        if (standing == CommandStanding.Repeated) { return null; }

        if (rejection.Overtaken(input.Version) is { } late) { return late; }

        var steps = new RejectionSteps(connection, transaction, input.PracticeId, input.RejectionId);
        var words = await steps.StandingAsync(cancellation);
        if (words.Count == 0) { return new("nothing_to_undo", "Nobody has said anything here that could be undone."); }

        if (words[0].By != actor.UserId && words[0].By is not null && !actor.May(Permission.UndoOthers)) { return new("not_yours", "The last word is somebody else's. They, or a manager, can undo it."); }

        await steps.AddAsync(new("undone", input.CommandId) { Undoes = words[0].StepId }, actor, now, cancellation);
        await steps.SayAsync(words.Count > 1 ? words[1].Action : "", words.Count > 1 ? words[1].AnswerId : null, cancellation);
        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new JournalEntry(
                "rejection.undone", "rejection", input.RejectionId.ToString(CultureInfo.InvariantCulture), input.PracticeId, new { rejection.State, rejection.How }, new { Undoes = words[0].StepId },
                input.CommandId));
        await SettleAnswers.AgainAsync(connection, transaction, input.PracticeId, rejection.AccountKey, now, cancellation);
        await transaction.CommitAsync(cancellation);
        return null;
    }
}
