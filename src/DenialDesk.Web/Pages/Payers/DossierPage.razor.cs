using System.Globalization;
using DenialDesk.App.Payers;
using DenialDesk.App.Reviews;
using DenialDesk.Web.Hosting;
using DenialDesk.Web.Pages.Reviews;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Payers;

/// <summary>Everything the desk knows about how a payer pays; the months in the address.</summary>
public sealed partial class DossierPage
{
    private Sheet? _sheet;
    private ReadingWait? _wait;
    private bool _none;

    [Parameter]
    public int PayerId { get; set; }

    [Inject]
    public required SeeDossier See { get; set; }

    [Inject]
    public required PersonTime Clock { get; set; }

    [Inject]
    public required CurrentActor Me { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    /// <summary>"24"; what is no number from 1 to 24 is said to be none.</summary>
    [SupplyParameterFromQuery(Name = "months")]
    public string? MonthsAsked { get; set; }

    private int? Months => PeriodWords.Whole(MonthsAsked) is { } months and >= 1 and <= 24 ? months : null;

    protected override async Task OnParametersSetAsync()
    {
        (_sheet, _none, _wait) = (null, false, null);
        var found = await See.Run(new() { PayerId = PayerId, Months = Months ?? 12, Waiting = Tell }, await Me.GetAsync(), CancellationToken.None);
        (_sheet, _none) = (found is null ? null : DossierSheet.Of(found, await Clock.GetAsync()), found is null);
    }

    /// <summary>What takes long is awaited with its progress.</summary>
    private void Tell(ReadingWait wait) => _ = InvokeAsync(() =>
    {
        _wait = wait;
        StateHasChanged();
    });

    private string Scheduled => Routes.With("", ("payer", PayerId.ToString(CultureInfo.InvariantCulture)), ("months", Months?.ToString(CultureInfo.InvariantCulture)));

    private string File(string kind) => Routes.With(Routes.DossierFileOf(PayerId, kind), ("months", Months?.ToString(CultureInfo.InvariantCulture)));
}
