using System.Globalization;
using DenialDesk.App;
using DenialDesk.App.People;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace DenialDesk.Web.Pages.Account;

/// <summary>Proves again who is there, within a sign-in that goes on, and leads back to where it was asked.</summary>
public partial class Prove
{
    private string? _refusal;
    private string? _email;
    private string _minutes = "";
    private bool _app;
    private bool _passkeys;
    private bool _done;

    /// <summary>What was typed: one of the two.</summary>
    public sealed class Form
    {
        public string Password { get; set; } = "";

        public string Code { get; set; } = "";
    }

    [SupplyParameterFromForm]
    public Form? Given { get; set; }

    /// <summary>Where the person wanted to go on.</summary>
    [SupplyParameterFromQuery(Name = "from")]
    public string? From { get; set; }

    /// <summary>"refused" when a passkey did not prove it.</summary>
    [SupplyParameterFromQuery(Name = "passkey")]
    public string? Passkey { get; set; }

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    [Inject]
    public required DeskOptions Options { get; set; }

    [Inject]
    public required SignInManager<DeskUser> Gate { get; set; }

    [Inject]
    public required ProveAgain Again { get; set; }

    [Inject]
    public required CurrentActor Me { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    /// <summary>A page to go back to when it was not meant: never the file that would be asked for again.</summary>
    private string Back => SignIn.Local(From) is var from && from.Split('?')[0].EndsWith(".csv", StringComparison.Ordinal) ? from.Replace(".csv", "", StringComparison.Ordinal) : from;

    protected override async Task OnInitializedAsync()
    {
        var minutes = (int)Options.Sessions.Fresh.TotalMinutes;
        _minutes = minutes == 1 ? "one minute" : string.Create(CultureInfo.InvariantCulture, $"{minutes} minutes");
        var user = await Gate.UserManager.GetUserAsync(Http.User);
        _email = user?.Email;
        _app = user?.TwoFactorEnabled == true;
        _passkeys = user is not null && PasskeyPlace.Works(Options, Http.Request.Host.Host) && (await Gate.UserManager.GetPasskeysAsync(user)).Count > 0;
        _refusal = Passkey == "refused" ? "This passkey is not one of yours, or was cancelled. Try again, or use your password." : null;
        _done = Passkey == "proved";
    }

    private async Task ProveAsync()
    {
        if (await Me.SessionAsync() is not { } session) { return; }

        var typed = Given ?? new();
        var by = typed.Password.Length == 0 && typed.Code.Trim().Length > 0 ? ProveAgain.By.Code : ProveAgain.By.Password;
        var refusal = await Again.Run(
            new() { Session = session, By = by, Typed = by == ProveAgain.By.Code ? typed.Code.Trim() : typed.Password }, await Me.GetAsync(), CancellationToken.None);
        _refusal = refusal?.Sentence;
        if (refusal is not null) { return; }

        // A file is asked for from a page that stays, so that nobody is left on this one wondering.
        if (SignIn.Local(From) is var from && from.Split('?')[0].EndsWith(".csv", StringComparison.Ordinal)) { _done = true; }
        else { Navigation.NavigateTo(from); }
    }
}
