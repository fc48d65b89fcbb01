using System.Text.Json;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.Priority;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Calibration;

/// <summary>What the order in force would have brought in a practice's last ninety days.</summary>
/// <param name="To">Last day worked again, inclusive.</param>
/// <param name="MadeAt">When it was worked out.</param>
/// <param name="Denials">Denials in play.</param>
/// <param name="BoundShare">Dollars as a share of the best anybody could have done, who knew every arrival beforehand, 0 to 1.</param>
/// <param name="ExpiredDollars">Expected dollars that would have run out.</param>
public sealed record ReplayedLane(DateOnly To, DateTimeOffset MadeAt, int Denials, double BoundShare, double ExpiredDollars);

/// <summary>The replay as it is kept, one a practice: good for the day and the settings it was worked out with.</summary>
internal static class KeptLane
{
    /// <summary>The kept replay of this day and these settings; null when it is of others.</summary>
    public static async Task<(LanePrice Price, DateTimeOffset MadeAt)?> FindAsync(NpgsqlConnection connection, int practiceId, DateOnly today, PrioritySettings settings, CancellationToken cancellation)
    {
        // By primary key.
        await using var command = new NpgsqlCommand("select body::text, made_at from lane_replay where practice_id = $1 and as_of = $2 and minutes = $3 and share = $4 and (body->>'denials')::int > 0", connection)
        {
            Parameters = { new() { Value = practiceId }, new() { Value = today }, new() { Value = (int)settings.MinutesPerDay }, new() { Value = (decimal)settings.DueNowShare } },
        };
        await using var r = await command.ExecuteReaderAsync(cancellation);
        return await r.ReadAsync(cancellation) ? (Read(r.GetString(0)), r.GetFieldValue<DateTimeOffset>(1)) : null;
    }

    /// <summary>Keeps one instead of what was kept before.</summary>
    public static async Task SaveAsync(NpgsqlConnection connection, int practiceId, DateOnly today, PrioritySettings settings, LanePrice price, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into lane_replay (practice_id, as_of, minutes, share, made_at, body) values ($1, $2, $3, $4, $5, $6)
            on conflict (practice_id) do update set as_of = excluded.as_of, minutes = excluded.minutes, share = excluded.share, made_at = excluded.made_at, body = excluded.body
            """, connection)
        {
            Parameters =
            {
                new() { Value = practiceId }, new() { Value = today }, new() { Value = (int)settings.MinutesPerDay }, new() { Value = (decimal)settings.DueNowShare }, new() { Value = now },
                new() { Value = JsonSerializer.Serialize(price, JsonSerializerOptions.Web), NpgsqlDbType = NpgsqlDbType.Jsonb },
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The newest kept of each practice, with what the share of that day brought; those without denials are left out.</summary>
    public static async Task<Dictionary<int, ReplayedLane>> AllAsync(DeskSource database, Actor actor, CancellationToken cancellation)
    {
        // One row a practice.
        var rows = await database.AskAsync(
            "select practice_id, as_of, made_at, share, body::text from lane_replay where $1::int[] is null or practice_id = any($1)", [actor.PracticeScope],
            r => (Practice: r.GetInt32(0), AsOf: r.GetFieldValue<DateOnly>(1), MadeAt: r.GetFieldValue<DateTimeOffset>(2), Share: (double)r.GetDecimal(3), Price: Read(r.GetString(4))), cancellation);
        var found = new Dictionary<int, ReplayedLane>();
        foreach (var (practice, asOf, madeAt, share, price) in rows)
        {
            if (price.Denials > 0 && price.Shares.FirstOrDefault(s => Math.Abs(s.Share - share) < .0005) is { } inForce)
            {
                found[practice] = new(asOf.AddDays(-1), madeAt, price.Denials, inForce.BoundShare, inForce.ExpiredDollars);
            }
        }

        return found;
    }

    private static LanePrice Read(string body) => JsonSerializer.Deserialize<LanePrice>(body, JsonSerializerOptions.Web)!;
}
