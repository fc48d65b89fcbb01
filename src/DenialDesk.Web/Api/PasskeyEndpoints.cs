using System.Security.Claims;
using DenialDesk.App.People;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace DenialDesk.Web.Api;

/// <summary>What the page's script asks and sends for passkeys: a challenge, then what the authenticator made of it.</summary>
internal static class PasskeyEndpoints
{
    public static void MapPasskeys(this IEndpointRouteBuilder app)
    {
        app.MapPost(Routes.PasskeyChallenge, async ([FromForm] string? _, SignInManager<DeskUser> gate)
            => Results.Text(await gate.MakePasskeyRequestOptionsAsync(null), "application/json")).AllowAnonymous();
        app.MapPost(Routes.PasskeySignIn, SignInAsync).AllowAnonymous();
        app.MapPost(Routes.PasskeyOptions, async ([FromForm] string? _, SignInManager<DeskUser> gate, HttpContext http) =>
        {
            if (await gate.UserManager.GetUserAsync(http.User) is not { } user) { return Results.Unauthorized(); }

            return Results.Text(await gate.MakePasskeyCreationOptionsAsync(new() { Id = user.Id.ToString(), Name = user.UserName ?? "", DisplayName = user.DisplayName }), "application/json");
        }).RequireAuthorization();
        app.MapPost(Routes.PasskeyProve, ProveAsync).RequireAuthorization();
        app.MapPost(Routes.PasskeyAdd, AddAsync).RequireAuthorization();
    }

    /// <summary>A passkey is something held and something known or borne (user verification is required), so it needs no second step. Wrong passwords of others lock no passkey out.</summary>
    private static async Task<IResult> SignInAsync([FromForm] string? credential, [FromForm] string? from, SignInManager<DeskUser> gate, RecordSignIn record, HttpContext http)
    {
        var proved = string.IsNullOrWhiteSpace(credential) ? null : await gate.PerformPasskeyAssertionAsync(credential);
        var user = proved is { Succeeded: true } ? proved.User : null;
        if (user is null || !await gate.CanSignInAsync(user))
        {
            await record.Run(new() { What = RecordSignIn.Event.Refused, User = user }, http.RequestAborted);
            return Results.LocalRedirect(Routes.With(Routes.SignIn, ("passkey", "refused"), ("from", from)));
        }

        await gate.UserManager.AddOrUpdatePasskeyAsync(user, proved!.Passkey!);
        await gate.SignInWithClaimsAsync(user, isPersistent: false, [new Claim(DeskSignIn.How, "hwk")]);
        await record.Run(new() { What = RecordSignIn.Event.SignedIn, User = user }, http.RequestAborted);
        return Results.LocalRedirect(user.MustChangePassword ? Routes.Password : Pages.Account.SignIn.Local(from));
    }

    /// <summary>A passkey of the person who is signed in proves them again; the sign-in goes on as it is.</summary>
    private static async Task<IResult> ProveAsync([FromForm] string? credential, [FromForm] string? from, SignInManager<DeskUser> gate, ProveAgain again, FindActor find, IOptions<IdentityOptions> identity, HttpContext http)
    {
        if (await CurrentActor.OfAsync(http.User, find, identity.Value, http.RequestAborted) is not { UserId: { } me } actor || CurrentActor.SessionOf(http.User) is not { } session) { return Results.Unauthorized(); }

        var proved = string.IsNullOrWhiteSpace(credential) ? null : await gate.PerformPasskeyAssertionAsync(credential);
        if (proved is not { Succeeded: true } || proved.User.Id != me) { return Results.LocalRedirect(Routes.With(Routes.Prove, ("passkey", "refused"), ("from", from))); }

        await gate.UserManager.AddOrUpdatePasskeyAsync(proved.User, proved.Passkey);
        var refusal = await again.Run(new() { Session = session, By = ProveAgain.By.Passkey }, actor, http.RequestAborted);
        return Results.LocalRedirect(Routes.With(Routes.Prove, ("passkey", refusal is null ? "proved" : "refused"), ("from", from)));
    }

    private static async Task<IResult> AddAsync(
        [FromForm] string? credential, [FromForm] string? name, [FromForm] string? password, SignInManager<DeskUser> gate, ManagePasskeys manage, FindActor find, IOptions<IdentityOptions> identity,
        IServiceScopeFactory scopes, HttpContext http)
    {
        if (await CurrentActor.OfAsync(http.User, find, identity.Value, http.RequestAborted) is not { UserId: { } me } actor) { return Results.Unauthorized(); }

        var made = string.IsNullOrWhiteSpace(credential) ? null : await gate.PerformPasskeyAttestationAsync(credential);
        if (made is not { Succeeded: true } || made.UserEntity.Id != me.ToString()) { return Results.LocalRedirect(Routes.With(Routes.Passkeys, ("said", "refused"))); }

        var refusal = await manage.Run(new() { Password = password ?? "", Add = made.Passkey, Name = name ?? "" }, actor, http.RequestAborted);
        if (refusal is not null) { return Results.LocalRedirect(Routes.With(Routes.Passkeys, ("said", refusal.Code))); }

        // Every sign-in has ended by it; this one goes on under a new id, proved by the new passkey. Read anew: this request has read the person before the change.
        await using var fresh = scopes.CreateAsyncScope();
        if (await fresh.ServiceProvider.GetRequiredService<UserManager<DeskUser>>().FindByIdAsync(me.ToString()) is { } user)
        {
            await gate.SignInWithClaimsAsync(user, isPersistent: false, [new Claim(DeskSignIn.How, "hwk")]);
        }

        return Results.LocalRedirect(Routes.With(Routes.Passkeys, ("said", "added")));
    }
}
