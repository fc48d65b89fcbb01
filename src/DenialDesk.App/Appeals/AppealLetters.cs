using DenialDesk.App.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Appeals;

/// <summary>One version of an appeal's letter as it is kept.</summary>
/// <param name="Origin">template, person or machine.</param>
/// <param name="Cited">For a machine's draft: the facts it was given.</param>
internal sealed record LetterVersion(int PracticeId, long AppealId, int No, string Subject, string Body, string Origin, IReadOnlyList<string> Cited);

/// <summary>Keeps versions of letters; none is ever changed.</summary>
internal static class AppealLetters
{
    /// <summary>Adds a version in the caller's transaction.</summary>
    public static async Task AddAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, LetterVersion letter, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into appeal_letter (practice_id, appeal_id, version_no, at, author_id, author_name, subject, body, origin, cited, sha256)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = letter.PracticeId }, new() { Value = letter.AppealId }, new() { Value = letter.No }, new() { Value = now },
                new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }, new() { Value = actor.Name }, new() { Value = letter.Subject }, new() { Value = letter.Body },
                new() { Value = letter.Origin }, new() { Value = letter.Cited.ToArray() }, new() { Value = AppealRecord.HashOf(letter.Subject, letter.Body) },
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Makes a version the newest one, in the caller's transaction.</summary>
    public static async Task TurnToAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, LetterVersion letter, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "update appeal set letter_version = $3, version = version + 1, changed_at = $4, signed_by = null, signed_on = null where practice_id = $1 and appeal_id = $2", connection, transaction)
        {
            Parameters = { new() { Value = letter.PracticeId }, new() { Value = letter.AppealId }, new() { Value = letter.No }, new() { Value = now } },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
