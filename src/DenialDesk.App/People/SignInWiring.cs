using DenialDesk.App.Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DenialDesk.App.People;

/// <summary>Sign-in: ASP.NET Core Identity on the desk's database, one cookie, keys kept in the database and encrypted by a key outside it.</summary>
public static class SignInWiring
{
    /// <summary>Registers it. Behind the cookie stands a row (<see cref="SessionLimits"/>); ten wrong passwords lock an account for fifteen minutes.</summary>
    public static IServiceCollection AddDeskSignIn(this IServiceCollection services, DeskOptions options)
    {
        services.AddDataProtection().SetApplicationName("DenialDesk");
        services.AddSingleton<IXmlRepository, KeyRing>();
        services.AddOptions<KeyManagementOptions>().Configure<IXmlRepository>((o, ring) =>
        {
            o.XmlRepository = ring;
            o.XmlEncryptor = new KeyRingCipher(KeyRingCipher.LoadOrMake(options.DataFolder));
        });
        services.AddSingleton(_ => new KeyRingKey(KeyRingCipher.LoadOrMake(options.DataFolder)));
        services.AddAuthentication(o =>
        {
            o.DefaultScheme = IdentityConstants.ApplicationScheme;
            o.DefaultSignInScheme = IdentityConstants.ExternalScheme;
        }).AddIdentityCookies();
        services.ConfigureApplicationCookie(o => Cookie(o, options.Sessions));
        services.AddIdentityCore<DeskUser>(Rules).AddRoles<IdentityRole<Guid>>().AddEntityFrameworkStores<DeskDb>().AddSignInManager<DeskSignIn>().AddDefaultTokenProviders()
            .AddPasswordValidator<DeskPasswords>().AddClaimsPrincipalFactory<DeskClaims>();
        services.Configure<IdentityPasskeyOptions>(o => Passkeys(o, options.ServerDomain));
        services.AddScoped(s => s.GetRequiredService<IDbContextFactory<DeskDb>>().CreateDbContext());
        services.AddSingleton<FirstAdmin>();
        services.AddSingleton<ManagePeople>();
        services.AddSingleton<ChangePassword>();
        services.AddSingleton<RecordSignIn>();
        services.AddSingleton<ManageSecondFactor>();
        services.AddSingleton<ProveAgain>();
        services.AddSingleton<CheckSecondFactor>();
        services.AddSingleton<SeeSecondFactor>();
        services.AddSingleton<ListPasskeys>();
        services.AddSingleton<ManagePasskeys>();
        services.AddSingleton<RequireSecondFactor>();
        services.AddSingleton<OpenSession>();
        services.AddSingleton<KeepSession>();
        services.AddSingleton<EndSessions>();
        services.AddSingleton<ListSessions>();
        services.AddSingleton<ListPeople>();
        services.AddSingleton(new DeskOutbox(options.OutboxFolder, options.Address));
        services.AddSingleton<InvitePerson>();
        services.AddSingleton<ListInvitations>();
        services.AddSingleton<AcceptInvitation>();
        services.AddSingleton<SearchJournal>();
        services.AddSingleton<ReadJournal>();
        return services;
    }

    private static void Cookie(Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions o, SessionLimits limits)
    {
        o.LoginPath = "/account/sign-in";
        o.AccessDeniedPath = "/account/not-allowed";
        o.ReturnUrlParameter = "from";
        o.Cookie.Name = "DenialDesk";
        o.CookieManager = new HostCookies();
        o.Cookie.HttpOnly = true;
        o.Cookie.SameSite = SameSiteMode.Lax;
        o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        o.SlidingExpiration = false;
        o.ExpireTimeSpan = limits.Longest;
    }

    /// <summary>The origin is held against the settings, not against the request's Origin header: pages send none with a form, as they tell nobody where they come from.</summary>
    private static void Passkeys(IdentityPasskeyOptions o, string domain)
    {
        (o.ServerDomain, o.UserVerificationRequirement, o.ResidentKeyRequirement) = (domain, "required", "required");
        o.ValidateOrigin = said => ValueTask.FromResult(
            !said.CrossOrigin && Uri.TryCreate(said.Origin, UriKind.Absolute, out var origin) && (origin.Scheme == Uri.UriSchemeHttps || origin.IsLoopback)
            && (origin.Host == domain || origin.Host.EndsWith("." + domain, StringComparison.Ordinal)));
    }

    /// <summary>NIST 800-63B-4: long passwords, any characters, no composition rules; see <see cref="DeskPasswords"/> for what is refused.</summary>
    private static void Rules(IdentityOptions o)
    {
        o.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
        o.User.RequireUniqueEmail = true;
        o.Password.RequiredLength = 15;
        o.Password.RequireDigit = false;
        o.Password.RequireLowercase = false;
        o.Password.RequireUppercase = false;
        o.Password.RequireNonAlphanumeric = false;
        o.Password.RequiredUniqueChars = 5;
        o.Lockout.MaxFailedAccessAttempts = 10;
        o.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
    }
}
