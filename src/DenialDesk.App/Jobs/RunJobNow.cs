using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Jobs;

/// <summary>Sets a job off at once, for every practice. It runs on the scheduler's threads; its record tells how it goes.</summary>
public sealed class RunJobNow(DeskSource database, TimeProvider clock, JobDesk desk)
{
    /// <summary>Which job.</summary>
    public sealed record Input
    {
        /// <summary>Its name in the timetable.</summary>
        public required string Name { get; init; }
    }

    /// <summary>Null when it was set off, or why not.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.RunJobs);
        if (Timetable.Find(input.Name) is not { } entry)
        {
            return new("job_unknown", $"There is no job called {input.Name}. The jobs are: {string.Join(", ", Timetable.Entries.Select(e => e.Name))}.");
        }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (await IsRunningAsync(connection, entry, cancellation))
        {
            return new("job_running", $"{entry.Title} is already running. Wait until it has finished.");
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await Journal.AppendAsync(connection, transaction, actor, clock.GetUtcNow(), cancellation, new JournalEntry("job.started", "job", entry.Name));
        await transaction.CommitAsync(cancellation);
        await desk.RingNowAsync(entry, actor.UserId ?? Guid.Empty, cancellation);
        return null;
    }

    /// <summary>The lock is asked, not the record: a record may be left over from a process that died.</summary>
    private static async Task<bool> IsRunningAsync(NpgsqlConnection connection, TimetableEntry entry, CancellationToken cancellation)
    {
        if (!await JobRunner.TryLockAsync(connection, entry.Name, cancellation)) { return true; }

        await JobRunner.UnlockAsync(connection, entry.Name);
        return false;
    }
}
