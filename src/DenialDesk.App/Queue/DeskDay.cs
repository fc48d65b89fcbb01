using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.Calendar;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Queue;

/// <summary>
/// "Today" for a list over practices: the day in the time zone of the first practice the person sees. Practices of one desk seldom lie in
/// different zones; a single denial is always judged by its own practice's day.
/// </summary>
internal static class DeskDay
{
    /// <summary>The day; Eastern time while there is no practice yet.</summary>
    public static async Task<DateOnly> TodayAsync(DeskSource database, TimeProvider clock, Actor actor, CancellationToken cancellation)
        => PracticeDay.At(clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(await ZoneAsync(database, actor, cancellation)));

    /// <summary>The name of that time zone.</summary>
    public static async Task<string> ZoneAsync(DeskSource database, Actor actor, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select time_zone from practice where $1::int[] is null or practice_id = any($1) order by practice_id limit 1");
        command.Parameters.Add(new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        return await command.ExecuteScalarAsync(cancellation) as string ?? "America/New_York";
    }
}
