using System.Globalization;
using DenialDesk.App.FollowUps;
using DenialDesk.Domain.FollowUps;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.FollowUps;

/// <summary>What to ask one payer in one call, and writing down what it said about each.</summary>
public partial class Calls
{
    private CallList? _list;
    private List<Line> _lines = [];
    private CallForm _form = new();
    private string? _told;
    private string _tone = "told";

    /// <summary>A command keeps its id until it has been answered, so that a second press is the same command.</summary>
    private Guid _command = Guid.NewGuid();


    /// <summary>A denial of the call while it is being written down.</summary>
    private sealed class Line(ToAsk row)
    {
        public ToAsk Row { get; } = row;

        public CallResult? Result { get; set; }

        public DateOnly? AnswerBy { get; set; }

        public string? Said { get; set; }

        public string? Refusal { get; set; }
    }

    [Inject]
    public required ListCalls List { get; set; }

    [Inject]
    public required LogCalls Log { get; set; }

    [Inject]
    public required CurrentActor Me { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [SupplyParameterFromQuery(Name = "payer")]
    public int? Payer { get; set; }

    [SupplyParameterFromQuery(Name = "ahead")]
    public int? Ahead { get; set; }

    [SupplyParameterFromQuery(Name = "mine")]
    public bool Mine { get; set; }

    private string Csv => Routes.CallsCsv + new Uri(Navigation.Uri).Query;

    protected override async Task OnParametersSetAsync()
    {
        await LoadAsync();
        _form = new() { CalledOn = _list!.Today, Phone = _list.Conduct.Phone };
    }

    private async Task LoadAsync()
    {
        _list = await List.Run(new() { Payer = Payer, Ahead = Ahead ?? 3, Mine = Mine }, await Me.GetAsync(), CancellationToken.None);
        var refused = _lines.Where(l => l.Refusal is not null).ToDictionary(l => (l.Row.PracticeId, l.Row.DenialId));
        _lines = [.. _list.Rows.Select(r => refused.GetValueOrDefault((r.PracticeId, r.DenialId)) ?? new Line(r))];      // what was refused keeps what was typed
    }

    private async Task LogAsync()
    {
        var asked = _lines.Where(l => l.Result is not null).ToList();
        if (asked.Count == 0)
        {
            (_told, _tone) = ("Choose a result for at least one denial.", "refusal");
            return;
        }

        var calls = asked.Select(l => new CallOf(l.Row.PracticeId, l.Row.DenialId, _form.Note with { Result = l.Result!.Value, AnswerBy = l.AnswerBy, Said = l.Said ?? "" }));
        var result = await Log.Run(new() { CommandId = _command, Calls = [.. calls] }, await Me.GetAsync(), CancellationToken.None);
        _command = Guid.NewGuid();
        foreach (var line in asked) { line.Refusal = result.Denials.FirstOrDefault(d => (d.PracticeId, d.DenialId) == (line.Row.PracticeId, line.Row.DenialId))?.Refusal?.Sentence; }

        var kept = result.Denials.Count(d => d.Refusal is null);
        (_told, _tone) = result.Refusal is { } refusal ? (refusal.Sentence, "refusal")
            : kept == asked.Count ? ($"Kept for {kept} denials.", "told") : ($"Kept for {kept} denials; {asked.Count - kept} were not: see beside them.", "caution");
        if (result.Refusal is null) { await LoadAsync(); }
    }

    private void Go(string name, object? value) => Navigation.NavigateTo(Routes.With(
        Routes.Calls, ("payer", name == "payer" ? value as string : Payer?.ToString(CultureInfo.InvariantCulture)),
        ("ahead", name == "ahead" ? value as string : Ahead?.ToString(CultureInfo.InvariantCulture)), ("mine", name == "mine" ? value as string : Mine ? "true" : null)));

    private static string Day(DateOnly day) => day.ToString("M/d/yyyy", CultureInfo.InvariantCulture);
}
