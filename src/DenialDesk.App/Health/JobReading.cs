using DenialDesk.App.Jobs;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Health;

/// <summary>How each job of the timetable last went.</summary>
internal static class JobReading
{
    // Index job_run_newest (job, run_id desc): the newest run, the newest finished one and the newest good one of each job.
    private const string Sql =
        """
        select j.name, n.started_at, n.finished_at is null, g.finished_at, f.finished_at - f.started_at, f.error
        from unnest($1::text[]) as j (name)
        left join lateral (select started_at, finished_at from job_run where job = j.name order by run_id desc limit 1) n on true
        left join lateral (select started_at, finished_at, error from job_run where job = j.name and finished_at is not null order by run_id desc limit 1) f on true
        left join lateral (select finished_at from job_run where job = j.name and finished_at is not null and error is null order by run_id desc limit 1) g on true
        """;

    /// <summary>Reads them in the timetable's order.</summary>
    public static async Task<IReadOnlyList<JobFacts>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Sql, connection)
        {
            Parameters = { new() { Value = Timetable.Entries.Select(e => e.Name).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text } },
        };
        var found = new Dictionary<string, JobFacts>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            DateTimeOffset? At(int i) => rows.IsDBNull(i) ? null : rows.GetFieldValue<DateTimeOffset>(i);
            var entry = Timetable.Find(rows.GetString(0))!;
            found.Add(entry.Name, new(
                entry.Name, entry.Title, entry.At is not null, entry.Ring, At(1), At(3), rows.IsDBNull(4) ? null : rows.GetTimeSpan(4), rows.IsDBNull(5) ? null : rows.GetString(5),
                !rows.IsDBNull(1) && rows.GetBoolean(2)));
        }

        return [.. Timetable.Entries.Select(e => found[e.Name])];
    }
}
