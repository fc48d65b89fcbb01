using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.Letters;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Templates;

/// <summary>A template that can be chosen for a letter.</summary>
public sealed record LetterChoiceRow(int TemplateId, string Name, LetterScope Scope, string Subject, string Body);

/// <summary>A letter for one denial, with the fields that have no value.</summary>
/// <param name="Chosen">The template it is written from; the most particular one that fits, or the one asked for.</param>
public sealed record LetterView(IReadOnlyList<LetterChoiceRow> Templates, LetterChoiceRow Chosen, string Subject, string Text, IReadOnlyList<LetterField> Missing);

/// <summary>Fills a published letter template with the facts of one denial, to be read, copied and completed; nothing is kept and nothing is sent.</summary>
public sealed class SeeLetter(DeskSource database, TimeProvider clock)
{
    /// <summary>For which denial.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required long DenialId { get; init; }

        /// <summary>The template to use; null chooses the most particular one that fits.</summary>
        public int? TemplateId { get; init; }
    }

    /// <summary>The letter; null when the denial is not there for this person, or there is no template at all.</summary>
    public async Task<LetterView?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        if (!actor.Sees(input.PracticeId)) { return null; }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        var templates = await LetterFacts.TemplatesAsync(connection, null, cancellation);
        if (await LetterFacts.OfAsync(connection, null, input.PracticeId, input.DenialId, actor.Name, clock.GetUtcNow(), cancellation) is not { } denial || templates.Count == 0) { return null; }

        await ReadLog.AppendAsync(database, actor, clock.GetUtcNow(), new("read.letter", "denial", input.DenialId.ToString(CultureInfo.InvariantCulture), input.PracticeId), cancellation);
        var chosen = templates.FirstOrDefault(t => t.TemplateId == input.TemplateId) ?? denial.Choose(templates, denial.Level);
        var (subject, text, missing) = denial.Write(chosen, chosen.Scope.Level ?? denial.Level);
        return new(templates, chosen, subject, text, missing);
    }
}
