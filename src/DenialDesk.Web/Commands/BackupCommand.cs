using System.Globalization;
using DenialDesk.App.Backups;
using DenialDesk.App.People;

namespace DenialDesk.Web.Commands;

/// <summary><c>backup --to FILE</c>: the whole database into a file, with a manifest beside it. A desk that is running goes on running.</summary>
internal static class BackupCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not ["--to", var file])
        {
            await Console.Error.WriteLineAsync("Say backup --to FILE, for example backup --to /backups/denialdesk-2026-05-11.dump");
            return 2;
        }

        await using var desk = await DeskScope.OpenAsItStandsAsync();
        var outcome = await desk.Get<MakeBackup>().Run(new() { File = file, Tell = TerminalProgress.Tell }, Actor.Desk, CancellationToken.None);
        TerminalProgress.End();
        if (!outcome.Sound)
        {
            await Console.Error.WriteLineAsync(outcome.Sentence);
            return 1;
        }

        await Console.Out.WriteLineAsync(outcome.Sentence);
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{file} and {BackupManifest.PathOf(file)} in {(outcome.FinishedAt - outcome.StartedAt).TotalSeconds:0.0} s. Journal {outcome.Manifest!.Journal}"));
        await Console.Out.WriteLineAsync(outcome.Manifest!.KeyName is { } key
            ? $"It is locked and signed with the key {key}. Keep it away from this machine, and that key, documents.key and keyring.key of the data folder in another place than the backup."
            : "It holds patient data and is not locked: name a key in DENIALDESK_BACKUP_KEY, or encrypt it yourself. Keep it away from this machine, and documents.key and keyring.key of the data folder in another place than the backup.");
        return 0;
    }
}
