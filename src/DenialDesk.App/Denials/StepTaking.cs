using DenialDesk.App.People;
using DenialDesk.App.Settings;
using DenialDesk.App.WriteOffs;
using DenialDesk.Domain;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Prevention;
using DenialDesk.Domain.WriteOffs;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Denials;

/// <summary>One step on one held denial inside the caller's transaction: singly (RecordStep) and in bulk the same rules, the same columns, the same history.</summary>
internal static class StepTaking
{
    /// <summary>Takes it, or says why not; commits nothing and keeps no command.</summary>
    public static async Task<StepResult> TakeAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, DenialRecord denial, RecordStep.Input input, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        var policy = await PolicyAsync(connection, transaction, input.Kind, denial.Today, cancellation);
        if (RefuseBefore(input, actor, denial, policy) is { } refusal) { return new(false, refusal, denial.Version); }

        // The rulebook last: first whether the way is open, then whether this step may be taken on it.
        var (shut, facts) = await PathGate.PassAsync(connection, transaction, denial, input.Kind, input.Note, actor, now, input.CommandId, cancellation);
        if ((shut ?? DenialSteps.Take(facts, Step(input), denial.Today).Refusal) is { } refused) { return new(false, refused, denial.Version); }

        var next = DenialSteps.Take(facts, Step(input), denial.Today).Next;
        var version = await denial.SaveAsync(connection, transaction, Entry(input, denial, next, actor), actor, now, cancellation);
        if (Learned(input, denial) is { } learned) { await denial.LearnAsync(connection, transaction, denial.Today, 1, learned, cancellation); }

