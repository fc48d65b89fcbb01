using System.Text.Json;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Intake;

/// <summary>
/// Imports the next received file, once across all processes: a session lock on its row's id, which dies with its process. Its attempt is
/// on record before it begins, so a file that kills the process is put aside after three; whatever else fails on it puts it aside at once.
/// </summary>
internal sealed class TakeReceivedFile(DeskSource database, ImportFile import, TimeProvider clock, ILogger<TakeReceivedFile> log)
{
    private const int LockSpace = 0x524356;      // 'RCV'
    private const int MostAttempts = 3;

    private sealed record Waiting(long Id, string Name, string KeyName, int Attempts);

    /// <summary>Takes one; false when none is due.</summary>
    public async Task<bool> Run(Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ImportFiles);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (await LockNextAsync(connection, cancellation) is not { } next) { return false; }

        try
        {
            await TakeAsync(next, cancellation);
        }
        finally
        {
            await using var unlock = new NpgsqlCommand("select pg_advisory_unlock($1, $2)", connection) { Parameters = { new() { Value = LockSpace }, new() { Value = (int)next.Id } } };
            if (connection.FullState == System.Data.ConnectionState.Open) { await unlock.ExecuteScalarAsync(CancellationToken.None); }
        }

        return true;
    }

    /// <summary>The oldest that is due and that no other process holds. Served by received_file_waiting.</summary>
    private async Task<Waiting?> LockNextAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var due = new List<long>();
        await using (var find = new NpgsqlCommand("select received_id from received_file where state = 'waiting' and not_before <= $1 order by received_id limit 20", connection))
        {
            find.Parameters.AddWithValue(clock.GetUtcNow());
            await using var rows = await find.ExecuteReaderAsync(cancellation);
            while (await rows.ReadAsync(cancellation)) { due.Add(rows.GetInt64(0)); }
        }

        foreach (var id in due)
        {
            await using var hold = new NpgsqlCommand("select pg_try_advisory_lock($1, $2)", connection) { Parameters = { new() { Value = LockSpace }, new() { Value = (int)id } } };
            if (!(bool)(await hold.ExecuteScalarAsync(cancellation))!) { continue; }

            await using var begin = new NpgsqlCommand(
                """
                update received_file r set attempts = attempts + 1 from api_key k
                where r.received_id = $1 and r.state = 'waiting' and k.api_key_id = r.api_key_id returning r.name, k.name, r.attempts
                """, connection);
            begin.Parameters.AddWithValue(id);
            await using (var rows = await begin.ExecuteReaderAsync(cancellation))
            {
                if (await rows.ReadAsync(cancellation)) { return new(id, rows.GetString(0), rows.GetString(1), rows.GetInt32(2)); }
            }

            await using var letGo = new NpgsqlCommand("select pg_advisory_unlock($1, $2)", connection) { Parameters = { new() { Value = LockSpace }, new() { Value = (int)id } } };
            await letGo.ExecuteScalarAsync(cancellation);
        }

        return null;
    }

    private async Task TakeAsync(Waiting next, CancellationToken cancellation)
    {
        if (next.Attempts > MostAttempts)
        {
            await EndAsync(next, "failed", "The desk stopped three times on this file and posted nothing of it. Tell its administrator.", null, cancellation);
            return;
        }

        try
        {
            await using var pieces = PieceStream.Open(database, PieceShelf.Waiting, next.Id, cancellation);
            var sender = new Actor(null, $"API key “{next.KeyName}”", new HashSet<Permission> { Permission.ImportFiles }, null);
            var report = await import.Run(new() { Content = pieces, Name = next.Name, Source = ImportFile.Source.Api }, sender, cancellation);
            await EndAsync(next, "done", report.Sentence, report, cancellation);
        }
        catch (NpgsqlException passing) when (passing.IsTransient)
        {
            await PutOffAsync(next, TimeSpan.FromSeconds(10), cancellation);
        }
        catch (OperationCanceledException)
        {
            await PutOffAsync(next, TimeSpan.Zero, CancellationToken.None);
            throw;
        }
        catch (Exception bug)
        {
            var id = Guid.NewGuid().ToString("N")[..8];
            log.LogError(bug, "A received file failed, error {ErrorId}", id);
            await EndAsync(next, "failed", $"The desk failed on this file and posted nothing of it. Its log has the details under error {id}.", null, cancellation);
        }
    }

    /// <summary>The bytes stay once more under the file itself; those of a failed one stay here, for whoever looks into it.</summary>
    private async Task EndAsync(Waiting next, string state, string sentence, ImportReport? report, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var end = new NpgsqlCommand(
            "update received_file set state = $2, done_at = $3, sentence = $4, result = $5 where received_id = $1", connection, transaction);
        end.Parameters.AddWithValue(next.Id);
        end.Parameters.AddWithValue(state);
        end.Parameters.AddWithValue(clock.GetUtcNow());
        end.Parameters.AddWithValue(sentence);
        end.Parameters.Add(new() { Value = report is null ? DBNull.Value : JsonSerializer.Serialize(report, JsonSerializerOptions.Web), NpgsqlDbType = NpgsqlDbType.Jsonb });
        await end.ExecuteNonQueryAsync(cancellation);
        if (report is { FileId: > 0 })
        {
            await using var clear = new NpgsqlCommand("delete from received_piece where received_id = $1", connection, transaction);
            clear.Parameters.AddWithValue(next.Id);
            await clear.ExecuteNonQueryAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    private async Task PutOffAsync(Waiting next, TimeSpan wait, CancellationToken cancellation)
    {
        await using var later = database.CreateCommand("update received_file set attempts = attempts - 1, not_before = $2 where received_id = $1");
        later.Parameters.AddWithValue(next.Id);
        later.Parameters.AddWithValue(clock.GetUtcNow() + wait);
        await later.ExecuteNonQueryAsync(cancellation);
    }
}
