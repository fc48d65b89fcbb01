using System.Globalization;
using DenialDesk.App.Practices;
using DenialDesk.App.Quarantine;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Quarantine;

/// <summary>One remittance that waits: why, where, what to do, and the decision.</summary>
public sealed partial class Held
{
    private HeldView? _view;
    private DeskTime? _time;
    private Refusal? _refusal;
    private string? _said;
    private string _reason = "";
    private string _explained = "";
    private string _practice = "";
    private bool _read;
    private bool _working;
    private bool _mayRelease;
    private bool _mayDecide;

    /// <summary>One decision, one id: pressed twice it counts once.</summary>
    private Guid _command = Guid.NewGuid();

    [Parameter]
    public long FileId { get; set; }

    [Parameter]
    public int Ordinal { get; set; }

    [Inject]
    public required SeeHeld See { get; set; }

    [Inject]
    public required ReleaseHeld Release { get; set; }

    [Inject]
    public required RejectHeld Reject { get; set; }

    [Inject]
    public required FindZone Zone { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        (_refusal, _said) = (null, null);
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        var actor = await Who.GetAsync();
        _time ??= new(await Zone.Run(actor, CancellationToken.None));
        (_mayRelease, _mayDecide) = (actor.May(Permission.ImportFiles), actor.May(Permission.DecideQuarantine));
        _view = await See.Run(new() { FileId = FileId, Ordinal = Ordinal }, actor, CancellationToken.None);
        _read = true;
    }

    private Task ReleaseAsync(bool asIs) => DecideAsync(async (view, actor) =>
    {
        var result = await Release.Run(
            new()
            {
                FileId = FileId,
                Ordinal = Ordinal,
                Version = view.Version,
                CommandId = _command,
                PracticeId = int.TryParse(_practice, CultureInfo.InvariantCulture, out var practice) ? practice : null,
                AsIs = asIs,
                Reason = asIs ? _reason : "",
                Explained = asIs && decimal.TryParse(_explained.Trim().TrimStart('$'), NumberStyles.Number, CultureInfo.GetCultureInfo("en-US"), out var dollars) ? dollars : null,
            },
            actor,
            CancellationToken.None);
        return (result.Refusal, result.Sentence);
    });

    private Task RejectAsync(bool reject) => DecideAsync(async (view, actor) =>
    {
        var refusal = await Reject.Run(
            new() { FileId = FileId, Ordinal = Ordinal, Reject = reject, Reason = _reason, Version = view.Version, CommandId = _command }, actor, CancellationToken.None);
        return (refusal, reject ? "Rejected. It can be taken back below." : "It waits again.");
    });

    private async Task DecideAsync(Func<HeldView, App.People.Actor, Task<(Refusal? Refusal, string Said)>> decide)
    {
        if (_working || _view is not { } view) { return; }

        _working = true;
        try
        {
            (_refusal, var said) = await decide(view, await Who.GetAsync());
            (_said, _command) = (_refusal is null ? said : null, Guid.NewGuid());
            if (_refusal is null) { (_reason, _explained) = ("", ""); }

            await ReadAsync();
        }
        finally
        {
            _working = false;
        }
    }

    private static string Or(string? text) => string.IsNullOrWhiteSpace(text) ? "—" : text;
}
