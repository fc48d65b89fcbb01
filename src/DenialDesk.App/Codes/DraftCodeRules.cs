using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Codes;

/// <summary>Puts rules into a draft, takes them out again, or drops the draft. A draft affects nothing.</summary>
public sealed class DraftCodeRules(DeskSource database, LoadCodeBook codes, TimeProvider clock)
{
    /// <summary>What is wanted of which draft.</summary>
    public sealed record Input
    {
        /// <summary>The draft; null makes a new one.</summary>
        public long? SetId { get; init; }

        /// <summary>The version of the draft the person saw; 0 for a new one.</summary>
        public int Version { get; init; }

        /// <summary>Why the rules change, 3 to 2000 characters; needed for a new draft.</summary>
        public string Reason { get; init; } = "";

        /// <summary>Rules to put in; one for the same codes takes the place of the one that is there.</summary>
        public IReadOnlyList<CodeRule> Add { get; init; } = [];

        /// <summary>A rule to take out.</summary>
        public long? Remove { get; init; }

        /// <summary>Gives the draft up.</summary>
        public bool Drop { get; init; }
    }

    /// <summary>The draft, or why nothing was done.</summary>
    public async Task<(long? SetId, Refusal? Refusal)> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManageCodes);
        var now = clock.GetUtcNow();
        var book = await codes.RunAsync(cancellation);
        if (input.Add.Select(r => r.Check(book, DateOnly.FromDateTime(now.UtcDateTime))).FirstOrDefault(r => r is not null) is { } wrong) { return (null, wrong); }

        if (input.SetId is null && input.Reason.Trim().Length is < 3 or > 2000) { return (null, new("reason_missing", "Say in a few words why the rules change. It stays with them.")); }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (set, refusal) = input.SetId is { } id ? await HoldAsync(connection, transaction, id, input.Version, cancellation) : (await NewAsync(connection, transaction, input, actor, now, cancellation), null);
        if (refusal is not null) { return (null, refusal); }

        if (input.Remove is { } rule) { await ExecuteAsync(connection, transaction, "delete from code_rule where set_id = $1 and rule_id = $2", cancellation, set, rule); }

        foreach (var one in input.Add) { await AddAsync(connection, transaction, set, one, cancellation); }

        await ExecuteAsync(connection, transaction, $"update code_rule_set set version = version + 1{(input.Drop ? ", state = 'dropped'" : "")} where set_id = $1", cancellation, set);
        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new JournalEntry(input.Drop ? "codes.draft_dropped" : "codes.drafted", "code_rule_set", $"{set}", null, null, new { input.Reason, Rules = input.Add.Take(200).Select(Told), input.Remove }));
        await transaction.CommitAsync(cancellation);
        return (set, null);
    }

    /// <summary>A rule as the journal keeps it.</summary>
    internal static object Told(CodeRule r) => new
    {
        r.Subject,
        From = r.EffectiveFrom,
        Means = r.Means.Text(),
        Category = r.Category?.Text() ?? "none",
        Hardness = r.Hardness?.Text(),
        Preventable = r.Preventable?.Text(),
    };

    /// <summary>Locks a draft that is still as the person saw it.</summary>
    internal static async Task<(long Set, Refusal? Refusal)> HoldAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, long set, int version, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select state, version from code_rule_set where set_id = $1 for update", connection, transaction);
        command.Parameters.AddWithValue(set);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        if (!await rows.ReadAsync(cancellation)) { return (set, new("draft_gone", "This draft does not exist. Open it from the list of codes.")); }

        if (rows.GetString(0) != "draft") { return (set, new("not_a_draft", rows.GetString(0) == "applied" ? "These rules are in force and are never edited. Make a new draft; one that says the opposite undoes them." : "This draft was dropped. Make a new one.")); }

        return (set, rows.GetInt32(1) == version ? null : new("overtaken", "Somebody changed this draft while you were looking at it. Load the page again."));
    }

    private static async Task<long> NewAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "insert into code_rule_set (reason, created_at, created_by, created_name) values ($1, $2, $3, $4) returning set_id", connection, transaction);
        command.Parameters.AddWithValue(input.Reason.Trim());
        command.Parameters.AddWithValue(now);
        command.Parameters.Add(new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.AddWithValue(actor.Name);
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static Task AddAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, long set, CodeRule rule, CancellationToken cancellation) => ExecuteAsync(
        connection, transaction,
        """
        insert into code_rule (set_id, kind, carc, other, effective_from, means, category, hardness, preventable)
        values ($1, $2, $3, $4, $5, $6, nullif($7, ''), nullif($8, ''), nullif($9, ''))
        on conflict (set_id, kind, carc, other) do update set effective_from = excluded.effective_from, means = excluded.means, category = excluded.category,
          hardness = excluded.hardness, preventable = excluded.preventable
        """,
        cancellation, set, rule.Kind.Text(), rule.Carc, rule.Other, rule.EffectiveFrom, rule.Means.Text(), rule.Category?.Text() ?? "", rule.Hardness?.Text() ?? "", rule.Preventable?.Text() ?? "");

    private static async Task ExecuteAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string sql, CancellationToken cancellation, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        foreach (var value in values) { command.Parameters.Add(new() { Value = value }); }

        await command.ExecuteNonQueryAsync(cancellation);
    }
}
