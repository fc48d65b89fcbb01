using DenialDesk.App;
using DenialDesk.App.People;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace DenialDesk.Web.Pages.Account;

/// <summary>Sign-in by e-mail and password. One sentence for every failure: it never tells whether the account exists.</summary>
public partial class SignIn
{
    private string? _refusal;
    private bool _passkeys;

    /// <summary>What was typed.</summary>
    public sealed class Form
    {
        public string Email { get; set; } = "";

        public string Password { get; set; } = "";
    }

    [SupplyParameterFromForm]
    public Form? Given { get; set; }

    /// <summary>Where the person wanted to go.</summary>
    [SupplyParameterFromQuery(Name = "from")]
    public string? From { get; set; }

    /// <summary>"refused" when a passkey did not open the door.</summary>
    [SupplyParameterFromQuery(Name = "passkey")]
    public string? Passkey { get; set; }

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    [Inject]
    public required DeskOptions Options { get; set; }

    [Inject]
    public required SignInManager<DeskUser> Gate { get; set; }

    [Inject]
    public required RecordSignIn Record { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    protected override void OnInitialized()
    {
        _passkeys = PasskeyPlace.Works(Options, Http.Request.Host.Host);
        _refusal = Passkey is null ? null : "This passkey is not known here any more, or the account is shut out. Sign in with your password, or ask an admin.";
    }

    private async Task SignInAsync()
    {
        var user = await Gate.UserManager.FindByNameAsync(Given?.Email.Trim() ?? "");
        if (user is null)
        {
            // The same work as for an account that exists, so that the time tells nothing.
            Gate.UserManager.PasswordHasher.HashPassword(new DeskUser(), Given?.Password ?? "");
        }

        var result = user is null || user.DisabledAt is not null
            ? SignInResult.Failed
            : await Gate.PasswordSignInAsync(user, Given?.Password ?? "", isPersistent: false, lockoutOnFailure: true);
        if (result.RequiresTwoFactor)
        {
            Navigation.NavigateTo(Routes.With(Routes.SecondStep, ("from", From)));
            return;
        }

        await Record.Run(new() { What = result.Succeeded ? RecordSignIn.Event.SignedIn : RecordSignIn.Event.Refused, User = user }, CancellationToken.None);
        if (!result.Succeeded)
        {
            _refusal = "E-mail or password is not right, or the account is locked. After ten wrong tries wait fifteen minutes, or ask an admin.";
            return;
        }

        Navigation.NavigateTo(user!.MustChangePassword ? Routes.Password : Local(From));
    }

    /// <summary>Only addresses of this desk.</summary>
    internal static string Local(string? from)
        => from is { Length: > 1 } && from[0] == '/' && from[1] is not ('/' or '\\') ? from : Routes.Home;
}
