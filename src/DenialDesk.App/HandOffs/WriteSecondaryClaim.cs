using System.Globalization;
using System.Security.Cryptography;
using DenialDesk.App.Data;
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.People;
using DenialDesk.X12.Claims;
using DenialDesk.X12.Writing;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.HandOffs;

/// <summary>What came of writing a claim to the next payer.</summary>
/// <param name="SecondaryId">The written one; null when it was refused.</param>
/// <param name="Refusals">Why there is none, in sentences.</param>
public sealed record SecondaryResult(long? SecondaryId, IReadOnlyList<string> Refusals);

/// <summary>
/// Writes the 837P to the next payer from the claim as it was sent and what its first payer decided (835): every line with payment, reasons and day. What does not balance, or lacks a fact, is refused
/// with what to do. Nothing is sent by it.
/// </summary>
public sealed class WriteSecondaryClaim(DeskSource database, TimeProvider clock)
{
    /// <summary>Which denial, and which payer it goes to.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        public required int PracticeId { get; init; }

        public required long DenialId { get; init; }

        public required string PayerName { get; init; }

        public required string PayerIdentifier { get; init; }

        public required string MemberId { get; init; }

        public string GroupNumber { get; init; } = "";

        /// <summary>CI, MB, MC, BL…; empty writes ZZ.</summary>
        public string FilingIndicator { get; init; } = "";

        /// <summary>The patient is insured in person, not through whoever is insured with the first payer.</summary>
        public bool PatientIsInsured { get; init; }
    }

    /// <summary>Takes effect once, however often the command is sent.</summary>
    public async Task<SecondaryResult> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (!actor.Sees(input.PracticeId) || await DecidedClaim.OfAsync(database, connection, input.PracticeId, input.DenialId, cancellation) is not { } claim) { return No("There is no such denial."); }

        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (standing, _) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "secondary.write", input, now, cancellation);
        if (standing == CommandStanding.Conflicting) { return No("This command was sent before with other content. Load the page again."); }

        if (standing == CommandStanding.Repeated) { return new(await KeptAsync(connection, transaction, input.CommandId, cancellation), []); }

        if (await DenialRecord.HoldAsync(connection, transaction, input.PracticeId, input.DenialId, actor, now, cancellation) is not { } denial) { return No("There is no such denial."); }

        if (denial.OfAnother(actor) is { } owned) { return No(owned.Sentence); }

        if (denial.Facts.State != DenialState.ClosedNextPayer) { return No("This denial is not closed to the next payer. Close it as the next payer's first."); }

        if (claim.Original is not { } original)
        {
            return No("No 837 of this claim is kept here, so there is nothing to write the next claim from. Take the 837 in, or bill the next payer from the practice-management system.");
        }

        var number = await NumberAsync(connection, transaction, cancellation);
        var written = SecondaryClaim.Write(original, Request(input, original, claim, number, TimeZoneInfo.ConvertTime(now, denial.Zone)));
        if (written.Interchange is not { } content) { return new(null, written.Refusals); }

        var id = await KeepAsync(connection, transaction, input, claim, number, content, actor, now, cancellation);
        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new JournalEntry("secondary.written", "denial", $"{input.DenialId}", input.PracticeId, null, new { SecondaryId = id, ControlNumber = number }, input.CommandId));
        await transaction.CommitAsync(cancellation);
        return new(id, []);
    }

    private static SecondaryClaimRequest Request(Input input, SubmittedClaim original, DecidedClaim claim, int number, DateTimeOffset here) => new()
    {
        Envelope = new()
        {
            Kind = ResubmissionKind.Fresh,
            Answer = PayerAnswer.Adjudicated,
            PayerClaimControlNumber = "",
            InterchangeControlNumber = number,
            GroupControlNumber = number,
            BatchReference = string.Create(CultureInfo.InvariantCulture, $"DD{number}"),
            Date = DateOnly.FromDateTime(here.DateTime),
            Time = TimeOnly.FromDateTime(here.DateTime),
            IsTest = original.Batch.Envelope.Interchange?.IsTest ?? false,
        },
        To = new()
        {
            Name = input.PayerName.Trim(),
            Id = input.PayerIdentifier.Trim(),
            MemberId = input.MemberId.Trim(),
            GroupNumber = input.GroupNumber.Trim(),
            FilingIndicator = input.FilingIndicator.Trim() is { Length: > 0 } kind ? kind : "ZZ",
            PatientIsInsured = input.PatientIsInsured,
        },
        Prior = claim.Decision,
    };

    private static async Task<long> KeepAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, DecidedClaim claim, int number, byte[] content, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into secondary_claim (practice_id, denial_id, claim_id, submitted_id, adjudication_id, payer_name, payer_identifier, member_id, control_number, content, content_hash, written_at, written_by,
                                         written_name, command_id)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) returning secondary_id
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = input.PracticeId }, new() { Value = input.DenialId }, new() { Value = claim.ClaimId }, new() { Value = claim.SubmittedId }, new() { Value = claim.AdjudicationId },
                new() { Value = input.PayerName.Trim() }, new() { Value = input.PayerIdentifier.Trim() }, new() { Value = input.MemberId.Trim() }, new() { Value = number }, new() { Value = content },
                new() { Value = SHA256.HashData(content) }, new() { Value = now }, new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }, new() { Value = actor.Name },
                new() { Value = input.CommandId },
            },
        };
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task<int> NumberAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select nextval('fresh_claim_number')::int", connection, transaction);
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task<long?> KeptAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid commandId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select secondary_id from secondary_claim where command_id = $1", connection, transaction) { Parameters = { new() { Value = commandId } } };
        return (long?)await command.ExecuteScalarAsync(cancellation);
    }

    private static SecondaryResult No(string sentence) => new(null, [sentence]);
}
