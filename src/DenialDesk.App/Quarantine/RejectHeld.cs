using DenialDesk.App.Data;
using DenialDesk.App.Intake;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Quarantine;

/// <summary>A person decides that a waiting remittance never posts, or takes that decision back; always with a reason.</summary>
public sealed class RejectHeld(DeskSource database, TimeProvider clock)
{
    /// <summary>Which one, and what was decided.</summary>
    public sealed record Input
    {
        public required long FileId { get; init; }

        /// <summary>1-based in the file.</summary>
        public required int Ordinal { get; init; }

        /// <summary>True to reject; false to let it wait again.</summary>
        public required bool Reject { get; init; }

        /// <summary>Why, 3 to 2000 characters.</summary>
        public required string Reason { get; init; }

        /// <summary>The version the person saw.</summary>
        public required int Version { get; init; }

        /// <summary>Made by the caller; the same one again changes nothing and gives the first answer.</summary>
        public required Guid CommandId { get; init; }
    }

    /// <summary>Null when it is done.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.DecideQuarantine);
        var reason = input.Reason.Trim();
        if (reason.Length is < 3 or > 2000) { return new Refusal("reason_missing", "Say why, in at most 2000 characters, so that the next person need not ask."); }

        var (now, place) = (clock.GetUtcNow(), new FilePlace(input.FileId, input.Ordinal));
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (standing, _) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "quarantine.reject", input, now, cancellation);
        if (standing == CommandStanding.Conflicting) { return new Refusal("command_reused", "This answer was given before for something else. Load the page again."); }

        if (standing == CommandStanding.Repeated) { return null; }

        if (await LockedHeld.FindAsync(connection, transaction, place, actor, cancellation) is not { } held) { return LockedHeld.Gone; }

        if (held.Overtaken(input.Reject ? "quarantined" : "rejected", input.Version) is { } late) { return late; }

        var (from, to) = input.Reject ? ("quarantined", "rejected") : ("rejected", "quarantined");
        await new HeldDecision(place, to, input.Reject ? "rejected" : null, input.Reject ? reason : null, held.PracticeId, null, null, actor, now).SaveAsync(connection, transaction, cancellation);
        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new JournalEntry(input.Reject ? "quarantine.rejected" : "quarantine.rejection_undone", "transaction", $"{input.FileId}/{input.Ordinal}", held.PracticeId, new { State = from }, new { State = to, Reason = reason }, input.CommandId));
        if (!input.Reject) { await QuarantineResolution.RunAsync(connection, transaction, input.FileId, actor, now, cancellation); }

        await transaction.CommitAsync(cancellation);
        return null;
    }
}
