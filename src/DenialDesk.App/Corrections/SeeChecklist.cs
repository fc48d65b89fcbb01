using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.App.Settings;
using DenialDesk.Domain.Corrections;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Corrections;

/// <summary>Reads what is checked before a corrected claim is sent, by category.</summary>
public sealed class SeeChecklist(DeskSource database, TimeProvider clock)
{
    /// <summary>The checklist as it holds today, with its versions.</summary>
    public async Task<Setting<CorrectionChecklist>> Run(Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        var today = await DeskDay.TodayAsync(database, clock, Actor.Desk, cancellation);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var history = await SettingDocument.HistoryAsync(connection, null, DenialChecklist.Name, cancellation);
        return new(
            await SettingDocument.InForceAsync<CorrectionChecklist>(connection, null, DenialChecklist.Name, today, cancellation) ?? CorrectionChecklist.Shipped,
            history.Count == 0 ? 0 : history[0].Version, history);
    }
}
