// Reason for length: one page's commands and keys.
using System.Globalization;
using DenialDesk.App.Appeals;
using DenialDesk.App.People;
using DenialDesk.Domain.Appeals;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Payers;
using DenialDesk.Domain.People;
using DenialDesk.Web.Components;
using DenialDesk.Web.Hosting;
using DenialDesk.Web.Pages.Queue;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace DenialDesk.Web.Pages.Appeals;

/// <summary>One appeal from letter to decision, worked by keyboard.</summary>
public partial class AppealPage : IAsyncDisposable
{
    private static readonly string[] KeyNames = ["b", "q", "e", "v", "y", "p", "d", "s", "x", "n"];

    private AppealView? _view;
    private Actor? _me;
    private bool _gone;
    private bool _busy;
    private (int, long) _shown;
    private string _subject = "";
    private string _body = "";
    private string _policy = "";
    private string _section = "";
    private string _words = "";
    private string _signer = "";
    private string _reference = "";
    private string _note = "";
    private string _why = "";
    private string _answer = "got";
    private decimal? _amount;
    private DateOnly? _on;
    private DateOnly? _answerBy;
    private Channel _channel;
    private string? _told;
    private string _tone = "told";
    private Guid _command = Guid.NewGuid();
    private PageKeys? _keys;

    [Parameter]
    public int PracticeId { get; set; }

    [Parameter]
    public long AppealId { get; set; }

    [Inject]
    public required SeeAppeal See { get; set; }

    [Inject]
    public required SaveAppealLetter Save { get; set; }

    [Inject]
    public required TakeAppealStep Take { get; set; }

    [Inject]
    public required OpenAppeal Open { get; set; }

    [Inject]
    public required CurrentActor Me { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    [Inject]
    public required IJSRuntime Browser { get; set; }

    private bool MayWork => _me?.May(Permission.WorkDenials) == true;

    private bool Writable => MayWork && _view is { } v && AppealSteps.IsWritable(v.Facts.Status);

    public async ValueTask DisposeAsync()
    {
        if (_keys is not null) { await _keys.DisposeAsync(); }

        GC.SuppressFinalize(this);
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_shown == (PracticeId, AppealId)) { return; }

        _shown = (PracticeId, AppealId);
        (_view, _told, _reference, _note, _signer, _why, _amount, _on, _answerBy, _answer) = (null, null, "", "", "", "", null, null, null, "got");
        await LoadAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) { return; }

