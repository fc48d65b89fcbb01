using System.Globalization;
using DenialDesk.App.Calibration;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Priority;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Calibration;

/// <summary>What was predicted beside what happened, and what the lane costs. Filters in the address.</summary>
public partial class CalibrationPage
{
    private CalibrationView? _view;
    private QueueChoiceLists? _choices;

    [Inject]
    public required SeeCalibration See { get; set; }

    [Inject]
    public required QueueChoices Choices { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [SupplyParameterFromQuery(Name = "practice")]
    public int? Practice { get; set; }

    [SupplyParameterFromQuery(Name = "payer")]
    public int? Payer { get; set; }

    [SupplyParameterFromQuery(Name = "category")]
    public string? Category { get; set; }

    [SupplyParameterFromQuery(Name = "months")]
    public int? Months { get; set; }

    /// <summary>Team minutes a day to try in the replay.</summary>
    [SupplyParameterFromQuery(Name = "minutes")]
    public int? Minutes { get; set; }

    private bool Filtered => Practice is not null || Payer is not null || !string.IsNullOrEmpty(Category) || Months is not null;

    protected override async Task OnParametersSetAsync()
    {
        var actor = await Who.GetAsync();
        _choices ??= await Choices.Run(actor, CancellationToken.None);
        _view = await See.Run(new() { Practice = Practice, Payer = Payer, Category = Category, Months = Months ?? 12 }, actor, CancellationToken.None);
    }

    private string Here() => Address(Routes.Calibration);

    private string Csv(string table) => Routes.With(
        Routes.CalibrationCsv, ("table", table), ("practice", Text(Practice)), ("payer", Text(Payer)), ("category", Category), ("months", Text(Months)));

    private void Go(string name, object? value) => Navigation.NavigateTo(Address(Routes.Calibration, name, value as string));

    private string Address(string route, string changed = "", string? value = null)
    {
        string? Now(string name, string? was) => name == changed ? value : was;
        return Routes.With(
            route, ("practice", Now("practice", Text(Practice))), ("payer", Now("payer", Text(Payer))), ("category", Now("category", Category)), ("months", Now("months", Text(Months))),
            ("minutes", Text(Minutes)));
    }

    private static string Decided(int attempts) => attempts switch
    {
        0 => "No attempt with odds written down beforehand was decided",
        1 => "Only one attempt with odds written down beforehand was decided",
        _ => $"Only {N(attempts)} attempts with odds written down beforehand were decided",
    };

    private static string Verdict(CalibrationReport report) => report switch
    {
        { GainLow: > 0 } => "",
        { GainHigh: < 0 } => ": worse than the base rate",
        _ => ": not proven",
    };

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string N(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string P(double share) => (100 * share).ToString("0", CultureInfo.InvariantCulture) + "%";

    private static string S(double score) => score.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("M/d/yyyy", CultureInfo.InvariantCulture);
}
