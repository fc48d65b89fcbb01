using System.Security.Claims;
using DenialDesk.App.People;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace DenialDesk.Web.Hosting;

/// <summary>Who is at this page, read from the database at every call: a disabled person or a changed role counts at the next click.</summary>
public sealed class CurrentActor(AuthenticationStateProvider state, FindActor find, IOptions<IdentityOptions> options)
{
    /// <summary>The person; throws <see cref="SignedOutException"/> when the sign-in no longer holds.</summary>
    public async Task<Actor> GetAsync(CancellationToken cancellation = default)
    {
        var principal = (await state.GetAuthenticationStateAsync()).User;
        return await OfAsync(principal, find, options.Value, cancellation) ?? throw new SignedOutException();
    }

    /// <summary>The person behind a request's cookie; null when the sign-in no longer holds.</summary>
    public static async Task<Actor?> OfAsync(ClaimsPrincipal principal, FindActor find, IdentityOptions options, CancellationToken cancellation)
        => Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id) && SessionOf(principal) is { } session
            ? await find.OfSessionAsync(id, principal.FindFirstValue(options.ClaimsIdentity.SecurityStampClaimType), session, cancellation)
            : null;

    /// <summary>The sign-in behind a cookie; null when it has none.</summary>
    public static Guid? SessionOf(ClaimsPrincipal principal) => Guid.TryParse(principal.FindFirstValue(SessionRows.Claim), out var session) ? session : null;

    /// <summary>The sign-in that this page belongs to.</summary>
    public async Task<Guid?> SessionAsync() => SessionOf((await state.GetAuthenticationStateAsync()).User);
}

/// <summary>The sign-in ended while the page was open.</summary>
public sealed class SignedOutException() : Exception("The sign-in has ended.");
