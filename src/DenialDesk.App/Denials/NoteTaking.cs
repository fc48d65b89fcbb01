using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Denials;

/// <summary>One note on one held denial inside the caller's transaction: singly (AddNote) and in bulk alike. A note changes no version.</summary>
internal static class NoteTaking
{
    /// <summary>Writes it.</summary>
    public static async Task<StepResult> TakeAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, DenialRecord denial, string text, Guid command, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var insert = new NpgsqlCommand(
            "insert into denial_note (practice_id, denial_id, at, author_id, author_name, text, command_id) values ($1, $2, $3, $4, $5, $6, $7)", connection, transaction);
        foreach (var value in new object[] { denial.PracticeId, denial.DenialId, now, actor.UserId ?? Guid.Empty, actor.Name, text.Trim(), command }) { insert.Parameters.Add(new() { Value = value }); }

        await insert.ExecuteNonQueryAsync(cancellation);
        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new JournalEntry("denial.note", "denial", denial.DenialId.ToString(CultureInfo.InvariantCulture), denial.PracticeId, null, null, command));
        await DeskChange.TellAsync(connection, transaction, denial.PracticeId, denial.DenialId, cancellation);
        return new(true, null, denial.Version);
    }

    /// <summary>Takes back the notes that one command wrote on this denial: they stay readable, marked with who took them back.</summary>
    public static async Task<StepResult> WithdrawAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, DenialRecord denial, Guid of, Guid command, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        // denial_note_command.
        await using var withdraw = new NpgsqlCommand(
            """
            insert into denial_note_withdrawn (practice_id, denial_id, note_id, at, by_id, by_name, command_id)
            select n.practice_id, n.denial_id, n.note_id, $4, $5, $6, $7 from denial_note n where n.practice_id = $1 and n.denial_id = $2 and n.command_id = $3
            on conflict do nothing
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = denial.PracticeId }, new() { Value = denial.DenialId }, new() { Value = of }, new() { Value = now },
                new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }, new() { Value = actor.Name }, new() { Value = command },
            },
        };
        if (await withdraw.ExecuteNonQueryAsync(cancellation) == 0) { return StepResult.No("no_note", "The note of this run is not on it, or was taken back already."); }

        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new JournalEntry("denial.note_withdrawn", "denial", denial.DenialId.ToString(CultureInfo.InvariantCulture), denial.PracticeId, null, null, command));
        await DeskChange.TellAsync(connection, transaction, denial.PracticeId, denial.DenialId, cancellation);
        return new(true, null, denial.Version);
    }
}
