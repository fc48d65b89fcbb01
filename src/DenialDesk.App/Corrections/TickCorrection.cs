using DenialDesk.App.Data;
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Corrections;

/// <summary>Ticks an item of a denial's checklist, waives it with a reason, or takes that back.</summary>
public sealed class TickCorrection(DeskSource database, TimeProvider clock)
{
    /// <summary>The word.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required long DenialId { get; init; }

        /// <summary>The item's text.</summary>
        public required string Item { get; init; }

        /// <summary>True: done. False without a reason: open again.</summary>
        public required bool Done { get; init; }

        /// <summary>Why it does not apply here.</summary>
        public string? WaivedBecause { get; init; }
    }

    /// <summary>Null when kept, or why not. Said twice it is kept once.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (await DenialRecord.HoldAsync(connection, transaction, input.PracticeId, input.DenialId, actor, now, cancellation) is not { } denial) { return new("not_found", "There is no such denial."); }

        if (input.WaivedBecause is { } reason && reason.Trim().Length is < 3 or > 500) { return new("waive_reason", "Say in 3 to 500 letters why the item does not apply here."); }

        var (items, marks) = await DenialChecklist.OfAsync(connection, transaction, input.PracticeId, input.DenialId, denial.Category, denial.Today, cancellation);
        if (items.All(i => i.Text != input.Item)) { return new("no_item", "This item is no longer on the checklist. Load the page again."); }

        var state = input.WaivedBecause is not null ? "waived" : input.Done ? "done" : "open";
        if ((marks.Find(m => m.Item == input.Item)?.State ?? "open") == state && state != "waived") { return null; }

        await KeepAsync(connection, transaction, input, state, actor, now, cancellation);
        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation, new JournalEntry("correction.ticked", "denial", $"{input.DenialId}", input.PracticeId, null, new { input.Item, State = state }));
        await transaction.CommitAsync(cancellation);
        return null;
    }

    private static async Task KeepAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, string state, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "insert into correction_tick (practice_id, denial_id, at, actor_id, actor_name, item, state, reason) values ($1, $2, $3, $4, $5, $6, $7, $8)", connection, transaction)
        {
            Parameters =
            {
                new() { Value = input.PracticeId }, new() { Value = input.DenialId }, new() { Value = now }, new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
                new() { Value = actor.Name }, new() { Value = input.Item }, new() { Value = state }, new() { Value = input.WaivedBecause?.Trim() ?? "" },
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
