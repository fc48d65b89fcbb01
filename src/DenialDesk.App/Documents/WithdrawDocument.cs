using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Documents;

/// <summary>Takes a document out of use, all versions of it, or puts it back. Nothing is deleted.</summary>
public sealed class WithdrawDocument(DeskSource database, TimeProvider clock)
{
    /// <summary>Which, and which way.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required long SeriesId { get; init; }

        /// <summary>True puts it back.</summary>
        public bool Back { get; init; }

        /// <summary>Why it is taken out; at most 300 letters.</summary>
        public string Because { get; init; } = "";
    }

    /// <summary>Null when done, or why not. Doing it twice is doing it once.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        var because = input.Because.Trim();
        if (!input.Back && because.Length is 0 or > 300) { return new("withdraw_reason", "Say why it is taken out, in at most 300 letters: the wrong patient, another claim, unreadable."); }

        if (!actor.Sees(input.PracticeId)) { return new("document_gone", "There is no such document."); }

        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (await DocumentStore.VersionsAsync(connection, input.PracticeId, input.SeriesId, cancellation) is not [var newest, ..]) { return new("document_gone", "There is no such document."); }

        await using var command = new NpgsqlCommand(
            """
            update document set withdrawn_at = $3, withdrawn_by = $4, withdrawn_by_name = $5, withdrawn_because = $6
            where practice_id = $1 and series_id = $2 and (withdrawn_at is null) = ($3 is not null)
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = input.PracticeId }, new() { Value = input.SeriesId }, Or(input.Back ? null : now, NpgsqlDbType.TimestampTz), Or(input.Back ? null : actor.UserId, NpgsqlDbType.Uuid),
                Or(input.Back ? null : actor.Name, NpgsqlDbType.Text), Or(input.Back ? null : because, NpgsqlDbType.Text),
            },
        };
        if (await command.ExecuteNonQueryAsync(cancellation) > 0)
        {
            await Journal.AppendAsync(
                connection, transaction, actor, now, cancellation,
                new JournalEntry(input.Back ? "document.put_back" : "document.withdrawn", "document", newest.DocumentId.ToString(CultureInfo.InvariantCulture), input.PracticeId, null, new { input.SeriesId, because }));
            if (newest.DenialId is { } denial) { await DeskChange.TellAsync(connection, transaction, input.PracticeId, denial, cancellation); }
        }

        await transaction.CommitAsync(cancellation);
        return null;
    }

    private static NpgsqlParameter Or(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
