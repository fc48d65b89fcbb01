using System.Data;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Codes;

/// <summary>Replays posted files in shadow under the rules of a draft and keeps what would change: counts and every row. The desk itself stays as it is.</summary>
public sealed class PreviewReprocess(DeskSource database, LoadCodeBook codes, TimeProvider clock)
{
    /// <summary>Which draft, on what.</summary>
    public sealed record Input
    {
        /// <summary>The draft.</summary>
        public required long SetId { get; init; }

        /// <summary>What to try it on.</summary>
        public ReplayWish Wish { get; init; } = new();
    }

    /// <summary>The kept preview, or why there is none.</summary>
    public async Task<(long? PreviewId, Refusal? Refusal)> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManageCodes);
        if (actor.PracticeIds is not null) { return (null, Everywhere); }

        var now = clock.GetUtcNow();
        await using var held = await database.OpenConnectionAsync(cancellation);
        await ExecuteAsync(held, "select pg_advisory_lock_shared($1, $2)", cancellation, LockSpace, (int)input.SetId);
        try
        {
            return await KeepAsync(input, actor, now, cancellation);
        }
        finally
        {
            await ExecuteAsync(held, "select pg_advisory_unlock_shared($1, $2)", CancellationToken.None, LockSpace, (int)input.SetId);
        }
    }

    /// <summary>The lock of a preview at work, with the number of its set: it ends with the process, so a preview that says "running" without it has died.</summary>
    internal const int LockSpace = 776015;

    private async Task<(long? PreviewId, Refusal? Refusal)> KeepAsync(Input input, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        var (preview, refusal) = await AskAsync(input, actor, now, cancellation);
        if (preview is not { } id) { return (null, refusal); }

        try
        {
            var outcome = await ReplayAsync(input, id, now, cancellation);
            await ExecuteAsync(
                "update code_preview set state = 'done', percent = 100, finished_at = $2, claims = $3, buckets = $4, digest = $5 where preview_id = $1", cancellation,
                id, clock.GetUtcNow(), outcome.Claims, outcome.Buckets, outcome.Digest);
            return (id, null);
        }
        catch
        {
            await ExecuteAsync("update code_preview set state = 'failed', finished_at = now() where preview_id = $1", CancellationToken.None, id);
            throw;
        }
    }

    /// <summary>Rules hold for all practices, so only somebody who sees all may try and apply them.</summary>
    internal static Refusal Everywhere { get; } = new("all_practices", "Code rules hold for every practice. Ask an admin who sees all of them to preview and apply.");

    private async Task<ReplayOutcome> ReplayAsync(Input input, long preview, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);

        // One moment of the desk, however long it takes; imports and people go on meanwhile.
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        var rules = await CodeRuleRows.OfSetAsync(connection, transaction, input.SetId, cancellation);
        var book = await codes.WithAsync(connection, transaction, input.SetId, cancellation);
        var outcome = await new CodeReplay(database, connection, transaction, now).RunAsync(
            book, rules, input.Wish, shadow: true, percent => ExecuteAsync("update code_preview set percent = $2 where preview_id = $1", cancellation, preview, percent),
            rows => ReplayRow.KeepAsync(connection, preview, rows, cancellation), cancellation);
        await transaction.CommitAsync(cancellation);
        return outcome;
    }

    private async Task<(long? PreviewId, Refusal? Refusal)> AskAsync(Input input, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            """
            insert into code_preview (set_id, set_version, asked_at, asked_name, files, date_from, date_to)
            select s.set_id, s.version, $2, $3, $4, $5, $6 from code_rule_set s
            where s.set_id = $1 and s.state = 'draft' and exists (select 1 from code_rule r where r.set_id = s.set_id) returning preview_id
            """);
        command.Parameters.AddWithValue(input.SetId);
        command.Parameters.AddWithValue(now);
        command.Parameters.AddWithValue(actor.Name);
        command.Parameters.Add(new() { Value = (object?)input.Wish.Files ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        command.Parameters.Add(new() { Value = (object?)input.Wish.From ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Date });
        command.Parameters.Add(new() { Value = (object?)input.Wish.To ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Date });
        return await command.ExecuteScalarAsync(cancellation) is long id ? (id, null) : (null, new("nothing_to_preview", "There is no rule in this draft, or it is no draft any more. Load the page again."));
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellation, params object[] values)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await ExecuteAsync(connection, sql, cancellation, values);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) { command.Parameters.Add(new() { Value = value }); }

        await command.ExecuteNonQueryAsync(cancellation);
    }
}
