using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Intake;

/// <summary>The bytes of a scan, for whoever sees the remittance it shows or attached it.</summary>
public sealed class SeeScan(DeskSource database)
{
    /// <summary>Which scan.</summary>
    public sealed record Input
    {
        public required long ScanId { get; init; }
    }

    /// <summary>The scan; null when there is none for this person.</summary>
    public sealed record Result(string ContentType, Stream Content);

    /// <summary>Opens it.</summary>
    public async Task<Result?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeRemittances);
        // By the primary keys of scan and file_transaction.
        await using var command = database.CreateCommand(
            """
            select s.content_type from scan s
            where s.scan_id = $1 and (s.user_id = $3 or (s.file_id is not null and ($2::int[] is null
                or exists (select 1 from file_transaction t where t.file_id = s.file_id and t.practice_id = any($2)))))
            """);
        command.Parameters.AddWithValue(input.ScanId);
        command.Parameters.Add(new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        return await command.ExecuteScalarAsync(cancellation) is string type ? new(type, PieceStream.Open(database, PieceShelf.Scans, input.ScanId, cancellation)) : null;
    }
}
