using DenialDesk.App.Payers;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Payers;

/// <summary>What a payer is; saving needs a look at what it does to the deadlines.</summary>
public partial class PayerFactsEditor
{
    private static readonly string[] Known =
        ["", "commercial", "medicare_ffs", "ma", "medicaid_ffs", "medicaid_mco", "tricare", "champva", "va_ccn", "fep", "wc", "auto", "exchange"];

    [Inject]
    public required EditPayer EditPayer { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    [Parameter, EditorRequired]
    public required int PayerId { get; set; }

    [Parameter, EditorRequired]
    public required int PayerVersion { get; set; }

    [Parameter, EditorRequired]
    public required PayerFacts Facts { get; set; }

    [Parameter]
    public EventCallback<string> Applied { get; set; }

    private string Name { get; set; } = "";

    private string Lob { get; set; } = "";

    private string Family { get; set; } = "";

    private string State { get; set; } = "";

    private string Network { get; set; } = "";

    private string Funding { get; set; } = "";

    private WindowImpact? Impact { get; set; }

    private string? Refused { get; set; }

    /// <summary>The usual lines of business, and the one it has when that is another.</summary>
    private IEnumerable<string> Lobs => Known.Append(Facts.Lob ?? "").Distinct();

    protected override void OnInitialized()
        => (Name, Lob, Family, State, Network, Funding) = (Facts.Name, Facts.Lob ?? "", Facts.Family ?? "", Facts.State ?? "", Facts.Network ?? "", Facts.Funding ?? "");

    private Task LookAsync() => RunAsync(look: true);

    private async Task SaveAsync()
    {
        await RunAsync(look: false);
        if (Impact is not null) { await Applied.InvokeAsync("Saved. " + Impact.Sentence); }
    }

    private async Task RunAsync(bool look)
    {
        var input = new EditPayer.Input
        {
            PayerId = PayerId,
            Version = PayerVersion,
            LookOnly = look,
            Facts = new(Name, Blank(Lob), Blank(Family), Facts.Plan, Blank(State.Trim().ToUpperInvariant()), Blank(Network), Blank(Funding)),
        };
        (Impact, var refusal) = await EditPayer.Run(input, await Who.GetAsync(), CancellationToken.None);
        Refused = refusal?.Sentence;
    }

    private static string? Blank(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
