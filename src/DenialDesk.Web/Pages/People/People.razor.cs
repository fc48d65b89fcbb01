using DenialDesk.App.People;
using DenialDesk.Domain.People;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;

namespace DenialDesk.Web.Pages.People;

/// <summary>Who may sign in: add, change the role, shut out and let in, new password, sign out everywhere.</summary>
public partial class People
{
    private IReadOnlyList<Person>? _people;
    private Guid? _me;
    private FactorState? _factor;
    private bool _mayManage;
    private NewPerson? _adding;
    private Question? _asked;
    private string? _refusal;
    private string? _said;
    private string? _password;
    private string? _passwordFor;

    [Inject]
    public required ListPeople Find { get; set; }

    [Inject]
    public required ManagePeople Manage { get; set; }

    [Inject]
    public required SeeSecondFactor Factor { get; set; }

    [Inject]
    public required RequireSecondFactor Require { get; set; }

    [Inject]
    public required CurrentActor Who { get; set; }

    protected override Task OnInitializedAsync() => LoadAsync();

    private static string RoleName(string role) => char.ToUpperInvariant(role[0]) + role[1..];

    private static string RoleText(string role) => role switch
    {
        "admin" => "An admin sets the desk up: people, payers, practices, jobs, journal; and may do all a manager may.",
        "lead" => "A lead is a biller who also assigns work to others and undoes their steps.",
        "auditor" => "An auditor sees all that managers and admins see, the journal too, and changes nothing.",
        "manager" => "A manager also assigns work to others, approves write-offs, undoes others' steps and sees trends.",
        _ => "A biller brings files in and works the queue.",
    };

    private static string StateText(Person person) => person switch
    {
        { Disabled: true } => "Shut out",
        { MustChangePassword: true } => "Has a one-time password",
        _ => "May sign in",
    };

    private static string StateTone(Person person) => person switch
    {
        { Disabled: true } => "bad",
        { MustChangePassword: true } => "warn",
        _ => "good",
    };

    private bool IsMe(Person person) => person.UserId == _me;

    private void StartAdding() => _adding = new();

    private async Task LoadAsync()
    {
        var actor = await Who.GetAsync();
        (_me, _mayManage) = (actor.UserId, actor.May(Permission.ManagePeople));
        _factor = await Factor.Run(actor, CancellationToken.None);
        _people = await Find.Run(actor, CancellationToken.None);
    }

    private async Task RequireAsync(bool required)
    {
        var refusal = await Require.Run(new() { Required = required }, await Who.GetAsync(), CancellationToken.None);
        (_refusal, _said) = (refusal?.Sentence, refusal is not null ? null : required ? "From now on everybody needs a second factor; sign-ins by password alone have ended." : "A second factor is each person's choice now.");
        await LoadAsync();
    }

    private async Task AddAsync()
    {
        var wanted = _adding!;
        if (await DoAsync(new() { Act = ManagePeople.Act.Add, Name = wanted.Name, Email = wanted.Email, Role = wanted.Role }, wanted.Name, $"{wanted.Name} is added."))
        {
            _adding = null;
        }
    }

    private Task<bool> ChangeRoleAsync(Person person, ChangeEventArgs change)
    {
        var role = change.Value as string ?? "";
        return DoAsync(new() { Act = ManagePeople.Act.ChangeRole, UserId = person.UserId, Role = role }, person.Name, $"{person.Name} is now {role}.");
    }

    private void Ask(Person person, ManagePeople.Act act)
        => _asked = act switch
        {
            ManagePeople.Act.ResetPassword => new(person, act, $"New password for {person.Name}?", "The present password stops working and open pages of theirs end. You get a one-time password to hand over.", "Make a new password", "has a new password"),
            ManagePeople.Act.SignOutEverywhere => new(person, act, $"Sign {person.Name} out everywhere?", "Open pages of theirs end within seconds. They can sign in again.", "Sign out", "is signed out everywhere"),
            ManagePeople.Act.Enable => new(person, act, $"Let {person.Name} in again?", "They can sign in with the password they had; a lock after wrong tries is lifted.", "Let in", "may sign in again"),
            _ => new(person, act, $"Shut {person.Name} out?", $"They cannot sign in and open pages end within seconds. Their {person.OpenDenials} open denials stay with them until somebody takes them over.", "Shut out", "is shut out"),
        };

    private async Task ConfirmAsync()
    {
        var asked = _asked!;
        _asked = null;
        await DoAsync(new() { Act = asked.Act, UserId = asked.Person.UserId }, asked.Person.Name, $"{asked.Person.Name} {asked.Done}.");
    }

    private async Task<bool> DoAsync(ManagePeople.Input input, string name, string said)
    {
        (_refusal, _said, _password) = (null, null, null);
        var result = await Manage.Run(input, await Who.GetAsync(), CancellationToken.None);
        _refusal = result.Refusal?.Sentence;
        if (result.Refusal is null) { (_said, _password, _passwordFor) = (said, result.OneTimePassword, name); }

        await LoadAsync();
        return result.Refusal is null;
    }

    private sealed record Question(Person Person, ManagePeople.Act Act, string Title, string Text, string Verb, string Done);

    private sealed class NewPerson
    {
        public string Name { get; set; } = "";

        public string Email { get; set; } = "";

        public string Role { get; set; } = "biller";
    }
}
