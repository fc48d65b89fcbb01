using DenialDesk.App.Data;
using DenialDesk.App.Deadlines;
using DenialDesk.App.Payers;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.Appeals;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Payers;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Appeals;

/// <summary>Takes one step on an appeal: review, approval, signature, ready, sent, acknowledged, more asked, decided, withdrawn. Sending and a decision change the denials in the same transaction.</summary>
public sealed class TakeAppealStep(DeskSource database, AppealSettings settings, TimeProvider clock)
{
    /// <summary>The step.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        public required int PracticeId { get; init; }

        public required long AppealId { get; init; }

        /// <summary>The version of the appeal the person saw.</summary>
        public required int Version { get; init; }

        public required AppealStep Step { get; init; }

        /// <summary>For an approval: the SHA-256 of the letter the person had on the screen, in hex.</summary>
        public string? Seen { get; init; }
    }

    /// <summary>Takes it, once.</summary>
    public async Task<AppealResult> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (standing, _) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "appeal.step", input, now, cancellation);
        if (standing == CommandStanding.Conflicting) { return AppealResult.Reused; }

        var denials = actor.Sees(input.PracticeId) && Touches(input.Step.Kind) ? await AppealedDenials.HoldAsync(connection, transaction, input.PracticeId, input.AppealId, actor, now, cancellation) : [];
        if (await AppealRecord.HoldAsync(connection, transaction, input.PracticeId, input.AppealId, actor, now, cancellation) is not { } appeal) { return AppealResult.NotThere; }

        if (standing == CommandStanding.Repeated) { return new(true, null, appeal.AppealId, appeal.Version); }

        if (appeal.Version != input.Version) { return AppealResult.Overtaken(appeal.Version); }

        var step = input.Step with { On = input.Step.On ?? appeal.Today };
        var second = step.Kind == AppealStepKind.Approve && await Approvers.SecondPersonAsync(connection, transaction, settings, input.PracticeId, cancellation);
        var facts = step.Kind == AppealStepKind.MakeReady ? await PacketProblems.AgainAsync(connection, transaction, appeal, cancellation) : appeal.Facts;
        var (next, refusal) = AppealSteps.Take(facts with { OwnLetter = second && appeal.WrittenBy is { } writer && writer == actor.UserId }, step, appeal.Today);
        refusal ??= Unread(input, appeal) ?? AppealedDenials.Refuse(denials, appeal, step, actor);
        refusal ??= await AppealedDenials.GuardAsync(connection, transaction, denials, step, input.CommandId, actor, now, cancellation);
        if (refusal is not null) { return new(false, refusal, appeal.AppealId, appeal.Version); }

        await UpdateAsync(connection, transaction, appeal, step, next, now, cancellation);
        await Event(input, appeal, step, next).AddAsync(connection, transaction, input.PracticeId, input.AppealId, actor, now, cancellation);
        await AppealedDenials.FollowAsync(connection, transaction, denials, appeal, step, next, input.CommandId, actor, now, cancellation);
        await transaction.CommitAsync(cancellation);
        return new(true, null, appeal.AppealId, appeal.Version + 1);
    }

    /// <summary>Whether the step changes the denials too.</summary>
    private static bool Touches(AppealStepKind kind) => kind is AppealStepKind.Send or AppealStepKind.Decide or AppealStepKind.Withdraw;

    /// <summary>Whoever approves has this very text on the screen.</summary>
    private static Refusal? Unread(Input input, AppealRecord appeal)
        => input.Step.Kind == AppealStepKind.Approve && !string.Equals(input.Seen, Convert.ToHexStringLower(appeal.LetterHash), StringComparison.Ordinal)
            ? new("letter_unread", "The letter is not the one you had before you. Read it as it stands now, then approve it.")
            : null;

    private static async Task UpdateAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, AppealRecord appeal, AppealStep step, AppealStatus next, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            update appeal set status = $3, is_open = $4, changed_at = $5, version = version + 1,
                   approved_version = case when $6 then letter_version else approved_version end, signed_by = case when $6 then null else coalesce($7, signed_by) end,
                   signed_on = case when $6 then null when $7 is null then signed_on else $8 end, sent_on = coalesce($9, sent_on), channel = coalesce($10, channel),
                   answer_by = coalesce($11, answer_by), decided_on = coalesce($12, decided_on), granted = coalesce($13, granted)
            where practice_id = $1 and appeal_id = $2
            """, connection, transaction);
        void Add(object? value, NpgsqlDbType type) => command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        var kind = step.Kind;
        Add(appeal.PracticeId, NpgsqlDbType.Integer);
        Add(appeal.AppealId, NpgsqlDbType.Bigint);
        Add(next.Text(), NpgsqlDbType.Text);
        Add(AppealSteps.IsOpen(next), NpgsqlDbType.Boolean);
        Add(now, NpgsqlDbType.TimestampTz);
        Add(kind == AppealStepKind.Approve, NpgsqlDbType.Boolean);
        Add(kind == AppealStepKind.Sign ? step.SignedBy!.Trim() : null, NpgsqlDbType.Text);
        Add(step.On, NpgsqlDbType.Date);
        Add(kind == AppealStepKind.Send ? step.On : null, NpgsqlDbType.Date);
        Add(kind == AppealStepKind.Send ? step.Channel?.Text() : null, NpgsqlDbType.Text);
        Add(await AnswerByAsync(connection, transaction, appeal, step, cancellation), NpgsqlDbType.Date);
        Add(kind == AppealStepKind.Decide ? step.On : null, NpgsqlDbType.Date);
        Add(kind == AppealStepKind.Decide && next is AppealStatus.Overturned or AppealStatus.Partial ? step.Amount ?? appeal.Facts.Amount : null, NpgsqlDbType.Numeric);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>When the payer should answer, or when we must; null leaves the day as it is.</summary>
    private static async Task<DateOnly?> AnswerByAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, AppealRecord appeal, AppealStep step, CancellationToken cancellation)
    {
        if (step.Kind == AppealStepKind.AskMore) { return step.AnswerBy; }

        if (step.Kind is not (AppealStepKind.Send or AppealStepKind.SendMore)) { return null; }

        await using var command = new NpgsqlCommand("select body::text from payer_conduct where payer_id = $1 order by version desc limit 1", connection, transaction) { Parameters = { new() { Value = appeal.PayerId } } };
        var conduct = await command.ExecuteScalarAsync(cancellation) is string body ? SeeConduct.Read(body) : PayerConduct.Unknown;
        var rules = (await RulesInForce.LoadAsync(connection, transaction, cancellation)).For(appeal.PayerId);
        return AppealAnswer.By(step.On!.Value, conduct, rules.FirstOrDefault(r => r.Id == appeal.Rule)?.Response);
    }

    private static AppealEvent Event(Input input, AppealRecord appeal, AppealStep step, AppealStatus next) => new(step.Kind.Text(), appeal.Facts.Status.Text(), next.Text())
    {
        On = step.On,
        Channel = step.Channel?.Text() ?? "",
        Reference = Short(step.Reference, 120),
        Note = step.Kind == AppealStepKind.Sign ? $"Signed by {step.SignedBy!.Trim()}" : Short(step.Note, 2000),
        Amount = step.Amount,
        LetterVersion = appeal.Facts.LetterVersion,
        LetterHash = appeal.LetterHash,
        PacketHash = step.Kind is AppealStepKind.MakeReady or AppealStepKind.Send ? appeal.PacketHash : null,
        CommandId = input.CommandId,
    };

    private static string Short(string? text, int most) => text is null ? "" : text.Trim() is var clean && clean.Length > most ? clean[..most] : text.Trim();
}
