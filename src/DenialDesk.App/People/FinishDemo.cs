using DenialDesk.App.Data;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.People;

/// <summary>Notes that the demo is loaded whole, so that the next start need not look at its files.</summary>
public sealed class FinishDemo(DeskSource database)
{
    /// <summary>Notes it; nothing in a database that is no demo.</summary>
    public async Task Run(Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManagePeople);
        await using var command = database.CreateCommand(
            "insert into desk_fact (name, value) select 'demo_loaded', 'true' from desk_fact where name = 'demo' on conflict (name) do nothing");
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
