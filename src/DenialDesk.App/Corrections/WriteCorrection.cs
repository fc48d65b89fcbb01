using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.People;
using DenialDesk.X12.Claims;
using DenialDesk.X12.Writing;
using Npgsql;

namespace DenialDesk.App.Corrections;

/// <summary>What a correction is to be for the payer.</summary>
public enum CorrectionKind
{
    /// <summary>Frequency 7: in place of the decided claim, whose number it names.</summary>
    Replacement,

    /// <summary>Frequency 8: takes the decided claim back, whose number it names.</summary>
    Void,

    /// <summary>Frequency 1: a new claim, without a number.</summary>
    New,
}

/// <summary>What came of writing a correction.</summary>
/// <param name="AttemptId">The written one; null when it was refused.</param>
/// <param name="Refusals">Why there is none, in sentences.</param>
public sealed record CorrectionResult(long? AttemptId, IReadOnlyList<string> Refusals);

/// <summary>
/// Writes the corrected 837 of a denied claim from the 837 it was sent in: a replacement or a void with the payer's claim number (REF*F8), or a new claim. The same
/// correction is written once. Nothing is sent by it: that is said, or done, by SendCorrection.
/// </summary>
public sealed class WriteCorrection(DeskSource database, TimeProvider clock)
{
    /// <summary>Which denial, and what to correct.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        public required int PracticeId { get; init; }

        public required long DenialId { get; init; }

        public required CorrectionKind Kind { get; init; }

        public ClaimCorrections Corrections { get; init; } = new();
    }

    /// <summary>Takes effect once, however often the command is sent.</summary>
    public async Task<CorrectionResult> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (standing, _) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "correction.write", input, now, cancellation);
        if (standing == CommandStanding.Conflicting) { return No("This command was sent before with other content. Load the page again."); }

        if (await DenialRecord.HoldAsync(connection, transaction, input.PracticeId, input.DenialId, actor, now, cancellation) is not { } denial) { return No("There is no such denial."); }

        if (standing == CommandStanding.Repeated) { return new(await WrittenAsync(connection, transaction, input.CommandId, cancellation), []); }

        if (Refuse(input, denial, actor) is { } refusal) { return No(refusal); }

        var thing = await CorrectionWriting.ThingAsync(connection, transaction, denial, cancellation);
        if (await KeptClaim.OfClaimAsync(connection, transaction, input.PracticeId, thing.ClaimId, thing.DeniedOn, cancellation) is not { } kept
            || await KeptClaim.ReadAsync(database, kept.FileId, kept.Segment, cancellation) is not { } original)
        {
            return No("No 837 of this claim is kept here, so there is nothing to write the correction from. Take the 837 in, or correct it on paper and record that.");
        }

        var number = await NumberAsync(connection, transaction, cancellation);
        var request = Request(input, original, denial, number, TimeZoneInfo.ConvertTime(now, denial.Zone));
        var written = CorrectedClaim.Write(original, request);
        if (written.Interchange is null) { return new(null, written.Refusals); }

        var attempt = Attempt(request, original, written, kept.SubmittedId, number);
        if (await CorrectionWriting.KeepAsync(connection, transaction, denial, thing, attempt, input.CommandId, actor, now, cancellation) is not { } attemptId)
        {
            return No("This very correction was written before; the payer would take it for a duplicate. Send that file, or change something.");
        }

        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new JournalEntry(
                "correction.written", "denial", $"{input.DenialId}", input.PracticeId, null,
                new { AttemptId = attemptId, attempt.Frequency, ControlNumber = number, Changes = attempt.Changes.Count }, input.CommandId));
        await transaction.CommitAsync(cancellation);
        return new(attemptId, []);
    }

    /// <summary>What the denial itself does not allow, whatever is typed in.</summary>
    private static string? Refuse(Input input, DenialRecord denial, Actor actor)
    {
        if (denial.OfAnother(actor) is { } owned) { return owned.Sentence; }

        if (input.Kind != CorrectionKind.Void && input.Corrections.IsEmpty) { return "Nothing is corrected yet: a claim that says the same is denied the same. Change what was wrong."; }

        var step = new DenialStep { Kind = DenialStepKind.CorrectedResubmitted, Note = "x", AsNewClaim = input.Kind == CorrectionKind.New };
        return DenialSteps.Take(denial.Facts, step, denial.Today).Refusal?.Sentence;
    }

    private static CorrectedClaimRequest Request(Input input, SubmittedClaim original, DenialRecord denial, int number, DateTimeOffset here) => new()
    {
        Kind = input.Kind switch { CorrectionKind.Replacement => ResubmissionKind.Corrected, CorrectionKind.Void => ResubmissionKind.Void, _ => ResubmissionKind.Fresh },
        Answer = denial.Facts.NoAppealBecause == "MA130" ? PayerAnswer.Unprocessable : PayerAnswer.Adjudicated,
        PayerClaimControlNumber = input.Kind == CorrectionKind.New ? "" : denial.Facts.PayerClaimNumber ?? "",
        InterchangeControlNumber = number,
        GroupControlNumber = number,
        BatchReference = string.Create(CultureInfo.InvariantCulture, $"DD{number}"),
        Date = DateOnly.FromDateTime(here.DateTime),
        Time = TimeOnly.FromDateTime(here.DateTime),
        IsTest = original.Batch.Envelope.Interchange?.IsTest ?? false,
        Edits = input.Kind == CorrectionKind.Void ? new() : input.Corrections.Edits(original),
    };

    private static NewAttempt Attempt(CorrectedClaimRequest request, SubmittedClaim original, CorrectedClaimResult written, long submittedId, int number)
    {
        var frequency = request.Kind switch
        {
            ResubmissionKind.Corrected => "7",
            ResubmissionKind.Void => "8",
            _ => original.Flavor == ClaimFlavor.Institutional && original.Frequency is "2" or "3" or "4" ? original.Frequency : "1",
        };
        return new()
        {
            Route = "file",
            Frequency = frequency,
            PayerClaimNumber = request.PayerClaimControlNumber,
            Difference = CorrectionWriting.Difference(frequency, request.PayerClaimControlNumber, written.Changes),
            Changes = [.. written.Changes.Select(c => $"{c.Before ?? "(new)"} → {c.After ?? "(left out)"}")],
            Warnings = written.Warnings,
            SubmittedId = submittedId,
            ControlNumber = number,
            Content = written.Interchange,
        };
    }

    private static async Task<int> NumberAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select nextval('fresh_claim_number')::int", connection, transaction);
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task<long?> WrittenAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid commandId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select attempt_id from correction_attempt where command_id = $1", connection, transaction) { Parameters = { new() { Value = commandId } } };
        return (long?)await command.ExecuteScalarAsync(cancellation);
    }

    private static CorrectionResult No(string sentence) => new(null, [sentence]);
}
