using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Routing;

/// <summary>Puts the draft of the routing rules in force and deals today's queue by it, in one transaction. What somebody owns stays theirs.</summary>
public sealed class ApplyRouting(DeskSource database, TimeProvider clock)
{
    /// <summary>The draft as it was seen.</summary>
    public sealed record Input
    {
        /// <summary>The draft's version on the page.</summary>
        public required int Version { get; init; }

        /// <summary>Why, at least three letters; kept with the set.</summary>
        public required string Reason { get; init; }
    }

    /// <summary>Rules hold for everybody's work.</summary>
    internal static Refusal WholeDesk { get; } = new("whole_desk", "Routing holds for the whole desk, and you see only some of its practices. Ask somebody who sees all of them.");

    /// <summary>What it did, or why not.</summary>
    public async Task<(DealResult? Result, Refusal? Refusal)> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.AssignOthers);
        if (actor.PracticeIds is not null) { return (null, WholeDesk); }

        if (input.Reason.Trim().Length is < 3 or > 2000) { return (null, new("reason_missing", "Write down in a few words why the rules change.")); }

        var now = clock.GetUtcNow();
        var today = await DeskDay.TodayAsync(database, clock, Actor.Desk, cancellation);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await DealRun.OneAtATimeAsync(connection, transaction, cancellation);
        if (await PutInForceAsync(connection, transaction, input, actor, now, cancellation) is not { } set)
        {
            return (null, new("draft_changed", "Somebody changed the draft, or put it in force, while you had this page open. Load it again and try it anew."));
        }

        var rules = await RoutingRows.LoadAsync(connection, transaction, set, cancellation);
        var deal = new DealRun(connection, transaction);
        var (result, routes) = await deal.LookAsync(rules, today, 200, cancellation);
        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new JournalEntry("routing.applied", "routing", set.ToString(CultureInfo.InvariantCulture), null, null, new { input.Reason, Rules = rules }));
        await deal.SaveAsync(set, result, routes, actor, now, cancellation);
        await transaction.CommitAsync(cancellation);
        return (result, null);
    }

    private static async Task<long?> PutInForceAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            update routing_set set state = 'applied', applied_no = (select coalesce(max(applied_no), 0) + 1 from routing_set), applied_at = $2, applied_name = $3, reason = $4
            where state = 'draft' and version = $1 returning set_id
            """, connection, transaction)
        {
            Parameters = { new() { Value = input.Version }, new() { Value = now }, new() { Value = actor.Name }, new() { Value = input.Reason.Trim() } },
        };
        return (long?)await command.ExecuteScalarAsync(cancellation);
    }
}
