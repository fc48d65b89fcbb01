using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.App.Settings;
using DenialDesk.Domain;
using DenialDesk.Domain.Numbers;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Numbers;

/// <summary>Keeps a new version of the zones; it colours every month from now on, the numbers themselves stay.</summary>
public sealed class EditZones(DeskSource database, TimeProvider clock)
{
    /// <summary>The zones as they are to be.</summary>
    public sealed record Input
    {
        /// <summary>The newest version on the page; 0 while the shipped one holds.</summary>
        public required int Version { get; init; }

        /// <summary>All of them.</summary>
        public required NumberZones Zones { get; init; }
    }

    /// <summary>Null when kept, or why not.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManageSettings);
        if (input.Zones.Check() is { } wrong) { return wrong; }

        var today = await DeskDay.TodayAsync(database, clock, Actor.Desk, cancellation);
        return await SettingDocument.KeepAsync(database, SeeZones.Name, input.Version, today, null, input.Zones, "the zones while you had them open", actor, clock.GetUtcNow(), cancellation);
    }
}
