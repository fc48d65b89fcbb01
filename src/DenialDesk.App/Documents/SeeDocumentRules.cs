using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.App.Settings;
using DenialDesk.Domain.Documents;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Documents;

/// <summary>Reads which documents each kind of denial needs at this desk, with every version of the list.</summary>
public sealed class SeeDocumentRules(DeskSource database, TimeProvider clock)
{
    /// <summary>The list as it holds today. Everybody who sees denials may know it.</summary>
    public async Task<Setting<DocumentRules>> Run(Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        var today = await DeskDay.TodayAsync(database, clock, Actor.Desk, cancellation);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var history = await SettingDocument.HistoryAsync(connection, null, RequiredDocuments.Setting, cancellation);
        return new(
            await SettingDocument.InForceAsync<DocumentRules>(connection, null, RequiredDocuments.Setting, today, cancellation) ?? DocumentRules.Shipped, history.Count == 0 ? 0 : history[0].Version, history);
    }
}
