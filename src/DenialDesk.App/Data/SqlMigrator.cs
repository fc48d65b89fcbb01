using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace DenialDesk.App.Data;

/// <summary>Applies Data/Migrations/NNNN_name.sql in order, forward only, each in its own transaction, under one advisory lock.</summary>
public static class SqlMigrator
{
    private const long LockKey = 0x44454E49414C; // "DENIAL"

    /// <summary>The newest schema this program knows.</summary>
    public static int Newest { get; } = Load(typeof(SqlMigrator).Assembly)[^1].Version;

    /// <summary>One numbered script of the schema.</summary>
    internal sealed record Script(int Version, string Name, string Sql)
    {
        public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));
    }

    /// <summary>Brings the schema up to this program's version; returns how many scripts ran. Refuses a newer database and a changed script.</summary>
    public static async Task<int> ApplyAsync(NpgsqlDataSource database, CancellationToken cancellation = default)
    {
        var scripts = Load(typeof(SqlMigrator).Assembly);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await ExecuteAsync(connection, "select pg_advisory_lock($1)", cancellation, LockKey);
        try
        {
            var done = await AppliedAsync(connection, cancellation);
            if (done.Count > 0 && done.Keys.Max() > scripts[^1].Version)
            {
                throw new InvalidOperationException($"The database is at schema {done.Keys.Max()}, newer than this program ({scripts[^1].Version}). Start the newer program.");
            }

            var ran = 0;
            foreach (var script in scripts)
            {
                ran += await ApplyOneAsync(connection, script, done, cancellation) ? 1 : 0;
            }

            // Grants and policies of every table there is by now, also of one made by the newest script, or brought back without them from a backup.
            await ExecuteAsync(connection, "select raise_practice_walls()", cancellation);
            return ran;
        }
        finally
        {
            await ExecuteAsync(connection, "select pg_advisory_unlock($1)", CancellationToken.None, LockKey);
        }
    }

    internal static IReadOnlyList<Script> Load(Assembly assembly)
    {
        const string folder = ".Migrations.";
        var scripts = assembly.GetManifestResourceNames()
            .Where(n => n.Contains(folder, StringComparison.Ordinal) && n.EndsWith(".sql", StringComparison.Ordinal))
            .Select(n =>
            {
                var file = n[(n.IndexOf(folder, StringComparison.Ordinal) + folder.Length)..^4];
                using var reader = new StreamReader(assembly.GetManifestResourceStream(n)!);
                return new Script(int.Parse(file[..4], CultureInfo.InvariantCulture), file, reader.ReadToEnd());
            })
            .OrderBy(s => s.Version)
            .ToList();
        var twice = scripts.Zip(scripts.Skip(1)).FirstOrDefault(pair => pair.First.Version == pair.Second.Version).Second;
        return twice is null ? scripts : throw new InvalidOperationException($"Two migration scripts have one number: {twice.Name}");
    }

    private static async Task<Dictionary<int, string>> AppliedAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await ExecuteAsync(
            connection,
            "create table if not exists schema_version (version int primary key, name text not null, checksum text not null, applied_at timestamptz not null default now(), ms int not null)",
            cancellation);
        var done = new Dictionary<int, string>();
        await using var command = new NpgsqlCommand("select version, checksum from schema_version", connection);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { done.Add(rows.GetInt32(0), rows.GetString(1)); }

        return done;
    }

    private static async Task<bool> ApplyOneAsync(NpgsqlConnection connection, Script script, Dictionary<int, string> done, CancellationToken cancellation)
    {
        if (done.TryGetValue(script.Version, out var checksum))
        {
            return checksum == script.Checksum
                ? false
                : throw new InvalidOperationException($"Migration {script.Name} was changed after it was applied to this database.");
        }

        var watch = Stopwatch.StartNew();
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await ExecuteAsync(connection, script.Sql, cancellation);
        await ExecuteAsync(
            connection,
            "insert into schema_version (version, name, checksum, ms) values ($1, $2, $3, $4)",
            cancellation,
            script.Version,
            script.Name,
            script.Checksum,
            (int)watch.ElapsedMilliseconds);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        foreach (var value in values) { command.Parameters.Add(new() { Value = value }); }

        await command.ExecuteNonQueryAsync(cancellation);
    }
}
