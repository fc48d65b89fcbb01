using Npgsql;

namespace DenialDesk.App.Jobs;

/// <summary>The row in job_run of one run: begun, kept up to date, and ended. Only the holder of the job's lock has one.</summary>
internal sealed class JobRecord : IAsyncDisposable
{
    private readonly NpgsqlDataSource _database;
    private readonly TimetableEntry _entry;
    private readonly string _cause;
    private readonly long _runId;
    private Task _reporting = Task.CompletedTask;

    private JobRecord(NpgsqlDataSource database, TimetableEntry entry, string cause, long runId)
        => (_database, _entry, _cause, _runId) = (database, entry, cause, runId);

    /// <summary>Writes the row. Rows of earlier runs that never ended belong to processes that died, and are closed as such.</summary>
    public static async Task<JobRecord> BeginAsync(
        NpgsqlDataSource database, TimetableEntry entry, string cause, Guid? by, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            """
            with died as (
                update job_run set finished_at = $3, error = 'The program stopped in the middle of this run.'
                where job = $1 and finished_at is null)
            insert into job_run (job, cause, started_at, started_by) values ($1, $2, $3, $4) returning run_id
            """);
        command.Parameters.AddWithValue(entry.Name);
        command.Parameters.AddWithValue(cause);
        command.Parameters.AddWithValue(at);
        command.Parameters.Add(new() { Value = (object?)by ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid });
        return new JobRecord(database, entry, cause, (long)(await command.ExecuteScalarAsync(cancellation))!);
    }

    /// <summary>Notes progress; a report that comes while the last one is still being written is dropped.</summary>
    public void Report(int percent, string doing)
    {
        if (_reporting.IsCompleted) { _reporting = WriteProgressAsync(Math.Clamp(percent, 0, 100), doing); }
    }

    /// <summary>Closes the row. When it went well the practices are marked done for their day in the same transaction.</summary>
    public async Task EndAsync(DateTimeOffset at, int done, string? error, IReadOnlyList<PracticeDay> finished)
    {
        await Settle();
        await using var connection = await _database.OpenConnectionAsync(CancellationToken.None);
        await using var transaction = await connection.BeginTransactionAsync(CancellationToken.None);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(new("update job_run set finished_at = $2, done = $3, error = $4, percent = null, doing = null where run_id = $1")
        {
            Parameters = { new() { Value = _runId }, new() { Value = at }, new() { Value = done }, new() { Value = (object?)error ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text } },
        });
        batch.BatchCommands.Add(new(
            """
            insert into job_day (practice_id, job, done_for) select p, $1, d from unnest($2::int[], $3::date[]) as x (p, d)
            on conflict (practice_id, job) do update set done_for = greatest(job_day.done_for, excluded.done_for)
            """)
        {
            Parameters = { new() { Value = _entry.Name }, new() { Value = finished.Select(p => p.PracticeId).ToArray() }, new() { Value = finished.Select(p => p.Today).ToArray() } },
        });
        batch.BatchCommands.Add(ForgetIdleRuns(done, error));
        await batch.ExecuteNonQueryAsync(CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync() => await Settle();

    /// <summary>A bell that rings every few seconds and finds nothing would bury the runs that did something: only its last idle run is kept.</summary>
    private NpgsqlBatchCommand ForgetIdleRuns(int done, string? error)
        => _entry.At is null && _cause == "timetable" && done == 0 && error is null
            ? new("delete from job_run where job = $1 and run_id < $2 and cause = 'timetable' and done = 0 and error is null")
            {
                Parameters = { new() { Value = _entry.Name }, new() { Value = _runId } },
            }
            : new("select 1");

    private async Task WriteProgressAsync(int percent, string doing)
    {
        await using var command = _database.CreateCommand("update job_run set percent = $2, doing = $3 where run_id = $1 and finished_at is null");
        command.Parameters.AddWithValue(_runId);
        command.Parameters.AddWithValue(percent);
        command.Parameters.AddWithValue(doing);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private async Task Settle()
    {
        try { await _reporting; }
        catch (NpgsqlException) { _reporting = Task.CompletedTask; }      // progress is a courtesy; the run's own end is written next
    }
}
