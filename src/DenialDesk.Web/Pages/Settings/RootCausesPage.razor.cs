using DenialDesk.App.Settings;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Prevention;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Settings;

/// <summary>The map from category to department to step, edited whole and kept as versions.</summary>
public partial class RootCausesPage
{
    private readonly List<Line> _lines = [];
    private Setting<RootCauseMap>? _setting;
    private List<string> _departments = [];
    private DateOnly? _from;
    private string? _told;
    private string _tone = "told";

    /// <summary>A line while it is being edited.</summary>
    private sealed class Line
    {
        public DenialCategory Category { get; set; }

        public string Department { get; set; } = "";

        public string Step { get; set; } = "";
    }

    [Inject]
    public required SeeRootCauses See { get; set; }

    [Inject]
    public required EditRootCauses Edit { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    protected override Task OnInitializedAsync() => ReadAsync();

    private async Task ReadAsync()
    {
        _setting = await See.Run(await Who.GetAsync(), CancellationToken.None);
        _departments = [.. _setting.Body.Departments];
        _lines.Clear();
        _lines.AddRange(_setting.Body.Lines.Select(l => new Line { Category = l.Category, Department = l.Department, Step = l.Step }));
    }

    private void Add() => _lines.Add(new() { Department = _departments.FirstOrDefault() ?? "" });

    private static List<string> Lines(object? text) => [.. (text?.ToString() ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    private async Task SaveAsync()
    {
        // The lines of a category keep their order; categories stand together.
        var map = new RootCauseMap
        {
            Departments = _departments,
            Lines = [.. _lines.OrderBy(l => l.Category).Select(l => new RootCauseLine(l.Category, l.Department, l.Step.Trim()))],
        };
        var refusal = await Edit.Run(new() { Version = _setting!.Newest, Map = map, From = _from }, await Who.GetAsync(), CancellationToken.None);
        (_told, _tone) = refusal is null ? ("Saved as a new version.", "told") : (refusal.Sentence, "refusal");
        if (refusal is not null) { return; }

        _from = null;
        await ReadAsync();
    }
}
