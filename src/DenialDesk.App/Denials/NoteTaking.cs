using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using Npgsql;

namespace DenialDesk.App.Denials;

/// <summary>One note on one held denial inside the caller's transaction: singly (AddNote) and in bulk alike. A note changes no version.</summary>
internal static class NoteTaking
{
    /// <summary>Writes it.</summary>
    public static async Task<StepResult> TakeAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, DenialRecord denial, string text, Guid command, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var insert = new NpgsqlCommand(
            "insert into denial_note (practice_id, denial_id, at, author_id, author_name, text) values ($1, $2, $3, $4, $5, $6)", connection, transaction);
        foreach (var value in new object[] { denial.PracticeId, denial.DenialId, now, actor.UserId ?? Guid.Empty, actor.Name, text.Trim() }) { insert.Parameters.Add(new() { Value = value }); }

        await insert.ExecuteNonQueryAsync(cancellation);
        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new JournalEntry("denial.note", "denial", denial.DenialId.ToString(CultureInfo.InvariantCulture), denial.PracticeId, null, null, command));
        await DeskChange.TellAsync(connection, transaction, denial.PracticeId, denial.DenialId, cancellation);
        return new(true, null, denial.Version);
    }
}
