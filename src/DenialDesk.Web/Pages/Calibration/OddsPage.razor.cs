using DenialDesk.App.Calibration;
using DenialDesk.App.Settings;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Priority;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Calibration;

/// <summary>Minutes and starting odds, edited whole by admins and kept as versions.</summary>
public partial class OddsPage
{
    private IReadOnlyList<Row> _rows = [];
    private IReadOnlyList<LobRow> _lobs = [];
    private Setting<PriorityStandards>? _setting;
    private bool _may;
    private string? _told;
    private string _tone = "told";

    /// <summary>A category while it is being edited.</summary>
    private sealed class Row
    {
        public required DenialCategory Category { get; init; }

        public double Minutes { get; set; }

        public int Percent { get; set; }
    }

    /// <summary>A line of business while it is being edited.</summary>
    private sealed class LobRow
    {
        public required DenialCategory Category { get; init; }

        public required string Name { get; init; }

        public int Percent { get; set; }
    }

    [Inject]
    public required SeePriorityStandards See { get; set; }

    [Inject]
    public required EditPriorityStandards Edit { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    protected override Task OnInitializedAsync() => ReadAsync();

    private async Task ReadAsync()
    {
        var actor = await Who.GetAsync();
        _may = actor.May(Permission.ManageSettings);
        _setting = await See.Run(actor, CancellationToken.None);
        _rows = [.. Enum.GetValues<DenialCategory>().Select(c => _setting.Body.Of(c)).Select(s => new Row { Category = s.Category, Minutes = s.Minutes, Percent = Whole(s.ReversalPrior) })];
        _lobs = [.. _setting.Body.Lobs.Select(l => new LobRow { Category = l.Category, Name = l.Lob, Percent = Whole(l.ReversalPrior) })];
    }

    private async Task SaveAsync()
    {
        var standards = new PriorityStandards
        {
            Categories = [.. _rows.Select(r => new CategoryStandard(r.Category, r.Minutes, r.Percent / 100.0))],
            Lobs = [.. _lobs.Select(l => new LobPrior(l.Category, l.Name, l.Percent / 100.0))],
        };
        var refusal = await Edit.Run(new() { Version = _setting!.Newest, Standards = standards }, await Who.GetAsync(), CancellationToken.None);
        (_told, _tone) = refusal is null ? ("Saved as a new version; every queue is ranked by it.", "told") : (refusal.Sentence, "refusal");
        if (refusal is null) { await ReadAsync(); }
    }

    private static int Whole(double odds) => (int)Math.Round(100 * odds);

    private static string Lob(string name) => name switch
    {
        "ma" => "Medicare Advantage",
        "medicare_ffs" => "Medicare (traditional)",
        "medicaid_ffs" => "Medicaid (traditional)",
        _ => Words.Of(name),
    };
}
