using DenialDesk.App.Deadlines;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Deadlines;

/// <summary>What one was told about deadlines. Filters in the address; <c>j</c>, <c>k</c> and <c>Enter</c> walk the rows.</summary>
public partial class Notices
{
    private const int PageSize = 50;
    private List<NoticeRow> _rows = [];
    private bool _read;
    private bool _more;

    [Inject]
    public required ListNotices List { get; set; }

    [Inject]
    public required ReadNotices Mark { get; set; }

    [Inject]
    public required DeskChanges Changes { get; set; }

    [SupplyParameterFromQuery(Name = "all")]
    public bool All { get; set; }

    [SupplyParameterFromQuery(Name = "flag")]
    public string? Flag { get; set; }

    [SupplyParameterFromQuery(Name = "before")]
    public long? Before { get; set; }

    private string Csv => Routes.NoticesCsv + new Uri(Navigation.Uri).Query;

    protected override IReadOnlyList<NoticeRow> Walked => _rows;

    protected override string Page => Routes.Notices;

    protected override (string Name, string? Value)[] Filters => [("all", All ? "true" : null), ("flag", Flag)];

    protected override Task OnParametersSetAsync()
    {
        At = -1;
        return LoadAsync();
    }

    protected override string Opened(NoticeRow row) => SubjectOf(row);

    protected override void Listen()
        => Listening = Changes.Listen(changes => changes.Contains(DeskChange.Anything) && Before is null ? InvokeAsync(AgainAsync) : Task.CompletedTask);

    private async Task AgainAsync()
    {
        await LoadAsync();
        StateHasChanged();
    }

    private async Task LoadAsync()
    {
        var found = await List.Run(new() { All = All, Flag = Flag, Before = Before, Take = PageSize + 1 }, await Me.GetAsync(), CancellationToken.None);
        (_rows, _more, _read) = ([.. found.Take(PageSize)], found.Count > PageSize, true);
    }

    private async Task ReadAsync(NoticeRow row)
    {
        await Mark.Run(new() { UpTo = row.NoticeId, One = true }, await Me.GetAsync(), CancellationToken.None);
        await LoadAsync();
        Navigation.NavigateTo(Navigation.Uri);
    }

    private async Task AllReadAsync()
    {
        await Mark.Run(new() { UpTo = _rows[0].NoticeId, Flag = Flag }, await Me.GetAsync(), CancellationToken.None);
        await LoadAsync();
        Navigation.NavigateTo(Here(All, Flag));
    }

    /// <summary>The denial or the change a notice tells of.</summary>
    private static string SubjectOf(NoticeRow row) => row.DenialId is { } denial ? Routes.DenialOf(row.PracticeId, denial) : Routes.PreventionActionOf(row.PracticeId, row.ActionId ?? 0);

    private static string Here(bool all, string? flag) => Routes.With(Routes.Notices, ("all", all ? "true" : null), ("flag", flag));

    private static string Tone(string flag) => flag switch { "14" or "7" => "", "3" or "1" or "write_off_asked" => "warn", "write_off_approved" => "good", _ => "bad" };
}
