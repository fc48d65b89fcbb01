using DenialDesk.App.Certificates;
using DenialDesk.Domain;
using DenialDesk.Domain.Certificates;
using DenialDesk.Domain.People;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Certificates;

/// <summary>The ledger of provider-level adjustments; what no rule placed is settled here with a note.</summary>
public partial class Ledger
{
    private LedgerView? _view;
    private LedgerRow? _open;
    private Refusal? _refusal;
    private string _note = "";
    private bool _mayWork;

    /// <summary>The written name of a standing.</summary>
    [SupplyParameterFromQuery(Name = "state")]
    public string? State { get; set; }

    [Inject]
    public required SeeLedger See { get; set; }

    [Inject]
    public required SettleLedgerEntry Settle { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        var actor = await Who.GetAsync();
        _mayWork = actor.May(Permission.WorkDenials);
        _view = await See.Run(new() { State = Enum.TryParse<LedgerState>(State, true, out var state) ? state : null }, actor, CancellationToken.None);
    }

    private void Open(LedgerRow row) => (_open, _note, _refusal) = (row, "", null);

    private async Task SaveAsync()
    {
        if (_open is not { } row) { return; }

        _refusal = await Settle.Run(
            new() { PracticeId = row.PracticeId, RemittanceId = row.RemittanceId, Ordinal = row.Ordinal, Settle = row.State != LedgerState.Settled, Note = _note, Version = row.Version },
            await Who.GetAsync(), CancellationToken.None);
        if (_refusal is null) { _open = null; }

        await OnParametersSetAsync();
    }
}
