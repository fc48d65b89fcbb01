using System.Globalization;
using DenialDesk.App.FollowUps;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using DenialDesk.Web.Components;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace DenialDesk.Web.Pages.FollowUps;

/// <summary>When somebody looks at a denial again, and the calls about it; <c>c</c> opens the form for one.</summary>
public partial class FollowUpPanel : IAsyncDisposable
{
    private static readonly string[] KeyNames = ["c"];
    private FollowUpView? _view;
    private (int, long, int, int) _known;
    private bool _begun;
    private bool _calling;
    private bool _moving;
    private CallForm _form = new();
    private DateOnly? _day;
    private string _note = "";
    private string? _told;
    private string _tone = "told";
    private string? _focus;

    /// <summary>A command keeps its id until it has been answered, so that a second press is the same command.</summary>
    private Guid _command = Guid.NewGuid();

    private PageKeys? _keys;

    [Parameter, EditorRequired]
    public required int PracticeId { get; set; }

    [Parameter, EditorRequired]
    public required long DenialId { get; set; }

    /// <summary>The denial's version: another one, another look.</summary>
    [Parameter, EditorRequired]
    public required int Version { get; set; }

    /// <summary>Grows when somebody else did something to it: another look.</summary>
    [Parameter]
    public int Turn { get; set; }

    /// <summary>Something of the denial changed here.</summary>
    [Parameter]
    public EventCallback Changed { get; set; }

    [Inject]
    public required SeeFollowUp See { get; set; }

    [Inject]
    public required LogCalls Log { get; set; }

    [Inject]
    public required SetFollowUp Set { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    [Inject]
    public required IJSRuntime Browser { get; set; }

    public async ValueTask DisposeAsync()
    {
        if (_keys is not null) { await _keys.DisposeAsync(); }

        GC.SuppressFinalize(this);
    }

    protected override async Task OnParametersSetAsync()
    {
        if (!_begun || _known == (PracticeId, DenialId, Version, Turn)) { return; }

        if ((_known.Item1, _known.Item2) != (PracticeId, DenialId)) { (_calling, _moving, _told) = (false, false, null); }

        await LoadAsync();
    }

    /// <summary>The page stands before this is read: it never holds it up.</summary>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _begun = true;
            await LoadAsync();
            StateHasChanged();
            _keys = new(Browser, KeyNames, PressAsync);
            await _keys.StartAsync();
            return;
        }

        if (_focus is { } field)
        {
            _focus = null;
            await Browser.InvokeVoidAsync("desk.focus", field);
        }
    }

    private async Task PressAsync(string key)
    {
        if (_view is not { IsOpen: true } || !(await Who.GetAsync()).May(Permission.WorkDenials)) { return; }

        OpenCall();
        StateHasChanged();
    }

    private async Task LoadAsync()
    {
        _known = (PracticeId, DenialId, Version, Turn);
        var read = await See.Run(new() { PracticeId = PracticeId, DenialId = DenialId }, await Who.GetAsync(), CancellationToken.None);
        if (_known == (PracticeId, DenialId, Version, Turn)) { _view = read; }      // else the person has gone on to another denial
    }

    private void OpenCall()
    {
        if (!_calling) { _form = new() { CalledOn = _view!.Today, Phone = _view.Phone }; }

        (_calling, _moving, _focus) = (true, false, "call-result");
    }

    private void OpenDay() => (_moving, _calling, _day, _note, _focus) = (!_moving, false, _view!.Look?.DueOn, "", "followup-day");

    private async Task LogAsync()
    {
        var result = await Log.Run(new() { CommandId = _command, Calls = [new(PracticeId, DenialId, _form.Note)] }, await Who.GetAsync(), CancellationToken.None);
        var told = result.Denials is [var one, ..] ? one : null;
        if (await ToldAsync(result.Refusal ?? told?.Refusal, told?.NextOn is { } next ? $"Kept. Look again on {Day(next)}." : "Kept.")) { _calling = false; }
    }

    private async Task MoveAsync(DateOnly? day)
    {
        if (day is null && _view!.Look is null) { return; }

        var refusal = await Set.Run(new() { CommandId = _command, PracticeId = PracticeId, DenialId = DenialId, DueOn = day, Note = _note }, await Who.GetAsync(), CancellationToken.None);
        if (await ToldAsync(refusal, day is null ? "Taken off." : "Saved.")) { _moving = false; }
    }

    private async Task<bool> ToldAsync(Refusal? refusal, string done)
    {
        (_told, _tone, _command) = (refusal?.Sentence ?? done, refusal is null ? "told" : "refusal", Guid.NewGuid());
        await LoadAsync();
        if (refusal is null) { await Changed.InvokeAsync(); }

        return refusal is null;
    }

    private static string Day(DateOnly day) => day.ToString("M/d/yyyy", CultureInfo.InvariantCulture);
}
