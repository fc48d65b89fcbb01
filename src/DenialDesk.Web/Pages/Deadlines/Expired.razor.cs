using System.Globalization;
using DenialDesk.App.Deadlines;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Deadlines;

/// <summary>The denials that expired with no decision, each with everybody who had it. Filters in the address.</summary>
public partial class Expired
{
    private const int PageSize = 50;
    private ExpiredList? _list;
    private QueueChoiceLists? _choices;
    private bool _more;

    [Inject]
    public required ListExpired List { get; set; }

    [Inject]
    public required QueueChoices Choices { get; set; }

    [Inject]
    public required CurrentActor Me { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    /// <summary>"2026-05".</summary>
    [SupplyParameterFromQuery(Name = "month")]
    public string? Month { get; set; }

    [SupplyParameterFromQuery(Name = "payer")]
    public int? Payer { get; set; }

    [SupplyParameterFromQuery(Name = "owner")]
    public string? Owner { get; set; }

    /// <summary>Why it expired, "never_seen".</summary>
    [SupplyParameterFromQuery(Name = "cause")]
    public string? Cause { get; set; }

    [SupplyParameterFromQuery(Name = "before")]
    public long? Before { get; set; }

    private string Csv => Routes.ExpiredCsv + new Uri(Navigation.Uri).Query;

    /// <summary>The first day of a month in an address; null for none.</summary>
    internal static DateOnly? FirstOf(string? month)
        => DateOnly.TryParseExact(month + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) ? first : null;

    protected override async Task OnParametersSetAsync()
    {
        var actor = await Me.GetAsync();
        _choices ??= await Choices.Run(actor, CancellationToken.None);
        var found = await List.Run(new() { Month = FirstOf(Month), Payer = Payer, Owner = Owner, Cause = CodeNames.TryRead<ExpiryCause>(Cause ?? ""), Before = Before, Take = PageSize + 1 }, actor, CancellationToken.None);
        (_list, _more) = (found with { Rows = [.. found.Rows.Take(PageSize)] }, found.Rows.Count > PageSize);
    }

    private string Here() => Routes.With(Routes.Expired, ("month", Month), ("payer", Payer?.ToString(CultureInfo.InvariantCulture)), ("owner", Owner), ("cause", Cause));

    private void Go(string name, object? value) => Navigation.NavigateTo(Routes.With(
        Routes.Expired, ("month", name == "month" ? value as string : Month), ("payer", name == "payer" ? value as string : Payer?.ToString(CultureInfo.InvariantCulture)),
        ("owner", name == "owner" ? value as string : Owner), ("cause", name == "cause" ? value as string : Cause)));

    private static string Day(DateOnly day) => day.ToString("M/d/yyyy", CultureInfo.InvariantCulture);

    private static string N(long count) => count.ToString("N0", CultureInfo.CurrentCulture);
}
