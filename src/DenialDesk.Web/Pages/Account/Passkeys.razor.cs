using System.Security.Claims;
using DenialDesk.App;
using DenialDesk.App.People;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace DenialDesk.Web.Pages.Account;

/// <summary>A person's own passkeys: listed, added (by the page's script and an endpoint), removed.</summary>
public partial class Passkeys
{
    private IReadOnlyList<PasskeyRow>? _rows;
    private bool _works;
    private bool _fresh;
    private (bool Good, string Text)? _sentence;

    /// <summary>What was typed or pressed.</summary>
    public sealed class Form
    {
        public string Password { get; set; } = "";

        public string Remove { get; set; } = "";
    }

    [SupplyParameterFromForm]
    public Form? Given { get; set; }

    /// <summary>What became of adding one: added, refused, wrong or too_many.</summary>
    [SupplyParameterFromQuery(Name = "said")]
    public string? Said { get; set; }

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    [Inject]
    public required IServiceScopeFactory Scopes { get; set; }

    [Inject]
    public required ListPasskeys Find { get; set; }

    [Inject]
    public required ManagePasskeys Manage { get; set; }

    [Inject]
    public required CurrentActor Me { get; set; }

    [Inject]
    public required DeskOptions Options { get; set; }

    [Inject]
    public required SignInManager<DeskUser> Gate { get; set; }

    protected override async Task OnInitializedAsync()
    {
        _works = PasskeyPlace.Works(Options, Http.Request.Host.Host);
        _sentence = Said switch
        {
            "added" => (true, "The passkey is added; other sign-ins of yours have ended."),
            "wrong" => (false, "The password is not right."),
            "too_many" => (false, $"You have {ManagePasskeys.Most} passkeys. Remove one that you do not use."),
            null => null,
            _ => (false, "The passkey could not be added. Try again, or with another device."),
        };
        var actor = await Me.GetAsync();
        _fresh = actor.PasskeyJustNow;
        _rows = await Find.Run(actor, CancellationToken.None);
    }

    private async Task RemoveAsync()
    {
        var actor = await Me.GetAsync();
        var refusal = await Manage.Run(new() { Password = Given?.Password ?? "", Remove = Given?.Remove ?? "" }, actor, CancellationToken.None);
        _sentence = refusal is null ? (true, "The passkey is removed; other sign-ins of yours have ended.") : (false, refusal.Sentence);
        if (refusal is not null) { return; }

        // Every sign-in has ended by it; this one goes on as it was proved. Read anew: this request has read the person before the change.
        await using var fresh = Scopes.CreateAsyncScope();
        var people = fresh.ServiceProvider.GetRequiredService<UserManager<DeskUser>>();
        var how = Http.User.FindFirstValue(DeskSignIn.How) ?? "pwd";
        if (await people.FindByIdAsync(actor.UserId.ToString()!) is { } user) { await Gate.SignInWithClaimsAsync(user, isPersistent: false, [new Claim(DeskSignIn.How, how)]); }

        _rows = await Find.Run(actor, CancellationToken.None);
    }
}
