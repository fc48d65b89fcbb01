using System.Globalization;
using DenialDesk.App.Claims;
using DenialDesk.Domain.People;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Claims;

/// <summary>One remittance claim, the submission it answers, the evidence, and every change of the match.</summary>
public partial class Match
{
    private MatchView? _view;
    private MatchDesk _desk = null!;
    private bool _mayWork;
    private bool _gone;

    [Parameter]
    public int PracticeId { get; set; }

    [Parameter]
    public long ClaimId { get; set; }

    [Inject]
    public required SeeMatch See { get; set; }

    [Inject]
    public required ResolveMatch Resolve { get; set; }

    [Inject]
    public required UndoMatch Undo { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    protected override void OnInitialized() => _desk = new(Resolve, Undo, Who);

    protected override Task OnParametersSetAsync() => ReadAsync();

    private static MatchTarget Target(MatchView view) => new(view.PracticeId, view.ClaimId, view.Version);

    private string When(DateTimeOffset at)
        => TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(_view!.TimeZone)).ToString("M/d/yyyy h:mm tt", CultureInfo.InvariantCulture);

    private async Task ReadAsync()
    {
        var actor = await Who.GetAsync();
        _mayWork = actor.May(Permission.WorkDenials);
        _view = await See.Run(new() { PracticeId = PracticeId, ClaimId = ClaimId }, actor, CancellationToken.None);
        _gone = _view is null;
    }

    private async Task UndoAsync()
    {
        if (_view is not { } view) { return; }

        await _desk.UndoAsync(Target(view));
        await ReadAsync();
    }
}
