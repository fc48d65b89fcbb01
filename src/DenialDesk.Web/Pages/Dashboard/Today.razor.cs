using System.Globalization;
using DenialDesk.App.Dashboard;
using DenialDesk.App.Practices;
using DenialDesk.App.Quarantine;
using DenialDesk.App.Queue;
using DenialDesk.App.Rejections;
using DenialDesk.App.Reviews;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Dashboard;

/// <summary>The first page of a lead's or manager's day. Counts again when somebody changed something, at most once in a few seconds.</summary>
public sealed partial class Today : IDisposable
{
    private static readonly CultureInfo American = CultureInfo.GetCultureInfo("en-US");
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(4);

    private readonly CancellationTokenSource _left = new();
    private TodayView? _view;
    private ReadingWait? _wait;
    private DeskTime? _time;
    private long _rejections;
    private long _held;
    private IDisposable? _listening;
    private DateTimeOffset _counted;
    private bool _again;
    private bool _busy;

    [Inject]
    public required SeeToday See { get; set; }

    [Inject]
    public required CountRejections Rejections { get; set; }

    [Inject]
    public required CountHeld Held { get; set; }

    [Inject]
    public required DeskChanges Changes { get; set; }

    [Inject]
    public required FindZone Zone { get; set; }

    [Inject]
    public required CurrentActor Me { get; set; }

    [Inject]
    public required TimeProvider Clock { get; set; }

    public void Dispose()
    {
        _listening?.Dispose();
        _left.Cancel();
        _left.Dispose();
    }

    protected override Task OnInitializedAsync() => LoadAsync();

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender) { _listening = Changes.Listen(changes => changes.All(c => c.Presence) ? Task.CompletedTask : InvokeAsync(HearAsync)); }
    }

    private async Task HearAsync()
    {
        _again = true;
        if (_busy) { return; }

        _busy = true;
        var left = _left.Token;
        while (_again && !left.IsCancellationRequested)
        {
            _again = false;
            var wait = _counted + Between - Clock.GetUtcNow();
            if (wait > TimeSpan.Zero) { await Task.Delay(wait, left).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext); }

            if (left.IsCancellationRequested) { break; }

            await LoadAsync();
            StateHasChanged();
        }

        _busy = false;
    }

    private async Task LoadAsync()
    {
        var actor = await Me.GetAsync();
        _time ??= new(await Zone.Run(actor, CancellationToken.None));
        _rejections = await Rejections.Run(actor, CancellationToken.None);
        _held = await Held.Run(actor, CancellationToken.None);
        _view = await See.Run(new() { Waiting = Tell }, actor, CancellationToken.None);
        _counted = Clock.GetUtcNow();
    }

    /// <summary>What takes long is awaited with its progress.</summary>
    private void Tell(ReadingWait wait) => _ = InvokeAsync(() =>
    {
        _wait = wait;
        StateHasChanged();
    });

    private string LastFile(TodayView view) => view.LastFile is { } at ? $"The last remittance was posted {_time?.Of(at)}." : "No remittance was posted yet.";

    private static string WaitingHref(WaitingForMe waiting) => waiting switch
    {
        { WriteOffs: > 0 } => Routes.WriteOffs,
        { Windows: > 0 } => Routes.Payers,
        { Asked: > 0 } => Routes.QueueWhere(("state", "escalated"), ("owner", "me")),
        _ => Routes.WriteOffs,
    };

    private static string N(long count) => count.ToString("N0", CultureInfo.CurrentCulture);
}
