using System.Text;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Templates;
using DenialDesk.Domain;
using DenialDesk.Domain.Appeals;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Letters;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Appeals;

/// <summary>
/// Asks for a draft of an appeal's letter, where the desk is set up for it. Names, numbers and days stay here: they leave as tokens and are put back into the answer. The draft is kept as a version of its
/// own, marked as a machine's, with the facts it was given; it goes nowhere before a person has read and approved it.
/// </summary>
public sealed class DraftLetter(DeskSource database, TimeProvider clock, LetterDrafter drafter)
{
    private const string Instruction =
        """
        You draft an appeal letter of a US medical practice to a health insurer. Use the facts you are given and no others. Never invent a fact, a rule, a source or a date. Where something is needed and not
        given, write what is needed in square brackets. Words such as <<PATIENT_NAME_A>> stand for values you do not know: keep them exactly as they are. Argue from the reason of the denial, in plain
        sentences, in at most 450 words. Formatting: blank lines between paragraphs, "- " for lists, "1. " for numbered lists, **bold**; nothing else. Answer with the text of the letter alone.
        """;

    private static readonly HashSet<string> _open = ["level", "procedures", "diagnoses", "billed_amount", "denied_amount", "reason_code", "reason_title", "remark_codes"];

    /// <summary>For which appeal.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        public required int PracticeId { get; init; }

        public required long AppealId { get; init; }

        /// <summary>The version of the appeal the person saw.</summary>
        public required int Version { get; init; }
    }

    /// <summary>Whether the desk is set up for it.</summary>
    public bool On => drafter.On;

    /// <summary>Asks, and keeps the draft as the newest version.</summary>
    public async Task<AppealResult> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        if (!On) { return AppealResult.No("drafting_off", "Drafting help is switched off on this desk."); }

        if (!actor.Sees(input.PracticeId)) { return AppealResult.NotThere; }

        var now = clock.GetUtcNow();
        if (await AskedAsync(input, actor, now, cancellation) is not var (safe, cited, refusal)) { return AppealResult.NotThere; }

        if (refusal is not null) { return new(false, refusal); }

        var answer = (await drafter.AskAsync(Instruction, safe.Text, cancellation))?.Trim();
        if (answer is null or { Length: < 40 } or { Length: > LetterMarkup.Longest }) { return AppealResult.No("no_draft", "The drafting service gave no usable answer. The letter is as it was; write it yourself, or try again later."); }

        return await KeepAsync(input, actor, safe.Restore(answer), cited, cancellation);
    }

    /// <summary>What is asked, without anything that tells whose it is, and the facts it names.</summary>
    private async Task<(SafeText Safe, IReadOnlyList<string> Cited, Refusal? Refusal)?> AskedAsync(Input input, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (await AppealRecord.HoldAsync(connection, transaction, input.PracticeId, input.AppealId, actor, now, cancellation) is not { } appeal) { return null; }

        if (Refuse(input, appeal) is { } refusal) { return (new("", new Dictionary<string, string>()), [], refusal); }

        if (await LetterFacts.OfAsync(connection, transaction, input.PracticeId, appeal.Denials[0], actor.Name, now, cancellation) is not { } facts) { return null; }

        var fields = facts.For(appeal.Level);
        var given = LetterFields.All.Where(f => fields.GetValueOrDefault(f.Name) is { Length: > 0 }).ToList();
        var text = new StringBuilder("Facts:\n");
        foreach (var field in given) { text.Append("- ").Append(field.Meaning).Append(": ").Append(fields[field.Name]).Append('\n'); }

        text.Append("\nArgument for this kind of denial, to be filled from the facts:\n").Append(AppealArguments.Of(facts.Category)).Append("\n\nThe letter so far:\n").Append(appeal.Body);
        var codes = (fields.GetValueOrDefault("procedures") ?? "").Split([' ', ',', '-'], StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        return (Deidentification.Of(text.ToString(), fields.Where(f => !_open.Contains(f.Key)).ToDictionary(), codes), [.. given.Select(f => f.Meaning)], null);
    }

    private static Refusal? Refuse(Input input, AppealRecord appeal)
    {
        if (appeal.Version != input.Version) { return new("overtaken", "Somebody changed this appeal while you had it open. Load it again."); }

        if (appeal.Denials.Count > 1) { return new("draft_batch", "A letter about many claims is not drafted by machine: its schedule holds too much that must not leave."); }

        return AppealSteps.IsWritable(appeal.Facts.Status) ? null : new("letter_closed", $"This appeal is {AppealSteps.Words(appeal.Facts.Status)}: its letter does not change.");
    }

    private async Task<AppealResult> KeepAsync(Input input, Actor actor, string body, IReadOnlyList<string> cited, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (standing, _) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "appeal.draft", input, now, cancellation);
        if (standing == CommandStanding.Conflicting) { return AppealResult.Reused; }

        if (await AppealRecord.HoldAsync(connection, transaction, input.PracticeId, input.AppealId, actor, now, cancellation) is not { } appeal) { return AppealResult.NotThere; }

        if (standing == CommandStanding.Repeated) { return new(true, null, appeal.AppealId, appeal.Version); }

        if (Refuse(input, appeal) is { } refusal) { return new(false, refusal, appeal.AppealId, appeal.Version); }

        var letter = new LetterVersion(input.PracticeId, input.AppealId, appeal.Facts.LetterVersion + 1, appeal.Subject, body.ReplaceLineEndings("\n"), "machine", cited);
        await AppealLetters.AddAsync(connection, transaction, letter, actor, now, cancellation);
        await AppealLetters.TurnToAsync(connection, transaction, letter, now, cancellation);
        var status = appeal.Facts.Status.Text();
        await new AppealEvent("draft", status, status) { LetterVersion = letter.No, LetterHash = AppealRecord.HashOf(letter.Subject, letter.Body), CommandId = input.CommandId }
            .AddAsync(connection, transaction, input.PracticeId, input.AppealId, actor, now, cancellation);
        await transaction.CommitAsync(cancellation);
        return new(true, null, appeal.AppealId, appeal.Version + 1);
    }
}
