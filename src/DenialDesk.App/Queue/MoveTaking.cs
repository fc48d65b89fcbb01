using System.Globalization;
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.App.Practices;
using DenialDesk.Domain;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Queue;

/// <summary>One move of one held denial inside the caller's transaction: singly (MoveWork) and in bulk the same rules and the same history.</summary>
internal static class MoveTaking
{
    /// <summary>Moves it, or says why not; commits nothing and keeps no command.</summary>
    /// <param name="connection">The connection of the transaction.</param>
    /// <param name="transaction">The caller's.</param>
    /// <param name="denial">The held denial.</param>
    /// <param name="input">The move.</param>
    /// <param name="to">Whom it goes to, with their present rights; null when to nobody, or when there is no such person.</param>
    /// <param name="actor">Who moves it.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<StepResult> TakeAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, DenialRecord denial, MoveWork.Input input, Actor? to, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        var closed = await ClosedDays.OfAsync(connection, denial.PracticeId, cancellation);
        if (Refuse(denial, input, to, closed, actor) is { } refusal) { return new(false, refusal, denial.Version); }

        var version = await denial.SaveAsync(connection, transaction, Entry(denial, input, closed, actor), actor, now, cancellation);
        if (input.Kind == WorkMoveKind.Skip) { await KeepSkipAsync(connection, transaction, denial, input, actor, now, cancellation); }

        return new(true, null, version);
    }

    /// <summary>Why not, in the order in which it is told; null when nothing stands against it.</summary>
    internal static Refusal? Refuse(DenialRecord denial, MoveWork.Input input, Actor? to, IReadOnlySet<DateOnly> closed, Actor actor)
    {
        if (denial.Overtaken(input.Lease, input.Version, actor) is { } overtaken) { return overtaken; }

        if (denial.OfAnother(actor) is { } owned) { return owned; }

        if (input.Kind == WorkMoveKind.GiveBack && !actor.May(Permission.AssignOthers)) { return new("for_leads", "Giving an escalated denial back is for leads and managers."); }

        if (input.Kind == WorkMoveKind.HandOver && denial.Owner != actor.UserId && !actor.May(Permission.AssignOthers))
        {
            return new("not_yours_to_give", "You can hand over what is yours; giving other work to people is for leads and managers.");
        }

        if (input.Person is not null && (to?.May(Permission.WorkDenials) != true || !to.Sees(denial.PracticeId)))
        {
            return new("cannot_work_it", "This person cannot work on this denial: no account, no right to work denials, or not of this practice. Choose somebody else.");
        }

        return input is { Kind: WorkMoveKind.Escalate, Person: not null } && to?.May(Permission.AssignOthers) != true
            ? new("not_a_lead", "Only a lead or a manager can be asked. Choose one, or leave it to whichever lead is free.")
            : WorkMoves.Refuse(Standing(denial, closed), Move(input), actor.UserId, denial.Today);
    }

    private static WorkStanding Standing(DenialRecord denial, IReadOnlySet<DateOnly> closed) => new()
    {
        State = denial.Facts.State,
        Owner = denial.Owner,
        SnoozedUntil = denial.SnoozedUntil,
        EscalatedBy = denial.EscalatedBy,
        LastSafeDay = denial.LastSafeDay,
        Closed = closed,
    };

    private static WorkMove Move(MoveWork.Input input) => new() { Kind = input.Kind, Workdays = input.Workdays, Words = input.Words, Skip = input.Skip, Person = input.Person };

    /// <summary>The columns a move changes; values are numbered from $12, the moment is $3.</summary>
    private static StepEntry Entry(DenialRecord denial, MoveWork.Input input, IReadOnlySet<DateOnly> closed, Actor actor)
    {
        var values = new List<(object?, NpgsqlDbType)>();
        string Value(object? value, NpgsqlDbType type)
        {
            values.Add((value, type));
            return "$" + (11 + values.Count).ToString(CultureInfo.InvariantCulture);
        }

        string Owner(Guid? person) => $"assigned_to = {Value(person, NpgsqlDbType.Uuid)}, assigned_at = case when {Value(person is not null, NpgsqlDbType.Boolean)} then $3 end, fence = d.fence + 1";
        var back = WorkMoves.ReturnDay(denial.Today, input.Kind == WorkMoveKind.Snooze ? input.Workdays : 0, closed);
        var words = string.IsNullOrWhiteSpace(input.Words) ? null : input.Words.Trim();
        var set = input.Kind switch
        {
            WorkMoveKind.Snooze => $"snoozed_until = {Value(back, NpgsqlDbType.Date)}, snooze_reason = {Value(words, NpgsqlDbType.Text)}"
                + (input.ToPool ? ", " + Owner(null) : denial.Owner is null ? ", " + Owner(actor.UserId) : ""),
            WorkMoveKind.Wake => "snoozed_until = null, snooze_reason = null",
            WorkMoveKind.Escalate => $"escalated_by = {Value(actor.UserId, NpgsqlDbType.Uuid)}, {Owner(input.Person)}",
            WorkMoveKind.GiveBack => $"escalated_by = null, {Owner(denial.EscalatedBy)}",
            WorkMoveKind.HandOver => $"escalated_by = null, snoozed_until = null, snooze_reason = null, {Owner(input.Person)}",
            _ => $"state = case when d.first_worked_at is null then 'new' else d.state end, {Owner(null)}",
        };
        var note = input.Kind == WorkMoveKind.Snooze ? $"Until {back.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture)}: {words}" : words;
        return new(Step(input.Kind), set, values, null, input.Kind == WorkMoveKind.Skip ? input.Skip?.Text() : null, note, null, input.CommandId);
    }

    private static string Step(WorkMoveKind kind) => kind switch
    {
        WorkMoveKind.Snooze => "snoozed",
        WorkMoveKind.Wake => "woken",
        WorkMoveKind.Escalate => "escalated",
        WorkMoveKind.GiveBack => "given_back",
        WorkMoveKind.HandOver => "handed_over",
        _ => "skipped",
    };

    private static async Task KeepSkipAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, DenialRecord denial, MoveWork.Input input, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "insert into denial_skip (practice_id, denial_id, user_id, user_name, day, at, reason, words) values ($1, $2, $3, $4, $5, $6, $7, $8)", connection, transaction)
        {
            Parameters =
            {
                new() { Value = denial.PracticeId }, new() { Value = denial.DenialId }, new() { Value = actor.UserId ?? Guid.Empty }, new() { Value = actor.Name }, new() { Value = denial.Today },
                new() { Value = now }, new() { Value = input.Skip!.Value.Text() }, new() { Value = (object?)input.Words?.Trim() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
