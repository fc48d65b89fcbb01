using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Routing;

/// <summary>Deals the day's work by the rules in force: every morning, and when a lead asks, for instance because somebody called in sick.</summary>
public sealed class DealWork(DeskSource database, TimeProvider clock)
{
    /// <summary>What it did; nothing when no rules are in force; a refusal for somebody who does not see the whole desk.</summary>
    public async Task<(DealResult? Result, Refusal? Refusal)> Run(Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.AssignOthers);
        if (actor.PracticeIds is not null) { return (null, ApplyRouting.WholeDesk); }

        var today = await DeskDay.TodayAsync(database, clock, Actor.Desk, cancellation);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await DealRun.OneAtATimeAsync(connection, transaction, cancellation);
        if (await RoutingRows.SetInForceAsync(connection, transaction, cancellation) is not { } set) { return (null, null); }

        var deal = new DealRun(connection, transaction);
        var (result, routes) = await deal.LookAsync(await RoutingRows.LoadAsync(connection, transaction, set, cancellation), today, 0, cancellation);
        await deal.SaveAsync(set, result, routes, actor, clock.GetUtcNow(), cancellation);
        await transaction.CommitAsync(cancellation);
        return (result, null);
    }
}
