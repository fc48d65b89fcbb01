using DenialDesk.App.Intake;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace DenialDesk.Web.Pages.Remittances;

/// <summary>A paper remittance, typed in and balanced as it is typed.</summary>
public partial class EnterRemittance
{
    private PaperForm? _form;
    private PaperRemittance _paper = new();
    private List<ScanRow> _scans = [];
    private string? _refusal;
    private bool _kept;
    private bool _saving;
    private bool _dropping;

    [Inject]
    public required OpenPaperForm Open { get; set; }

    [Inject]
    public required KeepPaperDraft Keep { get; set; }

    [Inject]
    public required WritePaperRemittance Write { get; set; }

    [Inject]
    public required ImportFile Import { get; set; }

    [Inject]
    public required AttachScan Attach { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    protected override async Task OnInitializedAsync()
    {
        var form = await Open.Run(await Who.GetAsync(), CancellationToken.None);
        _paper = form.Draft ?? new() { PracticeId = form.Practices.Count == 1 ? form.Practices[0].PracticeId : null };
        _scans = [.. form.Scans];
        _form = form;
    }

    private async Task KeepAsync()
    {
        _kept = false;
        await Keep.Run(new() { Paper = _paper }, await Who.GetAsync(), CancellationToken.None);
        _kept = true;
    }

    private Task DoAsync(Action change)
    {
        change();
        return KeepAsync();
    }

    private async Task DropAsync()
    {
        await Keep.Run(new() { Paper = null }, await Who.GetAsync(), CancellationToken.None);
        (_paper, _scans, _dropping, _refusal) = (new(), [], false, null);
    }

    private async Task AttachAsync(InputFileChangeEventArgs chosen)
    {
        if (chosen.File.Size > AttachScan.LimitBytes)
        {
            _refusal = "The scan is larger than 20 MB. Scan it in black and white or with fewer dots, and attach it again.";
            return;
        }

        await using var content = chosen.File.OpenReadStream(AttachScan.LimitBytes);
        var result = await Attach.Run(new() { Content = content, Name = chosen.File.Name }, await Who.GetAsync(), CancellationToken.None);
        _refusal = result.Refusal?.Sentence;
        if (result.Scan is { } scan) { _scans.Add(scan); }
    }

    private async Task SaveAsync()
    {
        if (_saving) { return; }

        _saving = true;
        try
        {
            var actor = await Who.GetAsync();
            var written = await Write.Run(new() { Paper = _paper }, actor, CancellationToken.None);
            _refusal = written.Refusal?.Sentence;
            if (written.File is not { } file) { return; }

            using var content = new MemoryStream(file);
            var report = await Import.Run(new() { Content = content, Name = written.Name, Source = ImportFile.Source.Manual, Hold = written.Hold }, actor, CancellationToken.None);
            await Keep.Run(new() { Paper = null, SavedAs = report.FileId }, actor, CancellationToken.None);
            Navigation.NavigateTo(Routes.FileOf(report.FileId));
        }
        finally
        {
            _saving = false;
        }
    }
}
