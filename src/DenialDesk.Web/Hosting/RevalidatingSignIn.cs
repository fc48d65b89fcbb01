using System.Data.Common;
using DenialDesk.App;
using DenialDesk.App.People;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace DenialDesk.Web.Hosting;

/// <summary>Ends the sign-in of an open page within seconds of a password reset, a changed role or a closed account.</summary>
internal sealed class RevalidatingSignIn(ILoggerFactory logs, FindActor find, IOptions<IdentityOptions> identity, DeskOptions options) : RevalidatingServerAuthenticationStateProvider(logs)
{
    protected override TimeSpan RevalidationInterval { get; } = TimeSpan.FromSeconds(options.RevalidateSeconds);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        try
        {
            return await CurrentActor.OfAsync(authenticationState.User, find, identity.Value, cancellationToken) is not null;
        }
        catch (DbException)
        {
            // A database that does not answer for a moment would otherwise sign everybody out. Nothing is gained by it: every view and command asks anew who is there.
            return true;
        }
    }
}
