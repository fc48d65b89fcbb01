using DenialDesk.App.People;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace DenialDesk.Web.Pages.Account;

/// <summary>A person changes their own password.</summary>
public partial class Password
{
    private string? _refusal;
    private bool _done;

    /// <summary>What was typed.</summary>
    public sealed class Form
    {
        public string Current { get; set; } = "";

        public string Wanted { get; set; } = "";
    }

    [SupplyParameterFromForm]
    public Form? Given { get; set; }

    [Inject]
    public required IServiceScopeFactory Scopes { get; set; }

    [Inject]
    public required ChangePassword Change { get; set; }

    [Inject]
    public required CurrentActor Me { get; set; }

    [Inject]
    public required SignInManager<DeskUser> Gate { get; set; }

    private async Task ChangeAsync()
    {
        var actor = await Me.GetAsync();
        var refusal = await Change.Run(new ChangePassword.Input { Current = Given?.Current ?? "", Wanted = Given?.Wanted ?? "" }, actor, CancellationToken.None);
        _refusal = refusal?.Sentence;
        _done = refusal is null;
        if (!_done) { return; }

        // Read anew: this request may have read the person before the change, and a cookie made from that would ask for the password again.
        await using var fresh = Scopes.CreateAsyncScope();
        var people = fresh.ServiceProvider.GetRequiredService<UserManager<DeskUser>>();
        if (await people.FindByIdAsync(actor.UserId.ToString()!) is { } user) { await Gate.RefreshSignInAsync(user); }
    }
}
