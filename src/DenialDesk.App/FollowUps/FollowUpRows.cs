using DenialDesk.App.Denials;
using DenialDesk.App.Payers;
using DenialDesk.App.People;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.FollowUps;
using DenialDesk.Domain.Payers;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.FollowUps;

/// <summary>The open follow-up of a denial.</summary>
internal sealed record OpenLook(long FollowUpId, NextLook Look, DateOnly? SentOn, SentKind? Sent);

/// <summary>Reads and writes follow-ups inside the caller's transaction. One is open a denial; a new one ends it.</summary>
internal static class FollowUpRows
{
    private const string Behind =
        """
        select (select c.body::text from payer_conduct c where c.payer_id = coalesce(p.merged_into, p.payer_id) order by c.version desc limit 1),
               array(select o.day from practice_closed_day o where o.practice_id = $1 and o.day >= $4::date),
               m.days, coalesce(m.n, 0)::int
        from payer p
        left join lateral (
            select percentile_disc(0.5) within group (order by a.days) as days, count(*) as n
            from (select (d.closed_at at time zone 'UTC')::date - d.waiting_since as days,
                         (select t.step from denial_step t where t.practice_id = d.practice_id and t.denial_id = d.denial_id and t.step in ('corrected_resubmitted', 'appealed') order by t.step_id desc limit 1) as step
                  from denial d where d.practice_id = $1 and d.payer_id = p.payer_id and d.waiting_since is not null and not d.is_open and d.state in ('closed_recovered', 'superseded')) a
            where a.step = $3::text and a.days >= 0) m on true
        where p.payer_id = $2
        """;

    /// <summary>What was sent on a day and how its payer behaves. By denial_answered; conduct and closed days by key.</summary>
    public static async Task<SentFacts> BehindAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, int practiceId, int payerId, SentKind kind, DateOnly on, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Behind, connection, transaction)
        {
            Parameters = { new() { Value = practiceId }, new() { Value = payerId }, new() { Value = StepOf(kind) }, new() { Value = on } },
        };
        await using var r = await command.ExecuteReaderAsync(cancellation);
        if (!await r.ReadAsync(cancellation)) { return new() { Kind = kind, On = on }; }

        var conduct = r.IsDBNull(0) ? PayerConduct.Unknown : SeeConduct.Read(r.GetString(0));
        return new()
        {
            Kind = kind,
            On = on,
            QuietDays = conduct.QuietDays,
            ResponseDays = conduct.ResponseDays,
            MedianDays = r.IsDBNull(2) ? null : r.GetInt32(2),
            Answers = r.GetInt32(3),
            Portal = conduct.Channels.Any(c => c.Channel == Channel.Portal),
            Closed = r.GetFieldValue<DateOnly[]>(1).ToHashSet(),
        };
    }

    /// <summary>The open follow-up of a denial; null without one. Index follow_up_open.</summary>
    public static async Task<OpenLook?> OpenAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, int practiceId, long denialId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "select follow_up_id, kind, due_on, note, misses, sent_on, sent_kind from follow_up where practice_id = $1 and denial_id = $2 and done_at is null", connection, transaction)
        {
            Parameters = { new() { Value = practiceId }, new() { Value = denialId } },
        };
        await using var r = await command.ExecuteReaderAsync(cancellation);
        if (!await r.ReadAsync(cancellation)) { return null; }

        return new(
            r.GetInt64(0), new(CodeNames.TryRead<FollowUpKind>(r.GetString(1)) ?? FollowUpKind.Own, r.GetFieldValue<DateOnly>(2), r.GetString(3), r.GetInt32(4)),
            r.IsDBNull(5) ? null : r.GetFieldValue<DateOnly>(5), r.IsDBNull(6) ? null : CodeNames.TryRead<SentKind>(r.GetString(6)));
    }

    /// <summary>Ends the open follow-up, if there is one, with what came of it.</summary>
    public static async Task<int> EndAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, long denialId, string outcome, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "update follow_up set done_at = $3, done_by = $4, done_by_name = $5, outcome = $6 where practice_id = $1 and denial_id = $2 and done_at is null", connection, transaction)
        {
            Parameters =
            {
                new() { Value = practiceId }, new() { Value = denialId }, new() { Value = now }, new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
                new() { Value = actor.Name }, new() { Value = outcome },
            },
        };
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Adds the next one; the one before has to be ended.</summary>
    public static async Task AddAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, long denialId, NextLook look, SentFacts? sent, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into follow_up (practice_id, denial_id, due_on, kind, note, misses, sent_on, sent_kind, made_at, made_by, made_by_name, owner_id)
            select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, d.assigned_to from denial d where d.practice_id = $1 and d.denial_id = $2 on conflict do nothing
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = practiceId }, new() { Value = denialId }, new() { Value = look.DueOn }, new() { Value = look.Kind.Text() }, new() { Value = look.Because }, new() { Value = look.Misses },
                new() { Value = (object?)sent?.On ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Date }, new() { Value = (object?)sent?.Kind.Text() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = now }, new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }, new() { Value = actor.Name },
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Called where a step is saved: what was sent is followed up, what is closed or taken back is not.</summary>
    public static async Task AfterStepAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, DenialRecord denial, string step, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        if (SentBy(step) is { } kind)
        {
            await EndAsync(connection, transaction, denial.PracticeId, denial.DenialId, "sent", actor, now, cancellation);
            var sent = await BehindAsync(connection, transaction, denial.PracticeId, denial.PayerId, kind, denial.Today, cancellation);
            await AddAsync(connection, transaction, denial.PracticeId, denial.DenialId, FollowUpPlan.First(sent), sent, actor, now, cancellation);
        }
        else if (step is "recovered" or "to_patient" or "to_next_payer" or "write_off" or "undo")
        {
            await EndAsync(connection, transaction, denial.PracticeId, denial.DenialId, step, actor, now, cancellation);
        }
    }

    /// <summary>What a step sends; nothing for any other step.</summary>
    public static SentKind? SentBy(string step) => step switch { "corrected_resubmitted" => SentKind.Corrected, "appealed" => SentKind.Appeal, _ => null };

    private static string StepOf(SentKind kind) => kind == SentKind.Corrected ? "corrected_resubmitted" : "appealed";
}
