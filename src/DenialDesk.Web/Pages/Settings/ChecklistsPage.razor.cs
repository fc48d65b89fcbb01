using DenialDesk.App.Corrections;
using DenialDesk.App.Settings;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Corrections;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Settings;

/// <summary>The correction checklist, edited whole and kept as versions.</summary>
public sealed partial class ChecklistsPage
{
    private readonly List<Line> _lines = [];
    private Setting<CorrectionChecklist>? _setting;
    private string? _told;
    private string _tone = "told";

    /// <summary>An item while it is being edited.</summary>
    private sealed class Line
    {
        public DenialCategory Category { get; set; }

        public string Text { get; set; } = "";

        public bool Required { get; set; } = true;
    }

    [Inject]
    public required SeeChecklist See { get; set; }

    [Inject]
    public required EditChecklist Edit { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    protected override Task OnInitializedAsync() => ReadAsync();

    private async Task ReadAsync()
    {
        _setting = await See.Run(await Who.GetAsync(), CancellationToken.None);
        _lines.Clear();
        _lines.AddRange(_setting.Body.Items.Select(i => new Line { Category = i.Category, Text = i.Text, Required = i.Required }));
    }

    private async Task SaveAsync()
    {
        // The items of a category keep their order; categories stand together.
        var list = new CorrectionChecklist { Items = [.. _lines.OrderBy(l => l.Category).Select(l => new ChecklistItem(l.Category, l.Text.Trim(), l.Required))] };
        var refusal = await Edit.Run(new() { Version = _setting!.Newest, Checklist = list }, await Who.GetAsync(), CancellationToken.None);
        (_told, _tone) = refusal is null ? ("Saved as a new version.", "told") : (refusal.Sentence, "refusal");
        if (refusal is null) { await ReadAsync(); }
    }
}
