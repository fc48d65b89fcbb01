using System.Globalization;
using DenialDesk.App.Calibration;
using DenialDesk.App.Practices;
using DenialDesk.Domain.Money;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Calibration;

/// <summary>The price of the lane share, and setting it. Worked out after the page is there, since it takes a moment.</summary>
public partial class LanePricePart
{
    private LanePriceView? _view;
    private (int?, int?)? _shown;
    private DeskTime? _time;
    private int _percent;
    private string? _told;
    private string _tone = "told";

    [Parameter]
    public int? Practice { get; set; }

    [Parameter]
    public int? Minutes { get; set; }

    [Inject]
    public required SeeLanePrice See { get; set; }

    [Inject]
    public required SetLaneShare Set { get; set; }

    [Inject]
    public required FindZone Zone { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        if (_shown == (Practice, Minutes)) { return; }

        _shown = (Practice, Minutes);
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        _view = await See.Run(new() { Practice = Practice, Minutes = Minutes }, await Who.GetAsync(), CancellationToken.None);
        _time ??= new(await Zone.Run(await Who.GetAsync(), CancellationToken.None));
        _percent = (int)Math.Round(100 * (_view?.Share ?? 0));
    }

    private async Task SaveAsync()
    {
        if (_view is not { } v) { return; }

        var refusal = await Set.Run(new() { PracticeId = v.PracticeId, Version = v.Version, Percent = _percent }, await Who.GetAsync(), CancellationToken.None);
        (_told, _tone) = refusal is null ? ($"Set to {_percent}%. The queue of {v.Practice} is ranked by it.", "told") : (refusal.Sentence, "refusal");
        if (refusal is null) { await ReadAsync(); }
    }

    /// <summary>What the load means for the choice.</summary>
    private static string Keeping(LanePriceView v) => v.Price.Shares.Max(s => s.Dollars) - v.Price.Shares.Min(s => s.Dollars) < 1
        ? "The team keeps up, so the share costs nothing: whatever is due is done."
        : "There is more work than minutes, so every share has a price.";

    private static string D(double dollars) => Dollars.Brief(decimal.Round((decimal)dollars));

    private static string N(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string P(double share) => (100 * share).ToString("0", CultureInfo.InvariantCulture) + "%";

    private static string Day(DateOnly day) => day.ToString("M/d/yyyy", CultureInfo.InvariantCulture);
}
