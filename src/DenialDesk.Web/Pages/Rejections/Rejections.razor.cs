using System.Globalization;
using DenialDesk.App.Queue;
using DenialDesk.App.Rejections;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Rejections;

/// <summary>Rejected claims by their filing clock; the filters are the address.</summary>
public sealed partial class Rejections
{
    private const int PageSize = 50;
    private const int LongestReason = 260;

    private RejectionList? _list;
    private QueueChoiceLists? _choices;
    private string _state = "";
    private string _by = "";
    private string _left = "";
    private string _payer = "";
    private string _practice = "";

    /// <summary>"sent", "closed" or "all"; anything else is what is open.</summary>
    [SupplyParameterFromQuery(Name = "state")]
    public string? State { get; set; }

    /// <summary>"form", "clearinghouse" or "payer".</summary>
    [SupplyParameterFromQuery(Name = "by")]
    public string? By { get; set; }

    /// <summary>"over", or at most so many days: "7", "30", "90".</summary>
    [SupplyParameterFromQuery(Name = "left")]
    public string? Left { get; set; }

    [SupplyParameterFromQuery(Name = "payer")]
    public int? Payer { get; set; }

    [SupplyParameterFromQuery(Name = "practice")]
    public int? Practice { get; set; }

    /// <summary>The keyset: last day and rejection after which the page begins.</summary>
    [SupplyParameterFromQuery(Name = "after")]
    public string? After { get; set; }

    [Inject]
    public required ListRejections List { get; set; }

    [Inject]
    public required QueueChoices Choices { get; set; }

    protected override IReadOnlyList<RejectionRow> Walked => _list?.Rows ?? [];

    protected override string Page => Routes.Rejections;

    protected override (string Name, string? Value)[] Filters =>
    [
        ("state", State), ("by", By), ("left", Left), ("payer", Payer?.ToString(CultureInfo.InvariantCulture)), ("practice", Practice?.ToString(CultureInfo.InvariantCulture)),
    ];

    private bool IsFiltered => Filters.Any(f => !string.IsNullOrEmpty(f.Value));

    protected override async Task OnParametersSetAsync()
    {
        (_state, _by, _left, _payer, _practice) = (State ?? "", By ?? "", Left ?? "", $"{Payer}", $"{Practice}");
        At = -1;
        var actor = await Me.GetAsync();
        _choices ??= await Choices.Run(actor, CancellationToken.None);
        _list = await List.Run(
            new() { State = State, By = By, Left = Left, Payer = Payer, Practice = Practice, After = PlaceOf(After), Take = PageSize }, actor, CancellationToken.None);
    }

    protected override string Opened(RejectionRow row) => Routes.RejectionOf(row.PracticeId, row.RejectionId);

    private static RejectionPlace? PlaceOf(string? text)
        => text?.Split('-') is [var day, var id] && DateOnly.TryParseExact(day, "yyyyMMdd", out var due) && long.TryParse(id, CultureInfo.InvariantCulture, out var rejection) ? new(due, rejection) : null;

    private static string PlaceText(RejectionRow row)
    {
        var (due, id) = ListRejections.Place(row);
        return string.Create(CultureInfo.InvariantCulture, $"{due:yyyyMMdd}-{id}");
    }

    private static string Brief(string reason) => reason.Length <= LongestReason ? reason : reason[..LongestReason] + "…";

    private void Apply() => Navigation.NavigateTo(Routes.With(
        Routes.Rejections, ("state", _state), ("by", _by), ("left", _left), ("payer", _payer), ("practice", _practice)));

}
