using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Npgsql;

namespace DenialDesk.App.Data;

/// <summary>
/// Rows for a binary COPY, written cell by cell in the order of the column list; null becomes SQL null. The bytes are PostgreSQL's binary COPY
/// format (PostgreSQL manual, COPY, "Binary Format"), made here and not by the driver's importer, which binds a parameter for every cell: measured
/// in a large import, that cost more than reading and deciding the claims together.
/// </summary>
internal sealed class BulkCopy : IAsyncDisposable
{
    private const int FlushAt = 64 * 1024;
    private const int TextArray = 25;

    private static readonly byte[] Header = [.. "PGCOPY\n"u8, 0xFF, .. "\r\n"u8, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly DateOnly FirstDay = new(2000, 1, 1);
    private static readonly long FirstTick = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    private readonly NpgsqlRawCopyStream _into;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(2 * FlushAt);
    private int _length;
    private int _row = -1;
    private short _cells;
    private bool _done;

    private BulkCopy(NpgsqlRawCopyStream into)
    {
        _into = into;
        Put(Header);
    }

    /// <summary>Begins a COPY into the table's named columns.</summary>
    public static async Task<BulkCopy> IntoAsync(NpgsqlConnection connection, string tableAndColumns, CancellationToken cancellation)
        => new(await connection.BeginRawBinaryCopyAsync($"copy {tableAndColumns} from stdin (format binary)", cancellation));

    /// <summary>Begins the next row.</summary>
    public BulkCopy Row()
    {
        EndRow();
        if (_length >= FlushAt) { Flush(); }

        _row = _length;
        Take(sizeof(short));
        return this;
    }

    public BulkCopy Text(string? value) => value is null ? Null() : Text(value, 0);

    public BulkCopy Int(int? value)
    {
        if (value is not { } known) { return Null(); }

        BinaryPrimitives.WriteInt32BigEndian(Cell(sizeof(int)), known);
        return this;
    }

    public BulkCopy Small(short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(Cell(sizeof(short)), value);
        return this;
    }

    public BulkCopy Long(long? value)
    {
        if (value is not { } known) { return Null(); }

        BinaryPrimitives.WriteInt64BigEndian(Cell(sizeof(long)), known);
        return this;
    }

    public BulkCopy Money(decimal? value)
    {
        if (value is not { } known) { return Null(); }

        Span<byte> number = stackalloc byte[CopiedNumber.MaxBytes];
        var length = CopiedNumber.Write(known, number);
        number[..length].CopyTo(Cell(length));
        return this;
    }

    public BulkCopy Day(DateOnly? value) => Int(value is { } day ? day.DayNumber - FirstDay.DayNumber : null);

    public BulkCopy At(DateTimeOffset? value) => Long(value is { } at ? (at.UtcTicks - FirstTick) / TimeSpan.TicksPerMicrosecond : null);

    /// <summary>A moment without a zone, as a sender wrote it.</summary>
    public BulkCopy Moment(DateTime value) => Long((value.Ticks - FirstTick) / TimeSpan.TicksPerMicrosecond);

    public BulkCopy Flag(bool value)
    {
        Cell(1)[0] = value ? (byte)1 : (byte)0;
        return this;
    }

    public BulkCopy Id(Guid? value)
    {
        if (value is not { } known) { return Null(); }

        known.TryWriteBytes(Cell(16), bigEndian: true, out _);
        return this;
    }

    public BulkCopy Bytes(byte[] value)
    {
        value.CopyTo(Cell(value.Length));
        return this;
    }

    /// <summary>A jsonb cell: its format's version, then the text.</summary>
    public BulkCopy Json(string? value)
    {
        const byte Version = 1;
        if (value is null) { return Null(); }

        var at = _length;
        Text(value, 1);
        _buffer[at + sizeof(int)] = Version;
        return this;
    }

    /// <summary>A text[] cell of one dimension, or of none when it is empty.</summary>
    public BulkCopy Texts(IReadOnlyList<string> value)
    {
        var at = _length;
        _cells++;
        Number(0);
        Number(value.Count > 0 ? 1 : 0);
        Number(0);
        Number(TextArray);
        if (value.Count > 0)
        {
            Number(value.Count);
            Number(1);
            for (var i = 0; i < value.Count; i++) { String(value[i], 0); }
        }

        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(at), _length - at - sizeof(int));
        return this;
    }

    /// <summary>Ends the COPY; without it the rows are dropped.</summary>
    public async Task DoneAsync(CancellationToken cancellation)
    {
        EndRow();
        BinaryPrimitives.WriteInt16BigEndian(Take(sizeof(short)), -1);
        await _into.WriteAsync(_buffer.AsMemory(0, _length), cancellation);
        _done = true;
        await _into.DisposeAsync();
    }

    /// <summary>Frees the connection; a COPY that was not ended is broken off.</summary>
    public async ValueTask DisposeAsync()
    {
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = [];
        if (_done) { return; }

        await _into.CancelAsync();
        await _into.DisposeAsync();
    }

    private BulkCopy Null()
    {
        _cells++;
        Number(-1);
        return this;
    }

    private BulkCopy Text(string value, int before)
    {
        _cells++;
        String(value, before);
        return this;
    }

    /// <summary>Length and bytes of a text, with some bytes left free between the two.</summary>
    private void String(string value, int before)
    {
        Room(sizeof(int) + before + Strict.GetMaxByteCount(value.Length));
        var written = before + Strict.GetBytes(value, _buffer.AsSpan(_length + sizeof(int) + before));
        Number(written);
        _length += written;
    }

    private Span<byte> Cell(int length)
    {
        _cells++;
        Number(length);
        return Take(length);
    }

    private void Number(int value) => BinaryPrimitives.WriteInt32BigEndian(Take(sizeof(int)), value);

    private void Put(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    private Span<byte> Take(int length)
    {
        Room(length);
        var taken = _buffer.AsSpan(_length, length);
        _length += length;
        return taken;
    }

    private void Room(int length)
    {
        if (_buffer.Length - _length >= length) { return; }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + length));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = larger;
    }

    /// <summary>How many cells a row has stands before them and is known after them.</summary>
    private void EndRow()
    {
        if (_row >= 0) { BinaryPrimitives.WriteInt16BigEndian(_buffer.AsSpan(_row), _cells); }

        (_row, _cells) = (-1, 0);
    }

    private void Flush()
    {
        _into.Write(_buffer, 0, _length);
        _length = 0;
    }
}
