using System.Globalization;
using DenialDesk.App.Documents;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Documents;

/// <summary>Documents asked of departments. Filters in the address; <c>j</c>, <c>k</c> and <c>Enter</c> walk the rows.</summary>
public partial class DocumentRequests
{
    private const int PageSize = 50;
    private DocumentRequestList? _list;
    private bool _more;

    [Inject]
    public required ListDocumentRequests List { get; set; }

    [SupplyParameterFromQuery(Name = "state")]
    public string? State { get; set; }

    [SupplyParameterFromQuery(Name = "department")]
    public string? Department { get; set; }

    [SupplyParameterFromQuery(Name = "mine")]
    public bool Mine { get; set; }

    /// <summary>The keyset: due day and request after which the page begins.</summary>
    [SupplyParameterFromQuery(Name = "after")]
    public string? After { get; set; }

    private string Csv => Routes.DocumentRequestsCsv + new Uri(Navigation.Uri).Query;

    /// <summary>Reads "20260511-42"; null for anything else.</summary>
    internal static (DateOnly, long)? PlaceOf(string? text)
        => text?.Split('-') is [var day, var id] && DateOnly.TryParseExact(day, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on)
            && long.TryParse(id, CultureInfo.InvariantCulture, out var number) ? (on, number) : null;

    protected override IReadOnlyList<DocumentRequestRow> Walked => _list?.Rows ?? [];

    protected override string Page => Routes.DocumentRequests;

    protected override (string Name, string? Value)[] Filters => [("state", State), ("department", Department), ("mine", Mine ? "true" : null)];

    protected override async Task OnParametersSetAsync()
    {
        var found = await List.Run(new() { State = State, Department = Department, Mine = Mine, After = PlaceOf(After), Take = PageSize + 1 }, await Me.GetAsync(), CancellationToken.None);
        (_list, _more, At) = (found with { Rows = [.. found.Rows.Take(PageSize)] }, found.Rows.Count > PageSize, -1);
    }

    protected override string Opened(DocumentRequestRow row) => Routes.DenialOf(row.PracticeId, row.DenialId);

    private static string N(long count) => count.ToString("N0", CultureInfo.CurrentCulture);
}
