using DenialDesk.App.Payers;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Payers;

/// <summary>How to deal with one payer: shown to all, edited by who manages payers.</summary>
public partial class ConductSection
{
    [Inject]
    public required SeeConduct See { get; set; }

    [Inject]
    public required EditConduct Edit { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    [Parameter, EditorRequired]
    public required int PayerId { get; set; }

    [Parameter]
    public bool MayManage { get; set; }

    /// <summary>Told when a new version is kept.</summary>
    [Parameter]
    public EventCallback<string> Applied { get; set; }

    private ConductView? View { get; set; }

    private ConductForm? Form { get; set; }

    private string? Refused { get; set; }

    private int Shown { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        if (Shown == PayerId) { return; }

        (Shown, Form) = (PayerId, null);
        await ReadAsync();
    }

    private async Task ReadAsync() => View = await See.Run(PayerId, await Who.GetAsync(), CancellationToken.None);

    private void Begin() => (Form, Refused) = (ConductForm.Of(View!.Conduct), null);

    private async Task SaveAsync()
    {
        var refusal = await Edit.Run(new() { PayerId = PayerId, Version = View!.Version, Conduct = Form!.ToConduct() }, await Who.GetAsync(), CancellationToken.None);
        Refused = refusal?.Sentence;
        if (refusal is not null) { return; }

        Form = null;
        await ReadAsync();
        await Applied.InvokeAsync("Saved. Billers see it on this payer's denials from now on.");
    }
}
