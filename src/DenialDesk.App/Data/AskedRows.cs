using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Data;

/// <summary>Asks one question and reads its rows: for pages of figures, which are many questions of one shape.</summary>
internal static class AskedRows
{
    /// <summary>The rows of one select. A null needs its type in the SQL (<c>$1::int[]</c>).</summary>
    public static async Task<List<T>> AskAsync<T>(this DeskSource database, string sql, IReadOnlyList<object?> values, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values) { command.Parameters.Add(value is null ? new() { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Unknown } : new() { Value = value }); }

        var found = new List<T>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { found.Add(read(rows)); }

        return found;
    }

    /// <summary>The first row of a select that always has one.</summary>
    public static async Task<T> AskOneAsync<T>(this DeskSource database, string sql, IReadOnlyList<object?> values, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
        => (await database.AskAsync(sql, values, read, cancellation))[0];

    /// <summary>A day, or null.</summary>
    public static DateOnly? Day(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateOnly>(column);

    /// <summary>A moment, or null.</summary>
    public static DateTimeOffset? Moment(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
