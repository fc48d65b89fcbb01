using Npgsql;

namespace DenialDesk.App.Remittances;

/// <summary>Ids drawn from a table's sequence in growing blocks, because COPY has to bring its own: a small file wastes few, a large one asks seldom.</summary>
internal sealed class IdBlock(NpgsqlConnection connection, NpgsqlTransaction transaction, string table, string column)
{
    private const int LargestBlock = 4096;
    private readonly Queue<long> _ids = new();
    private int _block = 16;

    /// <summary>The next free id.</summary>
    public async ValueTask<long> NextAsync(CancellationToken cancellation)
    {
        if (_ids.Count == 0) { await DrawAsync(cancellation); }

        return _ids.Dequeue();
    }

    private async Task DrawAsync(CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select nextval(pg_get_serial_sequence('{table}', '{column}')) from generate_series(1, {_block})", connection, transaction);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { _ids.Enqueue(rows.GetInt64(0)); }

        _block = Math.Min(_block * 4, LargestBlock);
    }
}
