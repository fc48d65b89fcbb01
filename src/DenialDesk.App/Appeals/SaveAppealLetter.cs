using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.Appeals;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Appeals;

/// <summary>Keeps a new version of an appeal's letter. The versions before stay, and an approval holds for the text it was given for alone.</summary>
public sealed class SaveAppealLetter(DeskSource database, TimeProvider clock)
{
    /// <summary>The text.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        public required int PracticeId { get; init; }

        public required long AppealId { get; init; }

        /// <summary>The version of the appeal the person saw.</summary>
        public required int Version { get; init; }

        public required string Subject { get; init; }

        public required string Body { get; init; }
    }

    /// <summary>Keeps it, once. The same text again is no new version.</summary>
    public async Task<AppealResult> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (standing, _) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "appeal.letter", input, now, cancellation);
        if (standing == CommandStanding.Conflicting) { return AppealResult.Reused; }

        if (await AppealRecord.HoldAsync(connection, transaction, input.PracticeId, input.AppealId, actor, now, cancellation) is not { } appeal) { return AppealResult.NotThere; }

        if (standing == CommandStanding.Repeated) { return new(true, null, appeal.AppealId, appeal.Version); }

        if (appeal.Version != input.Version) { return AppealResult.Overtaken(appeal.Version); }

        var (subject, body) = (input.Subject.Trim(), input.Body.ReplaceLineEndings("\n").TrimEnd());
        if (Refuse(appeal.Facts.Status, subject, body) is { } refusal) { return new(false, refusal, appeal.AppealId, appeal.Version); }

        if (subject == appeal.Subject && body == appeal.Body) { return new(true, null, appeal.AppealId, appeal.Version); }

        var letter = new LetterVersion(input.PracticeId, input.AppealId, appeal.Facts.LetterVersion + 1, subject, body, "person", []);
        await AppealLetters.AddAsync(connection, transaction, letter, actor, now, cancellation);
        await AppealLetters.TurnToAsync(connection, transaction, letter, now, cancellation);
        var status = appeal.Facts.Status.Text();
        await new AppealEvent("letter", status, status) { LetterVersion = letter.No, LetterHash = AppealRecord.HashOf(subject, body), CommandId = input.CommandId }
            .AddAsync(connection, transaction, input.PracticeId, input.AppealId, actor, now, cancellation);
        await transaction.CommitAsync(cancellation);
        return new(true, null, appeal.AppealId, appeal.Version + 1);
    }

    private static Refusal? Refuse(AppealStatus status, string subject, string body)
    {
        if (!AppealSteps.IsWritable(status)) { return new("letter_closed", $"This appeal is {AppealSteps.Words(status)}: its letter does not change. Open it again first, if it has not gone out."); }

        if (subject.Length is 0 or > 300) { return new("letter_subject", "The letter needs a subject of at most 300 letters."); }

        return body.Length is 0 or > LetterMarkup.Longest ? new("letter_body", $"The letter needs a text of at most {LetterMarkup.Longest:N0} letters.") : null;
    }
}
