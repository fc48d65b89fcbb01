using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Jobs;

/// <summary>One run, finished or under way.</summary>
/// <param name="Cause">"timetable", "person" or "command".</param>
/// <param name="StartedBy">The person's name, when a person set it off.</param>
public sealed record JobRunRow(
    long RunId, string Job, string Cause, string? StartedBy, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, int? Percent, string? Doing, int? Done, string? Error)
{
    /// <summary>Whether it is still under way.</summary>
    public bool Running => FinishedAt is null;

    /// <summary>How long it took; null while under way.</summary>
    public TimeSpan? Took => FinishedAt - StartedAt;
}

/// <summary>A job with its next time and its newest runs.</summary>
/// <param name="Next">When it does its work next, in UTC; null when the scheduler has not started.</param>
/// <param name="Runs">Newest first.</param>
public sealed record JobView(TimetableEntry Entry, DateTimeOffset? Next, IReadOnlyList<JobRunRow> Runs);

/// <summary>Every job of the timetable, when it runs next, and how its last runs went.</summary>
public sealed class SeeJobs(DeskSource database, TimeProvider clock, JobDesk desk)
{
    private const int RunsShown = 8;

    /// <summary>Reads the page.</summary>
    public async Task<IReadOnlyList<JobView>> Run(Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeJobs);
        var runs = await RunsAsync(cancellation);
        var practices = await PracticesAsync(cancellation);
        var views = new List<JobView>();
        foreach (var entry in Timetable.Entries)
        {
            var next = entry.At is { } at
                ? practices.Select(p => NextAt(p.Zone, at, p.Done.GetValueOrDefault(entry.Name))).DefaultIfEmpty().Min()
                : await desk.NextRingAsync(entry, cancellation);
            views.Add(new(entry, next, [.. runs.Where(r => r.Job == entry.Name)]));
        }

        return views;
    }

    /// <summary>The next instant at which a nightly job is due in a zone: now when it is owed, else the hour today or tomorrow.</summary>
    private DateTimeOffset? NextAt(TimeZoneInfo zone, TimeOnly at, DateOnly? doneFor)
    {
        var now = clock.GetUtcNow();
        if (NightlyDue.For(now, zone, at, doneFor) is not null) { return now; }

        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        var local = (doneFor >= today ? today.AddDays(1) : today).ToDateTime(at);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }

    // Index job_run_newest (job, run_id desc): a few rows a job.
    private async Task<List<JobRunRow>> RunsAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            """
            select r.run_id, r.job, r.cause, u.display_name, r.started_at, r.finished_at, r.percent, r.doing, r.done, r.error
            from unnest($1::text[]) as j (name)
            cross join lateral (select * from job_run where job = j.name order by run_id desc limit $2) r
            left join identity_users u on u.id = r.started_by
            order by r.job, r.run_id desc
            """);
        command.Parameters.Add(new() { Value = Timetable.Entries.Select(e => e.Name).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.AddWithValue(RunsShown);
        var found = new List<JobRunRow>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new(
                rows.GetInt64(0), rows.GetString(1), rows.GetString(2), rows.IsDBNull(3) ? null : rows.GetString(3), rows.GetFieldValue<DateTimeOffset>(4),
                rows.IsDBNull(5) ? null : rows.GetFieldValue<DateTimeOffset>(5), rows.IsDBNull(6) ? null : rows.GetInt32(6), rows.IsDBNull(7) ? null : rows.GetString(7),
                rows.IsDBNull(8) ? null : rows.GetInt32(8), rows.IsDBNull(9) ? null : rows.GetString(9)));
        }

        return found;
    }

    private async Task<List<(TimeZoneInfo Zone, Dictionary<string, DateOnly?> Done)>> PracticesAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            """
            select p.time_zone, coalesce(array_agg(d.job) filter (where d.job is not null), '{}'), coalesce(array_agg(d.done_for) filter (where d.job is not null), '{}')
            from practice p left join job_day d on d.practice_id = p.practice_id group by p.practice_id, p.time_zone
            """);
        var found = new List<(TimeZoneInfo, Dictionary<string, DateOnly?>)>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var days = rows.GetFieldValue<DateOnly[]>(2);
            found.Add((TimeZoneInfo.FindSystemTimeZoneById(rows.GetString(0)), rows.GetFieldValue<string[]>(1).Select((job, i) => (job, i)).ToDictionary(x => x.job, x => (DateOnly?)days[x.i])));
        }

        return found;
    }
}
