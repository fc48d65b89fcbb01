using System.Globalization;
using DenialDesk.App.Payers;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.People;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Payers;

/// <summary>One payer. Everyone may read it; who manages payers changes windows after a look at what that does.</summary>
public partial class PayerPage
{
    [Inject]
    public required SeePayer See { get; set; }

    [Inject]
    public required ListProposals Proposals { get; set; }

    [Inject]
    public required EditPayerAliases Aliases { get; set; }

    [Inject]
    public required PersonTime Clock { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Parameter]
    public int PayerId { get; set; }

    private DeskTime? _time;

    private PayerView? View { get; set; }

    private bool Read { get; set; }

    private bool MayManage { get; set; }

    private WindowForm? Form { get; set; }

    /// <summary>What was asked to be brought back, before it is in force.</summary>
    private WindowWish? Wish { get; set; }

    /// <summary>The change that waits for a second admin.</summary>
    private ProposalRow? Waiting { get; set; }

    private string? Said { get; set; }

    private bool SaidIsRefusal { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        (Form, Wish) = (null, null);
        Said = null;
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        var actor = await Who.GetAsync();
        _time ??= await Clock.GetAsync();
        MayManage = actor.May(Permission.ManagePayers);
        (View, var into) = await See.Run(PayerId, actor, CancellationToken.None);
        Waiting = MayManage && View is not null && await Proposals.Run(new() { PayerId = PayerId }, actor, CancellationToken.None) is [var waiting, ..] ? waiting : null;
        Read = true;
        if (into is { } other) { Navigation.NavigateTo(Routes.PayerOf(other), replace: true); }
    }

    private void Edit(WindowInForce? window)
    {
        Said = null;
        Form = WindowForm.From(window);
    }

    private async Task Applied(string sentence)
    {
        (Said, SaidIsRefusal, Form, Wish) = (sentence, false, null, null);
        await LoadAsync();
    }

    /// <summary>A step as it was the moment a version came into force.</summary>
    private void BringBack(WindowVersion version)
        => (Said, Form, Wish) = (null, null, new() { PayerId = PayerId, Restore = version.Rule.Action, AsOf = version.CreatedAt });

    private async Task TakeBackAsync(PayerEvidenceRow key)
    {
        var (_, refusal) = await Aliases.Run(new() { PayerId = PayerId, Kind = AliasEditor.KindOf(key.Kind), Value = key.Value, Remove = true }, await Who.GetAsync(), CancellationToken.None);
        await Applied(refusal?.Sentence ?? $"Files that say {key.Value} are not taken for this payer any more.");
        SaidIsRefusal = refusal is not null;
    }

    private void Merged(int into) => Navigation.NavigateTo(Routes.PayerOf(into));

    private static string EvidenceName(string kind) => kind switch
    {
        "trn03" => "Originating company (TRN03)",
        "2u" => "Payer id (REF 2U)",
        "nf" => "NAIC number (REF NF)",
        "n104" => "Payer identifier (N104)",
        _ => "Name",
    };

    private static string Reach(WindowRule rule) => (rule.EffectiveFrom, rule.EffectiveTo) switch
    {
        ({ } from, { } to) => $"for notices from {Day(from)} to {Day(to)}",
        ({ } from, null) => $"for notices from {Day(from)}",
        (null, { } to) => $"for notices to {Day(to)}",
        _ => "",
    };

    private static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.GetCultureInfo("en-US"));

    private string Moment(DateTimeOffset at) => _time?.Of(at) ?? "";
}
