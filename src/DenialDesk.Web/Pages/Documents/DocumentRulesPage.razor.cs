using DenialDesk.App.Documents;
using DenialDesk.App.Settings;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Documents;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Documents;

/// <summary>The documents each category needs, edited whole and kept as versions.</summary>
public partial class DocumentRulesPage
{
    private readonly List<Line> _lines = [];
    private Setting<DocumentRules>? _setting;
    private int _days;
    private DateOnly? _from;
    private string? _told;
    private string _tone = "told";

    /// <summary>A line while it is being edited.</summary>
    private sealed class Line
    {
        public DenialCategory? Category { get; set; }

        public DocumentKind Kind { get; set; }

        public bool Needed { get; set; }

        public string Why { get; set; } = "";
    }

    [Inject]
    public required SeeDocumentRules See { get; set; }

    [Inject]
    public required EditDocumentRules Edit { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    protected override Task OnInitializedAsync() => ReadAsync();

    private async Task ReadAsync()
    {
        _setting = await See.Run(await Who.GetAsync(), CancellationToken.None);
        _days = _setting.Body.RequestDays;
        _lines.Clear();
        _lines.AddRange(_setting.Body.Lines.Select(l => new Line { Category = l.Category, Kind = l.Kind, Needed = l.Needed, Why = l.Why }));
    }

    private async Task SaveAsync()
    {
        // Lines of a category keep their order; categories stand together, those for every category first.
        var rules = new DocumentRules { RequestDays = _days, Lines = [.. _lines.OrderBy(l => l.Category is { } c ? (int)c : -1).Select(l => new DocumentRule(l.Category, l.Kind, l.Needed, l.Why.Trim()))] };
        var refusal = await Edit.Run(new() { Version = _setting!.Newest, Rules = rules, From = _from }, await Who.GetAsync(), CancellationToken.None);
        (_told, _tone) = refusal is null ? ("Saved as a new version.", "told") : (refusal.Sentence, "refusal");
        if (refusal is not null) { return; }

        _from = null;
        await ReadAsync();
    }
}
