using System.Globalization;
using DenialDesk.App.Breakdowns;
using DenialDesk.App.Practices;
using DenialDesk.App.Reviews;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Breakdowns;

/// <summary>Denials divided, compared, drawn. All that is asked stands in the address; changing it navigates.</summary>
public partial class Breakdown
{
    private BreakdownView? _view;
    private ReadingWait? _wait;
    private DeskTime? _time;
    private bool _more;

    [Inject]
    public required SeeBreakdown See { get; set; }

    [Inject]
    public required FindZone Zone { get; set; }

    [Inject]
    public required CurrentActor Me { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    private BreakdownAsk Ask { get; set; } = new();

    protected override async Task OnParametersSetAsync()
    {
        Ask = BreakdownAddress.Read(Navigation);
        var filter = Ask.Filter;
        _more = filter.Department is not null || filter.Preventable is not null || filter.Hardness is not null || filter.Age is not null || filter.Carc is not null || filter.Extra.Count > 0 || filter.Practice is not null;
        var actor = await Me.GetAsync();
        _time ??= new(await Zone.Run(actor, CancellationToken.None));
        _wait = null;
        _view = await See.Run(new() { Ask = Ask, Waiting = Tell }, actor, CancellationToken.None);
    }

    /// <summary>What is said of months or a period that the address names and that there are not.</summary>
    private string? NoSuch(BreakdownView view)
    {
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri(Navigation.Uri).Query);
        string? Asked(string name) => query.TryGetValue(name, out var value) && value.ToString() is { Length: > 0 } text ? text : null;
        if (Asked("period") is { } period && period != Ask.Period) { return $"There is no period {PeriodWords.Cut(period)}; this is {view.Span.Words}."; }

        return Asked("from") is { } from && Ask.From is null ? PeriodWords.Month(from, view.Span.From, "this is " + view.Span.Words)
            : Asked("to") is { } to && Ask.To is null ? PeriodWords.Month(to, view.Span.Last, "this is " + view.Span.Words)
            : null;
    }

    /// <summary>What takes long is awaited with its progress.</summary>
    private void Tell(ReadingWait wait) => _ = InvokeAsync(() =>
    {
        (_view, _wait) = (null, wait);
        StateHasChanged();
    });

    private static string Number(int? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";

    private string With(params (string Name, string? Value)[] changed) => BreakdownAddress.With(Ask, changed);

    private void Go(params (string Name, string? Value)[] changed) => Navigation.NavigateTo(With(changed));

    private BreakdownFilter Cell(string payer, string category)
    {
        var filter = payer.Length == 0 ? Ask.Filter : Ask.Filter.With(BreakdownBy.Payer, payer);
        return category.Length == 0 ? filter : filter with { Category = category };
    }
}
