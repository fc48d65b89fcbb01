using DenialDesk.App.Backups;
using DenialDesk.App.People;
using Npgsql;

namespace DenialDesk.App.Jobs;

/// <summary>Drills the restore once a night for the whole installation, whatever its number of time zones. Done is how many rows came back.</summary>
/// <remarks>By hand it always drills. By the timetable a desk whose first file came today waits for its first night, so that setting up is not slowed down.</remarks>
internal sealed class RestoreDrillJob(DrillRestore drill, DeskOptions options, NpgsqlDataSource database, TimeProvider clock) : IDeskJob
{
    private static readonly TimeSpan OncePer = TimeSpan.FromHours(18);

    public async Task<int> RunAsync(JobTurn turn, CancellationToken cancellation)
    {
        if (!turn.ByHand && (!options.NightlyDrill || !await IsDueAsync(cancellation))) { return 0; }

        var outcome = await drill.Run(new() { Tell = turn.Report }, Actor.Desk, cancellation);
        return outcome.Sound ? (int)Math.Min(outcome.Manifest!.Content.Rows, int.MaxValue) : throw new JobFailedException(outcome.Sentence);
    }

    private async Task<bool> IsDueAsync(CancellationToken cancellation)
    {
        // Index backup_run_newest; the first arrival by its primary key.
        await using var command = database.CreateCommand(
            """
            select coalesce((select started_at < $1 from backup_run where kind = 'drill' order by backup_id desc limit 1), true)
               and coalesce((select arrived_at < $2 from file_arrival order by file_id, arrival_id limit 1), false)
            """);
        command.Parameters.AddWithValue(clock.GetUtcNow() - OncePer);
        command.Parameters.AddWithValue(clock.GetUtcNow() - TimeSpan.FromHours(12));
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
