using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.App.Settings;
using DenialDesk.Domain;
using DenialDesk.Domain.Corrections;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Corrections;

/// <summary>Keeps a new version of the correction checklist, from today on; the versions before stay.</summary>
public sealed class EditChecklist(DeskSource database, TimeProvider clock)
{
    /// <summary>The checklist as it is to be.</summary>
    public sealed record Input
    {
        /// <summary>The newest version on the page; 0 while the shipped one holds.</summary>
        public required int Version { get; init; }

        /// <summary>The whole checklist.</summary>
        public required CorrectionChecklist Checklist { get; init; }
    }

    /// <summary>Null when kept, or why not.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManageSettings);
        if (input.Checklist.Check() is { } wrong) { return wrong; }

        var today = await DeskDay.TodayAsync(database, clock, Actor.Desk, cancellation);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var before = await SettingDocument.InForceAsync<CorrectionChecklist>(connection, transaction, DenialChecklist.Name, today, cancellation);
        if (!await SettingDocument.AddAsync(connection, transaction, DenialChecklist.Name, input.Version, today, before, input.Checklist, actor, clock.GetUtcNow(), cancellation))
        {
            return new("setting_changed", "Somebody changed the checklist while you had it open. Load the page again; nothing was saved.");
        }

        await transaction.CommitAsync(cancellation);
        return null;
    }
}
