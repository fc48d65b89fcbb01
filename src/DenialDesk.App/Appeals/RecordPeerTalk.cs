using DenialDesk.App.Data;
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Appeals;

/// <summary>Writes down one word about a talk between our physician and the payer's. Words are only added; the clocks of appeals run on beside it.</summary>
public sealed class RecordPeerTalk(DeskSource database, TimeProvider clock)
{
    private static readonly string[] _states = ["asked", "booked", "won", "held", "refused"];

    /// <summary>The word.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        public required int PracticeId { get; init; }

        public required long DenialId { get; init; }

        /// <summary>asked, booked, won, held (the payer holds to it) or refused (no talk is given).</summary>
        public required string State { get; init; }

        /// <summary>When it takes place, by the practice's clock.</summary>
        public DateTime? Slot { get; init; }

        public string Ours { get; init; } = "";

        public string Theirs { get; init; } = "";

        public string Reference { get; init; } = "";

        public string Note { get; init; } = "";
    }

    /// <summary>Writes it down, once.</summary>
    public async Task<StepResult> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (standing, _) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "denial.peer_talk", input, now, cancellation);
        if (standing == CommandStanding.Conflicting) { return new(false, new Refusal("command_reused", "This command was sent before with other content. Load the page again.")); }

        if (await DenialRecord.HoldAsync(connection, transaction, input.PracticeId, input.DenialId, actor, now, cancellation) is not { } denial) { return new(false, new Refusal("not_found", "There is no such denial.")); }

        if (standing == CommandStanding.Repeated) { return new(true, null, denial.Version); }

        if (Refuse(input, denial) is { } refusal) { return new(false, refusal, denial.Version); }

        await using var command = new NpgsqlCommand(
            "insert into peer_talk (practice_id, denial_id, at, author_id, author_name, state, slot, our_physician, their_physician, reference, note) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)", connection, transaction)
        {
            Parameters =
            {
                new() { Value = input.PracticeId }, new() { Value = input.DenialId }, new() { Value = now }, new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
                new() { Value = actor.Name }, new() { Value = input.State },
                new() { Value = input.Slot is { } slot ? DateTime.SpecifyKind(slot, DateTimeKind.Unspecified) : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Timestamp }, new() { Value = input.Ours.Trim() },
                new() { Value = input.Theirs.Trim() }, new() { Value = input.Reference.Trim() }, new() { Value = input.Note.Trim() },
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);
        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation, new JournalEntry("denial.peer_talk", "denial", $"{input.DenialId}", input.PracticeId, New: new { input.State, input.Slot }, CommandId: input.CommandId));
        await DeskChange.TellAsync(connection, transaction, input.PracticeId, input.DenialId, cancellation);
        await transaction.CommitAsync(cancellation);
        return new(true, null, denial.Version);
    }

    private static Refusal? Refuse(Input input, DenialRecord denial)
    {
        if (!DenialSteps.IsOpen(denial.Facts.State)) { return new("closed", "This denial is closed. Reopen it first."); }

        if (!_states.Contains(input.State)) { return new("peer_state", "Say how the talk stands: asked for, booked, won, held or refused."); }

        if (input.State == "booked" && (input.Slot is null || input.Ours.Trim().Length == 0)) { return new("peer_slot", "Give day and hour of the talk, and which of our physicians will speak."); }

        if (input.State is "held" or "refused" && input.Note.Trim().Length == 0) { return new("peer_note", "Write down the reason the payer gave; an appeal answers it."); }

        return input.Ours.Length > 100 || input.Theirs.Length > 100 || input.Reference.Length > 80 || input.Note.Length > 2000
            ? new("peer_long", "Names have room for 100 letters, the reference for 80 and the note for 2,000. Shorten them.")
            : null;
    }
}
