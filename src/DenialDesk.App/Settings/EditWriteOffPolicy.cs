using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using DenialDesk.Domain.WriteOffs;
using Npgsql;

namespace DenialDesk.App.Settings;

/// <summary>Keeps a new version of the write-off policy, from a day on; the versions before stay, and what was written off stays so.</summary>
public sealed class EditWriteOffPolicy(DeskSource database, TimeProvider clock)
{
    /// <summary>The policy as it is to be.</summary>
    public sealed record Input
    {
        /// <summary>The newest version on the page; 0 while the shipped one holds.</summary>
        public required int Version { get; init; }

        /// <summary>The whole policy.</summary>
        public required WriteOffPolicy Policy { get; init; }

        /// <summary>First day it holds, inclusive; null is today.</summary>
        public DateOnly? From { get; init; }
    }

    /// <summary>Null when kept, or why not.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManageSettings);
        var today = await DeskDay.TodayAsync(database, clock, Actor.Desk, cancellation);
        if (input.Policy.Check() is { } wrong) { return wrong; }

        if (input.From < today) { return new("setting_past", "A change holds from today on at the earliest: what was written off before was written off by what held then."); }

        return await SettingDocument.KeepAsync(database, SeeWriteOffPolicy.Name, input.Version, today, input.From, input.Policy, "the write-off policy while you had it open", actor, clock.GetUtcNow(), cancellation);
    }
}
