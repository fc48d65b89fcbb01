using DenialDesk.App.Queue;
using DenialDesk.App.Routing;
using DenialDesk.Domain;
using DenialDesk.Domain.Routing;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Routing;

/// <summary>Rules are drafted, tried on today's queue and put in force; people and teams are kept beside them.</summary>
public partial class RoutingPage
{
    private RoutingView? _view;
    private QueueChoiceLists? _choices;
    private RuleForm? _form;
    private Worker? _worker;
    private DealResult? _tried;
    private string _reason = "";
    private string _team = "";
    private string? _told;
    private string _tone = "told";
    private bool _busy;

    [Inject]
    public required SeeRouting See { get; set; }

    [Inject]
    public required QueueChoices Choices { get; set; }

    [Inject]
    public required DraftRouting Draft { get; set; }

    [Inject]
    public required DryRunRouting DryRun { get; set; }

    [Inject]
    public required ApplyRouting Apply { get; set; }

    [Inject]
    public required DealWork Deal { get; set; }

    [Inject]
    public required EditTeam Teams { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    protected override async Task OnInitializedAsync()
    {
        _choices = await Choices.Run(await Who.GetAsync(), CancellationToken.None);
        await ReadAsync();
    }

    private async Task ReadAsync() => _view = await See.Run(await Who.GetAsync(), CancellationToken.None);

    private Task BeginAsync() => KeepRulesAsync(_view!.Sets is [var now, ..] ? now.Rules : [], "A draft is begun. It affects nothing until it is put in force.");

    private Task BeginFromAsync(RoutingSet set) => KeepRulesAsync(set.Rules, $"A draft is begun from set {set.No}.");

    private Task KeepAsync(RoutingRule rule)
    {
        var rules = _view!.Draft!.Rules.ToList();
        if (rules.FindIndex(r => r.Position == rule.Position) is >= 0 and var at) { rules[at] = rule; }
        else { rules.Add(rule with { Position = rules.Count + 1 }); }

        return KeepRulesAsync(rules, $"“{rule.Name}” is in the draft.");
    }

    private Task MoveAsync(RoutingRule rule, int by)
    {
        var rules = _view!.Draft!.Rules.ToList();
        var at = rules.FindIndex(r => r.Position == rule.Position);
        (rules[at], rules[at + by]) = (rules[at + by], rules[at]);
        return KeepRulesAsync(rules, $"“{rule.Name}” is moved.");
    }

    private Task RemoveAsync(RoutingRule rule) => KeepRulesAsync([.. _view!.Draft!.Rules.Where(r => r.Position != rule.Position)], $"“{rule.Name}” is taken out of the draft.");

    private Task KeepRulesAsync(IReadOnlyList<RoutingRule> rules, string done)
        => DoAsync(async () => (await Draft.Run(new() { Version = _view!.Draft?.Version ?? 0, Rules = rules }, await Who.GetAsync(), CancellationToken.None), done));

    private Task DropAsync()
        => DoAsync(async () => (await Draft.Run(new() { Version = _view!.Draft!.Version, Rules = [], Drop = true }, await Who.GetAsync(), CancellationToken.None), "The draft is dropped."));

    private Task TryAsync() => DoAsync(
        async () =>
        {
            var (tried, refusal) = await DryRun.Run(new(), await Who.GetAsync(), CancellationToken.None);
            _tried = tried;
            return (refusal, "Tried. Nothing was changed.");
        },
        forget: false);

    private Task ApplyAsync() => DoAsync(async () =>
    {
        var (done, refusal) = await Apply.Run(new() { Version = _view!.Draft!.Version, Reason = _reason }, await Who.GetAsync(), CancellationToken.None);
        if (refusal is null) { _reason = ""; }

        return (refusal, $"In force. {Said(done)}");
    });

    private Task DealAsync() => DoAsync(async () =>
    {
        var (done, refusal) = await Deal.Run(await Who.GetAsync(), CancellationToken.None);
        return (refusal, $"Dealt. {Said(done)}");
    });

    private Task AddTeamAsync() => DoAsync(async () =>
    {
        var refusal = await Teams.Run(new() { Name = _team }, await Who.GetAsync(), CancellationToken.None);
        var name = _team.Trim();
        if (refusal is null) { _team = ""; }

        return (refusal, $"Team {name} is added. Put people into it below “People”.");
    });

    private Task RetireAsync(Team team)
        => DoAsync(async () => (await Teams.Run(new() { TeamId = team.TeamId, Name = team.Name, Retire = true }, await Who.GetAsync(), CancellationToken.None), $"Team {team.Name} is no more."));

    private async Task SavedAsync(string sentence)
    {
        (_worker, _told, _tone, _tried) = (null, sentence, "told", null);
        await ReadAsync();
    }

    /// <summary>Does one thing, says what came of it, and shows the page as it is then. What was tried before a change no longer holds.</summary>
    private async Task DoAsync(Func<Task<(Refusal? Refusal, string Done)>> work, bool forget = true)
    {
        _busy = true;
        try
        {
            var (refusal, done) = await work();
            (_told, _tone) = refusal is null ? (done, "told") : (refusal.Sentence, "refusal");
            if (refusal is null) { _form = null; }

            if (refusal is null && forget) { _tried = null; }

            await ReadAsync();
        }
        finally
        {
            _busy = false;
        }
    }

    private static string Said(DealResult? deal) => deal is null
        ? "There are no rules in force."
        : $"{deal.Routed:N0} denials are routed, {deal.NoRule + deal.NoRoom:N0} are unallocated: {deal.NoRule:N0} that no rule takes, {deal.NoRoom:N0} for which nobody has room today.";
}
