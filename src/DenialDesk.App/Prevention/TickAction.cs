using System.Text.Json;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Prevention;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Prevention;

/// <summary>Ticks a thing on a change's checklist, or says that a reminder was followed: the next one comes a period later.</summary>
public sealed class TickAction(DeskSource database, TimeProvider clock)
{
    /// <summary>What was done.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        public required int PracticeId { get; init; }

        public required long ActionId { get; init; }

        /// <summary>The item's text; null for the reminder.</summary>
        public string? Item { get; init; }

        /// <summary>False takes a tick away.</summary>
        public bool Done { get; init; } = true;
    }

    /// <summary>Null when done, or why not.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManagePrevention);
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (standing, _) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "prevention.tick", input, now, cancellation);
        if (standing == CommandStanding.Repeated) { return null; }

        if (standing == CommandStanding.Conflicting) { return new("command_reused", "This command was sent before with other content. Load the page again."); }

        if (await HeldAction.HoldAsync(connection, transaction, input.PracticeId, input.ActionId, actor, cancellation) is not { } held) { return new("not_found", "There is no such action."); }

        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        if (input.Item is { } item && !held.Checklist.Any(c => c.Text == item)) { return new("item_gone", "This is not on the checklist any more. Load the page again."); }

        CheckItem[] checklist = [.. held.Checklist.Select(c => c.Text != input.Item ? c : input.Done ? c with { By = actor.Name, On = today } : c with { By = null, On = null })];
        var remind = input.Item is null ? Reminders.Next(held.RemindEvery, held.RemindOn, today) : held.RemindOn;
        await using var command = new NpgsqlCommand("update prevention_action set checklist = $3::jsonb, remind_on = $4, changed_at = $5, version = version + 1 where practice_id = $1 and action_id = $2", connection, transaction)
        {
            Parameters =
            {
                new() { Value = held.PracticeId }, new() { Value = held.ActionId }, new() { Value = JsonSerializer.Serialize(checklist, HeldAction.Json) },
                new() { Value = (object?)remind ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Date }, new() { Value = now },
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);
        await held.TellAsync(connection, transaction, input.Item is null ? "reminder_followed" : input.Done ? "ticked" : "unticked", held.Status, input.Item ?? "", actor, now, input.CommandId, cancellation);
        await transaction.CommitAsync(cancellation);
        return null;
    }
}
