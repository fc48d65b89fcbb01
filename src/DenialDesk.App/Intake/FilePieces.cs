using System.IO.Compression;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Intake;

/// <summary>The kept bytes of a file, cut in pieces of one megabyte and compressed one by one, so that any byte range opens without the rest.</summary>
internal static class FilePieces
{
    private const int PieceBytes = 1024 * 1024;

    /// <summary>Stores the whole stream by COPY, inside the caller's transaction.</summary>
    public static async Task StoreAsync(NpgsqlConnection connection, long fileId, Stream content, CancellationToken cancellation)
    {
        await using var writer = await connection.BeginBinaryImportAsync("copy file_piece (file_id, first_byte, length, content) from stdin (format binary)", cancellation);
        var buffer = new byte[PieceBytes];
        var first = 0L;
        for (int read; (read = await content.ReadAtLeastAsync(buffer, PieceBytes, throwOnEndOfStream: false, cancellation)) > 0; first += read)
        {
            await writer.StartRowAsync(cancellation);
            await writer.WriteAsync(fileId, NpgsqlDbType.Bigint, cancellation);
            await writer.WriteAsync(first, NpgsqlDbType.Bigint, cancellation);
            await writer.WriteAsync(read, NpgsqlDbType.Integer, cancellation);
            await writer.WriteAsync(Pack(buffer.AsSpan(0, read)), NpgsqlDbType.Bytea, cancellation);
        }

        await writer.CompleteAsync(cancellation);
    }

    /// <summary>Reads a byte range back exactly as it came. Served by the primary key (file_id, first_byte).</summary>
    public static async Task<byte[]> ReadAsync(NpgsqlDataSource database, long fileId, long offset, int length, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            "select first_byte, length, content from file_piece where file_id = $1 and first_byte > $2 - $4 and first_byte < $2 + $3 order by first_byte");
        command.Parameters.AddWithValue(fileId);
        command.Parameters.AddWithValue(offset);
        command.Parameters.AddWithValue(length);
        command.Parameters.AddWithValue(PieceBytes);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        using var found = new MemoryStream(length);
        while (await rows.ReadAsync(cancellation))
        {
            var first = rows.GetInt64(0);
            var piece = Unpack(rows.GetFieldValue<byte[]>(2), rows.GetInt32(1));
            var from = (int)Math.Max(0, offset - first);
            var to = (int)Math.Min(piece.Length, offset + length - first);
            if (to > from) { found.Write(piece, from, to - from); }
        }

        return found.ToArray();
    }

    private static byte[] Pack(ReadOnlySpan<byte> piece)
    {
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(piece.Length)];
        return BrotliEncoder.TryCompress(piece, packed, out var written, quality: 2, window: 20)
            ? packed[..written]
            : throw new InvalidOperationException("A piece of a file could not be compressed.");
    }

    private static byte[] Unpack(byte[] packed, int length)
    {
        var piece = new byte[length];
        return BrotliDecoder.TryDecompress(packed, piece, out var written) && written == length
            ? piece
            : throw new InvalidDataException("A kept piece of a file does not unpack to its length.");
    }
}
