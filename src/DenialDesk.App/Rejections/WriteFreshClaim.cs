using System.Globalization;
using DenialDesk.App.Corrections;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using DenialDesk.X12.Claims;
using DenialDesk.X12.Writing;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Rejections;

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
    /// <summary>Which rejection, and what to correct.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        public required int PracticeId { get; init; }

        public required long RejectionId { get; init; }

        public ClaimCorrections Corrections { get; init; } = new();
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

        if (await KeptClaim.ReadAsync(database, rejection.FileId, rejection.FirstSegment, cancellation) is not { } original) { return No("The claim was not found in its kept file. Write it in the billing system."); }

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
        Edits = input.Corrections.Edits(original),
    };

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
