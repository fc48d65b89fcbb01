using System.Security.Cryptography;
using System.Text.Json;
using DenialDesk.App.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Data;

/// <summary>What the ledger knows of a command id.</summary>
internal enum CommandStanding
{
    /// <summary>Not seen before: it is now on record, go on.</summary>
    New,

    /// <summary>The same command again: give the first result.</summary>
    Repeated,

    /// <summary>The id was used for something else: refuse.</summary>
    Conflicting,
}

/// <summary>
/// Makes every command take effect once: the id made by the caller is inserted in the command's own transaction, so a repeat (double click,
/// re-sent event, retry after a lost answer) finds it. A repeat that arrives while the first still runs waits for it on the unique key.
/// </summary>
internal static class CommandLedger
{
    /// <summary>Enters the command, inside the caller's transaction.</summary>
    public static async Task<(CommandStanding Standing, string? Result)> EnterAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Guid commandId, Actor actor, string kind, object input, DateTimeOffset at, CancellationToken cancellation)
    {
        var fingerprint = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(input, input.GetType(), JsonSerializerOptions.Web));
        await using var enter = new NpgsqlCommand(
            "insert into command (command_id, actor_id, kind, fingerprint, at) values ($1, $2, $3, $4, $5) on conflict do nothing", connection, transaction)
        {
            Parameters =
            {
                new() { Value = commandId }, new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
                new() { Value = kind }, new() { Value = fingerprint }, new() { Value = at },
            },
        };
        if (await enter.ExecuteNonQueryAsync(cancellation) == 1) { return (CommandStanding.New, null); }

        await using var find = new NpgsqlCommand("select kind, fingerprint, result::text from command where command_id = $1", connection, transaction)
        {
            Parameters = { new() { Value = commandId } },
        };
        await using var rows = await find.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        var same = rows.GetString(0) == kind && rows.GetFieldValue<byte[]>(1).AsSpan().SequenceEqual(fingerprint);
        return (same ? CommandStanding.Repeated : CommandStanding.Conflicting, rows.IsDBNull(2) ? null : rows.GetString(2));
    }

    /// <summary>Keeps the result for whoever repeats the command, inside the caller's transaction.</summary>
    public static async Task KeepAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid commandId, object result, CancellationToken cancellation)
    {
        await using var keep = new NpgsqlCommand("update command set result = $2 where command_id = $1", connection, transaction)
        {
            Parameters =
            {
                new() { Value = commandId },
                new() { Value = JsonSerializer.Serialize(result, result.GetType(), JsonSerializerOptions.Web), NpgsqlDbType = NpgsqlDbType.Jsonb },
            },
        };
        await keep.ExecuteNonQueryAsync(cancellation);
    }
}
