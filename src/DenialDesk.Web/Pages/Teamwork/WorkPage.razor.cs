using System.Globalization;
using DenialDesk.App.Practices;
using DenialDesk.App.Teamwork;
using DenialDesk.Domain.Money;
using DenialDesk.Web.Hosting;
using DenialDesk.Web.Pages.Reviews;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Teamwork;

/// <summary>The rows behind the figures of work. Person, days and kind in the address.</summary>
public sealed partial class WorkPage
{
    private const int PageSize = 50;

    private WorkList? _list;
    private bool _more;
    private bool _read;
    private DeskTime? _time;

    [Inject]
    public required ListWork List { get; set; }

    [Inject]
    public required FindZone Zone { get; set; }

    /// <summary>One of <see cref="ListWork.Shows"/>.</summary>
    [SupplyParameterFromQuery(Name = "show")]
    public string? Show { get; set; }

    [SupplyParameterFromQuery(Name = "person")]
    public Guid? Person { get; set; }

    /// <summary>"2026-05-01".</summary>
    [SupplyParameterFromQuery(Name = "from")]
    public string? FromAsked { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    public string? ToAsked { get; set; }

    private DateOnly? From => SheetText.DayOf(FromAsked);

    private DateOnly? To => SheetText.DayOf(ToAsked);

    [SupplyParameterFromQuery(Name = "after")]
    public string? After { get; set; }

    protected override IReadOnlyList<WorkRow> Walked => _list?.Rows ?? [];

    protected override string Page => Routes.Work;

    protected override (string Name, string? Value)[] Filters => [("show", Show), ("person", Person?.ToString()), ("from", Day(From)), ("to", Day(To))];

    protected override async Task OnParametersSetAsync()
    {
        At = -1;
        var actor = await Me.GetAsync();
        _time ??= new(await Zone.Run(actor, CancellationToken.None));
        var found = await List.Run(new() { Show = Show, Person = Person, From = From, To = To, After = After, Take = PageSize + 1 }, actor, CancellationToken.None);
        (_list, _more, _read) = (found is null ? null : found with { Rows = [.. found.Rows.Take(PageSize)] }, found?.Rows.Count > PageSize, true);
    }

    protected override string Opened(WorkRow row) => Routes.DenialOf(row.PracticeId, row.DenialId);

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Sums(WorkList list)
        => (list.Minutes > 0 ? $", {TeamSheet.Number(list.Minutes)} minutes" : "") + (list.Recovered != 0 ? $", {Dollars.Text(list.Recovered)} recovered" : "");

    private static string What(WorkRow row) => row.Kind switch
    {
        "call" => "Call: " + Words.Of(row.What),
        "note" => "Note",
        "time" => "At the denial's page",
        "closed" => "Closed: " + Words.Of(row.What),
        _ => Words.Of(row.What),
    };
}
