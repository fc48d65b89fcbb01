using DenialDesk.App.Payers;
using DenialDesk.Domain;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Payers;

/// <summary>Fill in a window, look at what it does, put it in force. Any change of a field takes the look back.</summary>
public partial class WindowEditor
{
    [Inject]
    public required PreviewWindow Preview { get; set; }

    [Inject]
    public required ApplyWindow Apply { get; set; }

    [Inject]
    public required ProposeWindow Propose { get; set; }

    [Inject]
    public required WindowSettings Settings { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    [Parameter, EditorRequired]
    public required int PayerId { get; set; }

    [Parameter, EditorRequired]
    public required int PayerVersion { get; set; }

    [Parameter, EditorRequired]
    public required WindowForm Form { get; set; }

    /// <summary>Steps for which the payer has a window of its own.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<WindowAction> Own { get; set; }

    /// <summary>Told the sentence of what happened.</summary>
    [Parameter]
    public EventCallback<string> Applied { get; set; }

    [Parameter]
    public EventCallback Closed { get; set; }

    private WindowImpact? Impact { get; set; }

    private string? Refused { get; set; }

    private bool Removing { get; set; }

    private bool Busy { get; set; }

    private WindowWish Wish => Removing ? new() { PayerId = PayerId, Remove = Form.Action } : new() { PayerId = PayerId, Draft = Form.ToDraft() };

    private void Changed()
    {
        Impact = null;
        Refused = null;
    }

    private Task PreviewAsync() => LookAsync(removing: false);

    private Task PreviewRemovalAsync() => LookAsync(removing: true);

    private async Task LookAsync(bool removing)
    {
        Removing = removing;
        await TryAsync(async () => await Preview.Run(new() { Wish = Wish }, await Who.GetAsync(), CancellationToken.None));
    }

    private async Task ApplyAsync()
    {
        await TryAsync(async () => await Apply.Run(new() { Wish = Wish, PayerVersion = PayerVersion }, await Who.GetAsync(), CancellationToken.None));
        if (Impact is not null) { await Applied.InvokeAsync("In force. " + Impact.Sentence); }
    }

    private async Task ProposeAsync()
    {
        var refusal = await Propose.Run(new() { Wish = Wish, PayerVersion = PayerVersion }, await Who.GetAsync(), CancellationToken.None);
        Refused = refusal?.Sentence;
        if (refusal is null) { await Applied.InvokeAsync("It waits for a second admin; nothing has moved."); }
    }

    private async Task TryAsync(Func<Task<(WindowImpact? Impact, Refusal? Refusal)>> step)
    {
        Busy = true;
        try
        {
            (Impact, var refusal) = await step();
            Refused = refusal?.Sentence;
        }
        finally
        {
            Busy = false;
        }
    }
}
