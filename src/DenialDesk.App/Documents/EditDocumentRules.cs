using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.App.Settings;
using DenialDesk.Domain;
using DenialDesk.Domain.Documents;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Documents;

/// <summary>Keeps a new version of which documents each kind of denial needs, from a day on; the versions before stay.</summary>
public sealed class EditDocumentRules(DeskSource database, TimeProvider clock)
{
    /// <summary>The list as it is to be.</summary>
    public sealed record Input
    {
        /// <summary>The newest version on the page; 0 while the shipped one holds.</summary>
        public required int Version { get; init; }

        /// <summary>The whole list.</summary>
        public required DocumentRules Rules { get; init; }

        /// <summary>First day it holds, inclusive; null is today.</summary>
        public DateOnly? From { get; init; }
    }

    /// <summary>Null when kept, or why not.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManageSettings);
        var today = await DeskDay.TodayAsync(database, clock, Actor.Desk, cancellation);
        if (input.Rules.Check() is { } wrong) { return wrong; }

        if (input.From < today) { return new("setting_past", "A change holds from today on at the earliest: what was worked before was worked by what held then."); }

        return await SettingDocument.KeepAsync(database, RequiredDocuments.Setting, input.Version, today, input.From, input.Rules, "the required documents while you had them open", actor, clock.GetUtcNow(), cancellation);
    }
}
