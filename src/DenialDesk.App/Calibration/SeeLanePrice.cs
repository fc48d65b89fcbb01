using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Priority;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Calibration;

/// <summary>A practice's lane share and what each other one would have cost it.</summary>
/// <param name="From">First day worked again, inclusive.</param>
/// <param name="To">Last day, inclusive.</param>
/// <param name="Minutes">The team's minutes a day it was worked again with.</param>
/// <param name="TeamMinutes">The team's minutes a day as set for the practice.</param>
/// <param name="Share">The share in force, 0 to 1.</param>
/// <param name="Version">The practice's version, for changing the share.</param>
/// <param name="MadeAt">When it was worked out.</param>
public sealed record LanePriceView(int PracticeId, string Practice, DateOnly From, DateOnly To, int Minutes, int TeamMinutes, double Share, int Version, LanePrice Price, DateTimeOffset MadeAt);

/// <summary>Works a practice's last ninety days again, by the desk's own order, under several lane shares; with the practice's own settings once a day, and kept unless there was nothing to work.</summary>
public sealed class SeeLanePrice(DeskSource database, TimeProvider clock)
{
    /// <summary>Days that are worked again.</summary>
    public const int Days = 90;

    private const int PriceWorkdays = 60;

    /// <summary>Which practice, with which team.</summary>
    public sealed record Input
    {
        /// <summary>The practice; null is the first one the reader sees.</summary>
        public int? Practice { get; init; }

        /// <summary>Team minutes a day to try instead of those set, 30 to 20,000.</summary>
        public int? Minutes { get; init; }
    }

    /// <summary>The price; null when there is no such practice for this person.</summary>
    public async Task<LanePriceView?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeTrends);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (await PracticeAsync(connection, input, actor, cancellation) is not { } practice) { return null; }

        var today = PracticeDay.At(clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(practice.TimeZone));
        var (from, to) = (today.AddDays(-Days), today.AddDays(-1));
        var settings = await Scoring.SettingsAsync(connection, null, practice.Id, cancellation);
        var minutes = Math.Clamp(input.Minutes ?? (int)settings.MinutesPerDay, 30, 20_000);
        var own = minutes == (int)settings.MinutesPerDay;
        if (!own || await KeptLane.FindAsync(connection, practice.Id, today, settings, cancellation) is not { } kept)
        {
            var past = await PastAsync(connection, practice.Id, practice.TimeZone, from, to, cancellation);
            kept = (await Task.Run(() => LaneReplay.Run(past, settings with { MinutesPerDay = minutes }), cancellation), clock.GetUtcNow());
            if (own && kept.Price.Denials > 0) { await KeptLane.SaveAsync(connection, practice.Id, today, settings, kept.Price, kept.MadeAt, cancellation); }
        }

        return new(practice.Id, practice.Name, from, to, minutes, (int)settings.MinutesPerDay, settings.DueNowShare, practice.Version, kept.Price, kept.MadeAt);
    }

    private static async Task<(int Id, string Name, string TimeZone, int Version)?> PracticeAsync(NpgsqlConnection connection, Input input, Actor actor, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "select practice_id, name, time_zone, version from practice where ($1::int[] is null or practice_id = any($1)) and ($2::int is null or practice_id = $2) order by name limit 1", connection);
        command.Parameters.Add(new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = (object?)input.Practice ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        return await rows.ReadAsync(cancellation) ? (rows.GetInt32(0), rows.GetString(1), rows.GetString(2), rows.GetInt32(3)) : null;
    }

    /// <summary>
    /// What came since sixty workdays before the stretch, and what was open in it. A denial came on the day the desk found it; one whose file was brought in more than a month
    /// after its date came on that date, because the office had it before it had the desk. What a payer took back by itself was never work.
    /// </summary>
    private static async Task<ReplayedPast> PastAsync(NpgsqlConnection connection, int practiceId, string zone, DateOnly from, DateOnly to, CancellationToken cancellation)
    {
        var odds = await OddsBook.LoadAsync(connection, null, practiceId, to, cancellation);
        // denial_month for what came lately, denial_queue's open rows for the backlog; one pass over some months of one practice.
        await using var command = new NpgsqlCommand(
            """
            select * from (
                select d.denial_id, d.expected_amount, (d.score_parts->>'reversal')::float8, (d.score_parts->>'minutes')::float8, d.last_safe_day, d.due_on, d.denied_on,
                       case when (d.found_at at time zone $2)::date > d.denied_on + 30 then d.denied_on else (d.found_at at time zone $2)::date end as came,
                       (d.closed_at is null or (d.closed_at at time zone $2)::date >= $4) and coalesce(d.waiting_since >= $4 or d.state <> 'waiting', true) as open_then,
                       d.payer_id, d.category, d.lead_carc, d.procedure_codes
                from denial d where d.practice_id = $1 and d.outcome is distinct from 'not_a_denial' and d.state <> 'superseded' and (d.denied_on >= $3 or d.is_open or d.closed_at >= $4)) x
            where x.came <= $5 and (x.came >= $3 or x.open_then)
            """, connection);
        foreach (var value in new object[] { practiceId, zone, BusinessDays.Add(from, -PriceWorkdays), from, to }) { command.Parameters.Add(new() { Value = value }); }

        var (found, open) = (new List<ReplayedDenial>(), new HashSet<long>());
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            var (payer, category) = (r.GetInt32(9), r.GetString(10));
            var reversal = r.IsDBNull(2) ? odds.Of(payer, category, r.GetString(11), r.GetString(12)).Mean : r.GetDouble(2);
            var minutes = r.IsDBNull(3) ? odds.Minutes(payer, category) : r.GetDouble(3);
            found.Add(new(
                new(r.GetInt64(0), r.GetDecimal(1), reversal, minutes, r.GetFieldValue<DateOnly>(4), r.GetFieldValue<DateOnly>(5), r.GetFieldValue<DateOnly>(6)), r.GetFieldValue<DateOnly>(7)));
            if (r.GetBoolean(8)) { open.Add(r.GetInt64(0)); }
        }

        return new(found, from, to, open);
    }
}
