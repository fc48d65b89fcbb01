using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Queue;

/// <summary>Counts several narrowed queues at once, for the numbers beside their names.</summary>
public sealed class CountViews(DeskSource database, TimeProvider clock)
{
    /// <summary>Queues that are counted at most; more would make a page wait.</summary>
    public const int Most = 30;

    /// <summary>The counts, in the order of the filters.</summary>
    public async Task<IReadOnlyList<long>> Run(IReadOnlyList<QueueFilter> filters, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var found = new List<long>();
        foreach (var filter in filters.Take(Most))
        {
            // Each by the index its filter has in the queue itself.
            await using var command = connection.CreateCommand();
            command.CommandText = $"select count(*) from denial d where {filter.Where(command, actor, today)}";
            found.Add((long)(await command.ExecuteScalarAsync(cancellation))!);
        }

        return found;
    }
}
