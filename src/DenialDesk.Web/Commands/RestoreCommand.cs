using System.Globalization;
using DenialDesk.App.Backups;
using DenialDesk.App.People;

namespace DenialDesk.Web.Commands;

/// <summary><c>restore --verify FILE</c> proves a backup in a scratch database; <c>restore --into NAME FILE</c> brings it back into an empty one.</summary>
internal static class RestoreCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var (file, name) = args switch
        {
            ["--verify", var f] => (f, null),
            ["--into", var n, var f] => (f, n),
            _ => (null, (string?)null),
        };
        if (file is null)
        {
            await Console.Error.WriteLineAsync("Say restore --verify FILE to prove a backup, or restore --into NAME FILE to bring it back into the empty database NAME.");
            return 2;
        }

        await using var desk = await DeskScope.OpenAsItStandsAsync();
        var outcome = name is null
            ? await desk.Get<VerifyBackup>().Run(new() { File = file, Tell = TerminalProgress.Tell }, Actor.Desk, CancellationToken.None)
            : await desk.Get<RestoreBackup>().Run(new() { File = file, Database = name, Tell = TerminalProgress.Tell }, Actor.Desk, CancellationToken.None);
        TerminalProgress.End();
        foreach (var fault in outcome.Faults) { await Console.Out.WriteLineAsync(fault); }

        await Console.Out.WriteLineAsync(
            !outcome.Sound ? outcome.Restore is null ? "Nothing was restored." : "The backup did not come back as it was." : string.Create(
                CultureInfo.InvariantCulture, $"{outcome.Sentence} Backup of {outcome.Manifest!.TakenAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC; restore {outcome.Restore?.TotalSeconds:0.0} s, verification {outcome.Verify?.TotalSeconds:0.0} s."));
        if (outcome.Sound && name is not null) { await Console.Out.WriteLineAsync($"The database {name} is ready. Start the desk on it; everybody signs in again."); }

        return outcome.Sound ? 0 : 1;
    }
}
