using DenialDesk.App.Corrections;
using DenialDesk.App.Denials;
using DenialDesk.App.Practices;
using DenialDesk.Domain;
using DenialDesk.Web.Components;
using DenialDesk.Web.Hosting;
using DenialDesk.Web.Pages.Queue;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace DenialDesk.Web.Pages.Corrections;

/// <summary>One denial is corrected: the claim as sent beside the claim as it is to be, the checklist, and what became of every correction.</summary>
public sealed partial class CorrectionPage : IAsyncDisposable
{
    private static readonly string[] KeyNames = ["w", "q"];

    private readonly Dictionary<string, string> _waive = [];
    private CorrectionView? _view;
    private ClaimAsTyped? _claim;
    private (int, long) _shown;
    private CorrectionKind _kind;
    private PaperChannel _channel = PaperChannel.Mail;
    private IReadOnlyList<string> _refusals = [];
    private string? _told;
    private string _changes = "";
    private string _proof = "";
    private string _cause = "";
    private DateOnly? _sentOn;
    private DeskTime? _time;
    private PageKeys? _keys;
    private bool _read;
    private bool _working;

    /// <summary>One command, one id: pressed twice it counts once.</summary>
    private Guid _command = Guid.NewGuid();

    [Parameter]
    public int PracticeId { get; set; }

    [Parameter]
    public long DenialId { get; set; }

    [Inject]
    public required SeeCorrection See { get; set; }

    [Inject]
    public required WriteCorrection Write { get; set; }

    [Inject]
    public required SendCorrection Send { get; set; }

    [Inject]
    public required RecordPaperCorrection Paper { get; set; }

    [Inject]
    public required TickCorrection Tick { get; set; }

    [Inject]
    public required FindZone Zone { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required IJSRuntime Browser { get; set; }

    public async ValueTask DisposeAsync()
    {
        if (_keys is not null) { await _keys.DisposeAsync(); }
    }

    protected override Task OnParametersSetAsync()
    {
        if (_shown == (PracticeId, DenialId)) { return Task.CompletedTask; }

        (_shown, _claim, _refusals, _told) = ((PracticeId, DenialId), null, [], null);
        return ReadAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) { return; }

        _keys = new(Browser, KeyNames, key => InvokeAsync(() => PressAsync(key)), () => Reading);
        await _keys.StartAsync();
    }

    private async Task PressAsync(string key)
    {
        if (key == "q") { Navigation.NavigateTo(NextBest.Kept(Routes.DenialOf(PracticeId, DenialId), Navigation.Uri)); }
        else if (_view is { IsOpen: true } && _claim is not null) { await WriteAsync(); }

        StateHasChanged();
    }

    /// <summary>What is typed stays while the page reads again.</summary>
    private async Task ReadAsync()
    {
        var actor = await Who.GetAsync();
        _time ??= new(await Zone.Run(actor, CancellationToken.None));
        _view = await See.Run(new() { PracticeId = PracticeId, DenialId = DenialId }, actor, CancellationToken.None);
        _read = true;
        if (_view is not { } view) { return; }

        _sentOn ??= view.Today;
        if (_claim is null)
        {
            _kind = view.Suggested;
            _claim = view.Sent is { } sent ? new(sent) : null;
        }
    }

    private Task WriteAsync() => WorkAsync(async actor =>
    {
        _refusals = _claim!.Misread();
        if (_refusals.Count > 0) { return; }

        var corrections = _kind == CorrectionKind.Void ? new() : _claim.Corrections(_kind == CorrectionKind.New);
        var written = await Write.Run(new() { CommandId = _command, PracticeId = PracticeId, DenialId = DenialId, Kind = _kind, Corrections = corrections }, actor, CancellationToken.None);
        (_refusals, _told) = (written.Refusals, written.AttemptId is null ? null : "Written. Look at what differs, then send it.");
    });

    private Task SendAsync(CorrectionAttempt attempt, AttemptCard.Sending sending) => WorkAsync(async actor => Tell(
        await Send.Run(
            new()
            {
                CommandId = _command,
                PracticeId = PracticeId,
                AttemptId = attempt.AttemptId,
                Version = _view!.Version,
                Outbound = sending.Outbound,
                SentOn = sending.On,
                Proof = sending.Proof,
                Note = sending.Cause,
            },
            actor, CancellationToken.None),
        sending.Outbound ? "Put into the outbound folder. The denial waits for the payer." : "Noted as sent. The denial waits for the payer."));

    private Task PaperAsync() => WorkAsync(async actor =>
    {
        var result = await Paper.Run(
            new()
            {
                CommandId = _command,
                PracticeId = PracticeId,
                DenialId = DenialId,
                Version = _view!.Version,
                Kind = _kind,
                Changes = _changes,
                Channel = _channel,
                SentOn = _sentOn,
                Proof = _proof,
                Note = _cause,
            },
            actor, CancellationToken.None);
        Tell(result, "Recorded. The denial waits for the payer.");
        if (result.Done) { (_changes, _proof, _cause) = ("", "", ""); }
    });

    private Task TickAsync(string item, bool done) => WorkAsync(async actor => Tell(
        await Tick.Run(new() { PracticeId = PracticeId, DenialId = DenialId, Item = item, Done = done }, actor, CancellationToken.None)));

    private Task WaiveAsync(string item) => WorkAsync(async actor => Tell(
        await Tick.Run(
            new() { PracticeId = PracticeId, DenialId = DenialId, Item = item, Done = false, WaivedBecause = _waive.GetValueOrDefault(item, "") }, actor, CancellationToken.None)));

    private void Tell(StepResult result, string done)
    {
        Tell(result.Refusal);
        if (result.Done) { _told = done; }
    }

    private void Tell(Refusal? refusal)
    {
        _refusals = refusal is null ? [] : [refusal.Sentence];
        _told = null;
    }

    private async Task WorkAsync(Func<App.People.Actor, Task> command)
    {
        if (_working) { return; }

        _working = true;
        try
        {
            await command(await Who.GetAsync());
            _command = Guid.NewGuid();
            await ReadAsync();
        }
        finally
        {
            _working = false;
        }
    }
}
