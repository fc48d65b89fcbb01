using System.Globalization;
using System.Text.Json;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Settings;
using DenialDesk.Domain;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Queue;

/// <summary>A run that began, or why it did not.</summary>
public sealed record BulkStarted(long? RunId, Refusal? Refusal);

/// <summary>Begins a run: the rows as previewed are written down, and a worker takes them one by one.</summary>
public sealed class StartBulk(DeskSource database, BulkSignal signal, TimeProvider clock)
{
    /// <summary>The act and its rows.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        public required WorkOrder Order { get; init; }

        /// <summary>Rows of the preview that would change.</summary>
        public required IReadOnlyList<BulkCandidate> Rows { get; init; }
    }

    /// <summary>Begins it, once.</summary>
    public async Task<BulkStarted> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        if (input.Order.Act == WorkAct.WriteOff) { actor.Must(Permission.WriteOff); }
        if (actor.UserId is not { } me) { return No("nobody", "A run belongs to a person."); }

        if (input.Rows.Count == 0) { return No("no_rows", "Nothing would change. Choose other rows."); }

        if (input.Rows.Count > BulkJudging.Most) { return No("too_many", "A run has 5,000 rows at most. Narrow the queue, or do it in parts."); }

        if (input.Rows.Any(r => !actor.Sees(r.PracticeId))) { return No("not_found", "There is no such denial."); }

        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var ids = input.Rows.Select(r => new { r.PracticeId, r.DenialId, r.Version });
        var (standing, result) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "bulk.start", new { input.Order, Rows = ids }, now, cancellation);
        if (standing == CommandStanding.Conflicting) { return No("command_reused", "This command was sent before with other content. Load the page again."); }

        if (standing == CommandStanding.Repeated) { return new(result is null ? null : JsonDocument.Parse(result).RootElement.GetProperty("run").GetInt64(), null); }

        var run = await WriteAsync(connection, transaction, input, me, actor.Name, now, cancellation);
        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new JournalEntry("bulk.started", "bulk", run.ToString(CultureInfo.InvariantCulture), null, null, new { Act = input.Order.Act.Text(), Rows = input.Rows.Count }, input.CommandId));
        await CommandLedger.KeepAsync(connection, transaction, input.CommandId, new { run }, cancellation);
        await transaction.CommitAsync(cancellation);
        signal.Ring();
        return new(run, null);
    }

    private static async Task<long> WriteAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, Guid me, string name, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var head = new NpgsqlCommand(
            "insert into bulk_run (command_id, act, work_order, made_at, made_by, made_name) values ($1, $2, $3, $4, $5, $6) returning run_id", connection, transaction)
        {
            Parameters =
            {
                new() { Value = input.CommandId }, new() { Value = input.Order.Act.Text() },
                new() { Value = JsonSerializer.Serialize(input.Order, SettingDocument.Json), NpgsqlDbType = NpgsqlDbType.Jsonb },
                new() { Value = now }, new() { Value = me }, new() { Value = name },
            },
        };
        var run = (long)(await head.ExecuteScalarAsync(cancellation))!;
        await using var rows = new NpgsqlCommand(
            """
            insert into bulk_row (practice_id, run_id, row_no, denial_id, version, amount)
            select x.practice_id, $1, x.n, x.denial_id, x.version, x.amount
            from unnest($2::int[], $3::bigint[], $4::int[], $5::numeric[]) with ordinality as x (practice_id, denial_id, version, amount, n)
            """,
            connection,
            transaction)
        {
            Parameters =
            {
                new() { Value = run }, new() { Value = input.Rows.Select(r => r.PracticeId).ToArray() }, new() { Value = input.Rows.Select(r => r.DenialId).ToArray() },
                new() { Value = input.Rows.Select(r => r.Version).ToArray() }, new() { Value = input.Rows.Select(r => r.Amount).ToArray() },
            },
        };
        await rows.ExecuteNonQueryAsync(cancellation);
        return run;
    }

    private static BulkStarted No(string code, string sentence) => new(null, new(code, sentence));
}
