using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Routing;
using Npgsql;

namespace DenialDesk.App.Routing;

/// <summary>Tries rules on today's queue and changes nothing: who would have how much, what stays unallocated, and which denials would move.</summary>
public sealed class DryRunRouting(DeskSource database, TimeProvider clock)
{
    /// <summary>Which rules.</summary>
    public sealed record Input
    {
        /// <summary>True: the draft's; false: those in force, as tomorrow's deal would use them.</summary>
        public bool Draft { get; init; } = true;

        /// <summary>How many moves to tell in full.</summary>
        public int Take { get; init; } = 200;
    }

    /// <summary>What would happen; a refusal when there are no such rules.</summary>
    public async Task<(DealResult? Result, Refusal? Refusal)> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.AssignOthers);
        var today = await DeskDay.TodayAsync(database, clock, Actor.Desk, cancellation);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var set = input.Draft ? await DraftAsync(connection, transaction, cancellation) : await RoutingRows.SetInForceAsync(connection, transaction, cancellation);
        if (set is null && input.Draft) { return (null, new("no_draft", "There is no draft to try. Begin one first.")); }

        IReadOnlyList<RoutingRule> rules = set is { } id ? await RoutingRows.LoadAsync(connection, transaction, id, cancellation) : [];
        var (result, _) = await new DealRun(connection, transaction).LookAsync(rules, today, Math.Clamp(input.Take, 0, 50_000), cancellation);
        return (result with { Rows = [.. result.Rows.Where(r => actor.Sees(r.PracticeId))] }, null);
    }

    private static async Task<long?> DraftAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select set_id from routing_set where state = 'draft'", connection, transaction);
        return (long?)await command.ExecuteScalarAsync(cancellation);
    }
}
