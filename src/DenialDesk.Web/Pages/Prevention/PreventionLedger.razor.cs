using System.Globalization;
using DenialDesk.App.Prevention;
using DenialDesk.App.Queue;
using DenialDesk.App.Settings;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Prevention;

/// <summary>The ledger of changes. Filters in the address.</summary>
public partial class PreventionLedger
{
    private const int PageSize = 50;
    private static readonly (string Value, string Text)[] Shows = [("open", "Open"), ("mine", "Mine"), ("measured", "Measured"), ("kept", "Kept"), ("reopened", "Reopened"), ("reverted", "Taken back"), ("all", "All")];

    private ActionList? _list;
    private QueueChoiceLists? _choices;
    private IReadOnlyList<string> _departments = [];
    private bool _more;

    [Inject]
    public required ListActions List { get; set; }

    [Inject]
    public required SeeRootCauses Causes { get; set; }

    [Inject]
    public required QueueChoices Choices { get; set; }

    /// <summary>open when it is not said.</summary>
    [SupplyParameterFromQuery(Name = "show")]
    public string? Show { get; set; }

    [SupplyParameterFromQuery(Name = "department")]
    public string? Department { get; set; }

    [SupplyParameterFromQuery(Name = "category")]
    public string? Category { get; set; }

    [SupplyParameterFromQuery(Name = "practice")]
    public int? Practice { get; set; }

    [SupplyParameterFromQuery(Name = "after")]
    public string? After { get; set; }

    private string Showing => ShowOf(Show);

    protected override IReadOnlyList<ActionRow> Walked => _list?.Rows ?? [];

    protected override string Page => Routes.Prevention;

    protected override (string Name, string? Value)[] Filters => [("show", Show), ("department", Department), ("category", Category), ("practice", Practice?.ToString(CultureInfo.InvariantCulture))];

    /// <summary>What an address shows.</summary>
    internal static string ShowOf(string? show) => Shows.Any(s => s.Value == show) ? show! : "open";

    protected override async Task OnParametersSetAsync()
    {
        At = -1;
        var actor = await Me.GetAsync();
        _choices ??= await Choices.Run(actor, CancellationToken.None);
        _departments = (await Causes.Run(actor, CancellationToken.None)).Body.Departments;
        var found = await List.Run(new() { Show = Showing, Department = Department, Category = Category, Practice = Practice, After = After, Take = PageSize + 1 }, actor, CancellationToken.None);
        (_list, _more) = (found with { Rows = [.. found.Rows.Take(PageSize)] }, found.Rows.Count > PageSize);
    }

    protected override string Opened(ActionRow row) => Routes.PreventionActionOf(row.PracticeId, row.ActionId);

}
