using System.Globalization;
using DenialDesk.App.Jobs;
using DenialDesk.App.Practices;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Jobs;

/// <summary>The jobs: when each runs, how its last runs went, and a way to run it now. While one runs the page looks again every second.</summary>
public sealed partial class Jobs : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private DeskTime? _time;
    private Task _watching = Task.CompletedTask;

    [Inject]
    public required SeeJobs See { get; set; }

    [Inject]
    public required RunJobNow RunJob { get; set; }

    [Inject]
    public required FindZone Zone { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    [Inject]
    public required TimeProvider Clock { get; set; }

    private IReadOnlyList<JobView>? Views { get; set; }

    private string? Refused { get; set; }

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        _time = new(await Zone.Run(await Who.GetAsync(), CancellationToken.None));
        await LookAsync();
        if (Views!.Any(v => v.Runs.Any(r => r.Running))) { _watching = WatchAsync(); }
    }

    private async Task RunNow(string name)
    {
        Refused = (await RunJob.Run(new() { Name = name }, await Who.GetAsync(), CancellationToken.None))?.Sentence;
        if (Refused is null && _watching.IsCompleted) { _watching = WatchAsync(); }
    }

    /// <summary>Looks until nothing runs any more, and at least long enough for a job that was just set off to begin and end.</summary>
    private async Task WatchAsync()
    {
        try
        {
            for (var looks = 0; looks < 4 || Views!.Any(v => v.Runs.Any(r => r.Running)); looks++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(800), Clock, _gone.Token);
                await LookAsync();
                await InvokeAsync(StateHasChanged);
            }
        }
        catch (OperationCanceledException)
        {
            return;      // the page was left
        }
    }

    private async Task LookAsync() => Views = await See.Run(await Who.GetAsync(), CancellationToken.None);

    private string Next(JobView view)
    {
        if (view.Next is not { } next) { return "when the scheduler has started"; }

        var left = next - Clock.GetUtcNow();
        return left <= TimeSpan.FromSeconds(5) ? "within moments" : left < TimeSpan.FromMinutes(2) ? $"in {left.TotalSeconds:0} seconds" : $"{Time(next)}, in {Span(left)}";
    }

    private static string Span(TimeSpan span) => span.TotalHours < 1 ? $"{span.TotalMinutes:0} minutes" : $"{span.TotalHours:0} hours";

    private string? Time(DateTimeOffset at) => _time?.Weekday(at);

    private static string Took(JobRunRow run) => run.Took is { } took ? took.TotalSeconds < 10 ? $"{took.TotalSeconds:0.0} s" : $"{took.TotalSeconds:0} s" : "–";

    private static string Cause(JobRunRow run) => run.Cause switch
    {
        "timetable" => "timetable",
        "command" => "command line",
        _ => run.StartedBy ?? "someone",
    };
}
