using System.Text.RegularExpressions;
using DenialDesk.App.Data;
using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace DenialDesk.App.People;

/// <summary>Refuses what is guessed first: listed passwords, the names of the person, the practices and the product, common words, years, repeats and runs of keys.</summary>
internal sealed partial class DeskPasswords(DeskSource database) : IPasswordValidator<DeskUser>
{
    /// <summary>Different letters and digits that must be left once everything guessable is taken out.</summary>
    private const int OwnCharacters = 5;

    public async Task<IdentityResult> ValidateAsync(UserManager<DeskUser> manager, DeskUser user, string? password)
    {
        if (password is { Length: > 128 }) { return No("PasswordTooLong", "A password may have at most 128 characters."); }

        var plain = Plain(password ?? "");
        string[] names = [.. Words(user.UserName?.Split('@')[0]), .. Words(user.DisplayName), .. (await PracticesAsync()).SelectMany(Words)];
        return CommonPasswords.Has(plain) || Own(plain, names).Distinct().Count() < OwnCharacters
            ? No("PasswordCommon", "This password is one of the first an intruder would try. Use a few unrelated words of your own.")
            : IdentityResult.Success;
    }

    /// <summary>What a person added of their own.</summary>
    private static string Own(string plain, string[] names)
    {
        var left = names.Concat(CommonPasswords.Stems).OrderByDescending(w => w.Length).Aggregate(plain, (text, word) => text.Replace(word, "", StringComparison.Ordinal));
        return CommonPasswords.WithoutRuns(Year().Replace(left, ""));
    }

    private async Task<List<string>> PracticesAsync()
    {
        await using var command = database.CreateCommand("select name from practice");
        await using var rows = await command.ExecuteReaderAsync();
        var names = new List<string>();
        while (await rows.ReadAsync()) { names.Add(rows.GetString(0)); }

        return names;
    }

    private static IEnumerable<string> Words(string? name) => (name ?? "").Split(' ', '.', '-', '_').Select(Plain).Append(Plain(name ?? "")).Where(w => w.Length >= 3);

    private static string Plain(string text) => string.Concat(text.ToLowerInvariant().Where(char.IsLetterOrDigit));

    private static IdentityResult No(string code, string sentence) => IdentityResult.Failed(new IdentityError { Code = code, Description = sentence });

    [GeneratedRegex("(19|20)[0-9]{2}")]
    private static partial Regex Year();
}
