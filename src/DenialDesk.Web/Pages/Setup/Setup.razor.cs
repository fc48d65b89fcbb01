using DenialDesk.App.People;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace DenialDesk.Web.Pages.Setup;

/// <summary>The first-run page: makes the first admin, once.</summary>
public partial class Setup
{
    private string? _refusal;

    /// <summary>What was typed.</summary>
    public sealed class Form
    {
        public string Code { get; set; } = "";

        public string Name { get; set; } = "";

        public string Email { get; set; } = "";

        public string Password { get; set; } = "";

        public bool SecondFactor { get; set; }
    }

    [SupplyParameterFromForm]
    public Form? Given { get; set; }

    [Inject]
    public required FirstAdmin First { get; set; }

    [Inject]
    internal SetupCode Code { get; set; } = null!;

    [Inject]
    public required SignInManager<DeskUser> Gate { get; set; }

    [Inject]
    public required NavigationManager Navigation { get; set; }

    private async Task MakeAsync()
    {
        var given = Given ?? new Form();
        if (!Code.Fits(given.Code))
        {
            _refusal = "The set-up code is not right, or older than 30 minutes. Start the desk again for a new one.";
            return;
        }

        var refusal = await First.Run(new FirstAdmin.Input { Name = given.Name, Email = given.Email, Password = given.Password, SecondFactor = given.SecondFactor }, CancellationToken.None);
        if (refusal is not null)
        {
            _refusal = refusal.Sentence;
            return;
        }

        Code.End();
        await Gate.PasswordSignInAsync(given.Email.Trim(), given.Password, isPersistent: false, lockoutOnFailure: false);
        Navigation.NavigateTo(Routes.Remittances);
    }
}
