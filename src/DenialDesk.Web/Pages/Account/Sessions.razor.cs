using DenialDesk.App.People;
using DenialDesk.App.Practices;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.Account;

/// <summary>Where a person is signed in: end one, or all.</summary>
public partial class Sessions
{
    private IReadOnlyList<SessionRow>? _rows;
    private TimeZoneInfo? _zone;
    private Guid? _this;
    private bool _asked;
    private string? _refusal;
    private string? _said;

    [Inject]
    public required ListSessions Find { get; set; }

    [Inject]
    public required EndSessions End { get; set; }

    [Inject]
    public required FindZone Zone { get; set; }

    [Inject]
    public required SessionLimits Limits { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    private string Rule => $"Where you are signed in. A sign-in ends after {Limits.Idle.TotalMinutes:0} minutes without a key or a click, and {Limits.Longest.TotalHours:0} hours after it began.";

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        var me = await Who.GetAsync();
        _this = await Who.SessionAsync();
        _zone ??= await Zone.Run(me, CancellationToken.None);
        _rows = await Find.Run(me.UserId!.Value, me, CancellationToken.None);
    }

    private async Task EndAsync(SessionRow row)
    {
        var me = await Who.GetAsync();
        var refusal = await End.Run(new() { UserId = me.UserId!.Value, Session = row.SessionId }, me, CancellationToken.None);
        (_refusal, _said) = (refusal?.Sentence, refusal is null ? "That sign-in has ended; its open pages close within seconds." : null);
        await LoadAsync();
    }

    private async Task EndAllAsync()
    {
        var me = await Who.GetAsync();
        await End.Run(new() { UserId = me.UserId!.Value }, me, CancellationToken.None);
        Navigation.NavigateTo(Routes.SignIn, forceLoad: true);
    }
}
