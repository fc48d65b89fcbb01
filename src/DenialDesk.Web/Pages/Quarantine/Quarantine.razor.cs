using DenialDesk.App.Practices;
using DenialDesk.App.Quarantine;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Quarantine;

/// <summary>What waits for a person; the filters are the address.</summary>
public sealed partial class Quarantine
{
    private const int PageSize = 50;

    private IReadOnlyList<HeldListRow>? _rows;
    private DeskTime? _time;
    private string? _state;
    private string? _cause;
    private string? _text;

    [SupplyParameterFromQuery(Name = "state")]
    public string? State { get; set; }

    [SupplyParameterFromQuery(Name = "cause")]
    public string? Cause { get; set; }

    [SupplyParameterFromQuery(Name = "text")]
    public string? Text { get; set; }

    [SupplyParameterFromQuery(Name = "file")]
    public long? File { get; set; }

    /// <summary>The keyset: file and ordinal of the last row before, with a dot.</summary>
    [SupplyParameterFromQuery(Name = "after")]
    public string? After { get; set; }

    [Inject]
    public required ListHeld List { get; set; }

    [Inject]
    public required FindZone Zone { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    private (string Name, string? Value)[] Filters => [("state", State), ("cause", Cause), ("text", Text), ("file", File?.ToString(System.Globalization.CultureInfo.InvariantCulture))];

    private bool IsFiltered => Filters.Any(f => !string.IsNullOrWhiteSpace(f.Value));

    protected override async Task OnParametersSetAsync()
    {
        (_state, _cause, _text) = (State ?? "", Cause ?? "", Text);
        var actor = await Who.GetAsync();
        _time ??= new(await Zone.Run(actor, CancellationToken.None));
        _rows = await List.Run(new() { State = State, Cause = Cause, Text = Text, FileId = File, After = Place(After), Take = PageSize }, actor, CancellationToken.None);
    }

    private static (long FileId, int Ordinal)? Place(string? after)
        => after?.Split('.') is [var file, var ordinal] && long.TryParse(file, out var f) && int.TryParse(ordinal, out var o) ? (f, o) : null;

    private static string Or(string? text) => string.IsNullOrWhiteSpace(text) ? "—" : text;

    private void Apply() => Navigation.NavigateTo(Routes.With(Routes.Quarantine, ("state", _state), ("cause", _cause), ("text", _text), ("file", File?.ToString(System.Globalization.CultureInfo.InvariantCulture))));
}
