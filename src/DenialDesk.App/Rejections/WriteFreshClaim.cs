using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.Intake;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using DenialDesk.X12.Claims;
using DenialDesk.X12.Writing;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Rejections;

/// <summary>Corrections of one service line; null leaves an item.</summary>
/// <param name="Line">Counted from 1 as in the original.</param>
/// <param name="Charge">Dollars; the claim's charge follows.</param>
public sealed record FreshLine(int Line, string? Procedure = null, IReadOnlyList<string>? Modifiers = null, decimal? Units = null, decimal? Charge = null);

/// <summary>What came of writing a claim anew.</summary>
/// <param name="FreshId">The written claim; null when it was refused.</param>
/// <param name="Refusals">Why there is none, in sentences.</param>
public sealed record FreshResult(long? FreshId, IReadOnlyList<string> Refusals);

/// <summary>
/// Writes a rejected claim anew from the 837 it was sent in, with a person's corrections: frequency 1, without the payer's claim number, as it never
/// was decided; CLM01 stays, because answers and payments quote it. The file is kept as it was handed out.
/// </summary>
public sealed class WriteFreshClaim(DeskSource database, TimeProvider clock)
{
    /// <summary>Which rejection, and what to correct; null leaves an item, an empty text removes it where it may be absent.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        public required int PracticeId { get; init; }

        public required long RejectionId { get; init; }

        public string? MemberId { get; init; }

        public string? PatientLastName { get; init; }

        public string? PatientFirstName { get; init; }

        public string? PayerName { get; init; }

        public string? PayerIdentifier { get; init; }

        public string? AuthorizationNumber { get; init; }

        /// <summary>All diagnoses, principal first.</summary>
        public IReadOnlyList<string>? Diagnoses { get; init; }

        public IReadOnlyList<FreshLine> Lines { get; init; } = [];
    }

    /// <summary>Takes effect once, however often the command is sent.</summary>
    public async Task<FreshResult> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (standing, _) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "rejection.write", input, now, cancellation);
        if (standing == CommandStanding.Conflicting) { return No(LockedRejection.Reused.Sentence); }

        if (await LockedRejection.FindAsync(connection, transaction, input.PracticeId, input.RejectionId, actor, cancellation) is not { } rejection) { return No(LockedRejection.Gone.Sentence); }

        if (standing == CommandStanding.Repeated) { return new(await WrittenAsync(connection, transaction, input.CommandId, cancellation), []); }

        if (rejection is { State: "closed", How: "accepted" or "answered" }) { return No("The claim was taken in meanwhile, so a new one would be refused as a duplicate. Nothing is left to do."); }

        if (await OriginalAsync(rejection, cancellation) is not { } original) { return No("The claim was not found in its kept file. Write it in the billing system."); }

        var (number, zone) = await NumberAsync(connection, transaction, input.PracticeId, cancellation);
        var written = CorrectedClaim.Write(original, Request(input, original, number, TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(zone))));
        if (written.Interchange is null) { return new(null, written.Refusals); }

        var freshId = await KeepAsync(connection, transaction, input, number, written, actor, now, cancellation);
        await new RejectionSteps(connection, transaction, input.PracticeId, input.RejectionId).AddAsync(new("written", input.CommandId) { AnswerId = rejection.AnswerId }, actor, now, cancellation);
        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new JournalEntry(
                "rejection.claim_written", "rejection", input.RejectionId.ToString(CultureInfo.InvariantCulture), input.PracticeId, null,
                new { FreshId = freshId, ControlNumber = number, Changes = written.Changes.Count }, input.CommandId));
        await transaction.CommitAsync(cancellation);
        return new(freshId, []);
    }

    /// <summary>Reads the kept file up to the claim.</summary>
    private async Task<SubmittedClaim?> OriginalAsync(LockedRejection rejection, CancellationToken cancellation)
    {
        await using var kept = PieceStream.Open(database, PieceShelf.Files, rejection.FileId, cancellation);
        await using var reader = new ClaimReader(kept);
        while (await reader.ReadAsync(cancellation))
        {
            if (reader.Current is SubmittedClaimRead { Claim: var claim } && claim.At.Segment == rejection.FirstSegment) { return claim; }
        }

        return null;
    }

    private static CorrectedClaimRequest Request(Input input, SubmittedClaim original, int number, DateTimeOffset here) => new()
    {
        Kind = ResubmissionKind.Fresh,
        Answer = PayerAnswer.Rejected,
        InterchangeControlNumber = number,
        GroupControlNumber = number,
        BatchReference = string.Create(CultureInfo.InvariantCulture, $"DD{number}"),
        Date = DateOnly.FromDateTime(here.DateTime),
        Time = TimeOnly.FromDateTime(here.DateTime),
        IsTest = original.Batch.Envelope.Interchange?.IsTest ?? false,
        Edits = new()
        {
            Subscriber = Person(input.MemberId, original.Patient is null ? input.PatientLastName : null, original.Patient is null ? input.PatientFirstName : null),
            Patient = original.Patient is null ? null : Person(null, input.PatientLastName, input.PatientFirstName),
            Payer = input.PayerName is null && input.PayerIdentifier is null ? null : new(input.PayerName, null, input.PayerIdentifier),
            AuthorizationNumber = input.AuthorizationNumber,
            Diagnoses = input.Diagnoses?.Select(d => new DiagnosisEdit(d)).ToArray(),
            Lines = [.. input.Lines.Select(l => new LineEdit { Line = l.Line, Procedure = l.Procedure, Modifiers = l.Modifiers, Units = l.Units, Charge = l.Charge })],
        },
    };

    private static PersonEdit? Person(string? memberId, string? lastName, string? firstName)
        => memberId is null && lastName is null && firstName is null ? null : new() { MemberId = memberId, LastName = lastName, FirstName = firstName };

    private static async Task<(int Number, string Zone)> NumberAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select nextval('fresh_claim_number')::int, time_zone from practice where practice_id = $1", connection, transaction) { Parameters = { new() { Value = practiceId } } };
        await using var r = await command.ExecuteReaderAsync(cancellation);
        await r.ReadAsync(cancellation);
        return (r.GetInt32(0), r.GetString(1));
    }

    private static async Task<long?> WrittenAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid commandId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select fresh_id from fresh_claim where command_id = $1", connection, transaction) { Parameters = { new() { Value = commandId } } };
        return (long?)await command.ExecuteScalarAsync(cancellation);
    }

    private static async Task<long> KeepAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, int number, CorrectedClaimResult written, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into fresh_claim (practice_id, rejection_id, control_number, content, changes, warnings, written_at, written_by, written_name, command_id)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning fresh_id
            """, connection, transaction);
        var changes = written.Changes.Select(c => $"{c.Before ?? "(new)"} → {c.After ?? "(left out)"}").ToArray();
        foreach (var value in new object[] { input.PracticeId, input.RejectionId, number, written.Interchange!, changes, written.Warnings.ToArray(), now }) { command.Parameters.AddWithValue(value); }

        command.Parameters.Add(new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.AddWithValue(actor.Name);
        command.Parameters.AddWithValue(input.CommandId);
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static FreshResult No(string sentence) => new(null, [sentence]);
}
