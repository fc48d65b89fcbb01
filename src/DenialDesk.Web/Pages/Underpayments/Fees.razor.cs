using System.Globalization;
using DenialDesk.App.Queue;
using DenialDesk.App.Underpayments;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace DenialDesk.Web.Pages.Underpayments;

/// <summary>Fee schedules: what is there, and a new one after a look at what it changes.</summary>
public partial class Fees
{
    private const long LimitBytes = 20L * 1024 * 1024;

    private FeeList? _fees;
    private QueueChoiceLists? _choices;
    private FeeDiff? _diff;
    private byte[] _content = [];
    private string _name = "";
    private bool _medicare;
    private string? _practice;
    private bool _busy;
    private string? _said;
    private bool _refused;

    [Inject]
    public required ListFees List { get; set; }

    [Inject]
    public required ImportFees Import { get; set; }

    [Inject]
    public required RollBackFees RollBack { get; set; }

    [Inject]
    public required QueueChoices Choices { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        var actor = await Who.GetAsync();
        _choices ??= await Choices.Run(actor, CancellationToken.None);
        _fees = await List.Run(actor, CancellationToken.None);
    }

    private async Task ReadAsync(InputFileChangeEventArgs chosen)
    {
        (_diff, _said, _content, _name) = (null, null, [], chosen.File.Name);
        if (chosen.File.Size > LimitBytes)
        {
            (_said, _refused) = ("The file is larger than 20 MB. Split it and bring in the parts.", true);
            return;
        }

        using var copy = new MemoryStream();
        await using var content = chosen.File.OpenReadStream(LimitBytes);
        await content.CopyToAsync(copy);
        _content = copy.ToArray();
        await RunAsync(look: true);
    }

    /// <summary>Other words about the same file: another look.</summary>
    private Task Again() => _content.Length > 0 ? RunAsync(look: true) : Task.CompletedTask;

    private async Task RunAsync(bool look)
    {
        if (_busy || _content.Length == 0) { return; }

        _busy = true;
        try
        {
            int? practice = int.TryParse(_practice, CultureInfo.InvariantCulture, out var chosen) ? chosen : null;
            var (diff, refusal) = await Import.Run(new() { Content = _content, Name = _name, Medicare = _medicare, PracticeId = practice, LookOnly = look }, await Who.GetAsync(), CancellationToken.None);
            (_diff, _refused) = (diff, refusal is not null);
            _said = refusal?.Sentence ?? (look ? null : $"{diff!.Added + diff.Changed} rates brought in. Payments are compared with them in the background.");
            if (look || refusal is not null) { return; }

            (_diff, _content) = (null, []);
            await LoadAsync();
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task RollBackAsync(FeeImportRow row)
    {
        var refusal = await RollBack.Run(new() { ImportId = row.ImportId, Again = row.RolledBackAt is not null }, await Who.GetAsync(), CancellationToken.None);
        (_said, _refused) = (refusal?.Sentence ?? (row.RolledBackAt is null ? "Rolled back: the rates before it hold again." : "Brought back: its rates hold again."), refusal is not null);
        await LoadAsync();
    }
}
