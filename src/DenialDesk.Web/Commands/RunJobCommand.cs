using DenialDesk.App.Jobs;

namespace DenialDesk.Web.Commands;

/// <summary><c>run-job NAME</c>: runs a job of the timetable now, for every practice.</summary>
internal static class RunJobCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Length != 1 || Timetable.Find(args[0]) is not { } entry)
        {
            await Console.Error.WriteLineAsync($"Name one job: {string.Join(", ", Timetable.Entries.Select(e => e.Name))}.");
            return 2;
        }

        await using var desk = await DeskScope.OpenAsync();
        var report = await desk.Get<JobRunner>().RunNowAsync(entry, "command", null, CancellationToken.None);
        await Console.Out.WriteLineAsync(report.Sentence);
        return report.Error is null ? 0 : 1;
    }
}
