using DenialDesk.App.Trends;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Trends;

/// <summary>Rates of twelve months, one line a payer, category or code. Each number leads to its rows, each name to the page of it alone.</summary>
public partial class RateTable
{
    [Parameter, EditorRequired]
    public required string Id { get; set; }

    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>Head of the first column.</summary>
    [Parameter, EditorRequired]
    public required string First { get; set; }

    [Parameter, EditorRequired]
    public required string Explanation { get; set; }

    [Parameter, EditorRequired]
    public required string Nothing { get; set; }

    [Parameter, EditorRequired]
    public required TrendPeriod Period { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<TrendRow> Rows { get; set; }

    [Parameter, EditorRequired]
    public required TrendMeasure Measure { get; set; }

    /// <summary>Whether the zones of a denial rate apply to the lines.</summary>
    [Parameter]
    public bool Judged { get; set; }

    [Parameter, EditorRequired]
    public required string CsvHref { get; set; }

    /// <summary>The trends page of one line alone.</summary>
    [Parameter, EditorRequired]
    public required Func<string, string> FilterHref { get; set; }

    /// <summary>The denials behind a line in a month, or in all twelve.</summary>
    [Parameter, EditorRequired]
    public required Func<string, DateOnly?, string> RowsHref { get; set; }

    private IReadOnlyList<double?> Rates(TrendRow row) => [.. row.Months.Select(m => Measure.RateOf(m)?.Value)];
}
