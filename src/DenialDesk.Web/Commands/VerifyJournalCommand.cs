using System.Globalization;
using DenialDesk.App.People;

namespace DenialDesk.Web.Commands;

/// <summary><c>verify-journal [--checkpoint NO:HASH]</c>: finds out whether the journal was tampered with.</summary>
internal static class VerifyJournalCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var checkpoints = args is [] ? [] : args is ["--checkpoint", var text] && JournalCheckpoint.Parse(text) is { } one ? new[] { one } : null;
        if (checkpoints is null)
        {
            await Console.Error.WriteLineAsync("Say verify-journal, or verify-journal --checkpoint NO:HASH with a line of journal-checkpoints.txt.");
            return 2;
        }

        await using var desk = await DeskScope.OpenAsync();
        var verdict = await desk.Get<VerifyJournal>().Run(new() { Checkpoints = checkpoints }, Actor.Desk, CancellationToken.None);
        foreach (var fault in verdict.Faults) { await Console.Out.WriteLineAsync(fault); }

        await Console.Out.WriteLineAsync(verdict.Faults.Count == 0
            ? string.Create(CultureInfo.InvariantCulture, $"The journal is whole: {verdict.Entries:N0} entries, {verdict.Views.Views:N0} views{(verdict.Views.Unsealed > 0 ? $" and {verdict.Views.Unsealed:N0} too new to be sealed" : "")}. Checkpoint {verdict.Head}, of views {verdict.Views.Head}")
            : $"{(verdict.Faults.Count == 1 ? "One thing does" : $"{verdict.Faults.Count} things do")} not fit.");
        return verdict.Faults.Count == 0 ? 0 : 1;
    }
}
