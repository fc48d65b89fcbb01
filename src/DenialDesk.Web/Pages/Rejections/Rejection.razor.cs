using DenialDesk.App.Practices;
using DenialDesk.App.Rejections;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Rejections;

/// <summary>One rejection: who and why, the claim as submitted, every answer, the filing clock, and what is done about it.</summary>
public sealed partial class Rejection
{
    private RejectionView? _view;
    private DeskTime? _time;
    private Refusal? _refusal;
    private string? _told;
    private DateOnly? _sentOn;
    private string _reason = "";
    private bool _read;
    private bool _working;
    private bool _mayWork;

    /// <summary>One command, one id: pressed twice it counts once.</summary>
    private Guid _command = Guid.NewGuid();

    [Parameter]
    public int PracticeId { get; set; }

    [Parameter]
    public long RejectionId { get; set; }

    [Inject]
    public required SeeRejection See { get; set; }

    [Inject]
    public required DecideRejection Decide { get; set; }

    [Inject]
    public required UndoRejection Undo { get; set; }

    [Inject]
    public required FindZone Zone { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    protected override Task OnParametersSetAsync()
    {
        (_refusal, _told) = (null, null);
        return ReadAsync();
    }

    private async Task ReadAsync()
    {
        var actor = await Who.GetAsync();
        _mayWork = actor.May(Permission.WorkDenials);
        _time ??= new(await Zone.Run(actor, CancellationToken.None));
        _view = await See.Run(new() { PracticeId = PracticeId, RejectionId = RejectionId }, actor, CancellationToken.None);
        _sentOn ??= _view?.Today;
        _read = true;
    }

    private Task SentAsync() => RunAsync("Noted: it was sent again.", (view, actor) => Decide.Run(
        new() { CommandId = _command, PracticeId = PracticeId, RejectionId = RejectionId, Version = view.Version, SentOn = _sentOn ?? view.Today }, actor, CancellationToken.None));

    private Task CloseAsync() => RunAsync("Closed. It can be undone.", (view, actor) => Decide.Run(
        new() { CommandId = _command, PracticeId = PracticeId, RejectionId = RejectionId, Version = view.Version, Reason = _reason }, actor, CancellationToken.None));

    private Task UndoAsync() => RunAsync("Undone: it stands as before.", (view, actor) => Undo.Run(
        new() { CommandId = _command, PracticeId = PracticeId, RejectionId = RejectionId, Version = view.Version }, actor, CancellationToken.None));

    private async Task RunAsync(string told, Func<RejectionView, App.People.Actor, Task<Refusal?>> command)
    {
        if (_working || _view is not { } view) { return; }

        _working = true;
        try
        {
            _refusal = await command(view, await Who.GetAsync());
            (_told, _command) = (_refusal is null ? told : null, Guid.NewGuid());
            if (_refusal is null) { _reason = ""; }

            await ReadAsync();
        }
        finally
        {
            _working = false;
        }
    }

    private static bool HasWord(RejectionView view) => view.Deeds.Any(d => d is { Action: "sent" or "closed", Undone: false });

    private static string Or(string text) => text.Length > 0 ? text : "—";
}
