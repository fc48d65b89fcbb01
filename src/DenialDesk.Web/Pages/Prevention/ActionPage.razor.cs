using System.Globalization;
using DenialDesk.App.Prevention;
using DenialDesk.App.Queue;
using DenialDesk.App.Settings;
using DenialDesk.Domain;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Prevention;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Prevention;

/// <summary>One change: cause, steps, what it did.</summary>
public partial class ActionPage
{
    private ActionView? _view;
    private bool _gone;
    private bool _mayManage;
    private bool _busy;
    private bool _refused;
    private string? _said;
    private PreventionStepKind _step;
    private DateOnly? _effective;
    private string _note = "";
    private ActionForm _form = new();
    private QueueChoiceLists? _choices;
    private RootCauseMap? _causes;

    [Parameter]
    public int PracticeId { get; set; }

    [Parameter]
    public long ActionId { get; set; }

    [Inject]
    public required SeeAction See { get; set; }

    [Inject]
    public required StepAction Take { get; set; }

    [Inject]
    public required SaveAction Save { get; set; }

    [Inject]
    public required TickAction Tick { get; set; }

    [Inject]
    public required QueueChoices Choices { get; set; }

    [Inject]
    public required SeeRootCauses Causes { get; set; }

    [Inject]
    public required CurrentActor Me { get; set; }

    private string StatusName => _view!.Status.Text();

    private string NextReading => _view is { EffectiveOn: { } on } view && view.Status is PreventionStatus.InForce or PreventionStatus.Measuring or PreventionStatus.Kept
        && EffectMeasure.Days.Where(d => !view.Readings.Any(r => r.Round == view.Round && r.Days == d)).Select(d => (int?)d).FirstOrDefault() is { } days
        ? $"{days} days, the night after {on.AddDays(days).ToString("M/d/yyyy", CultureInfo.InvariantCulture)}" : "none";

    protected override Task OnParametersSetAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        var actor = await Me.GetAsync();
        _mayManage = actor.May(Permission.ManagePrevention);
        _view = await See.Run(new() { PracticeId = PracticeId, ActionId = ActionId }, actor, CancellationToken.None);
        _gone = _view is null;
        if (_view is null) { return; }

        _form = ActionForm.Of(_view);
        (_step, _note) = (PreventionSteps.Choices(_view.Status)[0], "");
        _effective ??= _view.Today;
        if (_mayManage)
        {
            _choices ??= await Choices.Run(actor, CancellationToken.None);
            _causes ??= (await Causes.Run(actor, CancellationToken.None)).Body;
        }
    }

    private Task TakeAsync() => DoAsync(
        async actor => await Take.Run(
            new() { CommandId = Guid.NewGuid(), PracticeId = PracticeId, ActionId = ActionId, Version = _view!.Version, Step = _step, Note = _note, EffectiveOn = _step == PreventionStepKind.PutInForce ? _effective : null },
            actor, CancellationToken.None),
        $"Recorded: {PreventionWords.Button(_step)}.");

    private Task SaveAsync() => DoAsync(
        async actor => (await Save.Run(_form.ToInput(Guid.NewGuid(), PracticeId, ActionId, _view!.Version, null), actor, CancellationToken.None)).Refusal, "Saved.");

    private Task TickAsync(string? item, bool done) => DoAsync(
        async actor => await Tick.Run(new() { CommandId = Guid.NewGuid(), PracticeId = PracticeId, ActionId = ActionId, Item = item, Done = done }, actor, CancellationToken.None),
        item is null ? "The next reminder is set." : done ? "Ticked." : "Unticked.");

    private async Task DoAsync(Func<App.People.Actor, Task<Refusal?>> step, string said)
    {
        if (_busy) { return; }

        _busy = true;
        try
        {
            var refusal = await step(await Me.GetAsync());
            (_refused, _said) = (refusal is not null, refusal?.Sentence ?? said);
            if (refusal is null or { Code: "changed" }) { await LoadAsync(); }
        }
        finally
        {
            _busy = false;
        }
    }
}
