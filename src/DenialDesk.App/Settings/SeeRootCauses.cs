using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Prevention;
using Npgsql;

namespace DenialDesk.App.Settings;

/// <summary>Reads where each kind of denial comes from in this office: category, department, step of the workflow.</summary>
public sealed class SeeRootCauses(DeskSource database, TimeProvider clock)
{
    /// <summary>What the map is kept under.</summary>
    internal const string Name = "root_causes";

    /// <summary>The map as it holds today, with its versions. Everybody who sees denials may know it.</summary>
    public async Task<Setting<RootCauseMap>> Run(Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        var today = await DeskDay.TodayAsync(database, clock, Actor.Desk, cancellation);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var history = await SettingDocument.HistoryAsync(connection, null, Name, cancellation);
        return new(
            await SettingDocument.InForceAsync<RootCauseMap>(connection, null, Name, today, cancellation) ?? RootCauseMap.Shipped, history.Count == 0 ? 0 : history[0].Version, history);
    }
}
