using System.Security.Cryptography;
using DenialDesk.Domain.People;
using Microsoft.AspNetCore.DataProtection;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.People;

/// <summary>The rows of second factors, inside the caller's transaction. Secrets are sealed before they are written.</summary>
internal sealed class FactorRows(IDataProtectionProvider protection)
{
    private readonly IDataProtector _seal = protection.CreateProtector("DenialDesk.SecondFactor");

    /// <summary>A factor as it stands.</summary>
    /// <param name="Secret">What the app shares; null when the key ring it was sealed with is gone.</param>
    /// <param name="LastStep">The half minute of the last code taken.</param>
    public sealed record Factor(byte[]? Secret, bool Confirmed, long LastStep);

    /// <summary>The person's factor, confirmed or not; null when there is none.</summary>
    public async Task<Factor?> FindAsync(NpgsqlConnection connection, Guid userId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select secret, confirmed_at is not null, last_step from second_factor where user_id = $1", connection);
        command.Parameters.AddWithValue(userId);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        return await rows.ReadAsync(cancellation) ? new(Open(rows.GetFieldValue<byte[]>(0)), rows.GetBoolean(1), rows.GetInt64(2)) : null;
    }

    /// <summary>How what was typed proves a confirmed factor: "code" or "recovery"; null when it does not. Each code is taken once.</summary>
    public async Task<string?> ProveAsync(NpgsqlConnection connection, Guid userId, string typed, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await FindAsync(connection, userId, cancellation) is not { Confirmed: true } factor) { return null; }

        if (RecoveryCode.Looks(typed)) { return await TakeRecoveryCodeAsync(connection, userId, typed, now, cancellation) ? "recovery" : null; }

        return factor.Secret is { } secret && TimeCode.Match(secret, typed, now, factor.LastStep) is { } step
            && await TakeStepAsync(connection, userId, step, null, cancellation) ? "code" : null;
    }

    /// <summary>Keeps a new secret that no code has confirmed yet; an earlier unconfirmed one goes.</summary>
    public async Task KeepAsync(NpgsqlConnection connection, Guid userId, byte[] secret, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into second_factor (user_id, secret, made_at) values ($1, $2, $3)
            on conflict (user_id) do update set secret = $2, made_at = $3, last_step = 0 where second_factor.confirmed_at is null
            """,
            connection);
        command.Parameters.AddWithValue(userId);
        command.Parameters.AddWithValue(_seal.Protect(secret));
        command.Parameters.AddWithValue(at);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Takes the code of a half minute; false when it, or a later one, was taken already. Of two at once one wins.</summary>
    public static async Task<bool> TakeStepAsync(NpgsqlConnection connection, Guid userId, long step, DateTimeOffset? confirm, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("update second_factor set last_step = $2, confirmed_at = coalesce(confirmed_at, $3) where user_id = $1 and last_step < $2 and (confirmed_at is not null or $3::timestamptz is not null)", connection);
        command.Parameters.AddWithValue(userId);
        command.Parameters.AddWithValue(step);
        command.Parameters.Add(new() { Value = (object?)confirm ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        return await command.ExecuteNonQueryAsync(cancellation) == 1;
    }

    /// <summary>Takes a recovery code; false when it is none of this person's or was used.</summary>
    public static async Task<bool> TakeRecoveryCodeAsync(NpgsqlConnection connection, Guid userId, string typed, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("update recovery_code set used_at = $3 where user_id = $1 and code_hash = $2 and used_at is null", connection);
        command.Parameters.AddWithValue(userId);
        command.Parameters.AddWithValue(RecoveryCode.HashOf(typed));
        command.Parameters.AddWithValue(at);
        return await command.ExecuteNonQueryAsync(cancellation) == 1;
    }

    /// <summary>New recovery codes in place of all earlier ones.</summary>
    public static async Task<IReadOnlyList<string>> RenewCodesAsync(NpgsqlConnection connection, Guid userId, DateTimeOffset at, CancellationToken cancellation)
    {
        var codes = Enumerable.Range(0, RecoveryCode.Count).Select(_ => RecoveryCode.New()).ToArray();
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new("delete from recovery_code where user_id = $1") { Parameters = { new() { Value = userId } } });
        batch.BatchCommands.Add(new("insert into recovery_code (user_id, code_hash, made_at) select $1, h, $3 from unnest($2::bytea[]) h")
        {
            Parameters = { new() { Value = userId }, new() { Value = Array.ConvertAll(codes, RecoveryCode.HashOf) }, new() { Value = at } },
        });
        await batch.ExecuteNonQueryAsync(cancellation);
        return codes;
    }

    /// <summary>Takes the app and its recovery codes away; passkeys too when asked.</summary>
    public static async Task RemoveAsync(NpgsqlConnection connection, Guid userId, bool passkeysToo, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var table in passkeysToo ? ["second_factor", "recovery_code", "identity_user_passkeys"] : new[] { "second_factor", "recovery_code" })
        {
            batch.BatchCommands.Add(new($"delete from {table} where user_id = $1") { Parameters = { new() { Value = userId } } });
        }

        await batch.ExecuteNonQueryAsync(cancellation);
    }

    private byte[]? Open(byte[] sealedSecret)
    {
        try
        {
            return _seal.Unprotect(sealedSecret);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
