using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DenialDesk.App.People;

/// <summary>Identity's sign-in with a row on the server behind every cookie: each sign-in, and each renewal after a new password or factor, gets a new id.</summary>
public sealed class DeskSignIn(
    UserManager<DeskUser> users, IHttpContextAccessor http, IUserClaimsPrincipalFactory<DeskUser> claims, IOptions<IdentityOptions> options, ILogger<SignInManager<DeskUser>> log,
    IAuthenticationSchemeProvider schemes, IUserConfirmation<DeskUser> confirmation, OpenSession open)
    : SignInManager<DeskUser>(users, http, claims, options, log, schemes, confirmation)
{
    /// <summary>The claim that says how somebody signed in: pwd, code, recovery or hwk (a passkey).</summary>
    public const string How = "amr";

    /// <summary>Somebody shut out cannot sign in by any way.</summary>
    public override async Task<bool> CanSignInAsync(DeskUser user) => user.DisabledAt is null && await base.CanSignInAsync(user);

    /// <summary>A confirmed authenticator app makes the password the first of two steps.</summary>
    public override Task<bool> IsTwoFactorEnabledAsync(DeskUser user) => Task.FromResult(user.TwoFactorEnabled);

    /// <summary>Writes the row first; without one there is no cookie.</summary>
    public override async Task SignInWithClaimsAsync(DeskUser user, AuthenticationProperties? authenticationProperties, IEnumerable<Claim> additionalClaims)
    {
        var extra = additionalClaims.Where(c => c.Type != SessionRows.Claim).ToList();
        var before = Context.User.FindFirstValue(ClaimTypes.NameIdentifier) == user.Id.ToString() && Guid.TryParse(Context.User.FindFirstValue(SessionRows.Claim), out var known) ? known : (Guid?)null;
        var session = await open.Run(
            new()
            {
                UserId = user.Id,
                Method = extra.Find(c => c.Type == How)?.Value switch { "hwk" => "passkey", "code" => "code", "recovery" => "recovery_code", _ => "password" },
                Browser = BrowserName.Of(Context.Request.Headers.UserAgent.ToString()),
                Address = Context.Connection.RemoteIpAddress?.ToString() ?? "",
                Replaces = before,
            },
            Context.RequestAborted);
        extra.Add(new Claim(SessionRows.Claim, session.ToString()));
        await base.SignInWithClaimsAsync(user, authenticationProperties, extra);
    }
}
