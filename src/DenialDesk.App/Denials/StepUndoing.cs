using DenialDesk.App.People;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Denials;

/// <summary>Takes the last step of one held denial back inside the caller's transaction: singly (UndoLastStep) and for a whole run alike.</summary>
internal static class StepUndoing
{
    private const string Restore =
        """
        state = $12::jsonb->>'state', is_open = ($12::jsonb->>'is_open')::boolean, assigned_to = ($12::jsonb->>'assigned_to')::uuid, assigned_at = ($12::jsonb->>'assigned_at')::timestamptz,
        first_worked_at = ($12::jsonb->>'first_worked_at')::timestamptz, waiting_since = ($12::jsonb->>'waiting_since')::date, outcome = $12::jsonb->>'outcome',
        outcome_reason = $12::jsonb->>'outcome_reason', recovered_amount = ($12::jsonb->>'recovered_amount')::numeric,
        written_off_amount = ($12::jsonb->>'written_off_amount')::numeric, closed_at = ($12::jsonb->>'closed_at')::timestamptz, fence = d.fence + 1,
        snoozed_until = ($12::jsonb->>'snoozed_until')::date, snooze_reason = $12::jsonb->>'snooze_reason', escalated_by = ($12::jsonb->>'escalated_by')::uuid
        """;

    private sealed record Last(long StepId, string Step, Guid? By, string FromState, decimal? Amount, string Before, DateTimeOffset At, Guid? Command, bool OfAppeal);

    /// <summary>Undoes it, or says why not.</summary>
    /// <param name="connection">The connection of the transaction.</param>
    /// <param name="transaction">The caller's.</param>
    /// <param name="denial">The held denial.</param>
    /// <param name="of">Only a step of this command; null for whichever is the last.</param>
    /// <param name="command">The undoing's own command.</param>
    /// <param name="actor">Who undoes.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<StepResult> UndoAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, DenialRecord denial, Guid? of, Guid command, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await LastStepAsync(connection, transaction, denial, cancellation) is not { } last) { return StepResult.No("nothing_to_undo", "There is no step left to undo."); }

        if (of is not null && last.Command != of) { return StepResult.No("changed_since", "It was changed since, so it stays as it is."); }

        if (last.OfAppeal) { return StepResult.No("appeal_step", "This step was taken on an appeal, which keeps what went out and what came back. Open the appeal and withdraw it there."); }

        if (last.Step == "expired") { return StepResult.No("expired", "This denial expired with no decision. Open it again with a reason instead of undoing that."); }

        if (last.By != actor.UserId && last.By is not null && !actor.May(Permission.UndoOthers))
        {
            return StepResult.No("not_yours", "The last step is somebody else's. They, or a manager, can undo it.");
        }

        var entry = new StepEntry("undo", Restore, [(last.Before, NpgsqlDbType.Jsonb)], null, last.Step, null, last.StepId, command);
        var version = await denial.SaveAsync(connection, transaction, entry, actor, now, cancellation);
        await UnlearnAsync(connection, transaction, denial, last, cancellation);
        if (denial.Facts.State == DenialState.WrittenOff) { await WriteOffs.WriteOffRows.ReversedAsync(connection, transaction, denial.PracticeId, denial.DenialId, null, actor, now, cancellation); }

        if (last.Step == "recovered") { await Appeals.PaidAppeals.OpenAgainAsync(connection, transaction, denial.PracticeId, [denial.DenialId], actor, now, cancellation); }

        return new(true, null, version);
    }

    private static async Task UnlearnAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, DenialRecord denial, Last last, CancellationToken cancellation)
    {
        if (CodeNames.TryRead<DenialStepKind>(last.Step) is { } kind
            && StepTaking.Learned(kind, CodeNames.Read<DenialState>(last.FromState), last.Amount, denial.Facts.DeniedAmount) is { } learned)
        {
            await denial.LearnAsync(connection, transaction, PracticeDay.At(last.At, denial.Zone), -1, -learned, cancellation);
        }
    }

    private static async Task<Last?> LastStepAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, DenialRecord denial, CancellationToken cancellation)
    {
        // The newest step that is neither an undoing nor undone; by primary key backwards.
        await using var command = new NpgsqlCommand(
            """
            select s.step_id, s.step, s.actor_id, s.from_state, s.amount, s.before::text, s.at, s.command_id,
                   exists (select 1 from appeal_event e where e.command_id = s.command_id and e.practice_id = s.practice_id)
            from denial_step s
            where s.practice_id = $1 and s.denial_id = $2 and s.undoes is null
              and not exists (select 1 from denial_step u where u.practice_id = s.practice_id and u.denial_id = s.denial_id and u.undoes = s.step_id)
            order by s.step_id desc limit 1
            """,
            connection,
            transaction);
        command.Parameters.AddWithValue(denial.PracticeId);
        command.Parameters.AddWithValue(denial.DenialId);
        await using var r = await command.ExecuteReaderAsync(cancellation);
        return await r.ReadAsync(cancellation)
            ? new(r.GetInt64(0), r.GetString(1), r.IsDBNull(2) ? null : r.GetGuid(2), r.GetString(3), r.IsDBNull(4) ? null : r.GetDecimal(4), r.GetString(5), r.GetFieldValue<DateTimeOffset>(6), r.IsDBNull(7) ? null : r.GetGuid(7), r.GetBoolean(8))
            : null;
    }
}
