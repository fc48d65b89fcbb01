using DenialDesk.App.People;
using DenialDesk.App.Practices;
using DenialDesk.Domain.People;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.People;

/// <summary>Who was asked to join: invite, give a new link, take back.</summary>
public partial class Invitations
{
    private readonly HashSet<int> _chosen = [];
    private IReadOnlyList<InvitationRow>? _rows;
    private IReadOnlyList<PracticeRow> _practices = [];
    private DeskTime? _time;
    private string _name = "";
    private string _email = "";
    private string _role = Roles.Biller;
    private string _sees = "every";
    private string? _link;
    private string? _linkFor;
    private string? _refusal;
    private string? _said;

    [Inject]
    public required ListInvitations Find { get; set; }

    [Inject]
    public required InvitePerson Invite { get; set; }

    [Inject]
    public required ListPractices Practices { get; set; }

    [Inject]
    public required FindZone Zone { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    protected override async Task OnInitializedAsync()
    {
        var me = await Who.GetAsync();
        _time = new(await Zone.Run(me, CancellationToken.None));
        _practices = await Practices.Run(me, CancellationToken.None);
        await LoadAsync();
    }

    private static string Tone(string state) => state switch { "open" => "accent", "accepted" => "good", "expired" => "warn", _ => "bad" };

    private string State(InvitationRow row) => row.State switch
    {
        "open" => $"Open until {_time?.Of(row.Expires)}",
        "expired" => "Too old: give a new link",
        "accepted" => "Joined",
        _ => "Taken back",
    };

    private void Choose(int practice, bool wanted)
    {
        if (wanted) { _chosen.Add(practice); } else { _chosen.Remove(practice); }
    }

    private async Task LoadAsync() => _rows = await Find.Run(await Who.GetAsync(), CancellationToken.None);

    private async Task InviteAsync()
    {
        var name = _name;
        if (await DoAsync(new() { Name = _name, Email = _email, Role = _role, Practices = _sees == "every" ? null : [.. _chosen] }, name, $"{name} is invited.")) { (_name, _email) = ("", ""); }
    }

    private Task<bool> RenewAsync(InvitationRow row) => DoAsync(new() { Renew = row.InvitationId }, row.Name, $"{row.Name} has a new link; the old one stopped working.");

    private Task<bool> RevokeAsync(InvitationRow row) => DoAsync(new() { Revoke = row.InvitationId }, row.Name, $"The invitation of {row.Name} is taken back.");

    private async Task<bool> DoAsync(InvitePerson.Input input, string name, string said)
    {
        (_refusal, _said, _link) = (null, null, null);
        var result = await Invite.Run(input, await Who.GetAsync(), CancellationToken.None);
        _refusal = result.Refusal?.Sentence;
        if (result.Refusal is null)
        {
            (_said, _linkFor) = (said, name);
            _link = result.Token is { } token ? Navigation.ToAbsoluteUri(Routes.With(Routes.Invited, ("code", token))).ToString() : null;
        }

        await LoadAsync();
        return result.Refusal is null;
    }
}
