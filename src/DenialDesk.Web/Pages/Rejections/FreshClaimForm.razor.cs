using System.Globalization;
using DenialDesk.App.Rejections;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Rejections;

/// <summary>The corrections of a rejected claim, and the new 837 files written from them.</summary>
public sealed partial class FreshClaimForm
{
    private static readonly char[] Separators = [' ', ',', ':', ';'];

    private IReadOnlyList<string> _refusals = [];
    private List<Line> _lines = [];
    private string _memberId = "";
    private string _lastName = "";
    private string _firstName = "";
    private string _payerName = "";
    private string _payerId = "";
    private string _authorization = "";
    private string _diagnoses = "";
    private bool _working;
    private long _shown;
    private Guid _command = Guid.NewGuid();

    /// <summary>The rejection as it was read.</summary>
    [Parameter, EditorRequired]
    public required RejectionView View { get; set; }

    /// <summary>Called when a claim was written.</summary>
    [Parameter]
    public EventCallback Done { get; set; }

    [Inject]
    public required WriteFreshClaim Write { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    /// <summary>The fields begin as the claim was sent; what was typed stays while the page reads again.</summary>
    protected override void OnParametersSet()
    {
        if (_shown == View.RejectionId) { return; }

        (_shown, _memberId, _lastName, _firstName) = (View.RejectionId, View.MemberId, View.PatientLastName, View.PatientFirstName);
        (_payerName, _payerId, _authorization, _diagnoses) = (View.Payer, View.PayerIdentifier, View.AuthorizationNumber, string.Join(", ", View.Diagnoses));
        _lines = [.. View.Lines.Select(l => new Line(l))];
    }

    private async Task WriteAsync()
    {
        if (_working) { return; }

        _working = true;
        try
        {
            _refusals = _lines.SelectMany(l => l.Misread()).ToList();
            if (_refusals.Count > 0) { return; }

            _refusals = (await Write.Run(Corrections(), await Who.GetAsync(), CancellationToken.None)).Refusals;
            _command = Guid.NewGuid();
            await Done.InvokeAsync();
        }
        finally
        {
            _working = false;
        }
    }

    /// <summary>Only what differs from the claim as sent.</summary>
    private WriteFreshClaim.Input Corrections() => new()
    {
        CommandId = _command,
        PracticeId = View.PracticeId,
        RejectionId = View.RejectionId,
        MemberId = Changed(_memberId, View.MemberId),
        PatientLastName = Changed(_lastName, View.PatientLastName),
        PatientFirstName = Changed(_firstName, View.PatientFirstName),
        PayerName = Changed(_payerName, View.Payer),
        PayerIdentifier = Changed(_payerId, View.PayerIdentifier),
        AuthorizationNumber = Changed(_authorization, View.AuthorizationNumber),
        Diagnoses = Changed(_diagnoses, string.Join(", ", View.Diagnoses))?.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        Lines = [.. _lines.Select(l => l.Correction()).OfType<FreshLine>()],
    };

    private static string? Changed(string now, string sent) => now.Trim() == sent ? null : now.Trim();

    /// <summary>A line as it is typed.</summary>
    private sealed class Line(RejectedLine sent)
    {
        public int No => sent.No;

        public string Procedure { get; set; } = Of(sent);

        public string Units { get; set; } = Number(sent.Units);

        public string Charge { get; set; } = Number(sent.Charge);

        public IEnumerable<string> Misread()
        {
            if (Units != Number(sent.Units) && Read(Units) is null) { yield return $"The units of line {No} are not a number."; }

            if (Charge != Number(sent.Charge) && Read(Charge) is null) { yield return $"The charge of line {No} is not an amount."; }
        }

        public FreshLine? Correction()
        {
            var codes = Procedure.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var line = new FreshLine(
                No, Procedure.Trim() == Of(sent) ? null : codes.FirstOrDefault() ?? "", Procedure.Trim() == Of(sent) ? null : [.. codes.Skip(1)],
                Units == Number(sent.Units) ? null : Read(Units), Charge == Number(sent.Charge) ? null : Read(Charge));
            return line == new FreshLine(No) ? null : line;
        }

        private static string Of(RejectedLine line) => string.Join(' ', line.Modifiers.Prepend(line.Procedure));

        private static string Number(decimal? number) => number?.ToString("0.##", CultureInfo.InvariantCulture) ?? "";

        private static decimal? Read(string text) => decimal.TryParse(text.Trim().TrimStart('$'), NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
