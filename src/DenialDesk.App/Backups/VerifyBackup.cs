using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Backups;

/// <summary>Proves a backup: restores it into a scratch database, counts and hashes every table anew, verifies the journal, and drops the database.</summary>
public sealed class VerifyBackup(NpgsqlDataSource database, DeskAddress address, DeskOptions options, TimeProvider clock)
{
    /// <summary>Which.</summary>
    public sealed record Input
    {
        /// <summary>The dump; its manifest lies beside it.</summary>
        public required string File { get; init; }

        /// <summary>Hears percent and what is being done.</summary>
        public Action<int, string> Tell { get; init; } = (_, _) => { };
    }

    /// <summary>Verifies; every difference is a sentence.</summary>
    public async Task<BackupOutcome> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.RunJobs);
        var started = clock.GetUtcNow();
        var outcome = await VerifyAsync(input, started, cancellation);
        await BackupRecord.SaveAsync(database, outcome, actor, cancellation);
        return outcome;
    }

    private async Task<BackupOutcome> VerifyAsync(Input input, DateTimeOffset started, CancellationToken cancellation)
    {
        var (key, keyTrouble) = BackupKey.InFile(options.BackupKeyFile);
        if (keyTrouble is not null) { return new("verify", started, clock.GetUtcNow(), [keyTrouble]); }

        var (manifest, trouble) = await Restoration.CheckFileAsync(input.File, key, cancellation);
        if (manifest is null) { return new("verify", started, clock.GetUtcNow(), [trouble!]); }

        var (scratch, refused) = await SideDatabase.ScratchAsync(address, cancellation);
        if (scratch is null) { return new("verify", started, clock.GetUtcNow(), [refused!]); }

        await using (scratch)
        {
            var found = await Restoration.RunAsync(input.File, manifest, key, Restoration.OpenedFolder(options), scratch, address, [], input.Tell, cancellation);
            return new("verify", started, clock.GetUtcNow(), found.Faults, manifest) { Restore = found.Restore, Verify = found.Verify };
        }
    }
}
