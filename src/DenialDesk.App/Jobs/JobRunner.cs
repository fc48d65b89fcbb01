using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace DenialDesk.App.Jobs;

/// <summary>How a run ended. <see cref="Sentence"/> is for a person.</summary>
public sealed record JobReport(string Job, bool Ran, int Done, TimeSpan Took, string? Error)
{
    /// <summary>What happened, in words.</summary>
    public string Sentence => Error ?? (Ran ? $"{Job}: {Done:N0} done in {Took.TotalSeconds:0.0} s." : $"{Job}: nothing was due.");
}

/// <summary>
/// Runs a job once across all nodes and keeps its record in job_run. A session lock on the job's name keeps a second run out, whether it
/// comes from the timetable, the jobs page or the command line; the lock dies with its process, so nothing stays locked.
/// </summary>
public sealed class JobRunner(NpgsqlDataSource database, IServiceScopeFactory scopes, TimeProvider clock, ILogger<JobRunner> log)
{
    private const int LockSpace = 0x4A4F42;      // 'JOB'

    /// <summary>The bell: does what is due and leaves no record when nothing was.</summary>
    public async Task<JobReport> RingAsync(TimetableEntry entry, CancellationToken cancellation)
    {
        var due = await PracticesAsync(entry, all: false, cancellation);
        if (entry.At is not null && due.Count == 0) { return new(entry.Name, false, 0, TimeSpan.Zero, null); }

        return await RunAsync(entry, due, "timetable", null, cancellation);
    }

    /// <summary>Runs for every practice at once, whatever the timetable says.</summary>
    /// <param name="cause">"person" or "command".</param>
    public async Task<JobReport> RunNowAsync(TimetableEntry entry, string cause, Guid? by, CancellationToken cancellation)
        => await RunAsync(entry, await PracticesAsync(entry, all: true, cancellation), cause, by, cancellation);

    private async Task<JobReport> RunAsync(TimetableEntry entry, IReadOnlyList<PracticeDay> practices, string cause, Guid? by, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (!await TryLockAsync(connection, entry.Name, cancellation))
        {
            return new(entry.Name, false, 0, TimeSpan.Zero, $"{entry.Title} is already running. Wait until it has finished.");
        }

        var started = clock.GetUtcNow();
        await using var record = await JobRecord.BeginAsync(database, entry, cause, by, started, cancellation);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var work = (IDeskJob)ActivatorUtilities.GetServiceOrCreateInstance(scope.ServiceProvider, entry.Work);
            var done = await work.RunAsync(new JobTurn(practices, record.Report) { ByHand = cause != "timetable" }, cancellation);
            await record.EndAsync(clock.GetUtcNow(), done, null, entry.At is null ? [] : practices);
            return new(entry.Name, true, done, clock.GetUtcNow() - started, null);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            const string stopped = "Stopped because the program was stopping. It runs again by itself.";
            await record.EndAsync(clock.GetUtcNow(), 0, stopped, []);
            return new(entry.Name, true, 0, clock.GetUtcNow() - started, stopped);
        }
        catch (JobFailedException result)
        {
            log.LogWarning("Job {Job} ended badly: {Result}", entry.Name, result.Message);
            await record.EndAsync(clock.GetUtcNow(), 0, result.Message, entry.At is null ? [] : practices);
            return new(entry.Name, true, 0, clock.GetUtcNow() - started, result.Message);
        }
        catch (Exception problem)
        {
            var id = Guid.NewGuid().ToString("N")[..8];
            log.LogError(problem, "Job {Job} failed, error {ErrorId}", entry.Name, id);
            var sentence = $"{entry.Title} failed. The log has the details under error {id}.";
            await record.EndAsync(clock.GetUtcNow(), 0, sentence, []);
            return new(entry.Name, true, 0, clock.GetUtcNow() - started, sentence);
        }
        finally
        {
            await UnlockAsync(connection, entry.Name);
        }
    }

    /// <summary>Practices and their local day; only those still owed today's turn, or all of them.</summary>
    private async Task<IReadOnlyList<PracticeDay>> PracticesAsync(TimetableEntry entry, bool all, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var found = new List<PracticeDay>();
        await using var command = database.CreateCommand(
            "select p.practice_id, p.time_zone, d.done_for from practice p left join job_day d on d.practice_id = p.practice_id and d.job = $1 order by 1");
        command.Parameters.AddWithValue(entry.Name);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(rows.GetString(1));
            DateOnly? doneFor = rows.IsDBNull(2) ? null : rows.GetFieldValue<DateOnly>(2);
            var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
            if (all || entry.At is null) { found.Add(new(rows.GetInt32(0), today)); }
            else if (NightlyDue.For(now, zone, entry.At.Value, doneFor) is { } day) { found.Add(new(rows.GetInt32(0), day)); }
        }

        return found;
    }

    internal static async Task<bool> TryLockAsync(NpgsqlConnection connection, string job, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock($1, hashtext($2))", connection)
        {
            Parameters = { new() { Value = LockSpace }, new() { Value = job } },
        };
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    internal static async Task UnlockAsync(NpgsqlConnection connection, string job)
    {
        if (connection.FullState != System.Data.ConnectionState.Open) { return; }

        await using var command = new NpgsqlCommand("select pg_advisory_unlock($1, hashtext($2))", connection)
        {
            Parameters = { new() { Value = LockSpace }, new() { Value = job } },
        };
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
