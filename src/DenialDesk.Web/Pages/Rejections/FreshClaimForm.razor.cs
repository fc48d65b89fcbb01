using DenialDesk.App.Corrections;
using DenialDesk.App.Rejections;
using DenialDesk.Web.Hosting;
using DenialDesk.Web.Pages.Corrections;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Rejections;

/// <summary>The corrections of a rejected claim, and the new 837 files written from them.</summary>
public sealed partial class FreshClaimForm
{
    private IReadOnlyList<string> _refusals = [];
    private ClaimAsTyped? _claim;
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

        (_shown, _claim) = (View.RejectionId, new(AsSent(View)));
    }

    private async Task WriteAsync()
    {
        if (_working || _claim is not { } claim) { return; }

        _working = true;
        try
        {
            _refusals = claim.Misread();
            if (_refusals.Count > 0) { return; }

            var input = new WriteFreshClaim.Input { CommandId = _command, PracticeId = View.PracticeId, RejectionId = View.RejectionId, Corrections = claim.Corrections(asNew: true) };
            _refusals = (await Write.Run(input, await Who.GetAsync(), CancellationToken.None)).Refusals;
            _command = Guid.NewGuid();
            await Done.InvokeAsync();
        }
        finally
        {
            _working = false;
        }
    }

    private static ClaimAsSent AsSent(RejectionView view) => new()
    {
        Account = view.Account,
        MemberId = view.MemberId,
        PatientLastName = view.PatientLastName,
        PatientFirstName = view.PatientFirstName,
        Payer = view.Payer,
        PayerIdentifier = view.PayerIdentifier,
        AuthorizationNumber = view.AuthorizationNumber,
        Charge = view.Charge,
        Diagnoses = view.Diagnoses,
        Lines = [.. view.Lines.Select(l => new LineAsSent(l.No, l.Procedure, l.Modifiers, l.RevenueCode, l.Units, l.Charge, l.On))],
    };
}
