using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Data;

/// <summary>One row of a binary COPY, written cell by cell in the order of the column list; null becomes SQL null.</summary>
internal sealed class BulkCopy(NpgsqlBinaryImporter importer) : IAsyncDisposable
{
    /// <summary>Begins a COPY into the table's named columns.</summary>
    public static async Task<BulkCopy> IntoAsync(NpgsqlConnection connection, string tableAndColumns, CancellationToken cancellation)
        => new(await connection.BeginBinaryImportAsync($"copy {tableAndColumns} from stdin (format binary)", cancellation));

    public BulkCopy Row()
    {
        importer.StartRow();
        return this;
    }

    public BulkCopy Text(string? value) => Cell(value, NpgsqlDbType.Text);

    public BulkCopy Int(int? value) => Cell(value, NpgsqlDbType.Integer);

    public BulkCopy Small(short value) => Cell((short?)value, NpgsqlDbType.Smallint);

    public BulkCopy Long(long? value) => Cell(value, NpgsqlDbType.Bigint);

    public BulkCopy Money(decimal? value) => Cell(value, NpgsqlDbType.Numeric);

    public BulkCopy Day(DateOnly? value) => Cell(value, NpgsqlDbType.Date);

    public BulkCopy At(DateTimeOffset? value) => Cell(value, NpgsqlDbType.TimestampTz);

    /// <summary>A moment without a zone, as a sender wrote it.</summary>
    public BulkCopy Moment(DateTime value) => Cell((DateTime?)value, NpgsqlDbType.Timestamp);

    public BulkCopy Flag(bool value) => Cell(value, NpgsqlDbType.Boolean);

    public BulkCopy Id(Guid? value) => Cell(value, NpgsqlDbType.Uuid);

    public BulkCopy Bytes(byte[] value) => Cell(value, NpgsqlDbType.Bytea);

    public BulkCopy Json(string value) => Cell(value, NpgsqlDbType.Jsonb);

    public BulkCopy Texts(string[] value) => Cell(value, NpgsqlDbType.Array | NpgsqlDbType.Text);

    /// <summary>Ends the COPY; without it the rows are dropped.</summary>
    public async Task DoneAsync(CancellationToken cancellation) => await importer.CompleteAsync(cancellation);

    public ValueTask DisposeAsync() => importer.DisposeAsync();

    private BulkCopy Cell<T>(T? value, NpgsqlDbType type)
    {
        if (value is null) { importer.WriteNull(); }
        else { importer.Write(value, type); }

        return this;
    }

    private BulkCopy Cell<T>(T? value, NpgsqlDbType type)
        where T : struct
    {
        if (value is { } known) { importer.Write(known, type); }
        else { importer.WriteNull(); }

        return this;
    }
}
