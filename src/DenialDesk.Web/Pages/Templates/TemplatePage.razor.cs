using System.Globalization;
using DenialDesk.App.Queue;
using DenialDesk.App.Templates;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.Letters;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Templates;

/// <summary>One letter template: written with a list of fields beside it and a preview that follows every letter typed.</summary>
public partial class TemplatePage
{
    private TemplateView? _view;
    private QueueChoiceLists? _choices;
    private bool _read;
    private bool _gone;
    private bool _busy;
    private bool _sparse;
    private string _name = "";
    private string _payer = "";
    private string _category = "";
    private string _level = "";
    private string _subject = "";
    private string _body = "";
    private string? _told;
    private string _tone = "told";

    /// <summary>0 is a new one.</summary>
    [Parameter]
    public int TemplateId { get; set; }

    [Inject]
    public required SeeTemplate See { get; set; }

    [Inject]
    public required SaveTemplate Save { get; set; }

    [Inject]
    public required PublishTemplate Publish { get; set; }

    [Inject]
    public required QueueChoices Choices { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    private string? Wrong => (LetterMerge.Check(_subject) ?? LetterMerge.Check(_body))?.Sentence;

    private bool Changed => _view is { } v && (v.Name != _name || Of(v.PayerId) != _payer || (v.Category ?? "") != _category || (v.Level ?? "") != _level
        || v.Texts[0].Subject != _subject || v.Texts[0].Body != _body.ReplaceLineEndings("\n"));

    private MergedLetter? Preview => Wrong is null ? LetterMerge.Merge($"{_subject}\n\n{_body}", _sparse ? LetterFields.SparseExample : LetterFields.Example) : null;

    protected override async Task OnParametersSetAsync()
    {
        _choices ??= await Choices.Run(await Who.GetAsync(), CancellationToken.None);
        if (TemplateId != (_view?.TemplateId ?? -1)) { await ReadAsync(); }
    }

    private async Task ReadAsync()
    {
        _view = TemplateId == 0 ? null : await See.Run(TemplateId, await Who.GetAsync(), CancellationToken.None);
        (_read, _gone) = (true, TemplateId != 0 && _view is null);
        if (_view is not { } v) { return; }

        (_name, _payer, _category, _level, _subject, _body) = (v.Name, Of(v.PayerId), v.Category ?? "", v.Level ?? "", v.Texts[0].Subject, v.Texts[0].Body);
    }

    private static string Of(int? id) => id?.ToString(CultureInfo.InvariantCulture) ?? "";

    private void Insert(LetterField field) => _body += (_body.Length == 0 || char.IsWhiteSpace(_body[^1]) ? "" : " ") + "{{" + field.Name + "}}";

    private async Task SaveAsync()
    {
        _busy = true;
        try
        {
            var scope = new LetterScope(
                int.TryParse(_payer, CultureInfo.InvariantCulture, out var payer) ? payer : null, CodeNames.TryRead<DenialCategory>(_category), CodeNames.TryRead<WindowAction>(_level));
            var (id, refusal) = await Save.Run(
                new() { TemplateId = _view?.TemplateId, Version = _view?.Version ?? 0, Name = _name, Scope = scope, Subject = _subject, Body = _body }, await Who.GetAsync(), CancellationToken.None);
            (_told, _tone) = refusal is null ? ("The draft is saved. It is not used until it is published.", "told") : (refusal.Sentence, "refusal");
            if (refusal is not null) { return; }

            if (id != TemplateId) { Navigation.NavigateTo(Routes.TemplateOf(id!.Value)); }
            else { await ReadAsync(); }
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task ActAsync(PublishTemplate.Act act)
    {
        _busy = true;
        try
        {
            var refusal = await Publish.Run(new() { TemplateId = TemplateId, Version = _view!.Version, Act = act }, await Who.GetAsync(), CancellationToken.None);
            (_told, _tone) = refusal is null ? (Done(act), "told") : (refusal.Sentence, "refusal");
            await ReadAsync();
        }
        finally
        {
            _busy = false;
        }
    }

    private static string Done(PublishTemplate.Act act) => act switch
    {
        PublishTemplate.Act.Publish => "Published. It is used from now on; the version before is kept.",
        PublishTemplate.Act.DropDraft => "The draft is dropped.",
        PublishTemplate.Act.Retire => "Retired: it is offered no more.",
        _ => "It is offered again.",
    };
}
