using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.Corrections;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Corrections;

/// <summary>
/// Says that a written correction was sent, or puts its file into the outbound folder; the denial then waits for the payer. The denial's step is taken in the same
/// transaction, so the path guard is asked as for every other step. Sending the same file again after a refusal at the door changes the denial no more.
/// </summary>
public sealed class SendCorrection(DeskSource database, OutboundFolder outbound, TimeProvider clock)
{
    /// <summary>Which correction, and how it went.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        public required int PracticeId { get; init; }

        public required long AttemptId { get; init; }

        /// <summary>The version of the denial the person saw.</summary>
        public required int Version { get; init; }

        /// <summary>True puts the file into the outbound folder; false: the person downloaded it and sends it.</summary>
        public bool Outbound { get; init; }

        /// <summary>The day it was sent; today when nothing is said.</summary>
        public DateOnly? SentOn { get; init; }

        /// <summary>The clearinghouse's or portal's number, where there is one.</summary>
        public string Proof { get; init; } = "";

        /// <summary>The good cause, where a window is over.</summary>
        public string? Note { get; init; }
    }

    /// <summary>Takes effect once, however often the command is sent.</summary>
    public async Task<StepResult> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (standing, _) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "correction.send", input, now, cancellation);
        if (standing == CommandStanding.Conflicting) { return No(new("command_reused", "This command was sent before with other content. Load the page again.")); }

        if (await HeldAttempt.FindAsync(connection, transaction, input.PracticeId, input.AttemptId, actor, cancellation) is not { Content: { } content } attempt
            || await DenialRecord.HoldAsync(connection, transaction, input.PracticeId, attempt.DenialId, actor, now, cancellation) is not { } denial)
        {
            return No(new("not_found", "There is no such correction."));
        }

        if (standing == CommandStanding.Repeated) { return new(true, null, denial.Version); }

        var on = input.SentOn ?? denial.Today;
        var (items, marks) = await DenialChecklist.OfAsync(connection, transaction, input.PracticeId, attempt.DenialId, denial.Category, denial.Today, cancellation);
        var refused = Refuse(input, attempt, denial, on) ?? CorrectionChecklist.Open(items, DenialChecklist.Ticks(marks));
        if (refused is not null) { return No(refused, denial.Version); }

        var result = attempt.SentBefore
            ? new StepResult(true, null, denial.Version)
            : await StepTaking.TakeAsync(connection, transaction, denial, Step(input, attempt), actor, now, cancellation);
        if (!result.Done) { return result; }

        await CorrectionWriting.SentAsync(
            connection, transaction, input.PracticeId, input.AttemptId, input.Outbound ? "outbound" : "download", on, input.Proof.Trim(), input.CommandId, actor, now, cancellation);
        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new JournalEntry("correction.sent", "denial", $"{attempt.DenialId}", input.PracticeId, null, new { input.AttemptId, On = on, input.Outbound }));
        using var file = input.Outbound ? new OutboundFile(outbound.Path!, string.Create(CultureInfo.InvariantCulture, $"claim-{attempt.ControlNumber}.837"), content) : null;
        await transaction.CommitAsync(cancellation);
        file?.Show();
        return result;
    }

    private Refusal? Refuse(Input input, HeldAttempt attempt, DenialRecord denial, DateOnly on)
    {
        if (input.Outbound && outbound.Path is null)
        {
            return new("no_outbound", "No outbound folder is set on this server (DENIALDESK_CLAIMS). Download the file and send it as you send your other files.");
        }

        if (input.Proof.Length > 200) { return new("proof_long", "The number has room for 200 letters."); }

        return on > denial.Today || on < attempt.WrittenOn ? new("sent_on", "The day it was sent lies between the day it was written and today.") : null;
    }

    private static RecordStep.Input Step(Input input, HeldAttempt attempt) => new()
    {
        CommandId = input.CommandId,
        PracticeId = input.PracticeId,
        DenialId = attempt.DenialId,
        Version = input.Version,
        Kind = DenialStepKind.CorrectedResubmitted,
        Note = string.IsNullOrWhiteSpace(input.Note) ? null : input.Note.Trim(),
        AsNewClaim = attempt.Frequency is not ("7" or "8"),
    };

    private static StepResult No(Refusal refusal, int version = 0) => new(false, refusal, version);
}
