using DenialDesk.App.Practices;
using DenialDesk.App.Remittances;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Remittances;

/// <summary>The report of one file.</summary>
public partial class RemittanceFile
{
    private FileView? _file;
    private DeskTime? _time;
    private bool _read;

    [Parameter]
    public long FileId { get; set; }

    [Inject]
    public required SeeFile See { get; set; }

    [Inject]
    public required FindZone Zone { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    private List<FileTransactionView> Posted => _file is null ? [] : [.. _file.Transactions.Where(t => t.State == "posted")];

    protected override async Task OnParametersSetAsync()
    {
        var me = await Who.GetAsync();
        _time = new(await Zone.Run(me, CancellationToken.None));
        _file = await See.Run(new() { FileId = FileId }, me, CancellationToken.None);
        _read = true;
    }

    private static string Link(FileTransactionView t) => Routes.RemittanceOf(t.RemittanceFileId ?? 0, t.PracticeId ?? 0, t.RemittanceId ?? 0);
}
