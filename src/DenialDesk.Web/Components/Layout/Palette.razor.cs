using DenialDesk.App.Queue;
using DenialDesk.Domain.Money;
using DenialDesk.Domain.People;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace DenialDesk.Web.Components.Layout;

/// <summary>The command palette: pages this person may see, saved views, denials by number or account, and taking the next one.</summary>
public partial class Palette : IAsyncDisposable
{
    private const int Most = 12;

    /// <summary>One entry; without an address it takes the next denial.</summary>
    private sealed record Item(string Name, string Kind, string? Href);

    /// <summary>A page as the navigation has it.</summary>
    public sealed record Place(string Name, string Href);

    private bool _open;

    /// <summary>One id until it is answered: presses while the first is on its way take one denial.</summary>
    private Guid _take = Guid.NewGuid();

    private string _text = "";
    private int _at;
    private IReadOnlyList<Item> _known = [];
    private IReadOnlyList<Item> _found = [];
    private DotNetObjectReference<Palette>? _self;
    private IJSObjectReference? _listening;

    [Inject]
    public required FindDenial Find { get; set; }

    [Inject]
    public required ListViews Views { get; set; }

    [Inject]
    public required TakeNext Take { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required IJSRuntime Browser { get; set; }

    private IReadOnlyList<Item> Items => [.. _found.Concat(_known.Where(k => k.Name.Contains(_text.Trim(), StringComparison.OrdinalIgnoreCase))).Take(Most)];

    /// <summary>Ctrl K was pressed: opens, or closes when it is open.</summary>
    [JSInvokable]
    public async Task Open()
    {
        if (_open)
        {
            Close();
            StateHasChanged();
            return;
        }

        var me = await Who.GetAsync();
        var pages = await Browser.InvokeAsync<Place[]>("desk.pages");
        var views = (await Views.Run(me, CancellationToken.None)).Views;
        _known =
        [
            .. me.May(Permission.WorkDenials) ? [new Item("Take next", "n", null)] : Array.Empty<Item>(),
            .. pages.Select(p => new Item(p.Name, "page", p.Href)),
            .. views.Select(v => new Item(v.Name, v.Mine ? "your view" : "view of " + v.Owner, Routes.Queue + "?" + v.Query)),
        ];
        (_open, _text, _at, _found) = (true, "", 0, []);
        StateHasChanged();
        await Task.Yield();
        await Browser.InvokeVoidAsync("desk.focus", "palette-text");
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_listening is not null)
            {
                await _listening.InvokeVoidAsync("dispose");
                await _listening.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and its listeners with it.
        }

        _self?.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) { return; }

        _self = DotNetObjectReference.Create(this);
        try
        {
            _listening = await Browser.InvokeAsync<IJSObjectReference>("desk.palette", _self);
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone before it listened.
        }
    }

    private async Task TypeAsync(ChangeEventArgs typed)
    {
        var text = typed.Value?.ToString() ?? "";
        (_text, _at, _found) = (text, 0, []);
        if (text.Trim().Length < 2) { return; }

        var hits = await Find.Run(text, await Who.GetAsync(), CancellationToken.None);
        if (text != _text) { return; }      // more was typed meanwhile: its own answer comes

        _found = [.. hits.Select(h => new Item($"{h.Account} · {h.Payer} · {h.Code}", $"denial {h.DenialId}, {Dollars.Text(h.Denied)}", Routes.DenialOf(h.PracticeId, h.DenialId)))];
    }

    private async Task KeyAsync(KeyboardEventArgs key)
    {
        switch (key.Key)
        {
            case "ArrowDown":
                _at = Math.Min(_at + 1, Math.Max(0, Items.Count - 1));
                break;
            case "ArrowUp":
                _at = Math.Max(0, _at - 1);
                break;
            case "Enter" when Items.Count > _at:
                await GoAsync(Items[_at]);
                break;
            case "Escape":
                Close();
                break;
        }
    }

    private async Task GoAsync(Item item)
    {
        Close();
        if (item.Href is { } there)
        {
            Navigation.NavigateTo(there);
            return;
        }

        var taken = await Take.Run(new TakeNext.Input { CommandId = _take }, await Who.GetAsync(), CancellationToken.None);
        _take = Guid.NewGuid();
        Navigation.NavigateTo(taken is null ? Routes.Queue : Routes.DenialOf(taken.PracticeId, taken.DenialId));
    }

    private void Close() => (_open, _text, _found) = (false, "", []);
}
