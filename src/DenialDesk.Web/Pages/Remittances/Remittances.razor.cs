using DenialDesk.App.Practices;
using DenialDesk.App.Remittances;
using DenialDesk.Domain.People;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace DenialDesk.Web.Pages.Remittances;

/// <summary>The place to drop files, and every file that came; the filters are the address.</summary>
public sealed partial class Remittances : IDisposable
{
    private const int PageSize = 50;

    private IReadOnlyList<FileListRow>? _rows;
    private DeskTime? _time;
    private string? _state;
    private string? _text;
    private bool _mayImport;
    private bool _zoned;
    private DotNetObjectReference<Remittances>? _self;

    [SupplyParameterFromQuery(Name = "state")]
    public string? State { get; set; }

    [SupplyParameterFromQuery(Name = "text")]
    public string? Text { get; set; }

    /// <summary>The keyset: files older than this one.</summary>
    [SupplyParameterFromQuery(Name = "before")]
    public long? Before { get; set; }

    [Inject]
    public required ListFiles List { get; set; }

    [Inject]
    public required FindZone Zone { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required IJSRuntime Browser { get; set; }

    private (string Name, string? Value)[] Filters => [("state", State), ("text", Text)];

    private bool IsFiltered => !string.IsNullOrWhiteSpace(State) || !string.IsNullOrWhiteSpace(Text);

    /// <summary>The page's script calls it when the dropped files are through.</summary>
    [JSInvokable]
    public async Task Uploaded()
    {
        await ReadAsync();
        StateHasChanged();
    }

    public void Dispose() => _self?.Dispose();

    protected override async Task OnParametersSetAsync()
    {
        (_state, _text) = (State ?? "", Text);
        await ReadAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_zoned || !_mayImport) { return; }

        // The right may be known before the zone is drawn; then the next rendering finds it.
        _self ??= DotNetObjectReference.Create(this);
        _zoned |= await Browser.InvokeAsync<bool>("desk.zone", "drop", _self);
    }

    private async Task ReadAsync()
    {
        var actor = await Who.GetAsync();
        _time ??= new(await Zone.Run(actor, CancellationToken.None));
        _mayImport = actor.May(Permission.ImportFiles);
        _rows = await List.Run(new() { State = State, Text = Text, Before = Before, Take = PageSize }, actor, CancellationToken.None);
    }

    private void Apply() => Navigation.NavigateTo(Routes.With(Routes.Remittances, ("state", _state), ("text", _text)));
}
