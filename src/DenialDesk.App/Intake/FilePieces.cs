using System.Buffers;
using System.IO.Compression;
using DenialDesk.App.Data;
using Npgsql;

namespace DenialDesk.App.Intake;

/// <summary>Which table keeps the pieces, and what they belong to there.</summary>
internal sealed record PieceShelf(string Table, string Owner)
{
    /// <summary>Files taken in.</summary>
    public static PieceShelf Files { get; } = new("file_piece", "file_id");

    /// <summary>Files received over the API that wait for their turn.</summary>
    public static PieceShelf Waiting { get; } = new("received_piece", "received_id");

    /// <summary>Scans of paper remittances.</summary>
    public static PieceShelf Scans { get; } = new("scan_piece", "scan_id");
}

/// <summary>The kept bytes of a file, cut in pieces of one megabyte and compressed one by one, so that any byte range opens without the rest.</summary>
internal static class FilePieces
{
    private const int PieceBytes = 1024 * 1024;
    private const int PackedAhead = 2;
    private const int Quality = 2;

    /// <summary>Stores the whole stream by COPY, inside the caller's transaction.</summary>
    public static Task StoreAsync(NpgsqlConnection connection, long fileId, Stream content, CancellationToken cancellation)
        => StoreAsync(connection, PieceShelf.Files, fileId, content, cancellation);

    /// <summary>Stores the whole stream on a shelf by COPY, inside the caller's transaction.</summary>
    public static async Task StoreAsync(NpgsqlConnection connection, PieceShelf shelf, long ownerId, Stream content, CancellationToken cancellation)
    {
        await using var copy = await BulkCopy.IntoAsync(connection, Into(shelf), cancellation);
        var (first, packing) = (0L, new Queue<(int Length, Task<byte[]> Packed)>());
        async Task WriteOneAsync()
        {
            var (length, packed) = packing.Dequeue();
            copy.Row().Long(ownerId).Long(first).Int(length).Bytes(await packed);
            first += length;
        }

        // Packing takes most of the time, so the next pieces are packed while one is written; never more than some megabytes at once.
        for (var buffer = new byte[PieceBytes]; await content.ReadAtLeastAsync(buffer, PieceBytes, throwOnEndOfStream: false, cancellation) is > 0 and var read; buffer = new byte[PieceBytes])
        {
            var piece = buffer.AsMemory(0, read);
            packing.Enqueue((read, Task.Run(() => Pack(piece.Span), cancellation)));
            if (packing.Count > PackedAhead) { await WriteOneAsync(); }
        }

        while (packing.Count > 0) { await WriteOneAsync(); }

        await copy.DoneAsync(cancellation);
    }

    /// <summary>Packs a whole file beside other work that reads it; a fifth of its size is in memory afterwards.</summary>
    public static Task<List<(int Length, byte[] Packed)>> PackAsync(Spool spool, CancellationToken cancellation) => Task.Run(
        () =>
        {
            var pieces = new List<(int, byte[])>();
            var buffer = new byte[Math.Min(PieceBytes, spool.Length)];
            for (var first = 0L; spool.ReadAt(buffer, first) is > 0 and var read; first += read)
            {
                cancellation.ThrowIfCancellationRequested();
                pieces.Add((read, Pack(buffer.AsSpan(0, read))));
            }

            return pieces;
        },
        cancellation);

    /// <summary>Stores a file's packed pieces by COPY, inside the caller's transaction.</summary>
    public static async Task StoreAsync(NpgsqlConnection connection, long fileId, List<(int Length, byte[] Packed)> pieces, CancellationToken cancellation)
    {
        await using var copy = await BulkCopy.IntoAsync(connection, Into(PieceShelf.Files), cancellation);
        var first = 0L;
        foreach (var (length, packed) in pieces)
        {
            copy.Row().Long(fileId).Long(first).Int(length).Bytes(packed);
            first += length;
        }

        await copy.DoneAsync(cancellation);
    }

    /// <summary>Reads a byte range back exactly as it came. Served by the primary key (file_id, first_byte).</summary>
    public static async Task<byte[]> ReadAsync(DeskSource database, long fileId, long offset, int length, CancellationToken cancellation)
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

    /// <summary>Writes everything on a shelf of one owner to a stream, piece by piece. Served by the shelf's primary key.</summary>
    public static async Task CopyToAsync(DeskSource database, PieceShelf shelf, long ownerId, Stream target, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand($"select length, content from {shelf.Table} where {shelf.Owner} = $1 order by first_byte");
        command.Parameters.AddWithValue(ownerId);
        await using var rows = await command.ExecuteReaderAsync(System.Data.CommandBehavior.SequentialAccess, cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var length = rows.GetInt32(0);
            await target.WriteAsync(Unpack(rows.GetFieldValue<byte[]>(1), length), cancellation);
        }
    }

    private static string Into(PieceShelf shelf) => $"{shelf.Table} ({shelf.Owner}, first_byte, length, content)";

    private static byte[] Pack(ReadOnlySpan<byte> piece)
    {
        var packed = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(piece.Length));
        try
        {
            return BrotliEncoder.TryCompress(piece, packed, out var written, quality: Quality, window: 20)
                ? packed[..written]
                : throw new InvalidOperationException("A piece of a file could not be compressed.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(packed, clearArray: true);
        }
    }

    private static byte[] Unpack(byte[] packed, int length)
    {
        var piece = new byte[length];
        return BrotliDecoder.TryDecompress(packed, piece, out var written) && written == length
            ? piece
            : throw new InvalidDataException("A kept piece of a file does not unpack to its length.");
    }
}
