using System.Security.Cryptography;
using DenialDesk.App.People;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Documents;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Documents;

/// <summary>A document of a claim, without its bytes.</summary>
/// <param name="SeriesId">What all its versions have in common.</param>
/// <param name="Version">1 for the first; the newest stands in lists.</param>
/// <param name="Sha256">Of the bytes as they came, in lower-case hexadecimal.</param>
/// <param name="WithdrawnAt">When it was taken out; null: it counts.</param>
public sealed record DocumentRow(
    int PracticeId, long DocumentId, long ClaimId, long? DenialId, long SeriesId, int Version, DocumentKind Kind, string Title, string FileName, string MediaType, int Bytes, string Sha256,
    DateTimeOffset AddedAt, string AddedBy, DateTimeOffset? WithdrawnAt, string? WithdrawnBecause);

/// <summary>A document to keep, with its type told already.</summary>
internal sealed record NewDocument(int PracticeId, long ClaimId, long? DenialId, long? SeriesId, DocumentKind Kind, string Title, string FileName, string MediaType, byte[] Content);

/// <summary>Where documents are kept and found: every other use case of the desk reads them here, behind the practice wall of its connection.</summary>
internal static class DocumentStore
{
    private const string Columns =
        """
        d.practice_id, d.document_id, d.claim_id, d.denial_id, d.series_id, d.version_no, d.kind, d.title, d.file_name, d.media_type, d.bytes, encode(d.sha256, 'hex'),
        d.added_at, d.added_by_name, d.withdrawn_at, d.withdrawn_because
        """;

    private const string OfClaim = $"select distinct on (d.series_id) {Columns} from document d where d.practice_id = $1 and d.claim_id = $2 order by d.series_id, d.version_no desc";

    private const string One = $"select {Columns} from document d where d.practice_id = $1 and d.document_id = $2";

    private const string Series = $"select {Columns} from document d where d.practice_id = $1 and d.series_id = $2 order by d.version_no desc";

    /// <summary>The newest version of every document of a claim, those taken out only when wanted. Index document_claim.</summary>
    public static async Task<IReadOnlyList<DocumentRow>> ListAsync(NpgsqlConnection connection, int practiceId, long claimId, CancellationToken cancellation, bool withdrawn = false)
    {
        await using var command = new NpgsqlCommand(OfClaim, connection) { Parameters = { new() { Value = practiceId }, new() { Value = claimId } } };
        var found = await ReadAsync(command, cancellation);
        return withdrawn ? found : [.. found.Where(d => d.WithdrawnAt is null)];
    }

    /// <summary>Every version of one document, the newest first. Unique key of document.</summary>
    public static async Task<IReadOnlyList<DocumentRow>> VersionsAsync(NpgsqlConnection connection, int practiceId, long seriesId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Series, connection) { Parameters = { new() { Value = practiceId }, new() { Value = seriesId } } };
        return await ReadAsync(command, cancellation);
    }

    /// <summary>One version; null when there is none. By primary key.</summary>
    public static async Task<DocumentRow?> FindAsync(NpgsqlConnection connection, int practiceId, long documentId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(One, connection) { Parameters = { new() { Value = practiceId }, new() { Value = documentId } } };
        return await ReadAsync(command, cancellation) is [var only, ..] ? only : null;
    }

    /// <summary>The bytes of one version as they came; null when there is none. Throws <see cref="DocumentLockedException"/> when they do not open. By primary keys.</summary>
    public static async Task<byte[]?> OpenAsync(NpgsqlConnection connection, DocumentKey key, int practiceId, long documentId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "select d.sha256, c.key_name, c.locked_key, c.content from document d join document_content c using (practice_id, document_id) where d.practice_id = $1 and d.document_id = $2", connection)
        {
            Parameters = { new() { Value = practiceId }, new() { Value = documentId } },
        };
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        if (!await rows.ReadAsync(cancellation)) { return null; }

        return key.Open(new(rows.GetString(1), rows.GetFieldValue<byte[]>(2), rows.GetFieldValue<byte[]>(3)), practiceId, rows.GetFieldValue<byte[]>(0));
    }

    /// <summary>Keeps a document, or a new version of one, inside the caller's transaction.</summary>
    public static async Task<DocumentRow> AddAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, DocumentKey key, NewDocument document, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        var sha256 = SHA256.HashData(document.Content);
        await using var command = new NpgsqlCommand(
            $"""
            with d as (
                insert into document (practice_id, document_id, claim_id, denial_id, series_id, version_no, kind, title, file_name, media_type, bytes, sha256, added_at, added_by, added_by_name)
                overriding system value
                select $1, n.id, $2, $3, coalesce($4, n.id), coalesce((select max(version_no) from document where practice_id = $1 and series_id = $4), 0) + 1, $5, $6, $7, $8, $9, $10, $11, $12, $13
                from (select nextval(pg_get_serial_sequence('document', 'document_id')) as id offset 0) n
                returning *)
            select {Columns} from d
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = document.PracticeId }, new() { Value = document.ClaimId }, new() { Value = (object?)document.DenialId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint },
                new() { Value = (object?)document.SeriesId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint }, new() { Value = document.Kind.Text() }, new() { Value = document.Title },
                new() { Value = document.FileName }, new() { Value = document.MediaType }, new() { Value = document.Content.Length }, new() { Value = sha256 }, new() { Value = now },
                new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }, new() { Value = actor.Name },
            },
        };
        var row = (await ReadAsync(command, cancellation))[0];
        var locked = key.Lock(document.Content, document.PracticeId, sha256);
        await using var keep = new NpgsqlCommand("insert into document_content (practice_id, document_id, key_name, locked_key, content) values ($1, $2, $3, $4, $5)", connection, transaction)
        {
            Parameters = { new() { Value = row.PracticeId }, new() { Value = row.DocumentId }, new() { Value = locked.KeyName }, new() { Value = locked.Key }, new() { Value = locked.Content } },
        };
        await keep.ExecuteNonQueryAsync(cancellation);
        return row;
    }

    private static async Task<IReadOnlyList<DocumentRow>> ReadAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        var found = new List<DocumentRow>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new(
                r.GetInt32(0), r.GetInt64(1), r.GetInt64(2), r.IsDBNull(3) ? null : r.GetInt64(3), r.GetInt64(4), r.GetInt32(5), CodeNames.TryRead<DocumentKind>(r.GetString(6)) ?? DocumentKind.Other,
                r.GetString(7), r.GetString(8), r.GetString(9), r.GetInt32(10), r.GetString(11), r.GetFieldValue<DateTimeOffset>(12), r.GetString(13),
                r.IsDBNull(14) ? null : r.GetFieldValue<DateTimeOffset>(14), r.IsDBNull(15) ? null : r.GetString(15)));
        }

        return found;
    }
}
