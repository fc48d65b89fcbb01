using System.Globalization;
using DenialDesk.App.Prevention;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Prevention;

/// <summary>The denials that an alert counted, and no others. Weeks and place in the address.</summary>
public sealed partial class AlertRows
{
    private const int PageSize = 50;

    private AlertDenials? _list;
    private bool _gone;
    private bool _more;

    [Parameter]
    public int PracticeId { get; set; }

    [Parameter]
    public long AlertId { get; set; }

    [Inject]
    public required ListAlertRows List { get; set; }

    /// <summary>All since it began instead of the weeks it was judged by.</summary>
    [SupplyParameterFromQuery(Name = "since")]
    public bool Since { get; set; }

    /// <summary>Day and id of the row to go on after.</summary>
    [SupplyParameterFromQuery(Name = "after")]
    public string? After { get; set; }

    protected override IReadOnlyList<AlertDenial> Walked => _list?.Rows ?? [];

    protected override string Page => Routes.AlertRowsOf(PracticeId, AlertId);

    protected override (string Name, string? Value)[] Filters => [("since", Since ? "true" : null)];

    protected override async Task OnParametersSetAsync()
    {
        At = -1;
        var found = await List.Run(new() { PracticeId = PracticeId, AlertId = AlertId, Since = Since, After = Place(After), Take = PageSize + 1 }, await Me.GetAsync(), CancellationToken.None);
        (_list, _gone, _more) = (found is null ? null : found with { Rows = [.. found.Rows.Take(PageSize)] }, found is null, found?.Rows.Count > PageSize);
    }

    protected override string Opened(AlertDenial row) => Routes.DenialOf(row.PracticeId, row.DenialId);

    private static AlertPlace? Place(string? after)
        => after?.Split('_') is [var day, var id] && DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on)
            && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var denial)
            ? new(on, denial)
            : null;

    private static string Day(DateOnly day) => day.ToString("M/d/yyyy", CultureInfo.InvariantCulture);
}
