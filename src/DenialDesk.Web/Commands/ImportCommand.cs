using DenialDesk.App.Intake;
using DenialDesk.App.People;

namespace DenialDesk.Web.Commands;

/// <summary><c>import FILE…</c>: takes files in through the same use case as the upload page.</summary>
internal static class ImportCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Length == 0)
        {
            await Console.Error.WriteLineAsync("Name at least one file: import FILE...");
            return 2;
        }

        await using var desk = await DeskScope.OpenAsync();
        var worst = 0;
        foreach (var path in args)
        {
            if (!File.Exists(path))
            {
                await Console.Error.WriteLineAsync($"{path}: there is no such file.");
                worst = 2;
                continue;
            }

            await using var content = File.OpenRead(path);
            var report = await desk.Get<ImportFile>().Run(
                new ImportFile.Input { Content = content, Name = Path.GetFileName(path), Source = ImportFile.Source.Command }, Actor.Desk, CancellationToken.None);
            await Console.Out.WriteLineAsync($"{report.Name}: {report.Sentence}");
            if (report.State is FileState.Quarantined or FileState.Unreadable) { worst = Math.Max(worst, 1); }
        }

        return worst;
    }
}
