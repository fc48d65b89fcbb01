using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Documents;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Documents;

/// <summary>Lets a denial go without a document it would need, with a reason; or wants it again. For leads and up.</summary>
public sealed class WaiveDocument(DeskSource database, TimeProvider clock)
{
    /// <summary>Which, and why.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required long DenialId { get; init; }

        public required DocumentKind Kind { get; init; }

        /// <summary>Why it goes without; at most 500 letters.</summary>
        public string Reason { get; init; } = "";

        /// <summary>True: it is wanted again.</summary>
        public bool Back { get; init; }
    }

    /// <summary>Null when done, or why not. Doing it twice is doing it once.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.AssignOthers);
        var reason = input.Reason.Trim();
        if (!input.Back && reason.Length is 0 or > 500) { return new("waive_reason", "Say why this denial goes without it, in at most 500 letters."); }

        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (await DenialRecord.HoldAsync(connection, transaction, input.PracticeId, input.DenialId, actor, now, cancellation) is null) { return new("not_found", "There is no such denial."); }

        if (await SaveAsync(connection, transaction, input, reason, actor, now, cancellation) > 0)
        {
            await Journal.AppendAsync(
                connection, transaction, actor, now, cancellation,
                new JournalEntry(input.Back ? "document.wanted_again" : "document.waived", "denial", input.DenialId.ToString(CultureInfo.InvariantCulture), input.PracticeId, null, new { Kind = input.Kind.Text(), reason }));
            await DeskChange.TellAsync(connection, transaction, input.PracticeId, input.DenialId, cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return null;
    }

    private static async Task<int> SaveAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, string reason, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = input.Back
            ? new NpgsqlCommand("update document_waiver set ended_at = $4, ended_by_name = $5 where practice_id = $1 and denial_id = $2 and kind = $3 and ended_at is null", connection, transaction)
            : new NpgsqlCommand("insert into document_waiver (practice_id, denial_id, kind, at, by_name, by_id, reason) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing", connection, transaction);
        foreach (var value in new object[] { input.PracticeId, input.DenialId, input.Kind.Text(), now, actor.Name }) { command.Parameters.Add(new() { Value = value }); }

        if (!input.Back)
        {
            command.Parameters.Add(new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
            command.Parameters.Add(new() { Value = reason });
        }

        return await command.ExecuteNonQueryAsync(cancellation);
    }
}
