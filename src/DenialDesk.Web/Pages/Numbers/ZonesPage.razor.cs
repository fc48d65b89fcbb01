using DenialDesk.App.Numbers;
using DenialDesk.App.Settings;
using DenialDesk.Domain.Numbers;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Numbers;

/// <summary>The boundaries of every number, edited whole and kept as versions. Shares are typed in percent.</summary>
public partial class ZonesPage
{
    private IReadOnlyList<Row> _rows = [];
    private Setting<NumberZones>? _setting;
    private int _day;
    private string? _told;
    private string _tone = "told";

    /// <summary>A number's boundaries while they are being edited.</summary>
    private sealed class Row
    {
        public required KpiDefinition Definition { get; init; }

        public decimal? Target { get; set; }

        public decimal? Red { get; set; }
    }

    [Inject]
    public required SeeZones See { get; set; }

    [Inject]
    public required EditZones Edit { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    protected override Task OnInitializedAsync() => ReadAsync();

    private async Task ReadAsync()
    {
        _setting = await See.Run(await Who.GetAsync(), CancellationToken.None);
        _day = _setting.Body.FreezeDay;
        _rows =
        [
            .. KpiDefinitions.All.Where(d => d.LowerIsBetter is not null && d.Unit is KpiUnit.Share or KpiUnit.Days).Select(d =>
            {
                var boundary = _setting.Body.Of(d.Kpi);
                return new Row { Definition = d, Target = boundary?.Target * Scale(d), Red = boundary?.Red * Scale(d) };
            }),
        ];
    }

    private static string Unit(KpiDefinition definition) => definition.Unit == KpiUnit.Share ? "%" : "days";

    private static decimal Scale(KpiDefinition definition) => definition.Unit == KpiUnit.Share ? 100m : 1m;

    private async Task SaveAsync()
    {
        if (_rows.FirstOrDefault(r => r.Target is null != r.Red is null) is { } half)
        {
            (_told, _tone) = ($"“{half.Definition.Title}” has one boundary: give both, or none.", "refusal");
            return;
        }

        var zones = new NumberZones
        {
            Boundaries = [.. _rows.Where(r => r.Target is not null).Select(r => new KpiBoundary(r.Definition.Kpi, r.Target!.Value / Scale(r.Definition), r.Red!.Value / Scale(r.Definition)))],
            FreezeDay = _day,
        };
        var refusal = await Edit.Run(new() { Version = _setting!.Newest, Zones = zones }, await Who.GetAsync(), CancellationToken.None);
        (_told, _tone) = refusal is null ? ("Saved as a new version.", "told") : (refusal.Sentence, "refusal");
        if (refusal is null) { await ReadAsync(); }
    }
}
