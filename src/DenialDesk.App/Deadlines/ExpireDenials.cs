using System.Globalization;
using System.Text.Json;
using DenialDesk.App.Data;
using DenialDesk.App.Denials;
using DenialDesk.App.Jobs;
using DenialDesk.App.People;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Deadlines;

/// <summary>
/// Closes the denials of a practice that ran out with no decision, each with everybody who had it and with notices up to the manager. Once a denial and last day:
/// whoever opens one again with a reason is not overruled the night after.
/// </summary>
public sealed class ExpireDenials(DeskSource database, TimeProvider clock)
{
    private sealed record Owner(Guid Id, string Name, DateTimeOffset From);

    /// <summary>Returns how many expired on the practice's day.</summary>
    public async Task<int> Run(PracticeDay practice, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.RunJobs);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var candidates = await CandidatesAsync(connection, practice, cancellation);
        if (candidates.Length == 0) { return 0; }

        var rules = await RulesInForce.LoadAsync(connection, null, cancellation);
        var done = 0;
        foreach (var denial in await DenialClocks.OpenAsync(connection, null, practice.PracticeId, candidates, cancellation))
        {
            var triggers = await TriggersRead.OfAsync(connection, denial, rules, cancellation);
            var clocks = EveryClock.Of(rules.For(denial.PayerId), denial.Context, denial.Events, denial.Appealable, practice.Today, triggers);
            if (ExpiryRule.Last(CodeNames.Read<DenialState>(denial.State), filed: false, clocks) is { } last && await ExpireAsync(connection, practice, denial, last, clocks, actor, cancellation)) { done++; }
        }

        return done;
    }

    /// <summary>Open, nothing ever filed, past the first clock by a known rule: only these can have expired. Those that expired by the same day before are a person's to close.</summary>
    private static async Task<long[]> CandidatesAsync(NpgsqlConnection connection, PracticeDay practice, CancellationToken cancellation)
    {
        // Index denial_queue, which holds the last days.
        await using var command = new NpgsqlCommand(
            """
            select coalesce(array_agg(d.denial_id order by d.denial_id), '{}') from denial d
            where d.is_open and d.practice_id = $1 and d.due_on < $2 and d.state in ('new', 'in_work') and d.waiting_since is null and not d.deadline_assumed and not d.deadline_conflict
            """, connection)
        {
            Parameters = { new() { Value = practice.PracticeId }, new() { Value = practice.Today } },
        };
        return (long[])(await command.ExecuteScalarAsync(cancellation))!;
    }

    private async Task<bool> ExpireAsync(
        NpgsqlConnection connection, PracticeDay practice, ClockedDenial denial, DenialClock last, IReadOnlyList<DenialClock> clocks, Actor actor, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var held = await DenialRecord.HoldAsync(connection, transaction, denial.PracticeId, denial.DenialId, actor, now, cancellation);

        // Somebody may have worked it since it was read.
        if (held is null || held.Facts.State is not (DenialState.New or DenialState.InWork) || held.Facts.DueOn != denial.Clock.DueOn) { return false; }

        var owners = await OwnersAsync(connection, transaction, denial, cancellation);
        if (!await KeepAsync(connection, transaction, practice, denial, last, owners, now, cancellation)) { return false; }

        await held.SaveAsync(
            connection, transaction,
            new(
                "expired", "state = $12, is_open = false, closed_at = $3, outcome = $12, outcome_reason = 'no_decision'",
                [(DenialState.Expired.Text(), NpgsqlDbType.Text)], Reason: ExpiryRule.Sentence(last, clocks)),
            actor, now, cancellation);
        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new JournalEntry(
                "denial.expired_no_decision", "denial", denial.DenialId.ToString(CultureInfo.InvariantCulture), denial.PracticeId,
                New: new { LastDay = last.Deadline.DueOn, Action = last.Deadline.Action.Text(), last.Deadline.RuleId, last.Deadline.Version, denial.DeniedAmount, Owners = owners.Select(o => o.Id) }));
        await NoticeWriting.TellAsync(connection, transaction, practice.PracticeId, [new(denial.DenialId, last.Deadline.DueOn!.Value, FlagCascade.Expired)], now, cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    /// <summary>Everybody who had the denial, in order, from the steps taken on it and its present owner.</summary>
    private static async Task<List<Owner>> OwnersAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, ClockedDenial denial, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            with had as (
                select (s.after->>'assigned_to')::uuid as id, coalesce((s.after->>'assigned_at')::timestamptz, s.at) as since from denial_step s
                where s.practice_id = $1 and s.denial_id = $2 and s.after->>'assigned_to' is not null
                union select d.assigned_to, coalesce(d.assigned_at, d.found_at) from denial d where d.practice_id = $1 and d.denial_id = $2 and d.assigned_to is not null)
            select h.id, coalesce(u.display_name, ''), min(h.since) from had h left join identity_users u on u.id = h.id group by h.id, u.display_name order by min(h.since), h.id
            """, connection, transaction)
        {
            Parameters = { new() { Value = denial.PracticeId }, new() { Value = denial.DenialId } },
        };
        var found = new List<Owner>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { found.Add(new(rows.GetGuid(0), rows.GetString(1), rows.GetFieldValue<DateTimeOffset>(2))); }

        return found;
    }

    private static async Task<bool> KeepAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, PracticeDay practice, ClockedDenial denial, DenialClock last, List<Owner> owners, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into denial_expiry (practice_id, denial_id, last_day, last_action, rule_id, rule_version, expired_on, at, amount, owners)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = denial.PracticeId }, new() { Value = denial.DenialId }, new() { Value = last.Deadline.DueOn!.Value }, new() { Value = last.Deadline.Action.Text() },
                new() { Value = last.Deadline.RuleId }, new() { Value = last.Deadline.Version }, new() { Value = practice.Today }, new() { Value = now }, new() { Value = denial.DeniedAmount },
                new() { Value = JsonSerializer.Serialize(owners, JsonSerializerOptions.Web), NpgsqlDbType = NpgsqlDbType.Jsonb },
            },
        };
        return await command.ExecuteNonQueryAsync(cancellation) == 1;
    }
}
