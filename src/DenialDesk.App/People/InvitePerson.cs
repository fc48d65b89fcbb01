using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.People;

/// <summary>Asks somebody to join the desk: makes a link that works once, for 72 hours; makes it anew, or takes it back.</summary>
public sealed class InvitePerson(DeskSource database, DeskOutbox outbox, TimeProvider clock)
{
    /// <summary>How long a link works.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(72);

    /// <summary>A new invitation, or what to do with one.</summary>
    public sealed record Input
    {
        public string Name { get; init; } = "";

        public string Email { get; init; } = "";

        public string Role { get; init; } = "";

        /// <summary>The practices the person will see; null for every practice.</summary>
        public IReadOnlyList<int>? Practices { get; init; }

        /// <summary>An invitation to give a new link and another 72 hours; the old link stops working.</summary>
        public long? Renew { get; init; }

        /// <summary>An invitation to take back.</summary>
        public long? Revoke { get; init; }
    }

    /// <summary>What came of it: a refusal, or the secret of the link, this once.</summary>
    public sealed record Result(Refusal? Refusal, string? Token = null);

    /// <summary>Makes the change.</summary>
    public async Task<Result> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.MustFreshly(Permission.ManagePeople);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var token = input.Revoke is null ? ApiSecret.New() : null;
        var (refusal, id, email) = input switch
        {
            { Revoke: { } gone } => await RevokeAsync(connection, gone, cancellation),
            { Renew: { } again } => await RenewAsync(connection, again, token!, cancellation),
            _ => await AddAsync(connection, input, token!, actor, cancellation),
        };
        if (refusal is not null) { return new(refusal); }

        var action = input.Revoke is not null ? "person.invitation_revoked" : input.Renew is not null ? "person.invitation_renewed" : "person.invited";
        await Journal.AppendAsync(
            connection, transaction, actor, clock.GetUtcNow(), cancellation,
            new JournalEntry(action, "invitation", id.ToString(CultureInfo.InvariantCulture), New: input is { Renew: null, Revoke: null } ? new { input.Role, input.Practices } : null));
        await transaction.CommitAsync(cancellation);
        if (token is not null) { await outbox.WriteInvitationAsync(id, email, token, clock.GetUtcNow() + Life, cancellation); }

        return new(null, token);
    }

    private async Task<(Refusal?, long Id, string Email)> AddAsync(NpgsqlConnection connection, Input input, string token, Actor actor, CancellationToken cancellation)
    {
        var (name, email) = (input.Name.Trim(), input.Email.Trim());
        if (name.Length is 0 or > 100 || email.Length is < 3 or > 250 || !email.Contains('@', StringComparison.Ordinal)) { return No("incomplete", "Fill in name and e-mail."); }

        if (!Roles.All.Contains(input.Role)) { return No("no_such_role", "Choose biller, lead, manager, admin or auditor."); }

        if (input.Practices is { Count: 0 }) { return No("no_practice", "Choose at least one practice, or every practice."); }

        // Served by user_name_index and invitation_open.
        await using var command = new NpgsqlCommand(
            """
            insert into invitation (name, email, role, practice_ids, token_hash, made_at, made_by, expires_at)
            select $1, $2, $3, $4, $5, $6, $7, $8 where not exists (select 1 from identity_users u where u.normalized_user_name = upper($2))
            on conflict (lower(email)) where accepted_at is null and revoked_at is null do nothing returning invitation_id
            """,
            connection);
        foreach (var text in new[] { name, email, input.Role }) { command.Parameters.AddWithValue(text); }

        command.Parameters.Add(new() { Value = (object?)input.Practices?.ToArray() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        command.Parameters.AddWithValue(ApiSecret.HashOf(token));
        command.Parameters.AddWithValue(clock.GetUtcNow());
        command.Parameters.Add(new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.AddWithValue(clock.GetUtcNow() + Life);
        return await command.ExecuteScalarAsync(cancellation) is long id ? (null, id, email)
            : No("there_already", "Somebody with this e-mail is here already, or invited: look in the lists below.");
    }

    private async Task<(Refusal?, long Id, string Email)> RenewAsync(NpgsqlConnection connection, long id, string token, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("update invitation set token_hash = $2, expires_at = $3 where invitation_id = $1 and accepted_at is null and revoked_at is null returning email", connection);
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(ApiSecret.HashOf(token));
        command.Parameters.AddWithValue(clock.GetUtcNow() + Life);
        return await command.ExecuteScalarAsync(cancellation) is string email ? (null, id, email) : No("over", "This invitation was accepted or taken back. Load the page again.");
    }

    private async Task<(Refusal?, long Id, string Email)> RevokeAsync(NpgsqlConnection connection, long id, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("update invitation set revoked_at = $2 where invitation_id = $1 and accepted_at is null and revoked_at is null returning email", connection);
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(clock.GetUtcNow());
        return await command.ExecuteScalarAsync(cancellation) is string email ? (null, id, email) : No("over", "This invitation was accepted or taken back. Load the page again.");
    }

    private static (Refusal?, long, string) No(string code, string sentence) => (new Refusal(code, sentence), 0, "");
}
