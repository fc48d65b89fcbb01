using System.Globalization;
using DenialDesk.App.Breakdowns;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Breakdowns;

/// <summary>The denials that a number counted. The same filters as the page it stands on, all in the address.</summary>
public partial class BreakdownRows
{
    private const int PageSize = 50;

    private BreakdownAsk _ask = new();
    private BreakdownDenials? _list;
    private bool _moreRows;

    [Inject]
    public required ListBreakdownRows List { get; set; }

    /// <summary>One of <see cref="ListBreakdownRows.Shows"/>.</summary>
    [SupplyParameterFromQuery(Name = "which")]
    public string? Which { get; set; }

    /// <summary>Day and id of the row to go on after.</summary>
    [SupplyParameterFromQuery(Name = "after")]
    public string? After { get; set; }

    protected override IReadOnlyList<BreakdownDenial> Walked => _list?.Rows ?? [];

    protected override string Page => Routes.BreakdownRows;

    protected override (string Name, string? Value)[] Filters => [.. _ask.Query(), ("which", Which)];

    protected override async Task OnParametersSetAsync()
    {
        (_ask, At) = (BreakdownAddress.Read(Navigation), -1);
        var found = await List.Run(new() { Ask = _ask, Which = Which, After = Place(After), Take = PageSize + 1 }, await Me.GetAsync(), CancellationToken.None);
        (_list, _moreRows) = (found with { Rows = [.. found.Rows.Take(PageSize)] }, found.Rows.Count > PageSize);
    }

    protected override string Opened(BreakdownDenial row) => Routes.DenialOf(row.PracticeId, row.DenialId);

    private string Here(string? which) => Routes.With(Routes.BreakdownRows, [.. _ask.Query(), ("which", which is "all" ? null : which)]);

    private static BreakdownPlace? Place(string? after)
        => after?.Split('_') is [var day, var id] && DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on)
            && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var denial)
            ? new(on, denial)
            : null;

    private static string Day(DateOnly day) => day.ToString("M/d/yyyy", CultureInfo.InvariantCulture);
}
