using System.Globalization;
using DenialDesk.App.People;
using DenialDesk.App.Remittances;
using DenialDesk.Domain.People;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Remittances;

/// <summary>One remittance: payment, balance, what was moved outside the claims, and the claims themselves.</summary>
public partial class RemittanceDetail
{
    private const int PageSize = 50;

    private RemittanceView? _view;
    private IReadOnlyList<string> _raw = [];
    private bool _read;

    [Parameter]
    public long FileId { get; set; }

    [Parameter]
    public int PracticeId { get; set; }

    [Parameter]
    public long RemittanceId { get; set; }

    [SupplyParameterFromQuery(Name = "only")]
    public string? Only { get; set; }

    /// <summary>The keyset: claims after this position.</summary>
    [SupplyParameterFromQuery(Name = "after")]
    public int After { get; set; }

    /// <summary>The claim whose lines are open.</summary>
    [SupplyParameterFromQuery(Name = "claim")]
    public int? Claim { get; set; }

    [Inject]
    public required SeeRemittance See { get; set; }

    [Inject]
    public required RawSegments Raw { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        var actor = await Who.GetAsync();
        _view = await See.Run(
            new() { FileId = FileId, PracticeId = PracticeId, RemittanceId = RemittanceId, Only = Only, After = After, Open = Claim, Take = PageSize }, actor, CancellationToken.None);
        _raw = await RawAsync(actor);
        _read = true;
    }

    private async Task<IReadOnlyList<string>> RawAsync(Actor actor)
        => _view?.Page.FirstOrDefault(c => c.Position == _view.Open?.Position) is { } claim && actor.May(Permission.SeeDenials)
            ? await Raw.Run(new() { PracticeId = PracticeId, AdjudicationId = claim.AdjudicationId }, actor, CancellationToken.None)
            : [];

    private string Here(string? only, int after, int? claim) => Routes.With(
        Routes.RemittanceOf(FileId, PracticeId, RemittanceId),
        ("only", only), ("after", after > 0 ? after.ToString(CultureInfo.InvariantCulture) : null), ("claim", claim?.ToString(CultureInfo.InvariantCulture)));
}
