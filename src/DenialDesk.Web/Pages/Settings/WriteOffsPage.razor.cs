using DenialDesk.App.Settings;
using DenialDesk.Domain.WriteOffs;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Settings;

/// <summary>Reasons and limits of write-offs, edited whole and kept as versions.</summary>
public partial class WriteOffsPage
{
    private IReadOnlyList<Row> _rows = [];
    private Setting<WriteOffPolicy>? _setting;
    private decimal? _biller;
    private decimal? _lead;
    private decimal? _manager;
    private decimal _small;
    private DateOnly? _from;
    private string? _told;
    private string _tone = "told";

    /// <summary>A reason while it is being edited.</summary>
    private sealed class Row
    {
        public required WriteOffReason Reason { get; init; }

        public bool Active { get; set; }

        public bool Avoidable { get; set; }
    }

    [Inject]
    public required SeeWriteOffPolicy See { get; set; }

    [Inject]
    public required EditWriteOffPolicy Edit { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    protected override Task OnInitializedAsync() => ReadAsync();

    private async Task ReadAsync()
    {
        _setting = await See.Run(await Who.GetAsync(), CancellationToken.None);
        (_biller, _lead, _manager) = (_setting.Body.BillerLimit, _setting.Body.LeadLimit, _setting.Body.ManagerLimit);
        _small = _setting.Body.SmallBalance;
        _rows = [.. Enum.GetValues<WriteOffReason>().Select(r => new Row { Reason = r, Active = _setting.Body.Offers(r), Avoidable = _setting.Body.Avoidable(r) })];
    }

    private async Task SaveAsync()
    {
        var policy = new WriteOffPolicy
        {
            Reasons = [.. _rows.Select(r => new ReasonUse(r.Reason, r.Active, r.Avoidable))],
            BillerLimit = _biller,
            LeadLimit = _lead,
            ManagerLimit = _manager,
            SmallBalance = _small,
        };
        var refusal = await Edit.Run(new() { Version = _setting!.Newest, Policy = policy, From = _from }, await Who.GetAsync(), CancellationToken.None);
        (_told, _tone) = refusal is null ? ("Saved as a new version.", "told") : (refusal.Sentence, "refusal");
        if (refusal is not null) { return; }

        _from = null;
        await ReadAsync();
    }
}
