using System.Security.Cryptography;
using DenialDesk.App.Data;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace DenialDesk.App.People;

/// <summary>Adds people and changes what they may do: role, shut out or let in, new password, sign out everywhere. Every change is journalled.</summary>
public sealed class ManagePeople(IServiceScopeFactory scopes, TimeProvider clock)
{
    /// <summary>What to do with a person.</summary>
    public enum Act
    {
        Add,
        ChangeRole,
        Disable,
        Enable,
        ResetPassword,
        SignOutEverywhere,

        /// <summary>Takes the authenticator app, recovery codes and passkeys away; the password stays.</summary>
        ResetSecondFactor,

        /// <summary>Sets which practices the person sees.</summary>
        ChangePractices,
    }

    /// <summary>One change.</summary>
    public sealed record Input
    {
        public required Act Act { get; init; }

        /// <summary>Whom; null when adding.</summary>
        public Guid? UserId { get; init; }

        /// <summary>Name and address of a new person.</summary>
        public string? Name { get; init; }

        public string? Email { get; init; }

        /// <summary>The role of a new person, or the new role.</summary>
        public string? Role { get; init; }

        /// <summary>The practices the person sees from now on; null for every practice.</summary>
        public IReadOnlyList<int>? Practices { get; init; }

        /// <summary>A demo's sign-in, made with a password that is printed.</summary>
        public string? DemoPassword { get; init; }
    }

    /// <summary>What came of it: a refusal, or a password to hand over once.</summary>
    public sealed record Result(Refusal? Refusal, string? OneTimePassword = null, Guid? UserId = null);

    /// <summary>Makes the change.</summary>
    public async Task<Result> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.MustFreshly(Permission.ManagePeople);
        if (input.Role is not null && !Roles.All.Contains(input.Role)) { return No("no_such_role", "Choose biller, lead, manager, admin or auditor."); }

        await using var change = await PeopleChange.BeginAsync(scopes, cancellation);
        if (input.Act == Act.Add) { return await AddAsync(change, input, actor, cancellation); }

        var user = await change.Users.FindByIdAsync(input.UserId.ToString() ?? "");
        if (user is null) { return No("no_such_person", "This person is not there any more. Load the page again."); }

        if (input is { Act: Act.ChangePractices, Practices.Count: 0 }) { return No("no_practice", "Choose at least one practice, or every practice. To keep somebody out, shut them out."); }

        if (user.Id == actor.UserId && input.Act is Act.Disable or Act.ChangeRole or Act.ChangePractices)
        {
            return No("yourself", "You cannot take your own rights away; another admin has to do it.");
        }

        return await ChangeAsync(change, input, user, actor, cancellation);
    }

    private async Task<Result> AddAsync(PeopleChange change, Input input, Actor actor, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(input.Name) || string.IsNullOrWhiteSpace(input.Email) || input.Role is null)
        {
            return No("incomplete", "Fill in name, e-mail and role.");
        }

        var password = input.DemoPassword ?? NewPassword();
        var user = new DeskUser
        {
            Id = Guid.NewGuid(),
            UserName = input.Email.Trim(),
            Email = input.Email.Trim(),
            EmailConfirmed = true,
            DisplayName = input.Name.Trim(),
            MustChangePassword = input.DemoPassword is null,
            IsDemo = input.DemoPassword is not null,
            CreatedAt = clock.GetUtcNow(),
        };
        var made = await change.Users.CreateAsync(user, password);
        if (!made.Succeeded) { return No("refused", string.Join(' ', made.Errors.Select(e => e.Description))); }

        await change.Users.AddToRoleAsync(user, input.Role);
        await change.CommitAsync(actor, clock.GetUtcNow(), new JournalEntry("person.added", "person", user.Id.ToString(), New: new { input.Role }), cancellation);
        return new(null, password, user.Id);
    }

    private async Task<Result> ChangeAsync(PeopleChange change, Input input, DeskUser user, Actor actor, CancellationToken cancellation)
    {
        var users = change.Users;
        var roles = await users.GetRolesAsync(user);
        var old = new { Roles = roles, user.DisabledAt, Practices = await change.PracticesAsync(user, cancellation) };
        string? password = null;
        switch (input.Act)
        {
            case Act.ChangeRole when input.Role is { } role:
                await users.RemoveFromRolesAsync(user, roles);
                await users.AddToRoleAsync(user, role);
                break;
            case Act.Disable:
                user.DisabledAt = clock.GetUtcNow();
                break;
            case Act.Enable:
                user.DisabledAt = null;
                user.AccessFailedCount = 0;
                user.LockoutEnd = null;
                break;
            case Act.ResetPassword:
                password = NewPassword();
                await users.RemovePasswordAsync(user);
                await users.AddPasswordAsync(user, password);
                user.MustChangePassword = true;
                break;
            case Act.ChangePractices:
                user.AllPractices = input.Practices is null;
                await change.SetPracticesAsync(user.Id, input.Practices ?? [], cancellation);
                break;
            case Act.ResetSecondFactor:
                await FactorRows.RemoveAsync(change.Connection, user.Id, passkeysToo: true, cancellation);
                user.TwoFactorEnabled = false;
                break;
        }

        // A new stamp ends every open page and cookie of this person within seconds.
        await users.UpdateSecurityStampAsync(user);
        await change.EndSessionsAsync(user.Id, actor, ReasonOf(input.Act), clock.GetUtcNow(), cancellation);
        await change.CommitAsync(actor, clock.GetUtcNow(), new JournalEntry(ActionOf(input.Act), "person", user.Id.ToString(), null, old, new { Roles = await users.GetRolesAsync(user), user.DisabledAt, Practices = await change.PracticesAsync(user, cancellation) }), cancellation);
        return new(null, password, user.Id);
    }

    private static string ActionOf(Act act) => act switch
    {
        Act.ChangeRole => "person.role_changed",
        Act.Disable => "person.disabled",
        Act.Enable => "person.enabled",
        Act.ResetPassword => "person.password_reset",
        Act.ResetSecondFactor => "person.second_factor_reset",
        Act.ChangePractices => "person.practices_changed",
        _ => "person.signed_out_everywhere",
    };

    private static string ReasonOf(Act act) => act switch
    {
        Act.ChangeRole or Act.ChangePractices => "role",
        Act.Disable or Act.Enable => "disabled",
        Act.ResetPassword => "password",
        Act.ResetSecondFactor => "factor",
        _ => "signed_out_everywhere",
    };

    private static Result No(string code, string sentence) => new(new Refusal(code, sentence));

    /// <summary>Twenty characters without look-alikes, in groups that can be read out.</summary>
    private static string NewPassword() => string.Join('-', RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 20).Chunk(5).Select(c => new string(c)));
}
