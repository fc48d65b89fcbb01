using System.Globalization;
using DenialDesk.App.Queue;
using DenialDesk.App.WriteOffs;
using DenialDesk.Domain;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using DenialDesk.Domain.WriteOffs;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace DenialDesk.Web.Pages.WriteOffs;

/// <summary>Write-offs that wait, were decided or are to be looked at. Filters in the address; y and x decide the row one stands on and go to the next.</summary>
public partial class WriteOffsList
{
    private const int PageSize = 50;
    private static readonly string[] KeyNames = ["y", "x", "Escape"];
    private static readonly (string Value, string Text)[] Shows = [("waiting", "Waiting"), ("decided", "Decided"), ("review", "To look at"), ("all", "All"), ("proposals", "Proposed")];

    private WriteOffList? _list;
    private QueueChoiceLists? _choices;
    private bool _more;
    private bool _mayApprove;
    private bool _mayReverse;

    /// <summary>The words that are asked for are an approval's.</summary>
    private bool _approving;
    private string? _said;
    private bool _refused;

    /// <summary>A command keeps its id until it has been answered, so that a second press is the same command.</summary>
    private Guid _command = Guid.NewGuid();

    private WriteOffRow? _asking;
    private string? _words;

    [Inject]
    public required ListWriteOffs List { get; set; }

    [Inject]
    public required DecideWriteOff Decide { get; set; }

    [Inject]
    public required ReverseWriteOff Reverse { get; set; }

    [Inject]
    public required ReviewWriteOff Review { get; set; }

    [Inject]
    public required QueueChoices Choices { get; set; }

    [Inject]
    public required DeskChanges Changes { get; set; }

    /// <summary>waiting, decided, review or all.</summary>
    [SupplyParameterFromQuery(Name = "show")]
    public string? Show { get; set; }

    [SupplyParameterFromQuery(Name = "reason")]
    public string? Reason { get; set; }

    [SupplyParameterFromQuery(Name = "payer")]
    public int? Payer { get; set; }

    [SupplyParameterFromQuery(Name = "practice")]
    public int? Practice { get; set; }

    [SupplyParameterFromQuery(Name = "month")]
    public string? Month { get; set; }

    [SupplyParameterFromQuery(Name = "avoidable")]
    public string? Avoidable { get; set; }

    [SupplyParameterFromQuery(Name = "before")]
    public long? Before { get; set; }

    private string Showing => Show is "decided" or "review" or "all" ? Show : "waiting";

    private bool IsFiltered => Reason is not null || Payer is not null || Practice is not null || Month is not null || Avoidable is not null;

    protected override IReadOnlyList<WriteOffRow> Walked => _list?.Rows ?? [];

    protected override string Page => Routes.WriteOffs;

    protected override IReadOnlyList<string> MoreKeys => KeyNames;

    protected override (string Name, string? Value)[] Filters =>
        [("show", Showing), ("reason", Reason), ("payer", Payer?.ToString(CultureInfo.InvariantCulture)), ("practice", Practice?.ToString(CultureInfo.InvariantCulture)), ("month", Month), ("avoidable", Avoidable)];

    /// <summary>The filters of an address as the list takes them.</summary>
    internal static ListWriteOffs.Input Read(string? show, string? reason, int? payer, int? practice, string? month, string? avoidable)
        => new() { Show = show is "decided" or "review" or "all" ? show : "waiting", Reason = reason, Payer = payer, Practice = practice, Month = Deadlines.Expired.FirstOf(month), Avoidable = bool.TryParse(avoidable, out var loss) ? loss : null };

    protected override Task OnParametersSetAsync()
    {
        (At, _asking) = (-1, null);
        return LoadAsync();
    }

    protected override string Opened(WriteOffRow row) => Routes.DenialOf(row.PracticeId, row.DenialId);

    protected override void Listen()
        => Listening = Changes.Listen(changes => changes.Contains(DeskChange.Anything) && Before is null && _asking is null ? InvokeAsync(AgainAsync) : Task.CompletedTask);

