using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Rejections;

/// <summary>A person says that a rejected claim was sent again, or closes the rejection with a reason.</summary>
public sealed class DecideRejection(DeskSource database, TimeProvider clock)
{
    private const int LongestReason = 500;

    /// <summary>Which rejection, as the person saw it, and what they say.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        public required int PracticeId { get; init; }

        public required long RejectionId { get; init; }

        public required int Version { get; init; }

        /// <summary>The day it was sent again; null to close.</summary>
        public DateOnly? SentOn { get; init; }

        /// <summary>Why it is closed, 1 to 500 characters; for a new sending how it went, may be empty.</summary>
        public string Reason { get; init; } = "";
    }

    /// <summary>Takes effect once, however often the command is sent; the refusal, or null.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        var reason = input.Reason.Trim();
        if (reason.Length > LongestReason || (input.SentOn is null && reason.Length == 0)) { return new("reason_missing", "Say in at most 500 characters why nothing more is to be done."); }

        if (input.SentOn > await DeskDay.TodayAsync(database, clock, actor, cancellation)) { return new("day_ahead", "The day it was sent lies ahead. Enter the day it went out."); }

        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (standing, _) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "rejection.decide", input, now, cancellation);
        if (standing == CommandStanding.Conflicting) { return LockedRejection.Reused; }

        if (await LockedRejection.FindAsync(connection, transaction, input.PracticeId, input.RejectionId, actor, cancellation) is not { } rejection) { return LockedRejection.Gone; }

        if (standing == CommandStanding.Repeated) { return null; }

        if (rejection.Overtaken(input.Version) is { } late) { return late; }

        if (rejection.State == "closed") { return new("closed", "This rejection is closed, so nothing more is recorded on it. Undo the closing first if a person closed it."); }

        var action = input.SentOn is null ? "closed" : "sent";
        var steps = new RejectionSteps(connection, transaction, input.PracticeId, input.RejectionId);
        await steps.AddAsync(new(action, input.CommandId) { AnswerId = rejection.AnswerId, On = input.SentOn, Reason = reason }, actor, now, cancellation);
        await steps.SayAsync(action, rejection.AnswerId, cancellation);
        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new JournalEntry(
                action == "sent" ? "rejection.said_sent" : "rejection.said_closed", "rejection", input.RejectionId.ToString(CultureInfo.InvariantCulture), input.PracticeId,
                new { rejection.State, rejection.How }, new { input.SentOn, Reason = reason }, input.CommandId));
        await SettleAnswers.AgainAsync(connection, transaction, input.PracticeId, rejection.AccountKey, now, cancellation);
        await transaction.CommitAsync(cancellation);
        return null;
    }
}
