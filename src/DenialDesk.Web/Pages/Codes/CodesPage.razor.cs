using DenialDesk.App.Codes;
using DenialDesk.App.Practices;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace DenialDesk.Web.Pages.Codes;

/// <summary>The codes as they are read today, and the drafts to change that; the filters are the address.</summary>
public partial class CodesPage
{
    private const long LimitBytes = 5L * 1024 * 1024;

    private ListCodes.Page? _page;
    private IReadOnlyList<CodeSet> _sets = [];
    private IReadOnlyList<CodeListRow> _list = [];
    private DeskTime? _time;
    private RuleForm? _form;
    private DateOnly _from = new(1995, 1, 1);
    private string _reason = "";
    private string? _told;
    private bool _busy;
    private bool _mayManage;
    private int _texts;

    [SupplyParameterFromQuery(Name = "kind")]
    public string? Kind { get; set; }

    [SupplyParameterFromQuery(Name = "text")]
    public string? Text { get; set; }

    [SupplyParameterFromQuery(Name = "category")]
    public string? Category { get; set; }

    [SupplyParameterFromQuery(Name = "own")]
    public bool? Own { get; set; }

    /// <summary>The keyset: codes after this one.</summary>
    [SupplyParameterFromQuery(Name = "after")]
    public string? After { get; set; }

    [Inject]
    public required ListCodes List { get; set; }

    [Inject]
    public required SeeCodeSets See { get; set; }

    [Inject]
    public required DraftCodeRules Draft { get; set; }

    [Inject]
    public required ReadCodeList ReadList { get; set; }

    [Inject]
    public required LoadCodeBook Codes { get; set; }

    [Inject]
    public required FindZone Zone { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    private (string Name, string? Value)[] Filters => [("kind", Kind), ("text", Text), ("category", Category), ("own", Own == true ? "true" : null)];

    protected override async Task OnParametersSetAsync()
    {
        var actor = await Who.GetAsync();
        _mayManage = actor.May(Permission.ManageCodes);
        _time ??= new(await Zone.Run(actor, CancellationToken.None));
        _sets = (await See.Run(new(), actor, CancellationToken.None)).Sets;
        _page = await List.Run(
            new() { Kind = CodeNames.TryRead<CodeRuleKind>(Kind), Text = Text, Category = CodeNames.TryRead<DenialCategory>(Category), Own = Own == true, After = After },
            actor, CancellationToken.None);
    }

    private static string Subject(CodeRow row) => row.Kind switch
    {
        "group" => $"{row.Other}-{row.Carc}",
        "pair" => $"{row.Carc} with {row.Other}",
        "rarc" => row.Other,
        _ => row.Carc,
    };

    private string At(params (string Name, string? Value)[] changed)
        => Routes.With(Routes.Codes, [.. Filters.Where(f => changed.All(c => c.Name != f.Name)), .. changed]);

    private void Go(string name, object? value) => Navigation.NavigateTo(At((name, value as string)));

    private async Task DraftAsync()
    {
        if (_form is { } form) { await SaveAsync([form.ToRule(await Codes.RunAsync(CancellationToken.None))]); }
    }

    private Task DraftListAsync() => SaveAsync([.. _list.Where(r => r.Standing is CodeListStanding.Changed or CodeListStanding.Added).Select(r => r.Rule!)]);

    private async Task SaveAsync(IReadOnlyList<CodeRule> rules)
    {
        if (_busy) { return; }

        _busy = true;
        try
        {
            var (set, refusal) = await Draft.Run(new() { Reason = _reason, Add = rules }, await Who.GetAsync(), CancellationToken.None);
            _told = refusal?.Sentence;
            if (set is { } id) { Navigation.NavigateTo(Routes.CodeSetOf(id)); }
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task ReadAsync(InputFileChangeEventArgs chosen)
    {
        (_list, _told) = ([], null);
        if (chosen.File.Size > LimitBytes)
        {
            _told = "The list is larger than 5 MB. Bring in the rows that change.";
            return;
        }

        using var copy = new MemoryStream();
        await using var content = chosen.File.OpenReadStream(LimitBytes);
        await content.CopyToAsync(copy);
        var (rows, refusal) = await ReadList.Run(new() { Content = copy.ToArray(), From = _from }, await Who.GetAsync(), CancellationToken.None);
        (_list, _told) = (rows, refusal?.Sentence);
    }
}
