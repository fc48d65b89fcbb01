using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.People;
using DenialDesk.Domain.WriteOffs;
using Npgsql;

namespace DenialDesk.App.Settings;

/// <summary>Reads which write-off reasons are in use, which losses count as avoidable, and from which amount a second person is needed.</summary>
public sealed class SeeWriteOffPolicy(DeskSource database, TimeProvider clock)
{
    /// <summary>What the policy is kept under.</summary>
    internal const string Name = "write_offs";

    /// <summary>The policy as it holds today, with its versions. Everybody who sees denials may know it.</summary>
    public async Task<Setting<WriteOffPolicy>> Run(Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        var today = await DeskDay.TodayAsync(database, clock, Actor.Desk, cancellation);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var history = await SettingDocument.HistoryAsync(connection, null, Name, cancellation);
        return new(
            await SettingDocument.InForceAsync<WriteOffPolicy>(connection, null, Name, today, cancellation) ?? WriteOffPolicy.Shipped, history.Count == 0 ? 0 : history[0].Version, history);
    }
}
