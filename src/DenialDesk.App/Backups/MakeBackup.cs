using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Backups;

/// <summary>Writes the whole database to a file, with a manifest beside it that tells what is in it, while people go on working.</summary>
public sealed class MakeBackup(NpgsqlDataSource database, DeskAddress address, DeskOptions options, TimeProvider clock)
{
    /// <summary>Where to.</summary>
    public sealed record Input
    {
        /// <summary>The file to make; it must not exist.</summary>
        public required string File { get; init; }

        /// <summary>Hears percent and what is being done.</summary>
        public Action<int, string> Tell { get; init; } = (_, _) => { };
    }

    /// <summary>Makes it; the outcome holds what is wrong when it could not.</summary>
    public async Task<BackupOutcome> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.RunJobs);
        var started = clock.GetUtcNow();
        if (Trouble(input.File) is { } trouble) { return new("backup", started, clock.GetUtcNow(), [trouble]); }

        var (key, keyTrouble) = BackupKey.InFile(options.BackupKeyFile);
        if (keyTrouble is not null) { return new("backup", started, clock.GetUtcNow(), [keyTrouble]); }

        var written = await DumpWriter.WriteAsync(database, address, input.File, key, started, input.Tell, cancellation);
        var outcome = new BackupOutcome("backup", started, clock.GetUtcNow(), written.Trouble is null ? [] : [written.Trouble], written.Manifest) { Dump = written.Took };
        await BackupRecord.SaveAsync(database, outcome, actor, cancellation);
        return outcome;
    }

    private static string? Trouble(string file)
        => new[] { file, file + ".part", BackupManifest.PathOf(file) }.FirstOrDefault(File.Exists) is { } there
            ? $"There is already a file {there}. A backup never writes over another; choose a new name, for example one with the day in it."
            : Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file))) ? null : $"There is no folder {Path.GetDirectoryName(Path.GetFullPath(file))}. Make it first.";
}
