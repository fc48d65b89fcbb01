using DenialDesk.App.Payers;
using DenialDesk.Domain.Payers;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Payers;

/// <summary>Types in what else a payer is called in files.</summary>
public partial class AliasEditor
{
    [Inject]
    public required EditPayerAliases Edit { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    [Parameter, EditorRequired]
    public required int PayerId { get; set; }

    /// <summary>Told in a sentence what was added.</summary>
    [Parameter]
    public EventCallback<string> Applied { get; set; }

    private PayerEvidenceKind Kind { get; set; } = PayerEvidenceKind.Name;

    private string Value { get; set; } = "";

    private string? Refused { get; set; }

    /// <summary>A sign's kind by what the table calls it.</summary>
    internal static PayerEvidenceKind KindOf(string kind) => kind switch
    {
        "trn03" => PayerEvidenceKind.OriginatingCompany,
        "2u" => PayerEvidenceKind.PayerNumber,
        "nf" => PayerEvidenceKind.Naic,
        "n104" => PayerEvidenceKind.PlanNumber,
        _ => PayerEvidenceKind.Name,
    };

    private async Task AddAsync()
    {
        var (kept, refusal) = await Edit.Run(new() { PayerId = PayerId, Kind = Kind, Value = Value }, await Who.GetAsync(), CancellationToken.None);
        Refused = refusal?.Sentence;
        if (refusal is not null) { return; }

        Value = "";
        await Applied.InvokeAsync($"Files that say {kept} are taken for this payer from now on.");
    }
}