    private async Task AgainAsync()
    {
        await LoadAsync();
        StateHasChanged();
    }

    private async Task LoadAsync()
    {
        var actor = await Me.GetAsync();
        (_mayApprove, _mayReverse) = (actor.May(Permission.DecideWriteOffs), actor.May(Permission.ApproveWriteOffs));
        _choices ??= await Choices.Run(actor, CancellationToken.None);
        var found = await List.Run(Read(Show, Reason, Payer, Practice, Month, Avoidable) with { Before = Before, Take = PageSize + 1 }, actor, CancellationToken.None);
        (_list, _more) = (found with { Rows = [.. found.Rows.Take(PageSize)] }, found.Rows.Count > PageSize);
        At = Math.Min(At, _list.Rows.Count - 1);
    }

    protected override async Task PressAsync(string key)
    {
        var row = Row;
        switch (key)
        {
            case "y" when row is { State: "waiting" } && _mayApprove:
                await DecideAsync(row, true);
                break;
            case "y" when row is { ToReview: true } && _mayApprove:
                await ReviewAsync(row);
                break;
            case "x" when row is { State: "waiting" } && _mayApprove:
            case "x" when row is { State: "approved" } && _mayReverse:
                await AskWordsAsync(row);
                break;
            case "Escape":
                _asking = null;
                break;
        }
    }

    /// <summary>Opens the line for words under a row, and stands in it.</summary>
    private async Task AskWordsAsync(WriteOffRow row)
    {
        (_asking, _words, _said, _approving) = (row, null, null, false);
        StateHasChanged();
        await Task.Yield();
        await Browser.InvokeVoidAsync("desk.focus", "write-off-words");
    }

    private async Task WordsAsync()
    {
        if (_asking is not { } row) { return; }

        if (row.State == "waiting")
        {
            await DecideAsync(row, _approving);
            return;
        }

        var result = await Reverse.Run(
            new() { CommandId = _command, PracticeId = row.PracticeId, RequestId = row.RequestId, Words = _words ?? "" }, await Me.GetAsync(), CancellationToken.None);
        await ToldAsync(result.Refusal, $"{row.Account}: reversed, the denial is open again.");
    }

    private async Task DecideAsync(WriteOffRow row, bool approve)
    {
        var result = await Decide.Run(
            new() { CommandId = _command, PracticeId = row.PracticeId, RequestId = row.RequestId, Approve = approve, Words = approve && _asking != row ? null : _words }, await Me.GetAsync(), CancellationToken.None);
        if (result.Refusal is { Code: "right_still_open" })
        {
            await AskWordsAsync(row);
            (_approving, _said, _refused, _command) = (true, result.Refusal.Sentence, true, Guid.NewGuid());
            return;
        }

        await ToldAsync(result.Refusal, approve ? $"{row.Account}: approved and written off." : $"{row.Account}: rejected, {row.AskedBy} is told.");
    }

    private async Task ReviewAsync(WriteOffRow row)
        => await ToldAsync(await Review.Run(new() { PracticeId = row.PracticeId, RequestId = row.RequestId }, await Me.GetAsync(), CancellationToken.None), $"{row.Account}: looked at.");

    private async Task ToldAsync(Refusal? refusal, string done)
    {
        (_said, _refused, _command) = (refusal?.Sentence ?? done, refusal is not null, Guid.NewGuid());
        if (refusal is null) { _asking = null; }

        await LoadAsync();
    }

    private string Here(string? show = null)
        => show == "proposals" ? Routes.WriteOffProposals : Routes.With(Routes.WriteOffs, [("show", show ?? Showing), .. Filters[1..]]);

    private static string ReasonOf(string reason) => CodeNames.TryRead<WriteOffReason>(reason) is { } known ? WriteOffReasons.Words(known) : reason;

    private static string Tone(string state) => state switch { "waiting" => "warn", "approved" => "accent", "rejected" or "reversed" => "bad", _ => "" };
}
