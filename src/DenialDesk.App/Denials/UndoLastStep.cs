using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Denials;

/// <summary>Takes the last step on a denial back: the denial is as it was before, and both the step and its undoing stay in the history.</summary>
public sealed class UndoLastStep(DeskSource database, TimeProvider clock)
{
    private const string Restore =
        """
        state = $12::jsonb->>'state', is_open = ($12::jsonb->>'is_open')::boolean, assigned_to = ($12::jsonb->>'assigned_to')::uuid, assigned_at = ($12::jsonb->>'assigned_at')::timestamptz,
        first_worked_at = ($12::jsonb->>'first_worked_at')::timestamptz, waiting_since = ($12::jsonb->>'waiting_since')::date, outcome = $12::jsonb->>'outcome',
        outcome_reason = $12::jsonb->>'outcome_reason', recovered_amount = ($12::jsonb->>'recovered_amount')::numeric,
        written_off_amount = ($12::jsonb->>'written_off_amount')::numeric, closed_at = ($12::jsonb->>'closed_at')::timestamptz, fence = d.fence + 1
        """;

    /// <summary>Which denial, as the person saw it.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        public required int PracticeId { get; init; }

        public required long DenialId { get; init; }

        public required int Version { get; init; }
    }

    private sealed record Last(long StepId, string Step, Guid? By, string FromState, decimal? Amount, string Before, DateTimeOffset At);

    /// <summary>Undoes it, once.</summary>
    public async Task<StepResult> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (standing, _) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "denial.undo", input, now, cancellation);
        var denial = await DenialRecord.HoldAsync(connection, transaction, input.PracticeId, input.DenialId, actor, now, cancellation);
        if (denial is null) { return No("not_found", "There is no such denial."); }

        if (standing == CommandStanding.Conflicting) { return new(false, new Refusal("command_reused", "This command was sent before with other content. Load the page again."), denial.Version); }

        if (standing == CommandStanding.Repeated) { return new(true, null, denial.Version); }

        if (denial.Version != input.Version) { return No("overtaken", "Somebody changed this denial while you had it open. Look at what changed before undoing anything."); }

        if (await LastStepAsync(connection, transaction, input, cancellation) is not { } last) { return No("nothing_to_undo", "There is no step left to undo."); }

        if (last.Step == "expired") { return No("expired", "This denial expired with no decision. Open it again with a reason instead of undoing that."); }

        if (last.By != actor.UserId && last.By is not null && !actor.May(Permission.UndoOthers))
        {
            return No("not_yours", "The last step is somebody else's. They, or a manager, can undo it.");
        }

        var entry = new StepEntry("undo", Restore, [(last.Before, NpgsqlDbType.Jsonb)], null, last.Step, null, last.StepId, input.CommandId);
        var version = await denial.SaveAsync(connection, transaction, entry, actor, now, cancellation);
        await UnlearnAsync(connection, transaction, denial, last, cancellation);
        await transaction.CommitAsync(cancellation);
        return new(true, null, version);
    }

    private static async Task UnlearnAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, DenialRecord denial, Last last, CancellationToken cancellation)
    {
        if (CodeNames.TryRead<DenialStepKind>(last.Step) is { } kind
            && RecordStep.Learned(kind, CodeNames.Read<DenialState>(last.FromState), last.Amount, denial.Facts.DeniedAmount) is { } learned)
        {
            await denial.LearnAsync(connection, transaction, PracticeDay.At(last.At, denial.Zone), -1, -learned, cancellation);
        }
    }

    private static async Task<Last?> LastStepAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, CancellationToken cancellation)
    {
        // The newest step that is neither an undoing nor undone; by primary key backwards.
        await using var command = new NpgsqlCommand(
            """
            select s.step_id, s.step, s.actor_id, s.from_state, s.amount, s.before::text, s.at from denial_step s
            where s.practice_id = $1 and s.denial_id = $2 and s.undoes is null
              and not exists (select 1 from denial_step u where u.practice_id = s.practice_id and u.denial_id = s.denial_id and u.undoes = s.step_id)
            order by s.step_id desc limit 1
            """,
            connection,
            transaction);
        command.Parameters.AddWithValue(input.PracticeId);
        command.Parameters.AddWithValue(input.DenialId);
        await using var r = await command.ExecuteReaderAsync(cancellation);
        return await r.ReadAsync(cancellation)
            ? new(r.GetInt64(0), r.GetString(1), r.IsDBNull(2) ? null : r.GetGuid(2), r.GetString(3), r.IsDBNull(4) ? null : r.GetDecimal(4), r.GetString(5), r.GetFieldValue<DateTimeOffset>(6))
            : null;
    }

    private static StepResult No(string code, string sentence) => new(false, new Refusal(code, sentence));
}
