using DenialDesk.App.WriteOffs;
using DenialDesk.Domain;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using DenialDesk.Domain.WriteOffs;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.WriteOffs;

/// <summary>Giving one denial up: alone within one's limit, by asking above it, deciding what another asked, and taking it back.</summary>
public partial class WriteOffPanel
{
    private WriteOffView? _view;
    private (int, long, int, int) _shown;
    private bool _mayAsk;
    private bool _mayApprove;
    private bool _mayReverse;
    private WriteOffReason _reason;
    private string _step = "";
    private string? _words;
    private string? _said;
    private bool _refused;
    private Guid _command = Guid.NewGuid();

    [Inject]
    public required SeeWriteOff See { get; set; }

    [Inject]
    public required AskWriteOff Ask { get; set; }

    [Inject]
    public required DecideWriteOff Decide { get; set; }

    [Inject]
    public required WithdrawWriteOff Withdraw { get; set; }

    [Inject]
    public required ReverseWriteOff Reverse { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    [Parameter, EditorRequired]
    public required int PracticeId { get; set; }

    [Parameter, EditorRequired]
    public required long DenialId { get; set; }

    /// <summary>The denial's version: another one, another look.</summary>
    [Parameter, EditorRequired]
    public required int Version { get; set; }

    /// <summary>Grows when somebody else did something to it: another look.</summary>
    [Parameter]
    public int Turn { get; set; }

    /// <summary>Told after the denial changed, so that its page loads again.</summary>
    [Parameter]
    public EventCallback Changed { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        if (_shown == (PracticeId, DenialId, Version, Turn)) { return; }

        if ((_shown.Item1, _shown.Item2) != (PracticeId, DenialId)) { (_said, _words, _step) = (null, null, ""); }

        _shown = (PracticeId, DenialId, Version, Turn);
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        var actor = await Who.GetAsync();
        (_mayAsk, _mayApprove, _mayReverse) = (actor.May(Permission.WriteOff), actor.May(Permission.DecideWriteOffs), actor.May(Permission.ApproveWriteOffs));
        _view = await See.Run(new() { PracticeId = PracticeId, DenialId = DenialId }, actor, CancellationToken.None);
        if (_view is not { } view || _step.Length > 0) { return; }

        (_reason, _step) = (view.Proposed, view.Policy.Avoidable(view.Proposed) && view.Steps is [var first, ..] ? first : "");
    }

    private async Task AskAsync()
    {
        var answer = await Ask.Run(
            new() { CommandId = _command, PracticeId = PracticeId, DenialId = DenialId, Version = Version, Reason = _reason, Step = _step, Words = _words }, await Who.GetAsync(), CancellationToken.None);
        await ToldAsync(answer.Refusal, answer.Waiting ? "Asked. It stays open until somebody approves it." : "Written off.");
    }

    private async Task DecideAsync(PastWriteOff waiting, bool approve)
    {
        var result = await Decide.Run(
            new() { CommandId = _command, PracticeId = PracticeId, RequestId = waiting.RequestId, Approve = approve, Words = _words }, await Who.GetAsync(), CancellationToken.None);
        await ToldAsync(result.Refusal, approve ? "Approved: it is written off." : "Rejected. Who asked is told.");
    }

    private async Task WithdrawAsync(PastWriteOff waiting)
        => await ToldAsync(await Withdraw.Run(new() { PracticeId = PracticeId, RequestId = waiting.RequestId }, await Who.GetAsync(), CancellationToken.None), "Taken back.");

    private async Task ReverseAsync(PastWriteOff done)
    {
        var result = await Reverse.Run(
            new() { CommandId = _command, PracticeId = PracticeId, RequestId = done.RequestId, Words = _words ?? "" }, await Who.GetAsync(), CancellationToken.None);
        await ToldAsync(result.Refusal, "Reversed: the denial is open again.");
    }

    /// <summary>A command keeps its id until it has been answered, so that a double click is one command.</summary>
    private async Task ToldAsync(Refusal? refusal, string done)
    {
        (_said, _refused, _command) = (refusal?.Sentence ?? done, refusal is not null, Guid.NewGuid());
        if (refusal is null) { _words = null; }

        await LoadAsync();
        await Changed.InvokeAsync();
    }

    private static string ReasonOf(string reason) => CodeNames.TryRead<WriteOffReason>(reason) is { } known ? WriteOffReasons.Words(known) : reason;

    private static string StateOf(string state) => WriteOffRequests.Words(CodeNames.Read<WriteOffRequestState>(state));
}
