using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Certificates;

/// <summary>A person settles a provider-level adjustment that no rule could place, or opens it again; always with a note.</summary>
public sealed class SettleLedgerEntry(DeskSource database, TimeProvider clock)
{
    /// <summary>Which entry, and what was decided.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required long RemittanceId { get; init; }

        public required int Ordinal { get; init; }

        /// <summary>True to settle, false to open again.</summary>
        public required bool Settle { get; init; }

        /// <summary>Why, 1 to 2000 characters.</summary>
        public required string Note { get; init; }

        /// <summary>The version the person saw; 0 when nobody had decided.</summary>
        public required int Version { get; init; }
    }

    /// <summary>Null when it is done.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        var note = input.Note.Trim();
        if (note.Length is 0 or > 2000) { return new Refusal("note_missing", "Say in a note of at most 2000 characters what it was for, so that the next person need not ask again."); }

        if (!actor.Sees(input.PracticeId)) { return Gone; }

        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (!await ExistsAsync(connection, input, cancellation)) { return Gone; }

        if (!await SaveAsync(connection, input, note, actor, now, cancellation)) { return new Refusal("overtaken", "Somebody else decided on it meanwhile. Look at their note first."); }

        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new JournalEntry(
                input.Settle ? "ledger.settled" : "ledger.reopened", "provider_adjustment", $"{input.RemittanceId}/{input.Ordinal}", input.PracticeId,
                new { Version = input.Version }, new { State = State(input), Note = note }));
        await transaction.CommitAsync(cancellation);
        return null;
    }

    private static Refusal Gone => new("not_here", "This entry is not here, or it belongs to a practice you do not see.");

    private static string State(Input input) => input.Settle ? "settled" : "open";

    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, Input input, CancellationToken cancellation)
    {
        // By primary key.
        await using var command = Keyed("select 1 from provider_adjustment where practice_id = $1 and remittance_id = $2 and ordinal = $3", connection, input);
        return await command.ExecuteScalarAsync(cancellation) is not null;
    }

    private static async Task<bool> SaveAsync(NpgsqlConnection connection, Input input, string note, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = Keyed(
            """
            insert into provider_adjustment_decision (practice_id, remittance_id, ordinal, state, note, decided_at, decided_by, decided_name)
            select $1, $2, $3, $4, $5, $6, $7, $8 where $9 = 0
                or exists (select 1 from provider_adjustment_decision where practice_id = $1 and remittance_id = $2 and ordinal = $3)
            on conflict (practice_id, remittance_id, ordinal) do update
            set state = excluded.state, note = excluded.note, decided_at = excluded.decided_at, decided_by = excluded.decided_by, decided_name = excluded.decided_name,
                version = provider_adjustment_decision.version + 1
            where provider_adjustment_decision.version = $9
            """, connection, input);
        command.Parameters.AddWithValue(State(input));
        command.Parameters.AddWithValue(note);
        command.Parameters.AddWithValue(now);
        command.Parameters.Add(new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.AddWithValue(actor.Name);
        command.Parameters.AddWithValue(input.Version);
        return await command.ExecuteNonQueryAsync(cancellation) == 1;
    }

    private static NpgsqlCommand Keyed(string sql, NpgsqlConnection connection, Input input)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue(input.PracticeId);
        command.Parameters.AddWithValue(input.RemittanceId);
        command.Parameters.AddWithValue(input.Ordinal);
        return command;
    }
}
