using System.Globalization;
using DenialDesk.App.Denials;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.People;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Denials;

/// <summary>Which way a denial should go, how every other way stands, and the decision.</summary>
public sealed partial class PathPanel
{
    private PathView? _view;
    private (int Practice, long Denial, int Version) _shown;
    private WorkPath _chosen;
    private string? _reason;
    private string? _told;
    private string _tone = "told";
    private bool _mayWork;
    private bool _working;
    private Guid _command = Guid.NewGuid();

    [Parameter, EditorRequired]
    public int PracticeId { get; set; }

    [Parameter, EditorRequired]
    public long DenialId { get; set; }

    /// <summary>The denial's version; another one is read anew.</summary>
    [Parameter, EditorRequired]
    public int Version { get; set; }

    /// <summary>Called with the way that was decided.</summary>
    [Parameter]
    public EventCallback<WorkPath> Decided { get; set; }

    [Inject]
    public required SeePath See { get; set; }

    [Inject]
    public required DecidePath Decide { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    /// <summary>Read once the page stands, so that it does not wait for this.</summary>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_shown == (PracticeId, DenialId, Version)) { return; }

        if ((_shown.Practice, _shown.Denial) != (PracticeId, DenialId)) { (_told, _reason) = (null, null); }

        _shown = (PracticeId, DenialId, Version);
        await ReadAsync();
        StateHasChanged();
    }

    private async Task ReadAsync()
    {
        var (asked, actor) = (_shown, await Who.GetAsync());
        var view = await See.Run(new() { PracticeId = asked.Practice, DenialId = asked.Denial }, actor, CancellationToken.None);
        if (asked != _shown) { return; }

        (_view, _mayWork) = (view, actor.May(Permission.WorkDenials));
        if (view is not null) { _chosen = view.Decisions.Count > 0 && !view.Advice.Of(view.Decisions[0].Path).Forbidden ? view.Decisions[0].Path : view.Advice.Recommended; }
    }

    private void Choose(WorkPath path) => _chosen = path;

    private async Task DecideAsync()
    {
        if (_working) { return; }

        _working = true;
        try
        {
            var result = await Decide.Run(
                new() { CommandId = _command, PracticeId = PracticeId, DenialId = DenialId, Path = _chosen, Reason = string.IsNullOrWhiteSpace(_reason) ? null : _reason.Trim() },
                await Who.GetAsync(), CancellationToken.None);
            (_told, _tone, _command) = (result.Done ? "Decided." : result.Refusal!.Sentence, result.Done ? "told" : "refusal", Guid.NewGuid());
            if (!result.Done) { return; }

            (_reason, var path) = (null, _chosen);
            await ReadAsync();
            await Decided.InvokeAsync(path);
        }
        finally
        {
            _working = false;
        }
    }

    private string When(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(_view!.TimeZone)).ToString("MMM d, yyyy h:mm tt", CultureInfo.GetCultureInfo("en-US"));
}
