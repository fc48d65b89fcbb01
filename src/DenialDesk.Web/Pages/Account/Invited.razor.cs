using DenialDesk.App.People;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace DenialDesk.Web.Pages.Account;

/// <summary>Somebody who was invited chooses a password; then, where the desk requires it, a second factor.</summary>
public partial class Invited
{
    private string? _name;
    private string? _refusal;

    /// <summary>What was typed.</summary>
    public sealed class Form
    {
        public string Password { get; set; } = "";
    }

    [SupplyParameterFromForm]
    public Form? Given { get; set; }

    /// <summary>The link's secret.</summary>
    [SupplyParameterFromQuery(Name = "code")]
    public string? Code { get; set; }

    [Inject]
    public required AcceptInvitation Accept { get; set; }

    [Inject]
    public required SignInManager<DeskUser> Gate { get; set; }

    [Inject]
    public required RecordSignIn Record { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    protected override async Task OnInitializedAsync() => _name = Code is null ? null : await Accept.NameAsync(Code, CancellationToken.None);

    private async Task AcceptAsync()
    {
        var result = await Accept.Run(new() { Token = Code ?? "", Password = Given?.Password ?? "" }, CancellationToken.None);
        if (result.Refusal is { } refusal)
        {
            (_refusal, _name) = (refusal.Sentence, refusal.Code == "over" ? null : _name);
            return;
        }

        await Gate.PasswordSignInAsync(result.Email!, Given!.Password, isPersistent: false, lockoutOnFailure: false);
        await Record.Run(new() { What = RecordSignIn.Event.SignedIn, User = await Gate.UserManager.FindByNameAsync(result.Email!) }, CancellationToken.None);
        Navigation.NavigateTo(Routes.Queue);
    }
}
