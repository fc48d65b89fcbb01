// Reason for length: one page's commands and keys.
using System.Globalization;
using DenialDesk.App.Codes;
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.App.Remittances;
using DenialDesk.App.Settings;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.People;
using DenialDesk.Domain.WriteOffs;
using DenialDesk.Web.Components;
using DenialDesk.Web.Hosting;
using DenialDesk.Web.Pages.Queue;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace DenialDesk.Web.Pages.Denials;

/// <summary>One denial: what happened, why it ranks where it does, its clock, its history, and recording what was done about it.</summary>
public partial class Denial : IAsyncDisposable
{
    private static readonly string[] KeyNames = ["j", "k", "n", "u", "q", "a", "s", "h", "e", "g", "p", "r", "x", "w", "o", "1", "2", "3", "4", "?", "Escape"];

    private static readonly DenialStepKind[] OpenSteps =
    [
        DenialStepKind.Start, DenialStepKind.CorrectedResubmitted, DenialStepKind.Appealed, DenialStepKind.Recovered, DenialStepKind.ToPatient, DenialStepKind.ToNextPayer, DenialStepKind.WriteOff,
    ];

    private static readonly DenialStepKind[] ClosedSteps = [DenialStepKind.Reopen];

    private DenialView? _view;
    private Actor? _me;
    private bool _gone;
    private string _title = "";
    private IReadOnlyList<(string Code, string Title)> _remarks = [];
    private IReadOnlyList<string>? _raw;
    private string? _told;
    private string _tone = "told";
    private bool _confirmUndo;
    private bool _showKeys;
    private DenialStepKind _kind = DenialStepKind.Start;
    private decimal? _amount;
    private bool _asNew;
    private WriteOffReason? _reason;
    private string? _note;
    private string? _newNote;
    private Guid _command = Guid.NewGuid();
    private WriteOffPolicy _policy = WriteOffPolicy.Shipped;

    /// <summary>One id until it is answered: presses while the first is on its way take one denial.</summary>
    private Guid _take = Guid.NewGuid();

    private PageKeys? _keys;
    private IDisposable? _listening;
    private Neighbours _beside = new(null, null);

    private PresenceBar? _presence;
    private QueueChoiceLists? _choices;
    private WorkAct? _act;
    private string? _actRefused;

    /// <summary>Who changed the denial since the person looked at it.</summary>
    private string? _changedBy;

    /// <summary>The denial as the person knows it, while the page shows already what others did since; commands carry its version. Null when nothing came between.</summary>
    private DenialView? _seen;

    /// <summary>Grows with what others do: the page's parts look again.</summary>
    private int _turn;

    /// <summary>What was done to the denial before this one, told at the next in pull mode.</summary>
    private string? _carried;
    private IReadOnlyList<string>? _workflow;
    private string _workflowStep = "";

    /// <summary>The denial as it was seen when a step of ours was overtaken.</summary>
    private DenialView? _overtaken;

    [Parameter]
    public int PracticeId { get; set; }

    [Parameter]
    public long DenialId { get; set; }

    [Inject]
    public required SeeDenial See { get; set; }

    [Inject]
    public required RecordStep Record { get; set; }

    [Inject]
    public required UndoLastStep Undo { get; set; }

    [Inject]
    public required AddNote Add { get; set; }

    [Inject]
    public required TakeNext Take { get; set; }

    [Inject]
    public required WhyNothing Nothing { get; set; }

    [Inject]
    public required WorkOnOne One { get; set; }

    [Inject]
    public required QueueChoices Choices { get; set; }

    [Inject]
    public required RawSegments Raw { get; set; }

    [Inject]
    public required LoadCodeBook Codes { get; set; }

    [Inject]
    public required SeeWriteOffPolicy WriteOffs { get; set; }

    [Inject]
    public required SeeRootCauses Causes { get; set; }

    [Inject]
    public required FindNeighbours Beside { get; set; }

