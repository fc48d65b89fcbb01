using DenialDesk.App.Payers;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Payers;

/// <summary>Merges a payer into another one, after a look at what that does.</summary>
public partial class MergeEditor
{
    [Inject]
    public required MergePayers Merge { get; set; }

    [Inject]
    public required ListPayers Find { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    [Parameter, EditorRequired]
    public required int PayerId { get; set; }

    [Parameter, EditorRequired]
    public required string Name { get; set; }

    /// <summary>Told the payer it was merged into.</summary>
    [Parameter]
    public EventCallback<int> Merged { get; set; }

    private IReadOnlyList<PayerListRow>? Others { get; set; }

    private int Into { get; set; }

    private MergeEffect? Effect { get; set; }

    private string? Refused { get; set; }

    protected override async Task OnParametersSetAsync()
        => Others = [.. (await Find.Run(new(), await Who.GetAsync(), CancellationToken.None)).Where(p => p.PayerId != PayerId).OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase)];

    private Task LookAsync() => RunAsync(look: true);

    private async Task MergeAsync()
    {
        await RunAsync(look: false);
        if (Effect is not null) { await Merged.InvokeAsync(Into); }
    }

    private async Task RunAsync(bool look)
    {
        (Effect, var refusal) = await Merge.Run(new() { From = PayerId, Into = Into, LookOnly = look }, await Who.GetAsync(), CancellationToken.None);
        Refused = refusal?.Sentence;
    }
}
