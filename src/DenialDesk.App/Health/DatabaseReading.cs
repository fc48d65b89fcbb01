using System.Diagnostics;
using DenialDesk.App.Data;
using Npgsql;

namespace DenialDesk.App.Health;

/// <summary>Measures the database from where the desk stands.</summary>
internal static class DatabaseReading
{
    private const int Tries = 3;

    /// <summary>Pings three times, compares clocks, and asks what the server knows of itself.</summary>
    public static async Task<DatabaseFacts> ReadAsync(NpgsqlConnection connection, bool isPrivate, TimeProvider clock, CancellationToken cancellation)
    {
        var (ping, skew) = await ClockAsync(connection, clock, cancellation);
        await using var command = new NpgsqlCommand(
            """
            select (select max(version) from schema_version), (select count(*)::int from pg_stat_activity where backend_type = 'client backend'),
                   current_setting('max_connections')::int, pg_database_size(current_database()), current_setting('server_version')
            """,
            connection);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        return new(ping, skew, rows.GetInt32(0), SqlMigrator.Newest, rows.GetInt32(1), rows.GetInt32(2), rows.GetInt64(3), rows.GetString(4).Split(' ')[0], isPrivate);
    }

    /// <summary>The fastest try tells both: its length is the ping, its middle is when the database read its clock.</summary>
    private static async Task<(TimeSpan Ping, TimeSpan Skew)> ClockAsync(NpgsqlConnection connection, TimeProvider clock, CancellationToken cancellation)
    {
        var best = (Ping: TimeSpan.MaxValue, Skew: TimeSpan.Zero);
        for (var i = 0; i < Tries; i++)
        {
            await using var command = new NpgsqlCommand("select clock_timestamp()", connection);
            var (before, watch) = (clock.GetUtcNow(), Stopwatch.StartNew());
            var there = new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(cancellation))!);
            var took = watch.Elapsed;
            if (took < best.Ping) { best = (took, there - (before + (took / 2))); }
        }

        return best;
    }
}
