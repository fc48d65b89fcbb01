using System.Security.Claims;
using DenialDesk.App.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace DenialDesk.Web.Pages.Account;

/// <summary>The second step of a sign-in. Whoever comes here has given a right password within the last five minutes, and is signed in nowhere yet.</summary>
public partial class SecondStep
{
    private string? _refusal;

    /// <summary>What was typed.</summary>
    public sealed class Form
    {
        public string Code { get; set; } = "";
    }

    [SupplyParameterFromForm]
    public Form? Given { get; set; }

    /// <summary>Where the person wanted to go.</summary>
    [SupplyParameterFromQuery(Name = "from")]
    public string? From { get; set; }

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    [Inject]
    public required SignInManager<DeskUser> Gate { get; set; }

    [Inject]
    public required CheckSecondFactor Check { get; set; }

    [Inject]
    public required RecordSignIn Record { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    protected override async Task OnInitializedAsync()
    {
        if (await Gate.GetTwoFactorAuthenticationUserAsync() is null) { Navigation.NavigateTo(Routes.SignIn); }
    }

    private async Task CheckAsync()
    {
        if (await Gate.GetTwoFactorAuthenticationUserAsync() is not { } user)
        {
            Navigation.NavigateTo(Routes.SignIn);
            return;
        }

        var how = await Gate.UserManager.IsLockedOutAsync(user) || !await Gate.CanSignInAsync(user)
            ? null
            : await Check.Run(new() { UserId = user.Id, Typed = Given?.Code ?? "" }, CancellationToken.None);
        await Record.Run(new() { What = how is null ? RecordSignIn.Event.Refused : RecordSignIn.Event.SignedIn, User = user }, CancellationToken.None);
        if (how is null)
        {
            await Gate.UserManager.AccessFailedAsync(user);
            _refusal = "This code is not right, was used already, or the account is locked. Wait for the next code; after ten wrong tries wait fifteen minutes.";
            return;
        }

        await Gate.UserManager.ResetAccessFailedCountAsync(user);
        await Http.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
        await Gate.SignInWithClaimsAsync(user, isPersistent: false, [new Claim(DeskSignIn.How, how)]);
        Navigation.NavigateTo(user.MustChangePassword ? Routes.Password : SignIn.Local(From));
    }
}
