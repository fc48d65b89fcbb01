using System.Globalization;
using DenialDesk.App.Queue;
using DenialDesk.Domain.People;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace DenialDesk.Web.Pages.Queue;

/// <summary>Keeps the lease on an open denial while its page lives, and tells when somebody else has it open or took it over.</summary>
public partial class PresenceBar : IAsyncDisposable
{
    private static readonly TimeSpan BetweenSigns = TimeSpan.FromSeconds(45);

    private readonly CancellationTokenSource _over = new();
    private (int Practice, long Denial) _shown;
    private LeaseView? _held;
    private long? _mine;
    private bool _asking;
    private IDisposable? _listening;

    [Parameter, EditorRequired]
    public required int PracticeId { get; set; }

    [Parameter, EditorRequired]
    public required long DenialId { get; set; }

    /// <summary>The practice's time zone.</summary>
    [Parameter, EditorRequired]
    public required string TimeZone { get; set; }

    [Inject]
    public required KeepLease Keep { get; set; }

    [Inject]
    public required EndLease End { get; set; }

    [Inject]
    public required DeskChanges Changes { get; set; }

    [Inject]
    public required CurrentActor Me { get; set; }

    [Inject]
    public required IJSRuntime Browser { get; set; }

    /// <summary>What the page's commands carry: the newest token it was given, even after somebody took over.</summary>
    public long? Token => _mine;

    /// <summary>Asks whether to take over; nothing when nobody else has it.</summary>
    public void Ask()
    {
        _asking = _held is { Mine: false };
        StateHasChanged();
    }

    /// <summary>Takes it over without asking again: the person chose to record after the other.</summary>
    public Task TakeBackAsync() => _held is { Mine: false } ? TakeOverAsync() : Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _listening?.Dispose();
        await _over.CancelAsync();
        await LeaveAsync();
        _over.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_shown == (PracticeId, DenialId)) { return; }

        await LeaveAsync();
        (_shown, _held, _mine, _asking) = ((PracticeId, DenialId), null, null, false);
        await KeepAsync(takeOver: false);
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender) { return; }

        _listening = Changes.Listen(changes => changes.Any(c => c.Presence && c.Touches(_shown.Practice, _shown.Denial)) ? InvokeAsync(AgainAsync) : Task.CompletedTask);
        _ = SignAsync();
    }

    /// <summary>A sign of life now and then; a browser that sleeps gives none, and its lease runs out.</summary>
    private async Task SignAsync()
    {
        using var timer = new PeriodicTimer(BetweenSigns);
        try
        {
            while (await timer.WaitForNextTickAsync(_over.Token)) { await InvokeAsync(LivesAsync); }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SignedOutException)
        {
            // The page was left, or its person signed out.
        }
    }

    private async Task LivesAsync()
    {
        try
        {
            await Browser.InvokeAsync<bool>("desk.here", _over.Token);
            await AgainAsync();
            if (_held is null && _mine is not null)
            {
                // Whoever took over has left, and somebody sits at this page: what was changed meanwhile is told by the page itself.
                _mine = null;
                await AgainAsync();
            }
        }
        catch (Exception e) when (e is JSDisconnectedException or TaskCanceledException or JSException)
        {
            // No answer: nobody is there, so the lease is not renewed.
        }
    }

    private async Task AgainAsync()
    {
        await KeepAsync(takeOver: false);
        StateHasChanged();
    }

    private async Task TakeOverAsync()
    {
        (_asking, _mine) = (false, null);
        await KeepAsync(takeOver: true);
    }

    private async Task KeepAsync(bool takeOver)
    {
        var me = await Me.GetAsync();
        if (!me.May(Permission.WorkDenials)) { return; }

        var (practice, denial) = _shown;
        var held = await Keep.Run(new KeepLease.Input { PracticeId = practice, DenialId = denial, Token = _mine, TakeOver = takeOver }, me, CancellationToken.None);
        if (_shown != (practice, denial)) { return; }

        _held = held;
        if (held?.Token is { } token) { _mine = token; }
    }

    private async Task LeaveAsync()
    {
        if (_mine is not { } token || _held is not { Mine: true }) { return; }

        try
        {
            await End.Run(new EndLease.Input { PracticeId = _shown.Practice, DenialId = _shown.Denial, Token = token }, await Me.GetAsync(), CancellationToken.None);
        }
        catch (Exception e) when (e is SignedOutException or System.Data.Common.DbException or ObjectDisposedException)
        {
            // Then it runs out by itself.
        }
    }

    private string At(LeaseView lease)
        => TimeZoneInfo.ConvertTime(lease.Since, TimeZoneInfo.FindSystemTimeZoneById(TimeZone)).ToString("h:mm tt", CultureInfo.GetCultureInfo("en-US"));
}
