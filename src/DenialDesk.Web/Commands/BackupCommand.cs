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
        await Console.Out.WriteLineAsync("It holds patient data: keep it encrypted, away from this machine, together with the files documents.key and keyring.key of the data folder.");
        return 0;
    }
}
