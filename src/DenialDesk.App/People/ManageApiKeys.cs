using DenialDesk.App.Data;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.People;

/// <summary>Makes and revokes the keys with which programs hand files over. Only a hash of the secret is kept; it is shown once.</summary>
public sealed class ManageApiKeys(DeskSource database, TimeProvider clock)
{
    /// <summary>A new key's name, or the key to revoke.</summary>
    public sealed record Input
    {
        /// <summary>What the new key is for; null when revoking.</summary>
        public string? Name { get; init; }

        /// <summary>The key to revoke; null when making one.</summary>
        public int? Revoke { get; init; }
    }

    /// <summary>What came of it: a refusal, or the new secret, this once.</summary>
    public sealed record Result(Refusal? Refusal, string? Secret = null);

    /// <summary>Makes the change.</summary>
    public async Task<Result> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.MustFreshly(Permission.ManagePeople);
        var name = input.Name?.Trim() ?? "";
        if (input.Revoke is null && name.Length is 0 or > 80) { return new(new Refusal("api_key_name", "Say what the key is for, in 1 to 80 characters.")); }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var now = clock.GetUtcNow();
        var secret = input.Revoke is null ? ApiSecret.New() : null;
        var id = secret is not null
            ? await MakeAsync(connection, transaction, name, secret, actor, now, cancellation)
            : await RevokeAsync(connection, transaction, input.Revoke!.Value, actor, now, cancellation);
        if (id is null) { return new(new Refusal("api_key_gone", "This key is revoked already. Load the page again.")); }

        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new JournalEntry(secret is null ? "api_key.revoked" : "api_key.made", "api_key", $"{id}", New: secret is null ? null : new { Name = name }));
        await transaction.CommitAsync(cancellation);
        return new(null, secret);
    }

    private static async Task<int?> MakeAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, string name, string secret, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "insert into api_key (name, hint, key_hash, created_at, created_by) values ($1, $2, $3, $4, $5) returning api_key_id", connection, transaction);
        command.Parameters.AddWithValue(name);
        command.Parameters.AddWithValue(secret[..ApiSecret.HintLength]);
        command.Parameters.AddWithValue(ApiSecret.HashOf(secret));
        command.Parameters.AddWithValue(now);
        command.Parameters.Add(new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        return (int?)await command.ExecuteScalarAsync(cancellation);
    }

    private static async Task<int?> RevokeAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, int id, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "update api_key set revoked_at = $2, revoked_by = $3 where api_key_id = $1 and revoked_at is null returning api_key_id", connection, transaction);
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(now);
        command.Parameters.Add(new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        return (int?)await command.ExecuteScalarAsync(cancellation);
    }
}
