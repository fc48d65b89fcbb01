using DenialDesk.App.Data;
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Appeals;
using DenialDesk.Domain.Codes;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Appeals;

/// <summary>
/// What a remittance makes of appeals: once the payer has paid every denial of an open one, it is decided (with the payer) or withdrawn (not sent yet) by itself, and stands open
/// again as it was when that payment is taken back or its step is undone. In the caller's transaction, with an event and the journal.
/// </summary>
internal static class PaidAppeals
{
    private const string Paid = "paid";
    private const string PaidBack = "paid_back";

    private sealed record Found(int PracticeId, long AppealId, AppealStatus Status, decimal Amount, decimal Recovered, AppealStatus Before);

    /// <summary>Ends open appeals of denials that a payment has closed; those that still have an open denial stay.</summary>
    public static async Task EndAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, IReadOnlyCollection<long> recovered, DateTimeOffset now, CancellationToken cancellation)
    {
        if (recovered.Count == 0) { return; }

        // appeal_denial_denial, then appeals and denials by key.
        const string Sql =
            """
            select a.appeal_id, a.status, a.amount, (select coalesce(sum(d.recovered_amount), 0) from appeal_denial m join denial d using (practice_id, denial_id) where m.practice_id = a.practice_id and m.appeal_id = a.appeal_id), a.status
            from appeal a
            where a.practice_id = $1 and a.is_open and a.appeal_id in (select appeal_id from appeal_denial where practice_id = $1 and denial_id = any($2))
              and not exists (select 1 from appeal_denial m join denial d using (practice_id, denial_id) where m.practice_id = a.practice_id and m.appeal_id = a.appeal_id and d.is_open)
            order by a.appeal_id for update of a
            """;
        foreach (var found in await FindAsync(connection, transaction, Sql, practiceId, recovered, cancellation))
        {
            if (PaidAppeal.Of(found.Status, found.Amount, found.Recovered) is not { } next) { continue; }

            var granted = next == AppealStatus.Withdrawn ? (decimal?)null : Math.Min(found.Recovered, found.Amount);
            await SaveAsync(connection, transaction, found, next, granted, decided: true, now, cancellation);
            var note = next == AppealStatus.Withdrawn ? "The payer paid before it went out." : "The payer paid by a remittance.";
            await new AppealEvent(Paid, found.Status.Text(), next.Text()) { Amount = granted, Note = note }.AddAsync(connection, transaction, practiceId, found.AppealId, Actor.Desk, now, cancellation);
        }
    }

    /// <summary>Opens again what a payment had ended, because that payment was taken back or its step undone; an appeal that somebody went on with stays.</summary>
    public static async Task OpenAgainAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, IReadOnlyCollection<long> reopened, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        if (reopened.Count == 0) { return; }

        // appeal_denial_denial; the newest event of each by appeal_event's key.
        const string Sql =
            """
            select a.appeal_id, a.status, a.amount, 0::numeric, e.from_status
            from appeal a
            join lateral (select event, from_status from appeal_event e where e.practice_id = a.practice_id and e.appeal_id = a.appeal_id order by e.event_id desc limit 1) e on e.event = 'paid'
            where a.practice_id = $1 and not a.is_open and a.appeal_id in (select appeal_id from appeal_denial where practice_id = $1 and denial_id = any($2))
            order by a.appeal_id for update of a
            """;
        foreach (var found in await FindAsync(connection, transaction, Sql, practiceId, reopened, cancellation))
        {
            await SaveAsync(connection, transaction, found, found.Before, null, decided: false, now, cancellation);
            await new AppealEvent(PaidBack, found.Status.Text(), found.Before.Text()) { Note = "What had ended it was taken back." }
                .AddAsync(connection, transaction, practiceId, found.AppealId, actor, now, cancellation);
        }
    }

    private static async Task<List<Found>> FindAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, string sql, int practiceId, IReadOnlyCollection<long> denials, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction) { Parameters = { new() { Value = practiceId }, new() { Value = denials.ToArray() } } };
        var found = new List<Found>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new(practiceId, r.GetInt64(0), CodeNames.Read<AppealStatus>(r.GetString(1)), r.GetDecimal(2), r.GetDecimal(3), CodeNames.Read<AppealStatus>(r.GetString(4))));
        }

        return found;
    }

    private static async Task SaveAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Found found, AppealStatus next, decimal? granted, bool decided, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            update appeal a set status = $3, is_open = $4, granted = $5, changed_at = $6, version = a.version + 1,
                                decided_on = case when $7 then ($6::timestamptz at time zone (select time_zone from practice p where p.practice_id = a.practice_id))::date end
            where a.practice_id = $1 and a.appeal_id = $2
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = found.PracticeId }, new() { Value = found.AppealId }, new() { Value = next.Text() }, new() { Value = AppealSteps.IsOpen(next) },
                new() { Value = (object?)granted ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Numeric }, new() { Value = now }, new() { Value = decided && next != AppealStatus.Withdrawn },
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);
        await DeskChange.TellAnythingAsync(connection, transaction, cancellation);
    }
}
