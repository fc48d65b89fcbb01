using System.Text.Json;
using DenialDesk.App.Data;
using DenialDesk.App.Intake;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Codes;

/// <summary>
/// Puts a draft in force and decides again what its preview tried it on, in one transaction: exactly what the preview showed, or nothing. What people decided
/// is left; every changed denial has its journal entry.
/// </summary>
public sealed class ApplyReprocess(DeskSource database, LoadCodeBook codes, TimeProvider clock)
{
    /// <summary>Which preview.</summary>
    public sealed record Input
    {
        /// <summary>Made by the caller; the same one again applies nothing twice.</summary>
        public required Guid CommandId { get; init; }

        /// <summary>The preview the person saw; its draft is put in force.</summary>
        public required long PreviewId { get; init; }
    }

    /// <summary>How many denials changed and how many were kept.</summary>
    public sealed record Done(int Changed, int Kept);

    private sealed record Asked(long SetId, int SetVersion, string State, byte[]? Digest, ReplayWish Wish);

    /// <summary>What was done, or why nothing was.</summary>
    public async Task<(Done? Done, Refusal? Refusal)> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManageCodes);
        if (actor.PracticeIds is not null) { return (null, PreviewReprocess.Everywhere); }

        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await ImportFile.QueueUpAsync(connection, transaction, cancellation);
        var (standing, before) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "codes.apply", input, now, cancellation);
        if (standing == CommandStanding.Conflicting) { return (null, new("command_reused", "This command was sent before with other content. Load the page again.")); }

        if (standing == CommandStanding.Repeated) { return (JsonSerializer.Deserialize<Done>(before!, JsonSerializerOptions.Web), null); }

        if (await AskedAsync(connection, transaction, input.PreviewId, cancellation) is not { State: "done" } asked) { return (null, new("no_preview", "There is no finished preview to apply. Preview the draft first.")); }

        var (set, refusal) = await DraftCodeRules.HoldAsync(connection, transaction, asked.SetId, asked.SetVersion, cancellation);
        if (refusal is not null) { return (null, refusal); }

        var done = await ReplayAsync(connection, transaction, input, asked, actor, now, cancellation);
        if (done is null) { return (null, new("data_changed", "What it would change is not what the preview showed any more: files came in or people worked meanwhile. Nothing was changed. Preview again.")); }

        await FinishAsync(connection, transaction, set, done, actor, now, input.CommandId, cancellation);
        await transaction.CommitAsync(cancellation);
        codes.Forget();
        return (done, null);
    }

    private async Task<Done?> ReplayAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, Asked asked, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        var rules = await CodeRuleRows.OfSetAsync(connection, transaction, asked.SetId, cancellation);
        var book = await codes.WithAsync(connection, transaction, asked.SetId, cancellation);
        var (changed, kept) = (0, 0);
        var outcome = await new CodeReplay(database, connection, transaction, now).RunAsync(
            book, rules, asked.Wish, shadow: false, _ => Task.CompletedTask,
            async rows =>
            {
                kept += rows.Count(r => r.Why is not null);
                changed += rows.Count(r => r.Why is null);
                await Journal.AppendAsync(connection, transaction, actor, now, cancellation, [.. rows.Select(r => r.Entry(asked.SetId, input.CommandId))]);
            },
            cancellation);
        return outcome.Digest.AsSpan().SequenceEqual(asked.Digest) ? new(changed, kept) : null;
    }

    private static async Task FinishAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, long set, Done done, Actor actor, DateTimeOffset now, Guid command, CancellationToken cancellation)
    {
        await using (var totals = new NpgsqlCommand(Totals, connection, transaction) { CommandTimeout = 0 }) { await totals.ExecuteNonQueryAsync(cancellation); }

        await using (var force = new NpgsqlCommand(
            "update code_rule_set set state = 'applied', applied_no = (select coalesce(max(applied_no), 0) + 1 from code_rule_set), applied_at = $2, applied_name = $3, version = version + 1 where set_id = $1",
            connection, transaction))
        {
            force.Parameters.AddWithValue(set);
            force.Parameters.AddWithValue(now);
            force.Parameters.AddWithValue(actor.Name);
            await force.ExecuteNonQueryAsync(cancellation);
        }

        await RankAsync(connection, transaction, now, cancellation);
        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new JournalEntry("codes.applied", "code_rule_set", $"{set}", null, null, new { done.Changed, done.Kept, Rules = (await CodeRuleRows.OfSetAsync(connection, transaction, set, cancellation)).Take(200).Select(DraftCodeRules.Told) }, command));
        await CommandLedger.KeepAsync(connection, transaction, command, done, cancellation);
    }

    private static async Task RankAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, DateTimeOffset now, CancellationToken cancellation)
    {
        var practices = new List<(int Id, string Zone)>();
        await using (var command = new NpgsqlCommand(
            """
            update denial d set score_parts = '{}' from replay_diff x where x.practice_id = d.practice_id and x.adjudication_id = d.adjudication_id and d.is_open and x.why is null;
            select practice_id, time_zone from practice where practice_id in (select practice_id from replay_diff)
            """, connection, transaction)
        { CommandTimeout = 0 })
        await using (var rows = await command.ExecuteReaderAsync(cancellation))
        {
            while (await rows.ReadAsync(cancellation)) { practices.Add((rows.GetInt32(0), rows.GetString(1))); }
        }

        foreach (var (id, zone) in practices)
        {
            await Scoring.RescoreAsync(connection, transaction, id, PracticeDay.At(now, TimeZoneInfo.FindSystemTimeZoneById(zone)), cancellation);
        }
    }

    private static async Task<Asked?> AskedAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, long preview, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select set_id, set_version, state, digest, files, date_from, date_to from code_preview where preview_id = $1", connection, transaction);
        command.Parameters.AddWithValue(preview);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        return await rows.ReadAsync(cancellation)
            ? new(
                rows.GetInt64(0), rows.GetInt32(1), rows.GetString(2), rows.IsDBNull(3) ? null : rows.GetFieldValue<byte[]>(3),
                new(rows.IsDBNull(4) ? null : rows.GetFieldValue<long[]>(4), rows.IsDBNull(5) ? null : rows.GetFieldValue<DateOnly>(5), rows.IsDBNull(6) ? null : rows.GetFieldValue<DateOnly>(6)))
            : null;
    }

    /// <summary>The totals of remittances and files, and what payers pay of a charge, follow what was decided.</summary>
    private const string Totals =
        """
        create temporary table replay_total on commit drop as
        select r.practice_id, r.remittance_id, r.file_id, count(d.denial_id)::int as denials, coalesce(sum(a.denied_amount), 0) as denied, r.denials as had, r.denied_amount as had_denied
        from remittance r join adjudication a using (practice_id, remittance_id)
        left join denial d on d.practice_id = a.practice_id and d.adjudication_id = a.adjudication_id and d.outcome is distinct from 'not_a_denial'
        where (r.practice_id, r.remittance_id) in (select practice_id, remittance_id from replay_answer_before)
        group by r.practice_id, r.remittance_id;
        update remittance r set denials = t.denials, denied_amount = t.denied from replay_total t
        where r.practice_id = t.practice_id and r.remittance_id = t.remittance_id and (r.denials, r.denied_amount) is distinct from (t.denials, t.denied);
        update inbound_file f set denials = f.denials + t.n, denied_amount = f.denied_amount + t.amount
        from (select file_id, sum(denials - had)::int n, sum(denied - had_denied) amount from replay_total group by file_id) t where f.file_id = t.file_id;
        insert into payer_ratio (practice_id, payer_id, charge, paid)
        select b.practice_id, coalesce(p.merged_into, p.payer_id), sum(x.sign * b.charge), sum(x.sign * b.paid)
        from replay_answer_before b join adjudication a using (practice_id, adjudication_id) join payer p on p.payer_id = b.payer_id
        cross join lateral (select (a.kind = 'paid')::int - (b.kind = 'paid')::int as sign) x
        where x.sign <> 0 and b.charge > 0 and b.paid > 0 group by 1, 2
        on conflict (practice_id, payer_id) do update set charge = payer_ratio.charge + excluded.charge, paid = payer_ratio.paid + excluded.paid
        """;
}
