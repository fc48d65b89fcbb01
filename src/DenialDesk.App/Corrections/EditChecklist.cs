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
        return await SettingDocument.KeepAsync(database, DenialChecklist.Name, input.Version, today, null, input.Checklist, "the checklist while you had it open", actor, clock.GetUtcNow(), cancellation);
    }
}