    [Inject]
    public required DeskChanges Changes { get; set; }

    [Inject]
    public required SearchWords Searches { get; set; }

    [Inject]
    public required CurrentActor Me { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required IJSRuntime Browser { get; set; }

    /// <summary>"pull": after each that is finished the next best opens by itself.</summary>
    [SupplyParameterFromQuery(Name = "mode")]
    public string? Mode { get; set; }

    private bool Pull => Mode == "pull" && MayWork;

    /// <summary>This page in another mode; the queue it came from stays in the address.</summary>
    private string Unpulled => Without(Routes.DenialOf(PracticeId, DenialId));

    /// <summary>The queue this page was opened from, as it was narrowed.</summary>
    private string BackToQueue => Without(Routes.Queue);

    /// <summary>A page where the work on this denial goes on, in the same mode: from there too the next best follows.</summary>
    private string Kept(string address) => NextBest.Kept(address, Navigation.Uri);

    private string AddressOf(DenialAddress there) => Routes.DenialOf(there.PracticeId, there.DenialId) + new Uri(Navigation.Uri).Query;

    /// <summary>A key of the page.</summary>
    private async Task PressAsync(string key)
    {
        switch (key)
        {
            case "j" when _beside.After is { } after:
                Navigation.NavigateTo(AddressOf(after));
                break;
            case "k" when _beside.Before is { } before:
                Navigation.NavigateTo(AddressOf(before));
                break;
            case "n" when MayWork:
                await NextAsync();
                break;
            case "u" when MayWork:
                AskUndo();
                break;
            case "q":
                Navigation.NavigateTo(BackToQueue);
                break;
            case "a" when MayWork:
                await TakeAsync();
                break;
            case "r" when MayWork && _view is { IsOpen: true }:
                Navigation.NavigateTo(Kept(Routes.CorrectionOf(PracticeId, DenialId)));
                break;
            case "p" when MayWork && _view is { IsOpen: true, OwnerId: not null }:
                await StepAsync(DenialStepKind.Unassign);
                break;
            case "1" or "2" or "3" or "4" when Pull:
                await SkipAsync(PullBar.Reasons[key[0] - '1']);
                break;
            case "o":
                _presence?.Ask();
                break;
            case "?":
                _showKeys = !_showKeys;
                break;
            case "Escape":
                _showKeys = _confirmUndo = false;
                _act = null;
                break;
            default:
                if (MayWork && _view is { IsOpen: true } && ActOf(key) is { } act) { await Open(act); }

                break;
        }

        StateHasChanged();
    }

    private static WorkAct? ActOf(string key) => key switch
    {
        "s" => WorkAct.Snooze,
        "h" => WorkAct.HandOver,
        "e" => WorkAct.Escalate,
        "g" => WorkAct.GiveBack,
        "x" => WorkAct.Skip,
        "w" => WorkAct.Wake,
        _ => null,
    };

    private async Task Open(WorkAct act)
    {
        _choices ??= await Choices.Run(await Me.GetAsync(), CancellationToken.None);
        (_act, _actRefused) = (act, null);
    }

    /// <summary>Does what the dialog ordered; a refusal stays in the dialog with everything typed. After a skip comes the next one.</summary>
    private async Task ActAsync(WorkOrder order)
    {
        if (_view is not { } view) { return; }

        var result = await One.DoAsync(order, new(PracticeId, DenialId, (_seen ?? view).Version, _presence?.Token, view.Account), _command, await Me.GetAsync());
        _command = Guid.NewGuid();
        await LoadAsync();
        if (!result.Done)
        {
            _actRefused = result.Refusal!.Sentence;
            return;
        }

        (_act, _told, _tone) = (null, WorkWords.Done(order.Act, view.Account), "told");
        if (order.Act == WorkAct.Skip || (Pull && order.Act is WorkAct.Snooze or WorkAct.HandOver or WorkAct.Escalate or WorkAct.GiveBack)) { await GoOnAsync(_told); }
    }

    /// <summary>Skips for a reason that needs no words; a refusal is told on the page.</summary>
    private async Task SkipAsync(SkipReason reason)
    {
        if (_view is not { } view) { return; }

        var result = await One.DoAsync(
            new WorkOrder { Act = WorkAct.Skip, Skip = reason }, new(PracticeId, DenialId, (_seen ?? view).Version, _presence?.Token, view.Account), _command, await Me.GetAsync());
        Tell(result, WorkWords.Done(WorkAct.Skip, view.Account));
        await LoadAsync();
        if (result.Done) { await GoOnAsync(_told); }
    }

    /// <summary>The next best; what was just done is told there.</summary>
    private async Task GoOnAsync(string? done)
    {
        _carried = done;
        await NextAsync();
    }

    /// <summary>A part of the page did something; in pull mode what is finished by it makes room for the next.</summary>
    private async Task PartChangedAsync()
    {
        var before = _view?.State;
        await LoadAsync();
        if (Pull && before is "new" or "in_work" && _view is { State: not ("new" or "in_work") } now) { await GoOnAsync($"{now.Account}: {Words.Of(now.State)}."); }
    }

    private async Task AgainAsync()
    {
        if (_presence is { } presence) { await presence.TakeBackAsync(); }

        await StepAsync(_kind);
    }

    public async ValueTask DisposeAsync()
    {
        _listening?.Dispose();
        if (_keys is not null) { await _keys.DisposeAsync(); }

        GC.SuppressFinalize(this);
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_view?.DenialId == DenialId && _view.PracticeId == PracticeId) { return; }

        (_told, _raw, _overtaken, _confirmUndo) = (_carried, null, null, false);
        (_tone, _carried) = ("told", null);
        (_act, _actRefused) = (null, null);
        (_note, _newNote, _amount, _reason, _asNew, _workflowStep) = (null, null, null, null, false, "");
        await LoadAsync();
        var (practice, denial) = (PracticeId, DenialId);
        var beside = await Beside.Run(
            new FindNeighbours.Input { Filter = QueueAddress.FilterOf(Navigation.Uri, key => Searches.Find(_me?.UserId, key)), PracticeId = practice, DenialId = denial }, await Me.GetAsync(), CancellationToken.None);
        if ((practice, denial) == (PracticeId, DenialId)) { _beside = beside; }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) { return; }

