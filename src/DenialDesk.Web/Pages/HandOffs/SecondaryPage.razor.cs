using System.Globalization;
using DenialDesk.App.HandOffs;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.HandOffs;

/// <summary>Writes the claim to the next payer from the claim as sent and the first payer's decision, and notes its sending.</summary>
public sealed partial class SecondaryPage
{
    private static readonly (string Code, string Text)[] Kinds =
    [
        ("CI", "Commercial"), ("BL", "Blue Cross / Blue Shield"), ("MB", "Medicare Part B"), ("MC", "Medicaid"), ("CH", "TRICARE"), ("VA", "Veterans Affairs"), ("HM", "HMO"), ("16", "Medicare Advantage"),
        ("12", "PPO"), ("ZZ", "Something else"),
    ];

    private SecondaryView? _view;
    private (int, long) _shown;
    private bool _gone;
    private bool _busy;
    private string? _told;
    private IReadOnlyList<string> _refusals = [];
    private string _name = "";
    private string _id = "";
    private string _member = "";
    private string _group = "";
    private string _kind = "CI";
    private bool _patient;

    /// <summary>One command, one id: pressed twice it counts once.</summary>
    private Guid _command = Guid.NewGuid();

    [Parameter]
    public int PracticeId { get; set; }

    [Parameter]
    public long DenialId { get; set; }

    [Inject]
    public required SeeSecondaryClaim See { get; set; }

    [Inject]
    public required WriteSecondaryClaim Write { get; set; }

    [Inject]
    public required SendSecondaryClaim Send { get; set; }

    [Inject]
    public required CurrentActor Me { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        if (_shown == (PracticeId, DenialId)) { return; }

        _shown = (PracticeId, DenialId);
        await ReadAsync();
        if (_view is not { } view) { return; }

        (_name, _id, _member, _group) = (view.Known.Name, view.Known.Identifier, view.Known.MemberId, view.Known.GroupNumber);
        _kind = Kinds.Any(k => k.Code == view.Known.FilingIndicator) ? view.Known.FilingIndicator : "CI";
    }

    private async Task ReadAsync()
    {
        _view = await See.Run(new() { PracticeId = PracticeId, DenialId = DenialId }, await Me.GetAsync(), CancellationToken.None);
        _gone = _view is null;
    }

    private Task WriteAsync() => WorkAsync(async actor =>
    {
        var written = await Write.Run(
            new()
            {
                CommandId = _command,
                PracticeId = PracticeId,
                DenialId = DenialId,
                PayerName = _name,
                PayerIdentifier = _id,
                MemberId = _member,
                GroupNumber = _group,
                FilingIndicator = _kind,
                PatientIsInsured = _patient,
            },
            actor, CancellationToken.None);
        (_refusals, _told) = (written.Refusals, written.SecondaryId is null ? null : "Written. Download it, or put it into the outbound folder.");
    });

    private Task SendAsync(WrittenSecondary one, bool outbound) => WorkAsync(async actor =>
    {
        var refusal = await Send.Run(new() { CommandId = _command, PracticeId = PracticeId, SecondaryId = one.SecondaryId, Outbound = outbound }, actor, CancellationToken.None);
        (_refusals, _told) = (refusal is null ? [] : [refusal.Sentence], refusal is null ? outbound ? "Put into the outbound folder." : "Noted as sent." : null);
    });

    private async Task WorkAsync(Func<App.People.Actor, Task> command)
    {
        if (_busy) { return; }

        _busy = true;
        try
        {
            await command(await Me.GetAsync());
            _command = Guid.NewGuid();
            await ReadAsync();
        }
        finally
        {
            _busy = false;
        }
    }

    private string When(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(_view!.TimeZone)).ToString("MMM d, yyyy h:mm tt", CultureInfo.GetCultureInfo("en-US"));

    private static string Day(DateOnly day) => day.ToString("M/d/yyyy", CultureInfo.InvariantCulture);
}
