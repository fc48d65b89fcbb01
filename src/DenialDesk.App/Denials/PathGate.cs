using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Denials;

/// <summary>One decision to keep. <see cref="ByStep"/>: taken along with a step.</summary>
internal sealed record PathDecision(WorkPath Path, PathAdvice Advice, IReadOnlyList<string> Lifted, string Reason, bool ByStep, Guid? CommandId);

/// <summary>What the guard says of a step: why not; or the facts it is decided by, and the decision to keep once it is taken (null when it stands already).</summary>
internal sealed record PathLook(Refusal? Refusal, DenialFacts Facts, PathDecision? Keep);

/// <summary>Where every step that goes a way is held against the path guard, singly and in bulk, inside the caller's transaction.</summary>
internal static class PathGate
{
    /// <summary>Whether a step may go its way, and the facts it is then decided by; keeps the decision the step makes. Steps that go no way pass.</summary>
    /// <param name="note">What the person wrote with the step; good cause, where a window is over.</param>
    public static async Task<(Refusal? Refusal, DenialFacts Facts)> PassAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, DenialRecord denial, DenialStepKind step, string? note, Actor actor, DateTimeOffset now, Guid? commandId,
        CancellationToken cancellation)
    {
        var look = await LookAsync(connection, transaction, denial, step, note, commandId, cancellation);
        if (look.Keep is { } decision) { await KeepAsync(connection, transaction, denial, decision, actor, now, cancellation); }

        return (look.Refusal, look.Facts);
    }

    /// <summary>The same, and keeps nothing: for what is asked of somebody else, or decided later.</summary>
    public static async Task<PathLook> LookAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, DenialRecord denial, DenialStepKind step, string? note, Guid? commandId, CancellationToken cancellation)
    {
        if (PathGuard.PathOf(step) is not { } path || !DenialSteps.IsOpen(denial.Facts.State)) { return new(null, denial.Facts, null); }

        var sends = step is DenialStepKind.CorrectedResubmitted or DenialStepKind.Appealed;
        var guarded = await GuardedDenial.OfAsync(connection, transaction, denial, windows: sends, cancellation);
        return Judge(guarded, denial, path, note, commandId);
    }

    /// <summary>What the guard says of one way of a denial that was read already.</summary>
    public static PathLook Judge(GuardedDenial guarded, DenialRecord denial, WorkPath path, string? note, Guid? commandId)
    {
        var advice = PathGuard.Advise(guarded.Facts);
        var ground = new PathGround(note, false, guarded.Decided == path ? guarded.Lifted : new HashSet<string>());
        if (PathGuard.Refuse(advice.Of(path), ground) is { } refusal) { return new(refusal, denial.Facts, null); }

        var lifted = PathGuard.Lifted(advice.Of(path), ground);
        return new(
            null, PathGuard.Granted(denial.Facts, lifted), guarded.Decided == path ? null : new(path, advice, lifted, lifted.Count > 0 ? note ?? "" : "", true, commandId));
    }

    /// <summary>Adds a decision with what was shown when it was made.</summary>
    public static async Task KeepAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, DenialRecord denial, PathDecision decision, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into denial_decision (practice_id, denial_id, at, actor_id, actor_name, path, recommended, reasons, lifted, reason, by_step, command_id)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = denial.PracticeId }, new() { Value = denial.DenialId }, new() { Value = now },
                new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }, new() { Value = actor.Name }, new() { Value = decision.Path.Text() },
                new() { Value = decision.Advice.Recommended.Text() }, new() { Value = Shown(decision) }, new() { Value = decision.Lifted.ToArray() }, new() { Value = decision.Reason.Trim() },
                new() { Value = decision.ByStep }, new() { Value = (object?)decision.CommandId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>What the person had before them: why the guard recommends its way, and what it says of the way that was chosen.</summary>
    private static string[] Shown(PathDecision decision) => [.. decision.Advice.Reasons, .. decision.Advice.Of(decision.Path).Notes.Select(n => n.Sentence)];
}
