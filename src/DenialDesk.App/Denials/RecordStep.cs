using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Settings;
using DenialDesk.Domain;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.People;
using DenialDesk.Domain.WriteOffs;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Denials;

/// <summary>What came of a command on a denial: done, refused with a sentence, or overtaken by somebody else's change.</summary>
public sealed record StepResult(bool Done, Refusal? Refusal = null, int Version = 0)
{
    /// <summary>It was changed by somebody else since the page was read.</summary>
    public bool Overtaken => Refusal?.Code == "overtaken";
}

/// <summary>Takes one step on a denial: assign, start, corrected, appealed, recovered, to the patient, to the next payer, written off, reopened.</summary>
public sealed class RecordStep(DeskSource database, TimeProvider clock)
{
    /// <summary>The step.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        public required int PracticeId { get; init; }

        public required long DenialId { get; init; }

        /// <summary>The version the person saw; an older one is refused, so that nobody's work is overwritten unseen.</summary>
        public required int Version { get; init; }

        public required DenialStepKind Kind { get; init; }

        /// <summary>Dollars, for a recovery.</summary>
        public decimal? Amount { get; init; }

        public WriteOffReason? WriteOffReason { get; init; }

        public string? Note { get; init; }

        /// <summary>The new owner, for an assignment.</summary>
        public Guid? AssignTo { get; init; }

        /// <summary>The correction went out as a new claim, not as a replacement.</summary>
        public bool AsNewClaim { get; init; }
    }

    /// <summary>Takes it, once.</summary>
    public async Task<StepResult> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(input.Kind == DenialStepKind.WriteOff ? Permission.WriteOff : Permission.WorkDenials);
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (standing, _) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "denial.step", input, now, cancellation);
        if (standing == CommandStanding.Conflicting) { return No("command_reused", "This command was sent before with other content. Load the page again."); }

        if (await DenialRecord.HoldAsync(connection, transaction, input.PracticeId, input.DenialId, actor, now, cancellation) is not { } denial)
        {
            return No("not_found", "There is no such denial.");
        }

        if (standing == CommandStanding.Repeated) { return new(true, null, denial.Version); }

        var policy = input.Kind == DenialStepKind.WriteOff ? await SettingDocument.InForceAsync<WriteOffPolicy>(connection, transaction, SeeWriteOffPolicy.Name, denial.Today, cancellation) : null;
        if (Refuse(input, actor, denial, policy ?? WriteOffPolicy.Shipped) is { } refusal) { return new(false, refusal, denial.Version); }

        var next = DenialSteps.Take(denial.Facts, Step(input), denial.Today).Next;
        var version = await denial.SaveAsync(connection, transaction, Entry(input, denial, next, actor), actor, now, cancellation);
        if (Learned(input, denial) is { } learned) { await denial.LearnAsync(connection, transaction, denial.Today, 1, learned, cancellation); }

        await CommandLedger.KeepAsync(connection, transaction, input.CommandId, new { version }, cancellation);
        await transaction.CommitAsync(cancellation);
        return new(true, null, version);
    }

    /// <summary>One decided attempt, when something had been sent: its paid share, or nothing when the payer held.</summary>
    internal static decimal? Learned(DenialStepKind kind, DenialState from, decimal? amount, decimal denied) => (kind, from) switch
    {
        (DenialStepKind.Recovered, DenialState.Waiting) when denied > 0 => Math.Round(Math.Min(1m, (amount ?? 0m) / denied), 4),
        (DenialStepKind.WriteOff, DenialState.Waiting) => 0m,
        _ => null,
    };

    private static decimal? Learned(Input input, DenialRecord denial) => Learned(input.Kind, denial.Facts.State, input.Amount, denial.Facts.DeniedAmount);

    private static DenialStep Step(Input input)
        => new() { Kind = input.Kind, Amount = input.Amount, Note = input.Note, WriteOffReason = input.WriteOffReason, AsNewClaim = input.AsNewClaim };

    private static Refusal? Refuse(Input input, Actor actor, DenialRecord denial, WriteOffPolicy policy)
    {
        if (denial.Version != input.Version)
        {
            return new("overtaken", "Somebody changed this denial while you had it open. Look at what changed; what you typed is kept.");
        }

        if (denial.Owner is { } owner && owner != actor.UserId && !actor.May(Permission.AssignOthers))
        {
            return new("owned", $"{denial.OwnerName} is working on this denial. Ask them, or a manager, to hand it over.");
        }

        if (input.Kind == DenialStepKind.Assign && input.AssignTo != actor.UserId && !actor.May(Permission.AssignOthers))
        {
            return new("not_yours_to_give", "You can take a denial for yourself; giving work to others is for managers.");
        }

        if (input.Kind == DenialStepKind.WriteOff && policy.Refuse(TierOf(actor), denial.Facts.DeniedAmount, input.WriteOffReason) is { } limited) { return limited; }

        return DenialSteps.Take(denial.Facts, Step(input), denial.Today).Refusal;
    }

    /// <summary>Who writes off, by what the person may do.</summary>
    private static WriteOffTier TierOf(Actor actor)
        => actor.May(Permission.ManageSettings) ? WriteOffTier.Admin
            : actor.May(Permission.ApproveWriteOffs) ? WriteOffTier.Manager
            : actor.May(Permission.AssignOthers) ? WriteOffTier.Lead : WriteOffTier.Biller;

    /// <summary>The columns a step changes. $3 is the moment of the step; see <see cref="DenialRecord.SaveAsync"/>.</summary>
    private static StepEntry Entry(Input input, DenialRecord denial, DenialState next, Actor actor)
    {
        var values = new List<(object?, NpgsqlDbType)> { (next.Text(), NpgsqlDbType.Text), (DenialSteps.IsOpen(next), NpgsqlDbType.Boolean) };
        string Value(object? value, NpgsqlDbType type)
        {
            values.Add((value, type));
            return "$" + (11 + values.Count).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        var set = "state = $12, is_open = $13";
        if (DenialSteps.IsWork(input.Kind)) { set += ", first_worked_at = coalesce(d.first_worked_at, $3)"; }

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

    private static StepResult No(string code, string sentence) => new(false, new Refusal(code, sentence));
}
