using System.Globalization;
using DenialDesk.App.Practices;
using DenialDesk.App.Reports;
using DenialDesk.Domain;
using DenialDesk.Domain.Reports;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Reports;

/// <summary>Scheduled reports and the files they made; a page that asks to be scheduled brings its name and filters in the address.</summary>
public partial class ReportsPage
{
    private const int PageSize = 50;

    private readonly HashSet<string> _people = [];
    private ReportList? _list;
    private DeskTime? _time;
    private bool _more;
    private bool _busy;
    private bool _ready;
    private string? _said;
    private bool _refused;
    private long? _undo;
    private long? _made;
    private string _name = "";
    private ReportRhythm _rhythm = ReportRhythm.Monthly;
    private int _weekday = 1;
    private int _day = 2;
    private string _format = "xlsx";

    [Inject]
    public required ListReports List { get; set; }

    [Inject]
    public required KeepSchedule Keep { get; set; }

    [Inject]
    public required MakeReportNow Make { get; set; }

    [Inject]
    public required FindZone Zone { get; set; }

    [Inject]
    public required CurrentActor Me { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    /// <summary>The page to schedule, by its name.</summary>
    [SupplyParameterFromQuery(Name = "page")]
    public string? Page { get; set; }

    /// <summary>Its filters, as its address has them.</summary>
    [SupplyParameterFromQuery(Name = "query")]
    public string? Query { get; set; }

    /// <summary>What the page is called; the name to begin with.</summary>
    [SupplyParameterFromQuery(Name = "name")]
    public string? Name { get; set; }

    [SupplyParameterFromQuery(Name = "schedule")]
    public long? Schedule { get; set; }

    [SupplyParameterFromQuery(Name = "before")]
    public long? Before { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        if (_name.Length == 0) { _name = Name ?? ""; }

        _time ??= new(await Zone.Run(await Me.GetAsync(), CancellationToken.None));
        await LoadAsync();
    }

    /// <summary>Before the circuit stands, what is typed or pressed would be lost: fields and buttons wait for it.</summary>
    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender) { return; }

        _ready = true;
        StateHasChanged();
    }

    private async Task LoadAsync()
    {
        var found = await List.Run(new() { Schedule = Schedule, Before = Before, Take = PageSize + 1 }, await Me.GetAsync(), CancellationToken.None);
        (_list, _more) = (found with { Reports = [.. found.Reports.Take(PageSize)] }, found.Reports.Count > PageSize);
    }

    private void Tell(string person, bool told)
    {
        if (told) { _people.Add(person); }
        else { _people.Remove(person); }
    }

    private async Task SaveAsync()
    {
        var result = await Keep.Run(
            new()
            {
                Act = KeepSchedule.Act.Save,
                Name = _name,
                Page = Page,
                Query = Query ?? "",
                Format = _format,
                Cadence = new(_rhythm, _rhythm switch { ReportRhythm.Daily => 1, ReportRhythm.Weekly => _weekday, _ => _day }),
                People = [.. _people.Select(Guid.Parse)],
            },
            await Me.GetAsync(), CancellationToken.None);
        await SaidAsync(result.Refusal, $"{_name} is scheduled.");
        if (result.Refusal is not null) { return; }

        _name = "";
        Navigation.NavigateTo(Routes.Reports);
    }

    private async Task DoAsync(KeepSchedule.Act act, long scheduleId, string? name)
    {
        var result = await Keep.Run(new() { Act = act, ScheduleId = scheduleId }, await Me.GetAsync(), CancellationToken.None);
        await SaidAsync(result.Refusal, act switch
        {
            KeepSchedule.Act.Delete => $"{name} is deleted; what it made stays.",
            KeepSchedule.Act.Restore => "It is back.",
            KeepSchedule.Act.Pause => $"{name} is paused.",
            _ => $"{name} goes on from its next day.",
        });
        _undo = act == KeepSchedule.Act.Delete && result.Refusal is null ? scheduleId : null;
    }

    private async Task MakeAsync(ScheduleRow row)
    {
        _busy = true;
        try
        {
            var result = await Make.Run(new() { ScheduleId = row.ScheduleId }, await Me.GetAsync(), CancellationToken.None);
            await SaidAsync(result.Refusal, $"{row.Name} is made.");
            _made = result.ReportId;
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task SaidAsync(Refusal? refusal, string done)
    {
        (_said, _refused, _undo, _made) = (refusal?.Sentence ?? done, refusal is not null, null, null);
        await LoadAsync();
    }

    private string Here() => Routes.With(Routes.Reports, ("schedule", Schedule is { } one ? Id(one) : null));

    private static string MailsOf(ReportRow row) => row.Mails switch
    {
        (0, 0, 0) => "none",
        (var sent, 0, 0) => string.Create(CultureInfo.InvariantCulture, $"{sent} sent"),
        (var sent, var waiting, 0) => string.Create(CultureInfo.InvariantCulture, $"{sent} sent, {waiting} waiting"),
        var (sent, waiting, failed) => string.Create(CultureInfo.InvariantCulture, $"{sent} sent, {waiting} waiting, {failed} given up"),
    };

    private static string Id(long id) => id.ToString(CultureInfo.InvariantCulture);
}
