using System.Globalization;
using DenialDesk.App.Certificates;
using DenialDesk.App.Practices;
using DenialDesk.Domain.Money;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Certificates;

/// <summary>The balance certificate of a month, a file or a remittance; every number opens its rows.</summary>
public partial class Certificate
{
    private const int PageSize = 100;

    private IReadOnlyList<CertificateMonth> _months = [];
    private CertificateView? _view;
    private CertificateRows? _rows;
    private string _prepared = "";
    private string? _noPdf;
    private bool _read;

    [SupplyParameterFromQuery(Name = "file")]
    public long? File { get; set; }

    [SupplyParameterFromQuery(Name = "practice")]
    public int? Practice { get; set; }

    [SupplyParameterFromQuery(Name = "remittance")]
    public long? Remittance { get; set; }

    /// <summary>Year and month: 2026-03.</summary>
    [SupplyParameterFromQuery(Name = "month")]
    public string? Month { get; set; }

    /// <summary>The number that is open.</summary>
    [SupplyParameterFromQuery(Name = "rows")]
    public string? Rows { get; set; }

    /// <summary>The keyset of the rows: remittance, claim, line, ordinal, with dots.</summary>
    [SupplyParameterFromQuery(Name = "after")]
    public string? After { get; set; }

    [Inject]
    public required SeeCertificate See { get; set; }

    [Inject]
    public required ListCertificateMonths Months { get; set; }

    [Inject]
    public required ListCertificateRows ListRows { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    [Inject]
    public required FindZone Zone { get; set; }

    [Inject]
    public required TimeProvider Clock { get; set; }

    private CertificateScope Scope => new() { FileId = File, PracticeId = Practice, RemittanceId = Remittance, Month = CertificateWords.Parse(Month) };

    protected override async Task OnParametersSetAsync()
    {
        var actor = await Who.GetAsync();
        _prepared = new DeskTime(await Zone.Run(actor, CancellationToken.None)).Of(Clock.GetUtcNow());
        _months = Scope.IsChosen ? [] : await Months.Run(new(), actor, CancellationToken.None);
        _view = await See.Run(new() { Scope = Scope }, actor, CancellationToken.None);
        _rows = string.IsNullOrEmpty(Rows) || _view is null
            ? null
            : await ListRows.Run(new() { Scope = Scope, Number = Rows, After = CertificateWords.Keyset(After), Take = PageSize }, actor, CancellationToken.None);
        _read = true;
    }

    private RenderFragment Number(string name, decimal amount) => build =>
    {
        build.OpenElement(0, "a");
        build.AddAttribute(1, "href", Here(name, null));
        build.AddAttribute(2, "data-testid", $"number-{name}");
        build.AddContent(3, Dollars.Text(amount));
        build.CloseElement();
    };

    private string Here(string? rows, CertificateRow? after) => Routes.With(
        Routes.CertificateOf(File, Practice, Remittance, CertificateWords.Parse(Month)),
        ("rows", rows), ("after", after is null ? null : string.Create(CultureInfo.InvariantCulture, $"{after.RemittanceId}.{after.Position}.{after.Line}.{after.Ordinal}")));

    private static string Link(long fileId, int practiceId, long remittanceId, int position)
        => position == 0 ? Routes.RemittanceOf(fileId, practiceId, remittanceId) : Routes.RemittanceClaimOf(fileId, practiceId, remittanceId, position);
}
