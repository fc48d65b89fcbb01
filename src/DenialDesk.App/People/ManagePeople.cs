using System.Security.Cryptography;
using DenialDesk.App.Data;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace DenialDesk.App.People;

/// <summary>Adds people and changes what they may do: role, shut out or let in, new password, sign out everywhere. Every change is journalled.</summary>
public sealed class ManagePeople(NpgsqlDataSource database, UserManager<DeskUser> users, TimeProvider clock)
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

        /// <summary>A demo's sign-in, made with a password that is printed.</summary>
        public string? DemoPassword { get; init; }
    }

    /// <summary>What came of it: a refusal, or a password to hand over once.</summary>
    public sealed record Result(Refusal? Refusal, string? OneTimePassword = null, Guid? UserId = null);

    /// <summary>Makes the change.</summary>
    public async Task<Result> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManagePeople);
        if (input.Role is not null && !Roles.All.Contains(input.Role)) { return No("no_such_role", "Choose biller, manager or admin."); }

        if (input.Act == Act.Add) { return await AddAsync(input, actor, cancellation); }

        var user = await users.FindByIdAsync(input.UserId.ToString() ?? "");
        if (user is null) { return No("no_such_person", "This person is not there any more. Load the page again."); }

        if (user.Id == actor.UserId && input.Act is Act.Disable or Act.ChangeRole)
        {
            return No("yourself", "You cannot take your own rights away; another admin has to do it.");
        }

        return await ChangeAsync(input, user, actor, cancellation);
    }

    private async Task<Result> AddAsync(Input input, Actor actor, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(input.Name) || string.IsNullOrWhiteSpace(input.Email) || input.Role is null)
        {
            return No("incomplete", "Fill in name, e-mail and role.");
        }

        var password = input.DemoPassword ?? NewPassword();
        var user = new DeskUser
        {
            Id = Guid.NewGuid(), UserName = input.Email.Trim(), Email = input.Email.Trim(), EmailConfirmed = true, DisplayName = input.Name.Trim(),
            MustChangePassword = input.DemoPassword is null, IsDemo = input.DemoPassword is not null, CreatedAt = clock.GetUtcNow(),
        };
        var made = await users.CreateAsync(user, password);
        if (!made.Succeeded) { return No("refused", string.Join(' ', made.Errors.Select(e => e.Description))); }

        await users.AddToRoleAsync(user, input.Role);
        await RecordAsync(actor, "person.added", user.Id, null, new { input.Role }, cancellation);
        return new(null, password, user.Id);
    }

    private async Task<Result> ChangeAsync(Input input, DeskUser user, Actor actor, CancellationToken cancellation)
    {
        var roles = await users.GetRolesAsync(user);
        var old = new { Roles = roles, user.DisabledAt };
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
        }

        // A new stamp ends every open page and cookie of this person within seconds.
        await users.UpdateSecurityStampAsync(user);
        await RecordAsync(actor, "person." + input.Act.ToString().ToLowerInvariant(), user.Id, old, new { Roles = await users.GetRolesAsync(user), user.DisabledAt }, cancellation);
        return new(null, password, user.Id);
    }

    private async Task RecordAsync(Actor actor, string action, Guid subject, object? old, object? now, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await Journal.AppendAsync(connection, transaction, actor, clock.GetUtcNow(), cancellation, new JournalEntry(action, "person", subject.ToString(), null, old, now));
        await transaction.CommitAsync(cancellation);
    }

    private static Result No(string code, string sentence) => new(new Refusal(code, sentence));

    /// <summary>Twenty characters without look-alikes, in groups that can be read out.</summary>
    private static string NewPassword() => string.Join('-', RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 20).Chunk(5).Select(c => new string(c)));
}
