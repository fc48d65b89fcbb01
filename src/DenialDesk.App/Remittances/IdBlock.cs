using Npgsql;

namespace DenialDesk.App.Remittances;

/// <summary>Ids drawn from a table's sequence a thousand at a time, because COPY has to bring its own.</summary>
internal sealed class IdBlock(NpgsqlConnection connection, NpgsqlTransaction transaction, string table, string column)
{
    private const int BlockSize = 1000;
    private readonly Queue<long> _ids = new();

    /// <summary>The next free id.</summary>
    public async ValueTask<long> NextAsync(CancellationToken cancellation)
    {
        if (_ids.Count == 0) { await DrawAsync(cancellation); }

        return _ids.Dequeue();
    }

    private async Task DrawAsync(CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select nextval(pg_get_serial_sequence('{table}', '{column}')) from generate_series(1, {BlockSize})", connection, transaction);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { _ids.Enqueue(rows.GetInt64(0)); }
    }
}
