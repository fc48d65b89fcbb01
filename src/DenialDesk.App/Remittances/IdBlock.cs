using Npgsql;

namespace DenialDesk.App.Remittances;

/// <summary>Ids drawn from a table's sequence ahead of need, because COPY has to bring its own.</summary>
internal sealed class IdBlock(NpgsqlConnection connection, string table, string column)
{
    private readonly Queue<long> _ids = new();

    /// <summary>The first id that was drawn; null while none was needed.</summary>
    public long? First { get; private set; }

    /// <summary>Makes sure that so many ids lie ready; what is not used lies ready for the next batch.</summary>
    public async Task ReadyAsync(int count, CancellationToken cancellation)
    {
        if (_ids.Count >= count) { return; }

        // The sequence is named once: looked up for every id it cost ten times what the ids cost.
        await using var command = new NpgsqlCommand(
            $"select nextval(s.name) from (select pg_get_serial_sequence('{table}', '{column}')::regclass as name offset 0) s cross join generate_series(1, $1)", connection);
        command.Parameters.AddWithValue(count - _ids.Count);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { _ids.Enqueue(rows.GetInt64(0)); }

        First ??= _ids.Count > 0 ? _ids.Peek() : null;
    }

    /// <summary>The next id; throws when none was made ready.</summary>
    public long Next() => _ids.Dequeue();
}
