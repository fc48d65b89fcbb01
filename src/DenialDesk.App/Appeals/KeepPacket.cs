using System.Security.Cryptography;
using DenialDesk.App.Data;
using DenialDesk.App.Documents;
using DenialDesk.App.Payers;
using DenialDesk.App.People;
using DenialDesk.Domain.Appeals;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Documents;
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

        var problems = PacketCheck.Problems(
            await ChannelAsync(connection, transaction, appeal, input.Channel, cancellation), input.Content.LongLength, input.Pages, await MissingAsync(connection, transaction, appeal, cancellation), input.Beside);
        var hash = SHA256.HashData(input.Content);
        await InsertAsync(connection, transaction, input, appeal, problems, hash, actor, now, cancellation);
        var status = appeal.Facts.Status.Text();
        await new AppealEvent("packet", status, status) { Channel = input.Channel?.Text() ?? "", LetterVersion = appeal.Facts.LetterVersion, LetterHash = appeal.LetterHash, PacketHash = hash }
            .AddAsync(connection, transaction, input.PracticeId, input.AppealId, actor, now, cancellation);
        await transaction.CommitAsync(cancellation);
        return new(true, null, input.AppealId, appeal.Version + 1);
    }

    /// <summary>The payer's channel of that kind for the level; the first for the level when none was chosen.</summary>
    private static async Task<PayerChannel?> ChannelAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, AppealRecord appeal, Channel? wish, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select body::text from payer_conduct where payer_id = $1 order by version desc limit 1", connection, transaction) { Parameters = { new() { Value = appeal.PayerId } } };
        if (await command.ExecuteScalarAsync(cancellation) is not string body) { return null; }

        var channels = SeeConduct.Read(body).For(appeal.Level);
        return wish is null ? channels.Count > 0 ? channels[0] : null : channels.FirstOrDefault(c => c.Channel == wish);
    }

    /// <summary>Documents its denials need that are neither there nor waived, each once.</summary>
    private static async Task<IReadOnlyList<string>> MissingAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, AppealRecord appeal, CancellationToken cancellation)
    {
        var missing = new List<string>();
        foreach (var denial in appeal.Denials)
        {
            missing.AddRange((await RequiredDocuments.MissingAsync(connection, transaction, appeal.PracticeId, denial, appeal.Today, cancellation)).Select(DocumentKinds.Words));
        }

        return [.. missing.Distinct()];
    }

    private static async Task InsertAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, AppealRecord appeal, IReadOnlyList<string> problems, byte[] hash, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            with p as (
                insert into appeal_packet (practice_id, appeal_id, letter_version, signed, made_at, made_by, made_name, pages, parts, problems, content, sha256)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning practice_id, appeal_id)
            update appeal a set version = a.version + 1, changed_at = $5, channel = coalesce($13, a.channel) from p where a.practice_id = p.practice_id and a.appeal_id = p.appeal_id
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = input.PracticeId }, new() { Value = input.AppealId }, new() { Value = appeal.Facts.LetterVersion }, new() { Value = appeal.Facts.LetterSigned }, new() { Value = now },
                new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }, new() { Value = actor.Name }, new() { Value = input.Pages }, new() { Value = input.Parts.ToArray() },
                new() { Value = problems.ToArray() }, new() { Value = input.Content }, new() { Value = hash }, new() { Value = (object?)input.Channel?.Text() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
