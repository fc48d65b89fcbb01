using System.Security.Claims;
using DenialDesk.App.People;
using Microsoft.AspNetCore.Components.Authorization;

namespace DenialDesk.Web.Hosting;

/// <summary>The person behind a page, read again from the database for every command, so that rights taken away are gone at the next click.</summary>
public sealed class CurrentActor(AuthenticationStateProvider state, FindActor find)
{
    private const string StampClaim = "AspNet.Identity.SecurityStamp";

    /// <summary>The person of this circuit; someone who may do nothing when the sign-in has ended meanwhile.</summary>
    public async Task<Actor> GetAsync(CancellationToken cancellation = default)
        => await OfAsync((await state.GetAuthenticationStateAsync()).User, find, cancellation);

    /// <summary>The person of a plain request.</summary>
    public static async Task<Actor> OfAsync(ClaimsPrincipal user, FindActor find, CancellationToken cancellation)
    {
        var found = Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var id)
            ? await find.Run(id, user.FindFirstValue(StampClaim), cancellation)
            : null;
        return found ?? new Actor(null, "", new HashSet<Domain.People.Permission>(), new HashSet<int>());
    }
}
