using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.App.Settings;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Priority;

namespace DenialDesk.App.Calibration;

/// <summary>Reads the minutes and starting odds the ranking assumes before it has learned anything.</summary>
public sealed class SeePriorityStandards(DeskSource database, TimeProvider clock)
{
    /// <summary>As they hold today, with their versions. Everybody who sees denials may know them.</summary>
    public async Task<Setting<PriorityStandards>> Run(Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        var today = await DeskDay.TodayAsync(database, clock, Actor.Desk, cancellation);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var history = await SettingDocument.HistoryAsync(connection, null, OddsBook.Name, cancellation);
        return new(
            await SettingDocument.InForceAsync<PriorityStandards>(connection, null, OddsBook.Name, today, cancellation) ?? PriorityStandards.Shipped, history.Count == 0 ? 0 : history[0].Version, history);
    }
}
