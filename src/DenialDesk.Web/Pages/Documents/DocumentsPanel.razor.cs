using DenialDesk.App.Documents;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.Documents;
using DenialDesk.Domain.People;
using DenialDesk.Web.Components;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace DenialDesk.Web.Pages.Documents;

/// <summary>The documents of a denial: what it needs, what is there, and adding, showing, asking for and going without.</summary>
public partial class DocumentsPanel : IAsyncDisposable
{
    private const string ZoneId = "document-zone";
    private static readonly string[] KeyNames = ["d"];

    private DocumentsView? _view;
    private (int, long, int, int) _known;
    private Actor? _me;
    private bool _mayWork;
    private bool _mayWaive;
    private string? _told;
    private string _tone = "told";
    private DocumentKind? _asking;
    private string _department = "";
    private string _what = "";
    private DateOnly _due;
    private string? _because;
    private string _becauseOf = "";
    private Func<string, Task<Refusal?>>? _then;
    private DocumentRow? _shown;
    private DocumentRow? _replaces;
    private DocumentHistory? _history;
    private DocumentKind _kind = DocumentKind.ClinicalNotes;
    private string _title = "";
    private string? _focus;
    private bool _zoned;

    /// <summary>A command keeps its id until it has been answered, so that a second press is the same command.</summary>
    private Guid _command = Guid.NewGuid();

    private DotNetObjectReference<DocumentsPanel>? _self;
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
    public required SeeDocuments See { get; set; }

    [Inject]
    public required SeeDocumentHistory SeeHistory { get; set; }

    [Inject]
    public required AskForDocument AskFor { get; set; }

    [Inject]
    public required SettleDocumentRequest SettleRequest { get; set; }

    [Inject]
    public required WaiveDocument WaiveOne { get; set; }

    [Inject]
    public required WithdrawDocument WithdrawOne { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    [Inject]
    public required IJSRuntime Browser { get; set; }

    private DeskTime Time => new(TimeZoneInfo.FindSystemTimeZoneById(_view!.TimeZone));

    private List<DocumentRow> In => [.. _view!.Documents.Where(d => d.WithdrawnAt is null)];

    /// <summary>The page's script calls it when a file is through.</summary>
    [JSInvokable]
    public async Task Uploaded()
    {
        (_replaces, _title) = (null, "");
        await LoadAsync();
        StateHasChanged();
        await Changed.InvokeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _self?.Dispose();
        if (_keys is not null) { await _keys.DisposeAsync(); }

        GC.SuppressFinalize(this);
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_known == (PracticeId, DenialId, Version, Turn) || _me is null) { return; }

        if ((_known.Item1, _known.Item2) != (PracticeId, DenialId)) { (_shown, _history, _asking, _because, _replaces, _told) = (null, null, null, null, null, null); }

        await LoadAsync();
    }

