using System.Security.Cryptography;
using System.Text;
using DenialDesk.App.Claims;
using DenialDesk.App.Denials;
using DenialDesk.App.Payers;
using DenialDesk.App.People;
using DenialDesk.X12.Writing;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Corrections;

/// <summary>The claim behind a denial, as a correction of it needs it.</summary>
/// <param name="LastAnswer">The payer's newest adjudication of the claim.</param>
internal sealed record CorrectedThing(long ClaimId, DateOnly DeniedOn, string Account, long LastAnswer);

/// <summary>One correction to keep.</summary>
internal sealed record NewAttempt
{
    public required string Route { get; init; }

    public required string Frequency { get; init; }

    public required string PayerClaimNumber { get; init; }

    public required byte[] Difference { get; init; }

    public required IReadOnlyList<string> Changes { get; init; }

    public IReadOnlyList<string> Warnings { get; init; } = [];

    public long? SubmittedId { get; init; }

    public int? ControlNumber { get; init; }

    public byte[]? Content { get; init; }
}

/// <summary>Keeps corrections, each difference once, inside the caller's transaction.</summary>
internal static class CorrectionWriting
{
    private static readonly string[] Wrapper = ["ISA", "GS", "ST", "BHT", "HL", "SE", "GE", "IEA"];

    /// <summary>What is different in the claim, its kind and the number it names, as one hash: wrappers and control numbers, which are always new, do not count.</summary>
    public static byte[] Difference(string frequency, string payerClaimNumber, IEnumerable<SegmentChange> changes)
        => Hash($"{frequency}|{payerClaimNumber}|" + string.Join('\n', changes.Where(IsClaims).Select(c => $"{c.Before}>{c.After}")));

    /// <summary>What was changed on paper: the same words in any case and spacing are the same correction.</summary>
    public static byte[] Difference(string frequency, string payerClaimNumber, string words)
        => Hash($"{frequency}|{payerClaimNumber}|{string.Join(' ', words.ToUpperInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}");

    /// <summary>The claim of a denial that is held.</summary>
    public static async Task<CorrectedThing> ThingAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, DenialRecord denial, CancellationToken cancellation)
    {
        // By primary key, then adjudication_claim.
        await using var command = new NpgsqlCommand(
            $"""
            select d.claim_id, d.denied_on, d.patient_control_number,
                   (select max(a.adjudication_id) from adjudication a where a.practice_id = d.practice_id and a.claim_id = {ClaimKin.Of("d.practice_id", "d.claim_id")} and {MergedPayers.IsOf("a.payer_id", "d.payer_id")})
            from denial d where d.practice_id = $1 and d.denial_id = $2
            """, connection, transaction)
        {
            Parameters = { new() { Value = denial.PracticeId }, new() { Value = denial.DenialId } },
        };
        await using var r = await command.ExecuteReaderAsync(cancellation);
        await r.ReadAsync(cancellation);
        return new(r.GetInt64(0), r.GetFieldValue<DateOnly>(1), r.GetString(2), r.GetInt64(3));
    }

    /// <summary>Keeps it; null when this very correction is there already.</summary>
    public static async Task<long?> KeepAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, DenialRecord denial, CorrectedThing thing, NewAttempt attempt, Guid commandId, Actor actor, DateTimeOffset now,
        CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into correction_attempt (practice_id, denial_id, claim_id, payer_id, submitted_id, route, frequency, payer_claim_number, account_key, control_number, content, content_hash,
              difference_hash, changes, warnings, after_adjudication, written_at, written_on, written_by, written_name, command_id)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
            on conflict (practice_id, claim_id, difference_hash) do nothing returning attempt_id
            """, connection, transaction);
        void Add(object? value, NpgsqlDbType type) => command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        Add(denial.PracticeId, NpgsqlDbType.Integer);
        Add(denial.DenialId, NpgsqlDbType.Bigint);
        Add(thing.ClaimId, NpgsqlDbType.Bigint);
        Add(denial.PayerId, NpgsqlDbType.Integer);
        Add(attempt.SubmittedId, NpgsqlDbType.Bigint);
        Add(attempt.Route, NpgsqlDbType.Text);
        Add(attempt.Frequency, NpgsqlDbType.Text);
        Add(attempt.PayerClaimNumber, NpgsqlDbType.Text);
        Add(Claims.ClaimThread.Account(thing.Account), NpgsqlDbType.Text);
        Add(attempt.ControlNumber, NpgsqlDbType.Integer);
        Add(attempt.Content, NpgsqlDbType.Bytea);
        Add(attempt.Content is { } bytes ? SHA256.HashData(bytes) : null, NpgsqlDbType.Bytea);
        Add(attempt.Difference, NpgsqlDbType.Bytea);
        Add(attempt.Changes.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text);
        Add(attempt.Warnings.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text);
        Add(thing.LastAnswer, NpgsqlDbType.Bigint);
        Add(now, NpgsqlDbType.TimestampTz);
        Add(denial.Today, NpgsqlDbType.Date);
        Add(actor.UserId, NpgsqlDbType.Uuid);
        Add(actor.Name, NpgsqlDbType.Text);
        Add(commandId, NpgsqlDbType.Uuid);
        return (long?)await command.ExecuteScalarAsync(cancellation);
    }

    /// <summary>Says that a correction was sent.</summary>
    public static async Task SentAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, long attemptId, string channel, DateOnly on, string proof, Guid commandId, Actor actor, DateTimeOffset now,
        CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "insert into correction_step (practice_id, attempt_id, at, actor_id, actor_name, channel, on_day, proof, command_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)", connection, transaction)
        {
            Parameters =
            {
                new() { Value = practiceId }, new() { Value = attemptId }, new() { Value = now }, new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
                new() { Value = actor.Name }, new() { Value = channel }, new() { Value = on }, new() { Value = proof }, new() { Value = commandId },
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static bool IsClaims(SegmentChange change)
    {
        var text = change.After ?? change.Before ?? "";
        return !Wrapper.Contains(string.Concat(text.TakeWhile(char.IsAsciiLetterOrDigit)));
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
