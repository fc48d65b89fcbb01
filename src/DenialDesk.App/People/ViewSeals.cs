using Npgsql;

namespace DenialDesk.App.People;

/// <summary>Seals the journal of views in batches (0055).</summary>
internal static class ViewSeals
{
    private const int Most = 5_000;

    /// <summary>
    /// Seals what stands there now and tells how many views it was. A number is given before its line is there, so the newest number is read while nobody writes
    /// one: for that moment new views wait, at most a tenth of a second, and when it cannot be had the next turn tries again.
    /// </summary>
    public static async Task<long> SealAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (await NewestAsync(connection, cancellation) is not { } newest) { return 0; }

        await using var seal = new NpgsqlCommand("select seal_views($1, $2)", connection) { CommandTimeout = 0, Parameters = { new() { Value = newest }, new() { Value = Most } } };
        return (long)(await seal.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>The newest view's number, with no lower one still under way; null when there is none to seal, or no quiet moment.</summary>
    private static async Task<long?> NewestAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var ask = new NpgsqlCommand("select exists (select 1 from read_journal where read_id > (select last_id from read_head))", connection, transaction);
        if (await ask.ExecuteScalarAsync(cancellation) is not true) { return null; }

        try
        {
            await using var hold = new NpgsqlCommand("set local lock_timeout = '100ms'; lock table read_journal in share mode; select max(read_id) from read_journal", connection, transaction);
            var newest = (long)(await hold.ExecuteScalarAsync(cancellation))!;
            await transaction.CommitAsync(cancellation);
            return newest;
        }
        catch (PostgresException busy) when (busy.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return null;
        }
    }
}