        _keys = new(Browser, KeyNames, PressAsync, () => Reading);
        await _keys.StartAsync();
    }

    private async Task LoadAsync()
    {
        _me = await Me.GetAsync();
        var again = _view is not null;
        _view = await See.Run(new() { PracticeId = PracticeId, AppealId = AppealId, Again = again }, _me, CancellationToken.None);
        _gone = _view is null;
        if (_view is not { } view) { return; }

        (_subject, _body) = (view.Subject, view.Body);
        _on ??= view.Today;
        if (!again || view.Facts.Status is AppealStatus.Ready) { _channel = view.Channel ?? view.Channels.FirstOrDefault(c => c.Channel != Channel.Phone)?.Channel ?? Channel.Portal; }

        if (!Answers(view.Facts.Status).Any(a => a.Name == _answer)) { _answer = Answers(view.Facts.Status).Select(a => a.Name).FirstOrDefault() ?? "got"; }
    }

    private async Task PressAsync(string key)
    {
        if (_view is not { } view) { return; }

        switch (key)
        {
            case "b":
                Navigation.NavigateTo(NextBest.Kept(Routes.DenialOf(PracticeId, view.Members[0].DenialId), Navigation.Uri));
                break;
            case "q":
                Navigation.NavigateTo(Routes.Appeals);
                break;
            case "e" when Writable:
                await Browser.InvokeVoidAsync("desk.focus", "letter-body");
                break;
            case "v" when view.Facts.Status == AppealStatus.Draft && MayWork:
                await StepAsync(AppealStepKind.Submit);
                break;
            case "y" when Writable:
                await StepAsync(AppealStepKind.Approve);
                break;
            case "p" when Writable:
                await PacketAsync();
                break;
            case "d" when Writable:
                await StepAsync(AppealStepKind.MakeReady);
                break;
            case "s" when view.Facts.Status == AppealStatus.Ready && MayWork:
                await Browser.InvokeVoidAsync("desk.focus", "send-reference");
                break;
            case "x" when AppealSteps.IsWithPayer(view.Facts.Status) && MayWork:
                await Browser.InvokeVoidAsync("desk.focus", "answer");
                break;
            case "n":
                if (view.FollowedBy is { } next) { Navigation.NavigateTo(NextBest.Kept(Routes.AppealOf(PracticeId, next), Navigation.Uri)); }
                else if (view.Next is { Open: true } && MayWork) { await NextAsync(); }
                break;
        }

        StateHasChanged();
    }

    private void AddArgument() => _body = LetterMarkup.Insert(_body, _view!.Argument);

    private void Cite()
    {
        if (_policy.Trim().Length == 0) { return; }

        _body = LetterMarkup.Insert(_body, AppealArguments.Cite(_policy, _section, _words));
        (_policy, _section, _words) = ("", "", "");
    }

    private async Task<bool> SaveAsync()
    {
        var result = await Save.Run(
            new() { CommandId = _command, PracticeId = PracticeId, AppealId = AppealId, Version = _view!.Version, Subject = _subject, Body = _body }, await Me.GetAsync(), CancellationToken.None);
        var (subject, body) = (_subject, _body);
        await TellAsync(result, "Saved.");
        if (!result.Done) { (_subject, _body) = (subject, body); }

        return result.Done;
    }

    /// <summary>What is typed into the letter and not saved yet is saved before anything is done with the letter.</summary>
    private async Task<bool> SavedAsync() => !Writable || (_subject == _view!.Subject && _body.ReplaceLineEndings("\n").TrimEnd() == _view.Body) || await SaveAsync();

    private async Task StepAsync(AppealStepKind kind)
    {
        if (!await SavedAsync()) { return; }

        await StepAsync(new AppealStep
        {
            Kind = kind,
            On = kind == AppealStepKind.Send ? _on : null,
            Channel = kind == AppealStepKind.Send ? _channel : null,
            Reference = kind == AppealStepKind.Send ? _reference : null,
            Note = kind is AppealStepKind.Send or AppealStepKind.SendBack ? _note : null,
            SignedBy = kind == AppealStepKind.Sign ? _signer : null,
        });
    }

    private async Task StepAsync(AppealStep step)
    {
        var result = await Take.Run(
            new() { CommandId = _command, PracticeId = PracticeId, AppealId = AppealId, Version = _view!.Version, Step = step, Seen = _view.LetterHash }, await Me.GetAsync(), CancellationToken.None);
        if (result.Done) { (_reference, _note, _why, _signer, _amount, _answerBy) = ("", "", "", "", null, null); }

        await TellAsync(result, "Recorded.");
    }

    private Task AnswerAsync() => StepAsync(new AppealStep
    {
        Kind = _answer switch { "got" => AppealStepKind.Acknowledge, "more" => AppealStepKind.AskMore, "sent_more" => AppealStepKind.SendMore, _ => AppealStepKind.Decide },
        On = _on,
        Note = _note,
        Reference = _reference,
        AnswerBy = _answerBy,
        Outcome = CodeNames.TryRead<AppealStatus>(_answer),
        Amount = _answer is "partial" or "overturned" ? _amount : null,
    });

    private Task WithdrawAsync() => StepAsync(new AppealStep { Kind = AppealStepKind.Withdraw, Note = _why });

    private async Task PacketAsync()
    {
        if (_busy || !await SavedAsync()) { return; }

        _busy = true;
        StateHasChanged();
        try
        {
            await TellAsync(await Maker.MakeAsync(PracticeId, AppealId, _view!.Version, _view.Channels.Count > 0 ? _channel : null, await Me.GetAsync(), CancellationToken.None), "The packet is made. Look through it before it goes out.");
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task DraftAsync()
    {
        if (_busy || !await SavedAsync()) { return; }

        _busy = true;
        StateHasChanged();
        try
        {
            await TellAsync(
                await Draft.Run(new() { CommandId = _command, PracticeId = PracticeId, AppealId = AppealId, Version = _view!.Version }, await Me.GetAsync(), CancellationToken.None),
                "A machine drafted this text. Check every word and every fact before you approve it.");
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task NextAsync()
    {
        var result = await Open.Run(
            new() { CommandId = _command, PracticeId = PracticeId, DenialIds = [.. _view!.Members.Where(m => m.IsOpen).Select(m => m.DenialId)] }, await Me.GetAsync(), CancellationToken.None);
        _command = Guid.NewGuid();
        if (result.Done) { Navigation.NavigateTo(NextBest.Kept(Routes.AppealOf(PracticeId, result.AppealId), Navigation.Uri)); }
        else { (_told, _tone) = (result.Refusal!.Sentence, "refusal"); }
    }

    /// <summary>A command keeps its id until it has been answered, so that a double press is one command.</summary>
    private async Task TellAsync(AppealResult result, string done)
    {
        (_told, _tone) = result.Done ? (done, "told") : (result.Refusal!.Sentence, "refusal");
        _command = Guid.NewGuid();
        if (result.Done || result.Refusal?.Code == "overtaken")
        {
            var typed = (_subject, _body);
            await LoadAsync();
            if (!result.Done) { (_subject, _body) = typed; }
        }
    }

    private static IEnumerable<(string Name, string Text)> Answers(AppealStatus status)
    {
        if (!AppealSteps.IsWithPayer(status)) { yield break; }

        if (status == AppealStatus.Sent) { yield return ("got", "It has it"); }

        if (status == AppealStatus.MoreAsked) { yield return ("sent_more", "We sent what it asked for"); }
        else { yield return ("more", "It asks for more"); }

        yield return ("overturned", "Overturned");
        yield return ("partial", "Partly overturned");
        yield return ("upheld", "Upheld: it still denies");
        yield return ("dismissed", "Dismissed, not decided");
    }

    private static string Heading(AppealView view) => view.Facts.Status switch
    {
        AppealStatus.Draft or AppealStatus.InReview => "Before it goes out",
        AppealStatus.Ready => "Send it",
        AppealStatus.Sent or AppealStatus.Acknowledged => "With the payer",
        AppealStatus.MoreAsked => "The payer asks for more",
        AppealStatus.Upheld or AppealStatus.Dismissed or AppealStatus.Partial => "What comes next",
        _ => "Done",
    };

    private string When(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(_view!.TimeZone)).ToString("M/d/yyyy h:mm tt", CultureInfo.InvariantCulture);
}
