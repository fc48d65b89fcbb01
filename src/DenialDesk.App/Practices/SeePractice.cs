using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Practices;

/// <summary>A day an office is closed by its own choice; federal holidays and weekends are closed for everybody and not among them.</summary>
public sealed record ClosedDay(DateOnly Day, string Name);

/// <summary>One practice with its calendar.</summary>
public sealed record PracticeView(int PracticeId, string Name, string TimeZone, string? State, DateOnly Today, IReadOnlyList<ClosedDay> Closed);

/// <summary>Reads one practice and the days its office is closed.</summary>
public sealed class SeePractice(DeskSource database, TimeProvider clock)
{
    /// <summary>The practice; null when it is not there for this person.</summary>
    public async Task<PracticeView?> Run(int practiceId, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeePractices);
        if (!actor.Sees(practiceId)) { return null; }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand("select name, time_zone, state from practice where practice_id = $1", connection) { Parameters = { new() { Value = practiceId } } };
        (string Name, string Zone, string? State) found;
        await using (var rows = await command.ExecuteReaderAsync(cancellation))
        {
            if (!await rows.ReadAsync(cancellation)) { return null; }

            found = (rows.GetString(0), rows.GetString(1), rows.IsDBNull(2) ? null : rows.GetString(2));
        }

        var today = PracticeDay.At(clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(found.Zone));
        return new(practiceId, found.Name, found.Zone, found.State, today, await ClosedDays.ListAsync(connection, practiceId, cancellation));
    }
}

/// <summary>The days an office is closed, from their own small table.</summary>
internal static class ClosedDays
{
    /// <summary>All of them in order.</summary>
    public static async Task<IReadOnlyList<ClosedDay>> ListAsync(NpgsqlConnection connection, int practiceId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select day, name from practice_closed_day where practice_id = $1 order by day", connection) { Parameters = { new() { Value = practiceId } } };
        var found = new List<ClosedDay>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { found.Add(new(rows.GetFieldValue<DateOnly>(0), rows.GetString(1))); }

        return found;
    }

    /// <summary>The days alone, as the calendar rule wants them.</summary>
    public static async Task<IReadOnlySet<DateOnly>> OfAsync(NpgsqlConnection connection, int practiceId, CancellationToken cancellation)
        => (await ListAsync(connection, practiceId, cancellation)).Select(c => c.Day).ToHashSet();
}
