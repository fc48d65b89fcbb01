using System.Globalization;
using System.Text;
using DenialDesk.App.Data;
using DenialDesk.App.Intake;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Remittances;

/// <summary>The segments of a claim or one of its lines exactly as the payer sent them, one to a line of text.</summary>
public sealed class RawSegments(DeskSource database, TimeProvider clock)
{
    /// <summary>Which claim's, or which line's.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required long AdjudicationId { get; init; }

        /// <summary>1-based; null for the whole claim.</summary>
        public int? Line { get; init; }
    }

    /// <summary>The segments; empty when they are not there for this person.</summary>
    public async Task<IReadOnlyList<string>> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        if (!actor.Sees(input.PracticeId)) { return []; }

        // By primary keys.
        await using var command = database.CreateCommand(
            """
            select r.file_id, coalesce(l.byte_offset, a.byte_offset), coalesce(l.byte_length, a.byte_length)
            from adjudication a join remittance r on r.practice_id = a.practice_id and r.remittance_id = a.remittance_id
            left join service_line l on l.practice_id = a.practice_id and l.adjudication_id = a.adjudication_id and l.line_no = $3
            where a.practice_id = $1 and a.adjudication_id = $2
            """);
        command.Parameters.AddWithValue(input.PracticeId);
        command.Parameters.AddWithValue(input.AdjudicationId);
        command.Parameters.Add(new() { Value = (object?)input.Line ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        if (!await rows.ReadAsync(cancellation)) { return []; }

        await ReadLog.AppendAsync(
            database, actor, clock.GetUtcNow(), new("read.segments", "claim", input.AdjudicationId.ToString(CultureInfo.InvariantCulture), input.PracticeId), cancellation);
        // The byte after the range ends its last segment, and so every segment.
        var bytes = await FilePieces.ReadAsync(database, rows.GetInt64(0), rows.GetInt64(1), rows.GetInt32(2) + 1, cancellation);
        return bytes.Length == 0 ? [] : [.. Encoding.Latin1.GetString(bytes, 0, bytes.Length - 1).Split((char)bytes[^1]).Select(s => s.Trim()).Where(s => s.Length > 0)];
    }
}