        _listening = Changes.Listen(changes => changes.Any(c => !c.Presence && c.Touches(PracticeId, DenialId)) ? InvokeAsync(() => NoticeAsync(changes.Any(c => c.DenialId == DenialId))) : Task.CompletedTask);
        _keys = new(Browser, KeyNames, PressAsync, () => Reading);
        await _keys.StartAsync();
    }

    /// <summary>Shows what others did to this denial, and tells who. What the person decides next is still held against what they had looked at, until they have seen it.</summary>
    private async Task NoticeAsync(bool named)
    {
        var now = await See.Run(new SeeDenial.Input { PracticeId = PracticeId, DenialId = DenialId, Again = true }, await Me.GetAsync(), CancellationToken.None);
        if (_view is not { } seen || now is null || now.DenialId != seen.DenialId) { return; }

        if (named) { _turn++; }

        if (now.Version == seen.Version && now.Notes.Count == seen.Notes.Count)
        {
            StateHasChanged();
            return;
        }

        // Nobody did anything to it, only its clock was worked out anew: there is nothing of the person's to protect, and an old last day on the page would mislead.
        if (now.Steps.Count == seen.Steps.Count && now.Notes.Count == seen.Notes.Count && now.OwnerId == seen.OwnerId)
        {
            (_view, _told, _tone) = (now, now.Due == seen.Due ? _told : $"The payer's window changed: the last day is {Day(now.Due)} now.", now.Due == seen.Due ? _tone : "caution");
            StateHasChanged();
            return;
        }

        _changedBy = now.Notes.Count > seen.Notes.Count && now.Version == seen.Version
            ? now.Notes.OrderByDescending(n => n.At).First().Who
            : now.Steps.Count > seen.Steps.Count ? now.Steps[0].Who : now.Owner ?? "Somebody";
        if (now.Version != seen.Version) { _seen ??= seen; }

        _view = now;
        StateHasChanged();
    }

    private async Task CatchUpAsync()
    {
        await LoadAsync();
        (_told, _tone) = (null, "told");
    }

    private async Task LoadAsync()
    {
        _me = await Me.GetAsync();
        var (practice, denial) = (PracticeId, DenialId);
        var again = _view?.DenialId == denial && _view.PracticeId == practice;
        var read = await See.Run(new SeeDenial.Input { PracticeId = practice, DenialId = denial, Again = again }, _me, CancellationToken.None);
        if ((practice, denial) != (PracticeId, DenialId)) { return; }      // the person has gone on: a late answer never shows under another denial's address

        _view = read;
        (_gone, _changedBy, _seen) = (_view is null, null, null);
        if (_view is not { } view) { return; }

        var book = await Codes.RunAsync(CancellationToken.None);
        _title = book.Carc(view.Carc, view.DeniedOn)?.ShortTitle ?? "Code not in our list";
        _remarks = [.. view.Lines.SelectMany(l => l.Remarks).Concat(view.ClaimRemarks).Distinct().Select(r => (r, book.Rarc(r)?.ShortTitle ?? "Remark not in our list"))];
        _policy = (await WriteOffs.Run(_me, CancellationToken.None)).Body;
        _workflow ??= [.. (await Causes.Run(_me, CancellationToken.None)).Body.Lines.Select(l => l.Step).Distinct()];
        if (!again) { _asNew = view.CorrectedAsNew; }

        var steps = view.IsOpen ? OpenSteps : ClosedSteps;
        if (!steps.Contains(_kind) || (_kind == DenialStepKind.Start && view.State == "in_work")) { _kind = view.IsOpen ? Suggested(view.FirstAction) : DenialStepKind.Reopen; }
    }

    private static DenialStepKind Suggested(string action) => action switch
    {
        "appeal" => DenialStepKind.Appealed,
        "bill_patient" => DenialStepKind.ToPatient,
        "bill_next_payer" => DenialStepKind.ToNextPayer,
        "write_off" => DenialStepKind.WriteOff,
        _ => DenialStepKind.CorrectedResubmitted,
    };

    /// <summary>The refused amounts, one a reason, largest first.</summary>
    private static IEnumerable<ViewAdjustment> Refused(DenialView view)
        => view.Lines.SelectMany(l => l.Adjustments).Concat(view.ClaimAdjustments).Where(a => a.Bucket == "denial")
            .GroupBy(a => (a.Group, a.Carc)).Select(g => g.First() with { Amount = g.Sum(a => a.Amount ?? 0m) }).OrderByDescending(a => a.Amount);

    private void Choose(object? value) => _kind = Enum.Parse<DenialStepKind>(value?.ToString() ?? nameof(DenialStepKind.Start));

    private async Task StepAsync(DenialStepKind kind, Guid? person = null)
    {
        if ((_seen ?? _view) is not { } view) { return; }

        var result = await Record.Run(
            new RecordStep.Input
            {
                CommandId = _command,
                PracticeId = PracticeId,
                DenialId = DenialId,
                Version = view.Version,
                Kind = kind,
                Amount = kind == DenialStepKind.Recovered ? _amount : null,
                WriteOffReason = kind == DenialStepKind.WriteOff ? _reason : null,
                WorkflowStep = kind == DenialStepKind.WriteOff ? _workflowStep : null,
                Note = string.IsNullOrWhiteSpace(_note) ? null : _note.Trim(),
                AssignTo = person,
                AsNewClaim = kind == DenialStepKind.CorrectedResubmitted && _asNew,
                Lease = _presence?.Token,
            },
            await Me.GetAsync(),
            CancellationToken.None);
        Tell(result, "Recorded.");
        _overtaken = result.Overtaken && person is null && kind == _kind ? view : null;
        if (result.Done) { (_note, _amount, _reason, _asNew) = (null, null, null, view.CorrectedAsNew); }

        await LoadAsync();
        if (result.Done && Pull && kind is not (DenialStepKind.Assign or DenialStepKind.Unassign or DenialStepKind.Start or DenialStepKind.Reopen)) { await GoOnAsync($"{view.Account}: {Words.Choice(kind).ToLowerInvariant()}, recorded."); }
    }

    private void DropMine()
    {
        (_overtaken, _note, _amount, _reason, _asNew) = (null, null, null, null, _view?.CorrectedAsNew == true);
        _told = null;
    }

    private bool MayWork => _me?.May(Permission.WorkDenials) == true;

    private Task TakeAsync() => StepAsync(DenialStepKind.Assign, _me?.UserId);

    private void AskUndo() => _confirmUndo = _view?.Steps.Any(s => !s.Undone && s.Step != "undo") == true;

    private async Task UndoAsync()
    {
        _confirmUndo = false;
        if ((_seen ?? _view) is not { } view) { return; }

        var result = await Undo.Run(
            new UndoLastStep.Input { CommandId = _command, PracticeId = PracticeId, DenialId = DenialId, Version = view.Version }, await Me.GetAsync(), CancellationToken.None);
        Tell(result, "Undone. The denial is as it was before.");
        await LoadAsync();
    }

    private async Task NoteAsync()
    {
        var result = await Add.Run(
            new AddNote.Input { CommandId = _command, PracticeId = PracticeId, DenialId = DenialId, Text = _newNote ?? "" }, await Me.GetAsync(), CancellationToken.None);
        Tell(result, "Note added.");
        if (result.Done) { _newNote = null; }

        await LoadAsync();
    }

    private async Task NextAsync()
    {
        var taken = await Take.Run(new TakeNext.Input { CommandId = _take }, await Me.GetAsync(), CancellationToken.None);
        _take = Guid.NewGuid();
        if (taken is null) { (_told, _tone, _carried) = (string.Join(" ", new[] { _carried, await Nothing.Run(null, await Me.GetAsync(), CancellationToken.None) }.OfType<string>()), "caution", null); }
        else { Navigation.NavigateTo(AddressOf(new(taken.PracticeId, taken.DenialId))); }
    }

    private async Task RawAsync(int? line)
        => _raw = _raw is not null && line is null ? null : await Raw.Run(new RawSegments.Input { PracticeId = PracticeId, AdjudicationId = _view!.AdjudicationId, Line = line }, await Me.GetAsync(), CancellationToken.None);

    /// <summary>A command keeps its id until it has been answered, so that a double click is one command.</summary>
    private void Tell(StepResult result, string done)
    {
        (_told, _tone) = result.Done ? (done, "told") : (result.Refusal!.Sentence, "refusal");
        _command = Guid.NewGuid();
    }

    private string Without(string address)
    {
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri(Navigation.Uri).Query);
        return Routes.With(address, [.. query.Where(q => q.Key != "mode").Select(q => (q.Key, (string?)q.Value.ToString()))]);
    }

    /// <summary>With its year unless it is this year's: "Tue 26 Oct" of next year would read as one that has passed.</summary>
    private string Day(DateOnly day) => day.ToString(day.Year == (_view?.Today.Year ?? 0) ? "ddd d MMM" : "ddd d MMM yyyy", CultureInfo.GetCultureInfo("en-US"));

    private static string P(double share) => Math.Round(share * 100).ToString("0", CultureInfo.InvariantCulture) + "%";

    private string When(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(_view!.TimeZone)).ToString("MMM d, yyyy h:mm tt", CultureInfo.GetCultureInfo("en-US"));
}
