using System.Globalization;
using DenialDesk.App.Deadlines;
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.Appeals;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Appeals;

/// <summary>What an appeal's sending, decision and withdrawal do to its denials, in the appeal's own transaction.</summary>
internal static class AppealedDenials
{
    /// <summary>Locks the denials of an appeal; they are held before the appeal itself.</summary>
    public static async Task<List<DenialRecord>> HoldAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, long appealId, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        var held = new List<DenialRecord>();
        foreach (var id in await AppealRecord.DenialsAsync(connection, transaction, practiceId, appealId, cancellation))
        {
            if (await DenialRecord.HoldAsync(connection, transaction, practiceId, id, actor, now, cancellation) is { } denial) { held.Add(denial); }
        }

        return held;
    }

    /// <summary>Why the denials do not let the appeal take its step; null when they do.</summary>
    public static Refusal? Refuse(IReadOnlyList<DenialRecord> denials, AppealRecord appeal, AppealStep step, Actor actor)
    {
        foreach (var denial in denials.Where(d => DenialSteps.IsOpen(d.Facts.State)))
        {
            if (denial.Owner is { } owner && owner != actor.UserId && !actor.May(Permission.AssignOthers))
            {
                return new("owned", $"{denial.OwnerName} is working on denial {denial.DenialId}. Ask them, or a manager, to hand it over.");
            }
        }

        if (step.Kind != AppealStepKind.Send) { return null; }

        if (denials.FirstOrDefault(d => !DenialSteps.IsOpen(d.Facts.State)) is { } closed)
        {
            return new("closed", $"Denial {closed.DenialId} is closed meanwhile: the payer decided again, or somebody closed it. Look at it before anything goes out.");
        }

        return denials.Select(d => DenialSteps.Take(d.Facts, Sent(appeal, step), d.Today).Refusal).FirstOrDefault(r => r is not null);
    }

    /// <summary>Why the path guard does not let the appeal of one of them go out; null when it does.</summary>
    public static async Task<Refusal?> GuardAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<DenialRecord> denials, AppealStep step, Guid commandId, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        if (step.Kind != AppealStepKind.Send) { return null; }

        foreach (var denial in denials)
        {
            var (refusal, _) = await PathGate.PassAsync(connection, transaction, denial, DenialStepKind.Appealed, step.Note, actor, now, commandId, cancellation);
            if (refusal is not null) { return refusal; }
        }

        return null;
    }

    /// <summary>Takes the denials along.</summary>
    public static async Task FollowAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<DenialRecord> denials, AppealRecord appeal, AppealStep step, AppealStatus next, Guid commandId, Actor actor, DateTimeOffset now,
        CancellationToken cancellation)
    {
        if (step.Kind == AppealStepKind.Send)
        {
            foreach (var denial in denials) { await denial.SaveAsync(connection, transaction, SentEntry(denial, appeal, step, commandId, actor), actor, now, cancellation); }
        }

        var back = step.Kind == AppealStepKind.Withdraw ? AppealSteps.IsWithPayer(appeal.Facts.Status) : next is AppealStatus.Upheld or AppealStatus.Dismissed;
        if (!back) { return; }

        foreach (var denial in denials.Where(d => d.Facts.State == DenialState.Waiting))
        {
            await denial.SaveAsync(connection, transaction, BackEntry(appeal, step, next, commandId), actor, now, cancellation);
            if (next == AppealStatus.Upheld) { await denial.LearnAsync(connection, transaction, step.On!.Value, 1, 0m, cancellation); }
        }

        await ClockAsync(connection, transaction, appeal, [.. denials.Select(d => d.DenialId)], cancellation);
    }

    /// <summary>The next level's clock takes the place of the one before, as every later working out of it will.</summary>
    private static async Task ClockAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, AppealRecord appeal, long[] denials, CancellationToken cancellation)
    {
        var rules = (await RulesInForce.LoadAsync(connection, transaction, cancellation)).For(appeal.PayerId);
        var open = await DenialClocks.OpenAsync(connection, transaction, appeal.PracticeId, denials, cancellation);
        await DenialClocks.SaveAsync(connection, transaction, [.. open.Select(d => (d, d.Under(rules))).Where(c => c.Item2 != c.d.Clock)], cancellation);
    }

    private static DenialStep Sent(AppealRecord appeal, AppealStep step) => new() { Kind = DenialStepKind.Appealed, Note = Note(appeal, step) };

    private static string Note(AppealRecord appeal, AppealStep step) => string.Create(
        CultureInfo.InvariantCulture,
        $"Appeal {appeal.AppealId}, {Payers.WindowWords.Of(appeal.Level).ToLowerInvariant()}{(step.Channel is { } channel ? $", by {PacketCheck.Words(channel)}" : "")}{(string.IsNullOrWhiteSpace(step.Reference) ? "" : $", number {step.Reference.Trim()}")}{(string.IsNullOrWhiteSpace(step.Note) ? "" : $". {step.Note.Trim()}")}");

    private static StepEntry SentEntry(DenialRecord denial, AppealRecord appeal, AppealStep step, Guid commandId, Actor actor)
    {
        const string Set = "state = $12, is_open = true, first_worked_at = coalesce(d.first_worked_at, $3), waiting_since = $13, outcome = 'appealed'";
        var values = new List<(object?, NpgsqlDbType)> { (DenialState.Waiting.Text(), NpgsqlDbType.Text), (step.On, NpgsqlDbType.Date) };
        if (denial.Owner is not null || actor.UserId is not { } me) { return new(DenialStepKind.Appealed.Text(), Set, values, Note: Note(appeal, step), CommandId: commandId); }

        values.Add((me, NpgsqlDbType.Uuid));
        return new(DenialStepKind.Appealed.Text(), Set + ", assigned_to = $14, assigned_at = $3, fence = d.fence + 1", values, Note: Note(appeal, step), CommandId: commandId);
    }

    private static StepEntry BackEntry(AppealRecord appeal, AppealStep step, AppealStatus next, Guid commandId) => new(
        "appeal_" + next.Text(), "state = $12, waiting_since = null, outcome = null", [(DenialState.InWork.Text(), NpgsqlDbType.Text)], Note: Note(appeal, step), CommandId: commandId);
}
