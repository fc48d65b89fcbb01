using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Prevention;
using Npgsql;

namespace DenialDesk.App.Settings;

/// <summary>Keeps a new version of the root-cause map, from a day on; the versions before stay.</summary>
public sealed class EditRootCauses(DeskSource database, TimeProvider clock)
{
    /// <summary>The map as it is to be.</summary>
    public sealed record Input
    {
        /// <summary>The newest version on the page; 0 while the shipped one holds.</summary>
        public required int Version { get; init; }

        /// <summary>The whole map.</summary>
        public required RootCauseMap Map { get; init; }

        /// <summary>First day it holds, inclusive; null is today.</summary>
        public DateOnly? From { get; init; }
    }

    /// <summary>Null when kept, or why not.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManageSettings);
        var today = await DeskDay.TodayAsync(database, clock, Actor.Desk, cancellation);
        if (input.Map.Check() is { } wrong) { return wrong; }

        if (input.From < today) { return new("setting_past", "A change holds from today on at the earliest: what was worked before was worked by what held then."); }

        return await SettingDocument.KeepAsync(database, SeeRootCauses.Name, input.Version, today, input.From, input.Map, "the root causes while you had them open", actor, clock.GetUtcNow(), cancellation);
    }
}
