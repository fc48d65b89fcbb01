using DenialDesk.App.People;
using DenialDesk.App.Practices;
using DenialDesk.Domain.People;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.People;

/// <summary>One person, for an admin: where they are signed in.</summary>
public partial class OnePerson
{
    private Person? _person;
    private IReadOnlyList<SessionRow>? _sessions;
    private TimeZoneInfo? _zone;
    private Guid? _this;
    private Guid? _me;
    private readonly HashSet<int> _chosen = [];
    private IReadOnlyList<PracticeRow> _practices = [];
    private string _sees = "every";
    private bool _asked;
    private bool _mayManage;
    private string? _refusal;
    private string? _said;

    [Parameter]
    public Guid UserId { get; set; }

    [Inject]
    public required ListPeople People { get; set; }

    [Inject]
    public required ListSessions Find { get; set; }

    [Inject]
    public required EndSessions End { get; set; }

    [Inject]
    public required ManagePeople Manage { get; set; }

    [Inject]
    public required ListPractices Practices { get; set; }

    [Inject]
    public required FindZone Zone { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    protected override Task OnParametersSetAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        var me = await Who.GetAsync();
        (_me, _mayManage) = (me.UserId, me.May(Permission.ManagePeople));
        _this = await Who.SessionAsync();
        _sessions = await Find.Run(UserId, me, CancellationToken.None);
        _person = (await People.Run(me, CancellationToken.None)).FirstOrDefault(p => p.UserId == UserId);
        _practices = await Practices.Run(me, CancellationToken.None);
        _sees = _person?.Practices is null ? "every" : "some";
        _chosen.Clear();
        _chosen.UnionWith(_person?.Practices ?? []);
        _zone ??= await Zone.Run(me, CancellationToken.None);
    }

    private async Task EndAsync(SessionRow row)
    {
        var refusal = await End.Run(new() { UserId = UserId, Session = row.SessionId }, await Who.GetAsync(), CancellationToken.None);
        (_refusal, _said) = (refusal?.Sentence, refusal is null ? "That sign-in has ended; its open pages close within seconds." : null);
        await LoadAsync();
    }

    private async Task ResetAsync()
    {
        _asked = false;
        var result = await Manage.Run(new() { Act = ManagePeople.Act.ResetSecondFactor, UserId = UserId }, await Who.GetAsync(), CancellationToken.None);
        (_refusal, _said) = (result.Refusal?.Sentence, result.Refusal is null ? "The second factor is reset. They sign in with the password and can add a new one." : null);
        await LoadAsync();
    }

    private void Choose(int practice, bool wanted)
    {
        if (wanted) { _chosen.Add(practice); } else { _chosen.Remove(practice); }
    }

    private async Task SaveAsync()
    {
        var result = await Manage.Run(
            new() { Act = ManagePeople.Act.ChangePractices, UserId = UserId, Practices = _sees == "every" ? null : [.. _chosen] }, await Who.GetAsync(), CancellationToken.None);
        (_refusal, _said) = (result.Refusal?.Sentence, result.Refusal is null ? "What they see is changed." : null);
        if (result.Refusal is null) { await LoadAsync(); }
    }
}
