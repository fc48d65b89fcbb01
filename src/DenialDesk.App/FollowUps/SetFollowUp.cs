using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.FollowUps;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.FollowUps;

/// <summary>Sets or moves the day on which somebody looks at a denial again, or takes it off.</summary>
public sealed class SetFollowUp(DeskSource database, TimeProvider clock)
{
    /// <summary>The day, and what for.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        public required int PracticeId { get; init; }

        public required long DenialId { get; init; }

        /// <summary>Null takes it off.</summary>
        public required DateOnly? DueOn { get; init; }

        /// <summary>What to look for; at most 500 letters.</summary>
        public string Note { get; init; } = "";
    }

    /// <summary>Null when done, or why not.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (standing, _) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "followup.set", input, now, cancellation);
        if (standing == CommandStanding.Conflicting) { return new("command_reused", "This command was sent before with other content. Load the page again."); }

        if (await DenialRecord.HoldAsync(connection, transaction, input.PracticeId, input.DenialId, actor, now, cancellation) is not { } denial) { return new("not_found", "There is no such denial."); }

        if (standing == CommandStanding.Repeated) { return null; }

        var open = await FollowUpRows.OpenAsync(connection, transaction, input.PracticeId, input.DenialId, cancellation);
        if (Refuse(input, denial, open, await SafeAsync(connection, transaction, input, cancellation)) is { } refusal) { return refusal; }

        await FollowUpRows.EndAsync(connection, transaction, input.PracticeId, input.DenialId, input.DueOn is null ? "taken_off" : "moved", actor, now, cancellation);
        if (input.DueOn is { } day)
        {
            var sent = open is { SentOn: { } on, Sent: { } kind } ? await FollowUpRows.BehindAsync(connection, transaction, input.PracticeId, denial.PayerId, kind, on, cancellation) : null;
            var look = FollowUpPlan.Chosen(day, sent?.Closed ?? new HashSet<DateOnly>(), open?.Look.Misses ?? 0) with { Because = input.Note.Trim() };
            await FollowUpRows.AddAsync(connection, transaction, input.PracticeId, input.DenialId, open is null ? look : look with { Kind = open.Look.Kind }, sent, actor, now, cancellation);
        }

        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new JournalEntry("denial.followup_set", "denial", input.DenialId.ToString(CultureInfo.InvariantCulture), input.PracticeId, new { open?.Look.DueOn }, new { input.DueOn }, input.CommandId));
        await DeskChange.TellAsync(connection, transaction, input.PracticeId, input.DenialId, cancellation);
        await transaction.CommitAsync(cancellation);
        return null;
    }

    private static Refusal? Refuse(Input input, DenialRecord denial, OpenLook? open, DateOnly safe)
    {
        if (!DenialSteps.IsOpen(denial.Facts.State)) { return new("closed", "This denial is closed: there is nothing to look at again. Reopen it first."); }

        if (input.Note.Trim().Length > 500) { return new("followup_note", "The note is longer than 500 letters. Shorten it."); }

        if (input.DueOn is not { } day) { return open is null ? new("followup_none", "No day is set, so there is none to take off.") : null; }

        if (day < denial.Today || day > denial.Today.AddYears(1)) { return new("followup_day", "The day lies in the past or more than a year away. Choose one from today on."); }

        return denial.Facts.State != DenialState.Waiting && safe >= denial.Today && day > safe
            ? new("followup_late", $"That is after the last safe day, {safe.ToString("M/d/yyyy", CultureInfo.InvariantCulture)}: by then something has to be sent. Choose an earlier day.")
            : null;
    }

    private static async Task<DateOnly> SafeAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select last_safe_day, array(select c.day from practice_closed_day c where c.practice_id = $1) from denial where practice_id = $1 and denial_id = $2", connection, transaction)
        {
            Parameters = { new() { Value = input.PracticeId }, new() { Value = input.DenialId } },
        };
        await using var r = await command.ExecuteReaderAsync(cancellation);
        await r.ReadAsync(cancellation);
        return OfficeDays.StartBy(r.GetFieldValue<DateOnly>(0), r.GetFieldValue<DateOnly[]>(1).ToHashSet());
    }
}
