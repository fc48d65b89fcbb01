using System.Globalization;
using DenialDesk.App.Audit;
using DenialDesk.App.Practices;
using DenialDesk.App.Queue;
using DenialDesk.Domain;
using DenialDesk.Domain.Audit;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Audit;

/// <summary>What the nightly self-audit found; the filters are the address.</summary>
public partial class Audit
{
    private const int PageSize = 50;

    /// <summary>One command id a finding and version, so that a second click of the same button does nothing twice.</summary>
    private readonly Dictionary<(long, int), Guid> _commands = [];

    private AuditView? _view;
    private IReadOnlyList<FindingRow> _rows = [];
    private IReadOnlyList<Choice> _practices = [];
    private DeskTime? _time;
    private FindingRow? _open;
    private string _reason = "";
    private string? _told;
    private string _tone = "good";
    private bool _busy;
    private bool _mayRun;

    /// <summary>The written name of a kind.</summary>
    [SupplyParameterFromQuery(Name = "kind")]
    public string? Kind { get; set; }

    /// <summary>standing, accepted or cleared.</summary>
    [SupplyParameterFromQuery(Name = "state")]
    public string? State { get; set; }

    [SupplyParameterFromQuery(Name = "practice")]
    public int? Practice { get; set; }

    /// <summary>The keyset: findings older than this one.</summary>
    [SupplyParameterFromQuery(Name = "before")]
    public long? Before { get; set; }

    [Inject]
    public required SeeAudit See { get; set; }

    [Inject]
    public required ListFindings List { get; set; }

    [Inject]
    public required AcceptFinding Accept { get; set; }

    [Inject]
    public required RecomputeFinding Recompute { get; set; }

    [Inject]
    public required QueueChoices Choices { get; set; }

    [Inject]
    public required FindZone Zone { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    private AuditKind? Chosen => CodeNames.TryRead<AuditKind>(Kind);

    private FindingState Shown => AuditWords.State(State);

    private (string Name, string? Value)[] Filters => [("kind", Kind), ("state", State), ("practice", Practice?.ToString(CultureInfo.InvariantCulture))];

    protected override async Task OnParametersSetAsync()
    {
        var actor = await Who.GetAsync();
        _mayRun = actor.May(Permission.RunJobs);
        _time ??= new(await Zone.Run(actor, CancellationToken.None));
        _practices = (await Choices.Run(actor, CancellationToken.None)).Practices;
        _rows = await List.Run(new() { Kind = Chosen, State = Shown, PracticeId = Practice, Before = Before, Take = PageSize }, actor, CancellationToken.None);
        _view = await See.Run(new() { PracticeId = Practice }, actor, CancellationToken.None);
    }

    private string At(params (string Name, string? Value)[] changed)
        => Routes.With(Routes.Audit, [.. Filters.Where(f => changed.All(c => c.Name != f.Name)), .. changed]);

    private void Go(string name, object? value) => Navigation.NavigateTo(At((name, value as string)));

    private void Open(FindingRow row) => (_open, _reason, _told) = (row, "", null);

    private Task AcceptAsync() => _open is { } row ? TakeAsync(row, "Accepted. It is shown again when it changes.", AcceptInput(row, true, _reason)) : Task.CompletedTask;

    private Task UndoAsync(FindingRow row) => TakeAsync(row, "Taken back; the finding stands again.", AcceptInput(row, false, ""));

    private Task MendAsync(FindingRow row) => TakeAsync(
        row, "Worked out again. The journal has the value before and after.",
        actor => Recompute.Run(new() { CommandId = CommandOf(row), PracticeId = row.PracticeId, FindingId = row.FindingId, Version = row.Version }, actor, CancellationToken.None));

    private Func<App.People.Actor, Task<Refusal?>> AcceptInput(FindingRow row, bool accept, string reason) => actor => Accept.Run(
        new() { CommandId = CommandOf(row), PracticeId = row.PracticeId, FindingId = row.FindingId, Version = row.Version, Accept = accept, Reason = reason }, actor, CancellationToken.None);

    private async Task TakeAsync(FindingRow row, string done, Func<App.People.Actor, Task<Refusal?>> act)
    {
        if (_busy) { return; }

        _busy = true;
        try
        {
            var refusal = await act(await Who.GetAsync());
            (_told, _tone) = refusal is null ? (done, "good") : (refusal.Sentence, "bad");
            if (refusal is null) { _open = null; }

            _commands.Remove((row.FindingId, row.Version));
            await OnParametersSetAsync();
        }
        finally
        {
            _busy = false;
        }
    }

    private Guid CommandOf(FindingRow row) => _commands.TryGetValue((row.FindingId, row.Version), out var id) ? id : _commands[(row.FindingId, row.Version)] = Guid.NewGuid();
}
