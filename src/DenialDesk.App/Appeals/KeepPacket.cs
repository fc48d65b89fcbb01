using System.Security.Cryptography;
using System.Text.Json;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.Appeals;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Payers;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Appeals;

/// <summary>Keeps a packet as it was made, with its hash and what the payer's channel has against it. What was sent is the newest one at that moment, to the byte.</summary>
public sealed class KeepPacket(DeskSource database, TimeProvider clock)
{
    /// <summary>The packet.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required long AppealId { get; init; }

        /// <summary>The version of the appeal it was made from; another one now, and it is old before it is kept.</summary>
        public required int Version { get; init; }

        /// <summary>How it is meant to go out.</summary>
        public Channel? Channel { get; init; }

        /// <summary>The PDF.</summary>
        public required byte[] Content { get; init; }

        public required int Pages { get; init; }

        /// <summary>Its contents, in order.</summary>
        public required IReadOnlyList<string> Parts { get; init; }

        /// <summary>Documents no PDF can hold, which go out as files beside it.</summary>
        public IReadOnlyList<SeparateEnclosure> Beside { get; init; } = [];
    }

    /// <summary>Keeps it.</summary>
    public async Task<AppealResult> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (await AppealRecord.HoldAsync(connection, transaction, input.PracticeId, input.AppealId, actor, now, cancellation) is not { } appeal) { return AppealResult.NotThere; }

        if (!AppealSteps.IsWritable(appeal.Facts.Status))
        {
            return AppealResult.No("packet_closed", $"This appeal is {AppealSteps.Words(appeal.Facts.Status)}: its packet does not change. Open it again first, if it has not gone out.", appeal.Version);
        }

        if (appeal.Version != input.Version) { return AppealResult.Overtaken(appeal.Version); }

        var problems = await PacketProblems.OfAsync(connection, transaction, appeal, input.Channel, input.Content.LongLength, input.Pages, input.Beside, cancellation);
        var hash = SHA256.HashData(input.Content);
        await InsertAsync(connection, transaction, input, appeal, problems, hash, actor, now, cancellation);
        var status = appeal.Facts.Status.Text();
        await new AppealEvent("packet", status, status) { Channel = input.Channel?.Text() ?? "", LetterVersion = appeal.Facts.LetterVersion, LetterHash = appeal.LetterHash, PacketHash = hash }
            .AddAsync(connection, transaction, input.PracticeId, input.AppealId, actor, now, cancellation);
        await transaction.CommitAsync(cancellation);
        return new(true, null, input.AppealId, appeal.Version + 1);
    }

    private static async Task InsertAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, AppealRecord appeal, IReadOnlyList<string> problems, byte[] hash, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            with p as (
                insert into appeal_packet (practice_id, appeal_id, letter_version, signed, made_at, made_by, made_name, pages, parts, problems, content, sha256, beside)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $14) returning practice_id, appeal_id)
            update appeal a set version = a.version + 1, changed_at = $5, channel = coalesce($13, a.channel) from p where a.practice_id = p.practice_id and a.appeal_id = p.appeal_id
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = input.PracticeId }, new() { Value = input.AppealId }, new() { Value = appeal.Facts.LetterVersion }, new() { Value = appeal.Facts.LetterSigned }, new() { Value = now },
                new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }, new() { Value = actor.Name }, new() { Value = input.Pages }, new() { Value = input.Parts.ToArray() },
                new() { Value = problems.ToArray() }, new() { Value = input.Content }, new() { Value = hash }, new() { Value = (object?)input.Channel?.Text() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = JsonSerializer.Serialize(input.Beside, JsonSerializerOptions.Web), NpgsqlDbType = NpgsqlDbType.Jsonb },
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
