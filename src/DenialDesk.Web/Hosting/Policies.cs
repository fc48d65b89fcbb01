using DenialDesk.Domain.People;
using Microsoft.AspNetCore.Authorization;

namespace DenialDesk.Web.Hosting;

/// <summary>One authorization policy a permission, for pages and endpoints. Use cases ask again; this keeps people off pages that would only refuse.</summary>
internal static class Policies
{
    /// <summary>Denies everything by default, and names a policy after each permission.</summary>
    public static AuthorizationBuilder AddDeskPolicies(this AuthorizationBuilder builder)
    {
        builder.SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        foreach (var permission in Enum.GetValues<Permission>())
        {
            var roles = Roles.All.Where(r => Roles.Of(r).Contains(permission)).ToArray();
            builder.AddPolicy(permission.ToString(), p => p.RequireAuthenticatedUser().RequireRole(roles));
        }

        return builder;
    }
}
