using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Deadlines;

/// <summary>A person's calendar address as far as it can be told: never the secret.</summary>
public sealed record CalendarFeedState(DateTimeOffset? MadeAt, DateTimeOffset? LastReadAt);

/// <summary>Makes and revokes the secret address of one's own calendar. Making one revokes the one before; the secret is shown once, a hash is kept.</summary>
public sealed class ManageCalendarFeed(DeskSource database, TimeProvider clock)
{
    /// <summary>What is wanted.</summary>
    public sealed record Input
    {
        /// <summary>True: make a new address. False: only revoke.</summary>
        public required bool Make { get; init; }
    }

    /// <summary>The new secret, this once; null when only revoking.</summary>
    public async Task<string?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        if (actor.UserId is not { } me) { return null; }

        var now = clock.GetUtcNow();
        var secret = input.Make ? ApiSecret.New() : null;
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var revoke = new NpgsqlCommand("update calendar_feed set revoked_at = $2 where user_id = $1 and revoked_at is null", connection, transaction))
        {
            revoke.Parameters.AddWithValue(me);
            revoke.Parameters.AddWithValue(now);
            await revoke.ExecuteNonQueryAsync(cancellation);
        }

        if (secret is not null)
        {
            await using var make = new NpgsqlCommand("insert into calendar_feed (user_id, secret_hash, made_at) values ($1, $2, $3)", connection, transaction);
            make.Parameters.AddWithValue(me);
            make.Parameters.AddWithValue(ApiSecret.HashOf(secret));
            make.Parameters.AddWithValue(now);
            await make.ExecuteNonQueryAsync(cancellation);
        }

        await Journal.AppendAsync(connection, transaction, actor, now, cancellation, new JournalEntry(secret is null ? "calendar_feed.revoked" : "calendar_feed.made", "user", me.ToString()));
        await transaction.CommitAsync(cancellation);
        return secret;
    }

    /// <summary>Whether the person has an address, and when it was read last.</summary>
    public async Task<CalendarFeedState> SeeAsync(Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        if (actor.UserId is not { } me) { return new(null, null); }

        // Index calendar_feed_person.
        await using var command = database.CreateCommand("select made_at, last_read_at from calendar_feed where user_id = $1 and revoked_at is null");
        command.Parameters.AddWithValue(me);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        return await rows.ReadAsync(cancellation) ? new(rows.GetFieldValue<DateTimeOffset>(0), rows.IsDBNull(1) ? null : rows.GetFieldValue<DateTimeOffset>(1)) : new(null, null);
    }
}
