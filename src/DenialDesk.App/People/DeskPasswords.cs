using Microsoft.AspNetCore.Identity;

namespace DenialDesk.App.People;

/// <summary>Refuses what is guessed first: the person's own name, the product's and the field's words repeated, runs of keys, and common phrases.</summary>
internal sealed class DeskPasswords : IPasswordValidator<DeskUser>
{
    private static readonly string[] Words =
    [
        "denialdesk", "denial", "billing", "biller", "manager", "medicare", "medicaid", "insurance", "password", "passwort", "letmein", "welcome", "qwerty", "qwertz", "asdfgh",
        "zxcvbn", "admin", "administrator", "iloveyou", "monkey", "dragon", "football", "baseball", "sunshine", "princess", "master", "shadow", "superman", "trustno", "changeme",
        "secret", "login", "summer", "winter", "spring", "autumn", "hospital", "practice", "claims", "correcthorsebatterystaple", "abcdefghijklmnopqrstuvwxyz", "123456789", "987654321",
    ];

    public Task<IdentityResult> ValidateAsync(UserManager<DeskUser> manager, DeskUser user, string? password)
    {
        var plain = string.Concat((password ?? "").ToLowerInvariant().Where(char.IsLetterOrDigit));
        string?[] own = [user.UserName?.Split('@')[0], .. user.DisplayName.Split(' ')];
        var left = Words.Concat(own.OfType<string>().Select(w => w.ToLowerInvariant()).Where(w => w.Length >= 3)).OrderByDescending(w => w.Length)
            .Aggregate(plain, (text, word) => text.Replace(word, "", StringComparison.Ordinal));
        return Task.FromResult(
            password is { Length: > 128 } ? No("PasswordTooLong", "A password may have at most 128 characters.")
            : left.Distinct().Count() < 5 ? No("PasswordCommon", "This password is one of the first an intruder would try. Use a few unrelated words of your own.")
            : IdentityResult.Success);
    }

    private static IdentityResult No(string code, string sentence) => IdentityResult.Failed(new IdentityError { Code = code, Description = sentence });
}
