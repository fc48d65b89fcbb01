using DenialDesk.App.Reviews;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Reviews;

/// <summary>The ninety-day audit, its last day in the address.</summary>
public sealed partial class DenialAuditPage
{
    private Sheet? _sheet;
    private DateOnly _last;
    private ReadingWait? _wait;

    [Inject]
    public required SeeDenialAudit See { get; set; }

    [Inject]
    public required PersonTime Clock { get; set; }

    [Inject]
    public required CurrentActor Me { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    /// <summary>"2026-05-31".</summary>
    [SupplyParameterFromQuery(Name = "to")]
    public string? To { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        (_sheet, _wait) = (null, null);
        var audit = await See.Run(new() { To = SheetText.DayOf(To), Waiting = Tell }, await Me.GetAsync(), CancellationToken.None);
        (_sheet, _last) = (AuditSheet.Of(audit, await Clock.GetAsync()), audit.Today);
    }

    /// <summary>What takes long is awaited with its progress.</summary>
    private void Tell(ReadingWait wait) => _ = InvokeAsync(() =>
    {
        _wait = wait;
        StateHasChanged();
    });

    private string File(string kind) => Routes.With(Routes.FileOfKind(Routes.DenialAuditFile, kind), ("to", To));
}