        await WriteOffAsync(connection, transaction, denial, input, policy, actor, now, cancellation);
        return new(true, null, version);
    }

    /// <summary>The list of write-offs follows: a new one, or one that was taken back by opening the denial again.</summary>
    private static async Task WriteOffAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, DenialRecord denial, RecordStep.Input input, WriteOffPolicy policy, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        if (input is { Kind: DenialStepKind.WriteOff, WriteOffReason: { } reason })
        {
            var map = await SettingDocument.InForceAsync<RootCauseMap>(connection, transaction, SeeRootCauses.Name, denial.Today, cancellation) ?? RootCauseMap.Shipped;
            var entry = WriteOffAsking.Entry(new(reason, input.WorkflowStep ?? "", input.Note), policy, map, denial);
            await WriteOffRows.AddAsync(connection, transaction, denial, entry, waits: false, actor, now, cancellation);
        }
        else if (input.Kind == DenialStepKind.Reopen && denial.Facts.State == DenialState.WrittenOff)
        {
            await WriteOffRows.ReversedAsync(connection, transaction, denial.PracticeId, denial.DenialId, input.Note, actor, now, cancellation);
        }
    }

    /// <summary>The limits for writing off that hold on a day; only a write-off looks for them.</summary>
    internal static async Task<WriteOffPolicy> PolicyAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, DenialStepKind kind, DateOnly today, CancellationToken cancellation)
        => (kind == DenialStepKind.WriteOff ? await SettingDocument.InForceAsync<WriteOffPolicy>(connection, transaction, SeeWriteOffPolicy.Name, today, cancellation) : null) ?? WriteOffPolicy.Shipped;

    /// <summary>One decided attempt, when something had been sent: its paid share, or nothing when the payer held.</summary>
    internal static decimal? Learned(DenialStepKind kind, DenialState from, decimal? amount, decimal denied) => (kind, from) switch
    {
        (DenialStepKind.Recovered, DenialState.Waiting) when denied > 0 => Math.Round(Math.Min(1m, (amount ?? 0m) / denied), 4),
        (DenialStepKind.WriteOff, DenialState.Waiting) => 0m,
        _ => null,
    };

    private static decimal? Learned(RecordStep.Input input, DenialRecord denial) => Learned(input.Kind, denial.Facts.State, input.Amount, denial.Facts.DeniedAmount);

    private static DenialStep Step(RecordStep.Input input)
        => new() { Kind = input.Kind, Amount = input.Amount, Note = input.Note, WriteOffReason = input.WriteOffReason, AsNewClaim = input.AsNewClaim };

    /// <summary>
    /// Everything that may stand against a step, in the order in which it is told: what others did meanwhile, whose it is, and then the rulebook. Before it is taken the path
    /// guard is asked besides, which reads more (<see cref="PathGate"/>).
    /// </summary>
    internal static Refusal? Refuse(RecordStep.Input input, Actor actor, DenialRecord denial, WriteOffPolicy policy)
        => RefuseBefore(input, actor, denial, policy) ?? DenialSteps.Take(denial.Facts, Step(input), denial.Today).Refusal;

    private static Refusal? RefuseBefore(RecordStep.Input input, Actor actor, DenialRecord denial, WriteOffPolicy policy)
    {
        if (denial.Overtaken(input.Lease, input.Version, actor) is { } overtaken) { return overtaken; }

        if (denial.OfAnother(actor) is { } owned) { return owned; }

        if (input.Kind == DenialStepKind.Assign && input.AssignTo != actor.UserId && !actor.May(Permission.AssignOthers))
        {
            return new("not_yours_to_give", "You can take a denial for yourself; giving work to others is for managers. Your own you can hand over.");
        }

        if (input.Kind != DenialStepKind.WriteOff) { return null; }

        return policy.Refuse(TierOf(actor), WriteOffRequests.Remaining(denial.Facts), input.WriteOffReason) ?? WriteOffRequests.RefuseStep(policy, input.WriteOffReason, input.WorkflowStep);
    }

    /// <summary>Who writes off, by what the person may do.</summary>
    internal static WriteOffTier TierOf(Actor actor) => TierOf(actor.May);

    /// <summary>The tier of whoever may do these.</summary>
    internal static WriteOffTier TierOf(Func<Permission, bool> may)
        => may(Permission.ManageSettings) ? WriteOffTier.Admin
            : may(Permission.ApproveWriteOffs) ? WriteOffTier.Manager
            : may(Permission.AssignOthers) ? WriteOffTier.Lead : WriteOffTier.Biller;

    /// <summary>The columns a step changes. $3 is the moment of the step; see <see cref="DenialRecord.SaveAsync"/>.</summary>
    internal static StepEntry Entry(RecordStep.Input input, DenialRecord denial, DenialState next, Actor actor)
    {
        var values = new List<(object?, NpgsqlDbType)> { (next.Text(), NpgsqlDbType.Text), (DenialSteps.IsOpen(next), NpgsqlDbType.Boolean) };
        string Value(object? value, NpgsqlDbType type)
        {
            values.Add((value, type));
            return "$" + (11 + values.Count).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        var set = "state = $12, is_open = $13";
        if (DenialSteps.IsWork(input.Kind)) { set += ", first_worked_at = coalesce(d.first_worked_at, $3)"; }

        // Whoever works on it, or takes it, has woken it; whoever gives it to somebody has answered what a lead was asked.
        if (DenialSteps.IsWork(input.Kind) || input.Kind == DenialStepKind.Reopen || input.AssignTo == actor.UserId) { set += ", snoozed_until = null, snooze_reason = null"; }

        if (input.Kind is DenialStepKind.Assign or DenialStepKind.Reopen) { set += ", escalated_by = null"; }

        set += input.Kind switch
        {
            DenialStepKind.Assign => $", assigned_to = {Value(input.AssignTo, NpgsqlDbType.Uuid)}, assigned_at = $3, fence = d.fence + 1",
            DenialStepKind.Unassign => ", assigned_to = null, assigned_at = null, fence = d.fence + 1",
            DenialStepKind.CorrectedResubmitted or DenialStepKind.Appealed => $", waiting_since = {Value(denial.Today, NpgsqlDbType.Date)}, outcome = {Value(input.Kind.Text(), NpgsqlDbType.Text)}",
            DenialStepKind.Recovered => $", recovered_amount = d.recovered_amount + {Value(input.Amount, NpgsqlDbType.Numeric)}",
            DenialStepKind.WriteOff => $", written_off_amount = greatest(0, d.denied_amount - d.recovered_amount), outcome_reason = {Value(input.WriteOffReason?.Text(), NpgsqlDbType.Text)}",
            DenialStepKind.Reopen => ", outcome = null, outcome_reason = null, closed_at = null, written_off_amount = 0",
            _ => "",
        };
        if (!DenialSteps.IsOpen(next)) { set += $", closed_at = $3, outcome = {Value(input.Kind.Text(), NpgsqlDbType.Text)}"; }

        if (denial.Owner is null && input.Kind is not (DenialStepKind.Assign or DenialStepKind.Unassign) && actor.UserId is { } me)
        {
            set += $", assigned_to = {Value(me, NpgsqlDbType.Uuid)}, assigned_at = $3, fence = d.fence + 1";
        }

        return new(input.Kind.Text(), set, values, input.Amount, input.WriteOffReason?.Text(), input.Note, null, input.CommandId);
    }
}
