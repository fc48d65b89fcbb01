using System.Globalization;
using DenialDesk.App.Appeals;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Web.Pages.Reviews;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Appeals;

/// <summary>The list of appeals. Filters in the address.</summary>
public partial class Appeals
{
    private const int PageSize = 50;

    private static readonly WindowAction[] Levels =
        [WindowAction.Reconsideration, WindowAction.Appeal1, WindowAction.Appeal2, WindowAction.Appeal3, WindowAction.Appeal4, WindowAction.Appeal5, WindowAction.ExternalReview];

    private AppealList? _list;
    private QueueChoiceLists? _choices;
    private bool _more;

    [Inject]
    public required ListAppeals List { get; set; }

    [Inject]
    public required QueueChoices Choices { get; set; }

    [SupplyParameterFromQuery(Name = "show")]
    public string? Show { get; set; }

    [SupplyParameterFromQuery(Name = "payer")]
    public int? Payer { get; set; }

    [SupplyParameterFromQuery(Name = "level")]
    public string? Level { get; set; }

    /// <summary>First of the days in which it was filed or decided, "2026-03-04".</summary>
    [SupplyParameterFromQuery(Name = "from")]
    public string? From { get; set; }

    /// <summary>Last of those days.</summary>
    [SupplyParameterFromQuery(Name = "to")]
    public string? To { get; set; }

    /// <summary>Which of both: "filed" or "decided"; either when it says neither.</summary>
    [SupplyParameterFromQuery(Name = "by")]
    public string? By { get; set; }

    [SupplyParameterFromQuery(Name = "after")]
    public string? After { get; set; }

    private string Csv => Routes.AppealsCsv + new Uri(Navigation.Uri).Query;

    protected override IReadOnlyList<AppealRow> Walked => _list?.Rows ?? [];

    protected override string Page => Routes.Appeals;

    protected override (string Name, string? Value)[] Filters => [("show", Show), ("payer", Payer?.ToString(CultureInfo.InvariantCulture)), ("level", Level), ("from", From), ("to", To), ("by", By)];

    protected override async Task OnParametersSetAsync()
    {
        var actor = await Me.GetAsync();
        _choices ??= await Choices.Run(actor, CancellationToken.None);
        var found = await List.Run(new() { Show = Show, Payer = Payer, Level = Level, From = SheetText.DayOf(From), To = SheetText.DayOf(To), By = By, After = After, Take = PageSize + 1 }, actor, CancellationToken.None);
        (_list, _more, At) = (found with { Rows = [.. found.Rows.Take(PageSize)] }, found.Rows.Count > PageSize, -1);
    }

    protected override string Opened(AppealRow row) => Routes.AppealOf(row.PracticeId, row.AppealId);

    private string Shown(string show) => Here("show", show);

    private static string N(long count) => count.ToString("N0", CultureInfo.CurrentCulture);
}
