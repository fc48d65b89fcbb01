using Npgsql;

namespace DenialDesk.App.Remittances;

/// <summary>Ids drawn from a table's sequence ahead of need, because COPY has to bring its own.</summary>
internal sealed class IdBlock(NpgsqlConnection connection, string table, string column)
{
    private readonly Queue<long> _ids = new();

    /// <summary>The first id that was drawn; null while none was needed.</summary>
    public long? First { get; private set; }

    /// <summary>How many ids are missing for so many to lie ready; what is not used lies ready for later batches.</summary>
    public int MissingFor(int count) => Math.Max(0, count - _ids.Count);

    /// <summary>Draws ids; touches nothing that <see cref="Next"/> reads, so that it may run while others are being used.</summary>
    public async Task<long[]> DrawAsync(int count, CancellationToken cancellation)
    {
        if (count == 0) { return []; }

        // The sequence is named once: looked up for every id it cost ten times what the ids cost. One array, because a row an id costs more than the id.
        await using var command = new NpgsqlCommand(
            $"select array(select nextval(s.name) from (select pg_get_serial_sequence('{table}', '{column}')::regclass as name offset 0) s cross join generate_series(1, $1))", connection);
        command.Parameters.AddWithValue(count);
        return (long[])(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>Makes sure that so many ids lie ready.</summary>
    public async Task ReadyAsync(int count, CancellationToken cancellation) => Add(await DrawAsync(MissingFor(count), cancellation));

    /// <summary>Puts drawn ids behind those that lie ready.</summary>
    public void Add(long[] drawn)
    {
        foreach (var id in drawn) { _ids.Enqueue(id); }

        First ??= drawn.Length > 0 ? drawn[0] : null;
    }

    /// <summary>The next id; throws when none was made ready.</summary>
    public long Next() => _ids.Dequeue();
}
