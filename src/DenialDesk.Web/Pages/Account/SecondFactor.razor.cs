using System.Security.Claims;
using DenialDesk.App.People;
using DenialDesk.Web.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace DenialDesk.Web.Pages.Account;

/// <summary>A person's own authenticator app and recovery codes.</summary>
public partial class SecondFactor
{
    private FactorState? _state;
    private bool _fresh;
    private string? _refusal;
    private string? _secret;
    private IReadOnlyList<string>? _codes;

    /// <summary>What was typed or pressed.</summary>
    public sealed class Form
    {
        public string Password { get; set; } = "";

        public string Code { get; set; } = "";

        public string What { get; set; } = "";
    }

    [SupplyParameterFromForm]
    public Form? Given { get; set; }

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    [Inject]
    public required IServiceScopeFactory Scopes { get; set; }

    [Inject]
    public required SeeSecondFactor See { get; set; }

    [Inject]
    public required ManageSecondFactor Manage { get; set; }

    [Inject]
    public required CurrentActor Me { get; set; }

    [Inject]
    public required SignInManager<DeskUser> Gate { get; set; }

    protected override async Task OnInitializedAsync()
    {
        var actor = await Me.GetAsync();
        _fresh = actor.PasskeyJustNow;
        _state = await See.Run(actor, CancellationToken.None);
    }

    private string Link(string secret)
        => $"otpauth://totp/DenialDesk:{Uri.EscapeDataString(Shortened(Http.User.Identity?.Name ?? "me"))}?secret={secret}&issuer=DenialDesk";

    private static string Shortened(string name) => name.Length > 60 ? name[..60] : name;

    /// <summary>One form at a time stands on the page, and its button says what to do.</summary>
    private async Task DoAsync()
    {
        if (!Enum.TryParse<ManageSecondFactor.Act>(Given?.What, out var act)) { return; }

        var actor = await Me.GetAsync();
        var result = await Manage.Run(new() { Act = act, Password = Given?.Password ?? "", Code = Given?.Code ?? "" }, actor, CancellationToken.None);
        (_refusal, _secret, _codes) = (result.Refusal?.Sentence, result.Secret, result.Codes);
        if (result.Refusal is not null) { return; }

        _state = await See.Run(actor, CancellationToken.None);
        if (act is not (ManageSecondFactor.Act.Confirm or ManageSecondFactor.Act.Remove)) { return; }

        // Every sign-in has ended by it; this one goes on under a new id. Read anew: this request has read the person before the change.
        await using var fresh = Scopes.CreateAsyncScope();
        var people = fresh.ServiceProvider.GetRequiredService<UserManager<DeskUser>>();
        if (await people.FindByIdAsync(actor.UserId.ToString()!) is { } user) { await Gate.SignInWithClaimsAsync(user, isPersistent: false, [new Claim(DeskSignIn.How, act == ManageSecondFactor.Act.Confirm ? "code" : "pwd")]); }
    }
}
