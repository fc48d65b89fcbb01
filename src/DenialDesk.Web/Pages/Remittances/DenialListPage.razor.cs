using DenialDesk.App.Intake;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace DenialDesk.Web.Pages.Remittances;

/// <summary>A list of denials: choose it, say which column is what, look at the first rows, take it in.</summary>
public partial class DenialListPage
{
    private const long LimitBytes = 10L * 1024 * 1024;

    private readonly List<ImportReport> _done = [];
    private IReadOnlyList<(int PracticeId, string Name)> _practices = [];
    private DenialList? _list;
    private byte[]? _content;
    private string _source = "";
    private int? _practiceId;
    private string? _refusal;
    private string? _said;
    private bool _working;

    [Inject]
    public required OpenPaperForm Open { get; set; }

    [Inject]
    public required ReadDenialList Read { get; set; }

    [Inject]
    public required WritePaperRemittance Write { get; set; }

    [Inject]
    public required ImportFile Import { get; set; }

    [Inject]
    public required RememberDenialList Remember { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    protected override async Task OnInitializedAsync()
    {
        _practices = (await Open.Run(await Who.GetAsync(), CancellationToken.None)).Practices;
        _practiceId = _practices.Count == 1 ? _practices[0].PracticeId : null;
    }

    private async Task ChooseAsync(InputFileChangeEventArgs chosen)
    {
        (_list, _content, _refusal) = (null, null, null);
        if (chosen.File.Size > LimitBytes)
        {
            _refusal = "The list is larger than 10 MB. Export fewer months at a time.";
            return;
        }

        using var copy = new MemoryStream();
        await using var content = chosen.File.OpenReadStream(LimitBytes);
        await content.CopyToAsync(copy);
        _content = copy.ToArray();
    }

    private Task ReadAsync() => ReadAsync(null);

    private async Task ReadAsync(DenialListColumns? columns)
    {
        if (_content is null) { return; }

        _list = await Read.Run(new() { Content = _content, Source = _source.Trim(), Columns = columns, PracticeId = _practiceId }, await Who.GetAsync(), CancellationToken.None);
        _refusal = _list.Refusal?.Sentence;
    }

    private Task MapAsync(DenialListField field, ChangeEventArgs change)
    {
        field.Write(_list!.Columns, change.Value as string ?? "");
        return ReadAsync(_list.Columns);
    }

    private async Task TakeAsync()
    {
        if (_working || _list is not { } list) { return; }

        _working = true;
        _done.Clear();
        try
        {
            var refused = new List<string>();
            foreach (var payment in list.Payments)
            {
                // One that is refused does not stop the others.
                if (await TakeAsync(list, payment) is { } why) { refused.Add($"{payment.Paper.Payer}, {FileWords.Day(payment.Paper.Date)}: {why}"); }
            }

            _said = $"{_done.Sum(d => d.Denials)} denials taken in from {_done.Count} payments.";
            await ReadAsync(list.Columns);
            if (refused.Count > 0) { _refusal = $"Not taken in: {string.Join(' ', refused.Take(5))}"; }
        }
        finally
        {
            _working = false;
        }
    }

    /// <summary>Takes one payment in; null, or why it was not.</summary>
    private async Task<string?> TakeAsync(DenialList list, DenialListPayment payment)
    {
        var actor = await Who.GetAsync();
        payment.Paper.PracticeId = _practiceId;
        var written = await Write.Run(new() { Paper = payment.Paper }, actor, CancellationToken.None);
        if (written.File is not { } file) { return written.Refusal?.Sentence ?? ""; }

        using var content = new MemoryStream(file);
        var report = await Import.Run(new() { Content = content, Name = written.Name, Source = ImportFile.Source.Csv, Hold = written.Hold }, actor, CancellationToken.None);
        await Remember.Run(new() { Source = _source.Trim(), Columns = list.Columns, FileId = report.FileId, Hashes = payment.Hashes }, actor, CancellationToken.None);
        _done.Add(report);
        return null;
    }
}
