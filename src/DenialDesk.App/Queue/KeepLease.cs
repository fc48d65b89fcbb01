using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Queue;

/// <summary>Who has a denial open to work on it.</summary>
/// <param name="Mine">Whether it is the person who asked.</param>
/// <param name="Token">What the page's commands carry; null when it holds no lease.</param>
/// <param name="Holder">The name of whoever holds it.</param>
/// <param name="Since">Since when.</param>
public sealed record LeaseView(bool Mine, long? Token, string Holder, DateTimeOffset Since);

/// <summary>
/// Takes, renews and takes over the lease on a denial: a soft lock that bars nobody from looking, tells everybody who works on it, and lets the desk refuse
/// what comes from a page that slept while somebody else took over.
/// </summary>
public sealed class KeepLease(DeskSource database, TimeProvider clock)
{
    /// <summary>How long a lease outlives the last sign of its page.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(3);

    /// <summary>For which denial.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required long DenialId { get; init; }

        /// <summary>The token the page holds already: renewed while it is the newest, and never taken anew by itself.</summary>
        public long? Token { get; init; }

        /// <summary>From whoever holds it.</summary>
        public bool TakeOver { get; init; }
    }

    /// <summary>Who holds it now; null when there is no such open denial for this person.</summary>
    public async Task<LeaseView?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        if (!actor.Sees(input.PracticeId) || actor.UserId is not { } me) { return null; }

        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (before, _) = await ReadAsync(connection, transaction, input, me, now, cancellation);
        var won = await WriteAsync(connection, transaction, input, actor, now, cancellation);
        var (holder, live) = await ReadAsync(connection, transaction, input, me, now, cancellation);
        if (holder is null || !live) { return null; }

        if (won && input.TakeOver && before is { Mine: false })
        {
            await Journal.AppendAsync(
                connection, transaction, actor, now, cancellation,
                new JournalEntry("denial.taken_over", "denial", $"{input.DenialId}", input.PracticeId, new { before.Holder, before.Since }, new { holder.Token }));
        }

        if (won && input.Token is null) { await DeskChange.TellPresenceAsync(connection, transaction, input.PracticeId, input.DenialId, cancellation); }

        await transaction.CommitAsync(cancellation);
        return holder with { Token = won ? holder.Token : null };
    }

    /// <summary>One upsert by primary key: a new person gets a new token, the same person keeps the old one.</summary>
    private static async Task<bool> WriteAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into denial_lease as l (practice_id, denial_id, token, user_id, user_name, since, until)
            select d.practice_id, d.denial_id, nextval('denial_lease_token'), $3, $4, $5, $6 from denial d where d.practice_id = $1 and d.denial_id = $2 and d.is_open
            on conflict (practice_id, denial_id) do update set
                token = case when l.user_id = excluded.user_id then l.token else excluded.token end,
                since = case when l.user_id = excluded.user_id and l.until > $5 then l.since else excluded.since end,
                user_id = excluded.user_id, user_name = excluded.user_name, until = excluded.until
            where case when $7::bigint is null then l.user_id = excluded.user_id or l.until <= $5 or $8 else l.token = $7 and l.user_id = excluded.user_id end
            """,
            connection,
            transaction)
        {
            Parameters =
            {
                new() { Value = input.PracticeId }, new() { Value = input.DenialId }, new() { Value = actor.UserId!.Value }, new() { Value = actor.Name }, new() { Value = now },
                new() { Value = now + Lasts }, new() { Value = (object?)input.Token ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint }, new() { Value = input.TakeOver },
            },
        };
        return await command.ExecuteNonQueryAsync(cancellation) == 1;
    }

    private static async Task<(LeaseView? Holder, bool Live)> ReadAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, Guid me, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "select token, user_id, user_name, since, until from denial_lease where practice_id = $1 and denial_id = $2", connection, transaction)
        {
            Parameters = { new() { Value = input.PracticeId }, new() { Value = input.DenialId } },
        };
        await using var r = await command.ExecuteReaderAsync(cancellation);
        return await r.ReadAsync(cancellation)
            ? (new(r.GetGuid(1) == me, r.GetInt64(0), r.GetString(2), r.GetFieldValue<DateTimeOffset>(3)), r.GetFieldValue<DateTimeOffset>(4) > now)
            : (null, false);
    }
}
