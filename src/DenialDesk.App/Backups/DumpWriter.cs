using System.Data;
using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using Npgsql;

namespace DenialDesk.App.Backups;

/// <summary>A dump and its manifest, written; or why not.</summary>
internal sealed record WrittenDump(BackupManifest? Manifest, string? Trouble, TimeSpan Took);

/// <summary>
/// Writes a dump and its manifest: pg_dump and the counting share one exported snapshot, so that the manifest tells exactly what is in the dump while
/// people go on working. Takes no lock that stops reading or writing.
/// </summary>
internal static class DumpWriter
{
    private const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes to <paramref name="file"/>, which must not exist, locked where there is a key; on trouble nothing is left behind.</summary>
    public static async Task<WrittenDump> WriteAsync(
        NpgsqlDataSource database, DeskAddress address, string file, BackupKey? key, DateTimeOffset at, Action<int, string> tell, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var part = file + ".part";
        try
        {
            // Made before pg_dump opens it, so that it never exists with wider access than this account's.
            await New(part).DisposeAsync();
            var (manifest, trouble) = await DumpAsync(database, address, part, at, tell, cancellation);
            if (manifest is null) { return new(null, trouble, watch.Elapsed); }

            if (key is not null) { manifest = await LockAsync(part, manifest, key, cancellation); }

            await using (var beside = New(BackupManifest.PathOf(file)))
            await using (var text = new StreamWriter(beside))
            {
                await text.WriteAsync(manifest.ToJson());
            }

            File.Move(part, file);      // under its name it is complete
            return new(manifest, null, watch.Elapsed);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            File.Delete(BackupManifest.PathOf(file));
            return new(null, $"The file could not be written ({problem.GetType().Name}). Check the folder, its rights and the space on its disk.", watch.Elapsed);
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>Puts the locked dump in the open one's place, and what it is now in the manifest.</summary>
    private static async Task<BackupManifest> LockAsync(string part, BackupManifest manifest, BackupKey key, CancellationToken cancellation)
    {
        var beside = part + ".locked";
        try
        {
            await using (var plain = File.OpenRead(part))
            await using (var locked = New(beside))
            {
                await key.LockAsync(plain, locked, cancellation);
            }

            File.Move(beside, part, overwrite: true);
            return (manifest with { DumpBytes = new FileInfo(part).Length, DumpSha256 = await HashAsync(part, cancellation) }).SignedBy(key);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    /// <summary>SHA-256 of a file in lower-case hexadecimal.</summary>
    public static async Task<string> HashAsync(string file, CancellationToken cancellation)
    {
        await using var content = File.OpenRead(file);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellation));
    }

    internal static FileStream New(string file) => new(file, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Mine });

    private static async Task<(BackupManifest? Manifest, string? Trouble)> DumpAsync(
        NpgsqlDataSource database, DeskAddress address, string part, DateTimeOffset at, Action<int, string> tell, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var (client, missing) = PostgresClient.Find(connection.PostgreSqlVersion.Major);
        if (client is null) { return (null, missing); }

        await ExecuteAsync(connection, ContentReader.Session, cancellation);
        if (await ContentReader.HiddenAsync(connection, cancellation) is { Count: > 0 } hidden)
        {
            return (null, $"A backup with this account would lack rows: row-level security hides some of {string.Join(", ", hidden.Take(5))} from it. Use an account with BYPASSRLS.");
        }

        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        var id = (string)(await ScalarAsync(connection, "select pg_export_snapshot()", cancellation))!;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var dumping = client.RunAsync("pg_dump", ["--format=custom", "--compress=4", "--no-password", "--lock-wait-timeout=20000", "--snapshot=" + id, "--file=" + part], address, stop.Token);
        try
        {
            var content = await ContentReader.ReadAsync(connection, tell, cancellation);
            tell(100, "waiting for the dump");
            var (code, said) = await dumping;
            if (code != 0) { return (null, $"pg_dump failed: {said}"); }

            var (migration, journal) = await PlaceAsync(connection, cancellation);
            await snapshot.CommitAsync(cancellation);
            return (new("DenialDesk", Version, at, connection.PostgreSqlVersion.ToString(), migration, journal, new FileInfo(part).Length, await HashAsync(part, cancellation), content), null);
        }
        catch
        {
            await stop.CancelAsync();
            await dumping.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw;
        }
    }

    /// <summary>Where schema and journal stand in the snapshot.</summary>
    private static async Task<(int Migration, string Journal)> PlaceAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select (select max(version) from schema_version), seal_no, encode(hash, 'hex') from journal_head", connection);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        return (rows.GetInt32(0), new JournalCheckpoint(rows.GetInt64(1), rows.GetString(2)).ToString());
    }

    private static string Version => typeof(DumpWriter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellation);
    }
}
