using System.Globalization;
using DenialDesk.App.Corrections;
using DenialDesk.App.Queue;
using DenialDesk.Domain.People;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Corrections;

/// <summary>Corrections of denied claims, the newest first; the filters are the address.</summary>
public sealed partial class Corrections
{
    private const int PageSize = 50;

    private CorrectionList? _list;
    private QueueChoiceLists? _choices;
    private string _state = "";
    private string _payer = "";
    private string _practice = "";
    private bool _mayWork;

    /// <summary>"overdue", "written", "rejected", "answered" or "all"; anything else is what is on its way.</summary>
    [SupplyParameterFromQuery(Name = "state")]
    public string? State { get; set; }

    [SupplyParameterFromQuery(Name = "payer")]
    public int? Payer { get; set; }

    [SupplyParameterFromQuery(Name = "practice")]
    public int? Practice { get; set; }

    /// <summary>The correction after which the page begins.</summary>
    [SupplyParameterFromQuery(Name = "after")]
    public long? After { get; set; }

    [Inject]
    public required ListCorrections List { get; set; }

    [Inject]
    public required QueueChoices Choices { get; set; }

    protected override IReadOnlyList<CorrectionRow> Walked => _list?.Rows ?? [];

    protected override string Page => Routes.Corrections;

    protected override (string Name, string? Value)[] Filters =>
        [("state", State), ("payer", Payer?.ToString(CultureInfo.InvariantCulture)), ("practice", Practice?.ToString(CultureInfo.InvariantCulture))];

    private bool IsFiltered => Filters.Any(f => !string.IsNullOrEmpty(f.Value));

    protected override async Task OnParametersSetAsync()
    {
        (_state, _payer, _practice, At) = (State ?? "", $"{Payer}", $"{Practice}", -1);
        var actor = await Me.GetAsync();
        _mayWork = actor.May(Permission.WorkDenials);
        _choices ??= await Choices.Run(actor, CancellationToken.None);
        _list = await List.Run(new() { State = State, Payer = Payer, Practice = Practice, After = After, Take = PageSize }, actor, CancellationToken.None);
    }

    /// <summary>Who works denials goes on with the correction; who only looks sees the denial.</summary>
    protected override string Opened(CorrectionRow row) => _mayWork ? Routes.CorrectionOf(row.PracticeId, row.DenialId) : Routes.DenialOf(row.PracticeId, row.DenialId);

    private void Apply() => Navigation.NavigateTo(Routes.With(Routes.Corrections, ("state", _state), ("payer", _payer), ("practice", _practice)));

}
