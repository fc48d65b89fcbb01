using System.Collections.Frozen;
using System.Text;

namespace DenialDesk.Domain.Payers;

/// <summary>The normal form of a payer's name, so that "Aetna, Inc." and "AETNA INC" are one payer.</summary>
public static class PayerName
{
    /// <summary>Legal forms that tell nothing apart.</summary>
    private static readonly FrozenSet<string> LegalForms = FrozenSet.Create(
        "INC", "INCORPORATED", "LLC", "LP", "LLP", "CORP", "CORPORATION", "CO", "COMPANY", "LTD", "THE");

    private static readonly FrozenDictionary<string, string> Short = new Dictionary<string, string>
    {
        ["INSURANCE"] = "INS",
        ["BLUECROSS"] = "BLUE CROSS",
        ["BLUESHIELD"] = "BLUE SHIELD",
        ["UNITEDHEALTHCARE"] = "UNITED HEALTHCARE",
    }.ToFrozenDictionary();

    /// <summary>Upper case, words of letters and digits, one blank between, "&amp;" as AND, without legal forms; empty for nothing.</summary>
    public static string Normal(string? name)
    {
        var words = Letters(name).Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        while (words.Count > 1 && LegalForms.Contains(words[^1]))
        {
            words.RemoveAt(words.Count - 1);
        }

        if (words.Count > 1 && words[0] == "THE")
        {
            words.RemoveAt(0);
        }

        return string.Join(' ', words.Select(word => Short.GetValueOrDefault(word, word)))
            .Replace("BLUE CROSS AND BLUE SHIELD", "BCBS", StringComparison.Ordinal)
            .Replace("BLUE CROSS BLUE SHIELD", "BCBS", StringComparison.Ordinal);
    }

    private static string Letters(string? name)
    {
        var text = new StringBuilder();
        foreach (var c in name ?? "")
        {
            text.Append(c switch
            {
                '&' => " AND ",
                '\'' or '.' => "",
                _ when char.IsLetterOrDigit(c) => char.ToUpperInvariant(c).ToString(),
                _ => " ",
            });
        }

        return text.ToString();
    }
}
