using System.Globalization;
using System.Text.Json.Nodes;
using DenialDesk.App.Data;
using DenialDesk.App.Deadlines;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain;
using DenialDesk.Domain.Audit;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Audit;

/// <summary>Works a wrong stored value out again with the rule it comes from, and clears its finding; the journal keeps the value before and after.</summary>
public sealed class RecomputeFinding(DeskSource database, TimeProvider clock)
{
    /// <summary>Which finding.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        public required int PracticeId { get; init; }

        public required long FindingId { get; init; }

        /// <summary>The version the person saw.</summary>
        public required int Version { get; init; }
    }

    /// <summary>Null when it is done.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.DecideAudit);
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (standing, _) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "audit.recompute", input, now, cancellation);
        if (standing == CommandStanding.Conflicting) { return new("command_reused", "This command was sent before with other content. Load the page again."); }

        if (standing == CommandStanding.Repeated) { return null; }

        if (await FindingRecord.HoldAsync(connection, transaction, input.PracticeId, input.FindingId, actor, cancellation) is not { } finding) { return FindingRecord.Gone; }

        if (finding.Refuse(input.Version) is { } refusal) { return refusal; }

        if (finding.Kind == AuditKind.MonthDiffers) { return await CountAgainAsync(connection, transaction, input, finding, actor, now, cancellation); }

        if (finding is not { DenialId: { } denial, Kind: AuditKind.ScoreDiffers or AuditKind.DeadlineDiffers or AuditKind.TotalDiffers })
        {
            return finding.Kind == AuditKind.TotalDiffers
                ? new("payers_own", "A remittance's totals are kept as they were read and never rewritten. Tell your administrator; the certificate of the remittance shows what is missing.")
                : new("not_a_value", "This is not a stored value that can be worked out again. Open the denial and decide there.");
        }

        var before = await ValuesAsync(connection, transaction, input.PracticeId, denial, cancellation);
        await MendAsync(connection, transaction, finding, denial, now, cancellation);
        var after = await ValuesAsync(connection, transaction, input.PracticeId, denial, cancellation);
        await ClearAsync(connection, transaction, input, actor, now, cancellation);
        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new JournalEntry("denial.recomputed", "denial", denial.ToString(CultureInfo.InvariantCulture), input.PracticeId, before, after, input.CommandId));
        await transaction.CommitAsync(cancellation);
        return null;
    }

    /// <summary>Marks the month, so that the job counts it within a minute.</summary>
    private static async Task<Refusal?> CountAgainAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, FindingRecord finding, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using (var mark = new NpgsqlCommand("insert into rollup_stale values ($1, to_date($2, 'YYYY-MM'))", connection, transaction) { Parameters = { new() { Value = finding.PracticeId }, new() { Value = finding.Part } } })
        {
            await mark.ExecuteNonQueryAsync(cancellation);
        }

        await ClearAsync(connection, transaction, input, actor, now, cancellation);
        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new JournalEntry("rollup.recounted", "rollup", finding.Part, input.PracticeId, JsonValue.Create(finding.Stored), JsonValue.Create(finding.Recomputed), input.CommandId));
        await transaction.CommitAsync(cancellation);
        return null;
    }

    private static async Task MendAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, FindingRecord finding, long denial, DateTimeOffset now, CancellationToken cancellation)
    {
        var practice = finding.PracticeId;
        if (finding.Kind == AuditKind.TotalDiffers)
        {
            await MendTotalAsync(connection, transaction, finding, denial, cancellation);
            return;
        }

        if (finding.Kind == AuditKind.DeadlineDiffers)
        {
            var rules = await RulesInForce.LoadAsync(connection, transaction, cancellation);
            var clocks = await DenialClocks.OpenAsync(connection, transaction, practice, [denial], cancellation);
            if (clocks.Count > 0) { await DenialClocks.SaveAsync(connection, transaction, [.. clocks.Select(c => (c, c.Under(rules.For(c.PayerId))))], cancellation); }
        }

        // A row without parts counts as never ranked, so the ranking rewrites it whatever it holds. A deadline moves the rank with it.
        await using var forget = new NpgsqlCommand("update denial set score_parts = '{}' where practice_id = $1 and denial_id = $2 returning (select time_zone from practice where practice_id = $1)", connection, transaction)
        {
            Parameters = { new() { Value = practice }, new() { Value = denial } },
        };
        var zone = (string)(await forget.ExecuteScalarAsync(cancellation))!;
        await Scoring.RescoreAsync(connection, transaction, practice, PracticeDay.At(now, TimeZoneInfo.FindSystemTimeZoneById(zone)), cancellation);
    }

    private static async Task MendTotalAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, FindingRecord finding, long denial, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            finding.Part == "denied amount"
                ? """
                  update denial d set denied_amount = coalesce((select sum(l.amount) from denial_line l where l.practice_id = d.practice_id and l.denial_id = d.denial_id), d.denied_amount),
                         version = d.version + 1
                  where d.practice_id = $1 and d.denial_id = $2
                  """
                : """
                  update denial d set recovered_amount = coalesce((select (s.after->>'recovered_amount')::numeric from denial_step s
                         where s.practice_id = d.practice_id and s.denial_id = d.denial_id order by s.step_id desc limit 1), 0), version = d.version + 1
                  where d.practice_id = $1 and d.denial_id = $2
                  """,
            connection,
            transaction)
        {
            Parameters = { new() { Value = finding.PracticeId }, new() { Value = denial } },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The values the audit holds against their rules, as the journal keeps them.</summary>
    private static async Task<JsonNode?> ValuesAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, long denialId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select jsonb_build_object('score', score, 'lane', lane, 'rankKey', rank_key, 'dueOn', due_on, 'lastSafeDay', last_safe_day, 'rule', deadline_rule, 'ruleVersion', deadline_rule_version,
                                      'deniedAmount', denied_amount, 'recoveredAmount', recovered_amount)::text
            from denial where practice_id = $1 and denial_id = $2 for update
            """,
            connection,
            transaction)
        {
            Parameters = { new() { Value = practiceId }, new() { Value = denialId } },
        };
        return await command.ExecuteScalarAsync(cancellation) is string json ? JsonNode.Parse(json) : null;
    }

    private static async Task ClearAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "update audit_finding set cleared_at = $3, cleared_by = $4, version = version + 1 where practice_id = $1 and finding_id = $2", connection, transaction)
        {
            Parameters = { new() { Value = input.PracticeId }, new() { Value = input.FindingId }, new() { Value = now }, new() { Value = actor.Name } },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
