using System.Globalization;
using System.Text.RegularExpressions;

namespace DenialDesk.Domain.Appeals;

/// <summary>A text without anything that tells whose it is, and what each token stood for.</summary>
public sealed record SafeText(string Text, IReadOnlyDictionary<string, string> Tokens)
{
    /// <summary>Puts the values back where an answer names their tokens.</summary>
    public string Restore(string answer) => Tokens.Aggregate(answer, (text, token) => text.Replace(token.Key, token.Value, StringComparison.Ordinal));
}

/// <summary>Takes names, numbers and days out of a text before it leaves the desk.</summary>
/// <remarks>
/// After the list of 45 CFR 164.514(b)(2): every e-mail address, web address and telephone number goes; then what is known of the denial, by name; then every day and every run of five or more digits,
/// known or not. Dollars, procedure, diagnosis, reason and remark codes stay: they tell nobody's name. Worked examples: docs/rules/appeals.md.
/// </remarks>
public static partial class Deidentification
{
    /// <summary>The text without them.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="known">Values that are known, by what they are: "patient_name".</param>
    /// <param name="codes">Procedure and other codes that may stay, though they have five digits.</param>
    public static SafeText Of(string text, IReadOnlyDictionary<string, string?> known, IReadOnlySet<string> codes)
    {
        var tokens = new Dictionary<string, string>(StringComparer.Ordinal);
        text = Address().Replace(text, m => Token(tokens, "address", m.Value));
        foreach (var (name, value) in known.Where(k => k.Value is { Length: > 1 }).SelectMany(k => Parts(k.Key, k.Value!)).OrderByDescending(k => k.Value.Length).ThenBy(k => k.Name, StringComparer.Ordinal))
        {
            text = Regex.Replace(text, $@"(?<![\p{{L}}\p{{N}}_<]){Regex.Escape(value)}(?![\p{{L}}\p{{N}}_>])", m => Token(tokens, name, m.Value), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        }

        text = Day().Replace(text, m => Token(tokens, "day", m.Value));
        text = Number().Replace(text, m => codes.Contains(m.Value) ? m.Value : Token(tokens, "number", m.Value));
        return new(text, tokens);
    }

    /// <summary>A name also by its parts: "SAMPLE, PAT" stands in letters as "Pat Sample" too.</summary>
    private static IEnumerable<(string Name, string Value)> Parts(string name, string value)
    {
        yield return (name, value.Trim());
        if (!name.EndsWith("_name", StringComparison.Ordinal)) { yield break; }

        foreach (var part in value.Split([',', ' ', '.'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(p => p.Length > 1)) { yield return (name + "_part", part); }
    }

    private static string Token(Dictionary<string, string> tokens, string name, string value)
    {
        foreach (var (token, known) in tokens)
        {
            if (known == value) { return token; }
        }

        var made = string.Create(CultureInfo.InvariantCulture, $"<<{name.ToUpperInvariant()}_{Letter(tokens.Count)}>>");
        tokens[made] = value;
        return made;
    }

    /// <summary>A, B, …, Z, AA: letters alone, so that no token looks like a number.</summary>
    private static string Letter(int n) => (n >= 26 ? Letter((n / 26) - 1) : "") + (char)('A' + (n % 26));

    [GeneratedRegex(@"\b(https?://|www\.)\S+|\b[\w.+-]+@[\w-]+\.[\w.-]+|(\+?1[ .-]?)?\(?\b\d{3}\)?[ .-]\d{3}[ .-]\d{4}\b", RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    [GeneratedRegex(@"\b\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\b|\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}(, ?\d{4})?\b|\b\d{1,2} (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{4}\b", RegexOptions.IgnoreCase)]
    private static partial Regex Day();

    // A word with five or more digits, whatever else is in it.
    [GeneratedRegex(@"(?<![\p{L}\p{N}$.,<])(?=[\w-]*\d[\w-]*\d[\w-]*\d[\w-]*\d[\w-]*\d)[\w-]{5,}(?![\p{L}\p{N}>])")]
    private static partial Regex Number();
}
