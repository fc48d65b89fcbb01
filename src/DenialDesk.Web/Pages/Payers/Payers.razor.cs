using System.Globalization;
using DenialDesk.App.Payers;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Payers;

/// <summary>The payers, those on default windows first. Filters are in the address.</summary>
public partial class Payers
{
    [Inject]
    public required ListPayers Find { get; set; }

    [Inject]
    public required ListProposals Proposals { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [SupplyParameterFromQuery(Name = "text")]
    public string? Text { get; set; }

    [SupplyParameterFromQuery(Name = "assumed")]
    public bool Assumed { get; set; }

    private IReadOnlyList<PayerListRow>? Rows { get; set; }

    /// <summary>A line of business as people read it.</summary>
    internal static string LobName(string? lob) => lob switch
    {
        null or "" => "not known",
        "medicare_ffs" => "Medicare",
        "ma" => "Medicare Advantage",
        "medicaid_ffs" => "Medicaid",
        "medicaid_mco" => "Medicaid managed care",
        "va_ccn" => "Veterans community care",
        "fep" => "Federal employees",
        "wc" => "Workers' compensation",
        _ => char.ToUpperInvariant(lob[0]) + lob[1..].Replace('_', ' '),
    };

    internal static string Dollars(decimal amount) => amount.ToString("$#,##0", CultureInfo.InvariantCulture);

    /// <summary>How many payers have denials counted by our default.</summary>
    private long OnDefault { get; set; }

    /// <summary>Changes of windows that wait for a second admin.</summary>
    private IReadOnlyList<ProposalRow> Waiting { get; set; } = [];

    protected override async Task OnParametersSetAsync()
    {
        var actor = await Who.GetAsync();
        Rows = await Find.Run(new() { Text = Text, AssumedOnly = Assumed }, actor, CancellationToken.None);
        Waiting = actor.May(Domain.People.Permission.ManagePayers) ? await Proposals.Run(new(), actor, CancellationToken.None) : [];
        OnDefault = await Find.OnDefaultAsync(actor, CancellationToken.None);
    }

    private static string Here(string? text, bool assumed) => Routes.With(Routes.Payers, ("text", text), ("assumed", assumed ? "true" : null));

    private void Go(string? text, bool assumed) => Navigation.NavigateTo(Here(text, assumed));
}
