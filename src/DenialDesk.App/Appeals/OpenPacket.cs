using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using NpgsqlTypes;

namespace DenialDesk.App.Appeals;

/// <summary>Hands out a packet to the byte, as it was made.</summary>
public sealed class OpenPacket(DeskSource database, TimeProvider clock)
{
    /// <summary>Which one.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required long AppealId { get; init; }

        /// <summary>An older one by its hash in hex; null for the newest.</summary>
        public string? Hash { get; init; }
    }

    /// <summary>The PDF; null when it is not there for this person.</summary>
    public async Task<byte[]?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        if (!actor.Sees(input.PracticeId)) { return null; }

        // By appeal_packet_appeal.
        await using var command = database.CreateCommand(
            """
            select p.content, a.denial_id from appeal_packet p join appeal a using (practice_id, appeal_id)
            where p.practice_id = $1 and p.appeal_id = $2 and ($3::text is null or encode(p.sha256, 'hex') = $3) order by p.packet_id desc limit 1
            """);
        command.Parameters.AddWithValue(input.PracticeId);
        command.Parameters.AddWithValue(input.AppealId);
        command.Parameters.Add(new() { Value = (object?)input.Hash ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        await using var r = await command.ExecuteReaderAsync(cancellation);
        if (!await r.ReadAsync(cancellation)) { return null; }

        await ReadLog.AppendAsync(database, actor, clock.GetUtcNow(), new("read.packet", "denial", r.GetInt64(1).ToString(CultureInfo.InvariantCulture), input.PracticeId), cancellation);
        return r.GetFieldValue<byte[]>(0);
    }
}