    /// <summary>The page stands before its documents are read: they never hold it up.</summary>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await LoadAsync();
            StateHasChanged();
            _keys = new(Browser, KeyNames, _ => Browser.InvokeVoidAsync("desk.focus", "document-kind").AsTask());
            await _keys.StartAsync();
            return;
        }

        if (!_zoned && _mayWork && _view is not null)
        {
            _self ??= DotNetObjectReference.Create(this);
            _zoned = await Browser.InvokeAsync<bool>("desk.zone", ZoneId, _self);
        }

        if (_focus is { } field)
        {
            _focus = null;
            await Browser.InvokeVoidAsync("desk.focus", field);
        }
    }

    private async Task LoadAsync()
    {
        _me = await Who.GetAsync();
        (_mayWork, _mayWaive) = (_me.May(Permission.WorkDenials), _me.May(Permission.AssignOthers));
        _known = (PracticeId, DenialId, Version, Turn);
        var read = await See.Run(new() { PracticeId = PracticeId, DenialId = DenialId }, _me, CancellationToken.None);
        if (_known != (PracticeId, DenialId, Version, Turn)) { return; }      // the person has gone on to another denial

        _view = read;
        if (_replaces is null) { _kind = read?.Required.Where(r => !r.Settled).OrderByDescending(r => r.Blocks).FirstOrDefault()?.Rule.Kind ?? _kind; }
    }

    private RequestOfDenial? RequestOf(RequiredDocument one) => one.Standing == DocumentStanding.Requested ? _view!.Requests.FirstOrDefault(q => q.Kind == one.Rule.Kind && q.State == "open") : null;

    private WaiverOfDenial? WaiverOf(RequiredDocument one) => one.Standing == DocumentStanding.Waived ? _view!.Waivers.FirstOrDefault(w => w.Kind == one.Rule.Kind) : null;

    private void Ask(RequiredDocument one)
    {
        (_asking, _what, _due, _focus) = (one.Rule.Kind, "", _view!.RequestDue, "ask-department");
        _department = _view.Departments is [var first, ..] ? first : "";
    }

    private async Task AskAsync()
    {
        var refusal = await AskFor.Run(
            new() { CommandId = _command, PracticeId = PracticeId, DenialId = DenialId, Kind = _asking!.Value, Department = _department, What = _what, DueOn = _due }, await Who.GetAsync(), CancellationToken.None);
        if (await ToldAsync(refusal, "Asked. It stands in the list of requests until it is answered.")) { _asking = null; }
    }

    private void Settle(RequestOfDenial request, SettleDocumentRequest.Act act)
        => Why("What did they say?", async words => await SettleRequest.Run(new() { PracticeId = PracticeId, RequestId = request.RequestId, Act = act, Words = words }, await Who.GetAsync(), CancellationToken.None));

    private async Task SettleAsync(RequestOfDenial request, SettleDocumentRequest.Act act)
        => await ToldAsync(await SettleRequest.Run(new() { PracticeId = PracticeId, RequestId = request.RequestId, Act = act }, await Who.GetAsync(), CancellationToken.None), "Saved.");

    private void Waive(RequiredDocument one)
        => Why($"Why does it go without: {DocumentKinds.Words(one.Rule.Kind).ToLowerInvariant()}?", async reason => await WaiveOne.Run(new() { PracticeId = PracticeId, DenialId = DenialId, Kind = one.Rule.Kind, Reason = reason }, await Who.GetAsync(), CancellationToken.None));

    private async Task WaiveAsync(DocumentKind kind, bool back)
        => await ToldAsync(await WaiveOne.Run(new() { PracticeId = PracticeId, DenialId = DenialId, Kind = kind, Back = back }, await Who.GetAsync(), CancellationToken.None), "Saved.");

    private void Withdraw(DocumentRow document)
        => Why($"Why is “{document.Title}” taken out?", async because => await WithdrawOne.Run(new() { PracticeId = PracticeId, SeriesId = document.SeriesId, Because = because }, await Who.GetAsync(), CancellationToken.None));

    private async Task BackAsync(DocumentRow document)
        => await ToldAsync(await WithdrawOne.Run(new() { PracticeId = PracticeId, SeriesId = document.SeriesId, Back = true }, await Who.GetAsync(), CancellationToken.None), "Put back.");

    private void Why(string question, Func<string, Task<Refusal?>> then) => (_becauseOf, _because, _then, _focus) = (question, "", then, "because");

    private async Task BecauseAsync()
    {
        if (await ToldAsync(await _then!(_because ?? ""), "Saved.")) { _because = null; }
    }

    private void Show(DocumentRow document) => _shown = _shown?.DocumentId == document.DocumentId ? null : document;

    private void Replace(DocumentRow document) => (_replaces, _kind, _title, _focus) = (document, document.Kind, document.Title, "document-kind");

    private async Task HistoryAsync(DocumentRow document)
        => _history = await SeeHistory.Run(new() { PracticeId = PracticeId, SeriesId = document.SeriesId }, await Who.GetAsync(), CancellationToken.None);

    private async Task<bool> ToldAsync(Refusal? refusal, string done)
    {
        (_told, _tone, _command) = (refusal?.Sentence ?? done, refusal is null ? "told" : "refusal", Guid.NewGuid());
        await LoadAsync();
        if (refusal is null) { await Changed.InvokeAsync(); }

        return refusal is null;
    }
}
