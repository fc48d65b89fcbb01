using DenialDesk.App.Numbers;
using DenialDesk.Domain.Numbers;
using DenialDesk.Web.Pages.Numbers;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace DenialDesk.Web.Tests.Numbers;

/// <summary>The picture of a number over its months.</summary>
public sealed class NumberChartTests
{
    [Fact]
    public async Task An_interval_whose_end_nobody_knows_yet_reaches_to_the_top_of_the_picture()
    {
        var months = Enumerable.Range(0, 3).Select(i => new NumberMonth(
            new DateOnly(2026, 5, 1).AddMonths(i), new(20, 40, 40), new(30, 12, i == 2 ? null : 55, false, KpiZone.None, false), new Dictionary<int, KpiCount>(), null)).ToList();
        var line = new NumberLine(KpiDefinitions.Find("time-to-resolution")!, null, months, months[^1]);
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);

        var drawn = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<NumberChart>(ParameterView.FromDictionary(new Dictionary<string, object?> { ["Line"] = line }))).ToHtmlString());

        var interval = System.Text.RegularExpressions.Regex.Match(drawn, "class=\"interval\" d=\"M[^\"]*Z\"").Value;
        Assert.Equal(6, interval.Split('M', 'L').Length - 1);
        Assert.Contains(" 14L", interval, StringComparison.Ordinal);
    }
}
