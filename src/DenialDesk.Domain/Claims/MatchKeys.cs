using System.Globalization;

namespace DenialDesk.Domain.Claims;

/// <summary>The forms in which account numbers, member numbers and names are compared, and the keys by which two claims can find each other.</summary>
/// <remarks>Payers cut account numbers, write them in upper case, drop blanks and hyphens and pad them with zeros: docs/rules/matching.md.</remarks>
public static class MatchKeys
{
    /// <summary>How much of a cut account number must be left: only 20 characters are sure to survive, and some payers keep fewer.</summary>
    public const int ShortestCut = 15;

    /// <summary>A line control number shorter than this, leading zeros aside, counts lines and names none.</summary>
    public const int ShortestLineNumber = 6;

    private const int CutKey = 12;

    /// <summary>Trimmed, upper case.</summary>
    public static string Account(string text) => text.Trim().ToUpperInvariant();

    /// <summary>Letters and digits only, upper case.</summary>
    public static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    /// <summary>Letters and digits only, upper case, without leading zeros; empty for a number that is no number.</summary>
    public static string Bare(string account) => IsPlaceholder(account) ? "" : Letters(account).TrimStart('0');

    /// <summary>Whether the payer put words or zeros where it had no account number.</summary>
    public static bool IsPlaceholder(string account)
        => account.Trim('0', ' ', '-').Length == 0 || account.Contains("NOT AVAILABLE", StringComparison.OrdinalIgnoreCase) || account.Contains("UNKNOWN", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a line control number can name a line of one claim.</summary>
    public static bool NamesLine(string number) => number.Trim().TrimStart('0').Length >= ShortestLineNumber;

    /// <summary>The keys of a remittance claim.</summary>
    public static IEnumerable<string> Of(AnsweredClaim claim)
        => Of(claim.Account, claim.LastName, claim.MemberId, claim.From, claim.PayerClaimNumbers, claim.LineNumbers);

    /// <summary>The keys of a submitted claim.</summary>
    public static IEnumerable<string> Of(SentClaim claim)
        => Of(claim.Account, claim.LastName, claim.MemberId, claim.From, claim.PayerClaimNumbers, claim.LineNumbers);

    /// <summary>Whether a match may rest on the key; name and day only bring candidates for a person.</summary>
    public static bool IsProof(string key) => !key.StartsWith("N:", StringComparison.Ordinal);

    private static IEnumerable<string> Of(
        string account, string lastName, string memberId, DateOnly? from, IEnumerable<string> payerNumbers, IEnumerable<string> lineNumbers)
    {
        var bare = Bare(account);
        if (bare.Length > 0) { yield return $"A:{bare}"; }

        if (bare.Length >= CutKey) { yield return $"T:{bare[..CutKey]}"; }

        foreach (var number in payerNumbers.Select(Letters).Where(n => n.TrimStart('0').Length >= ShortestLineNumber).Distinct()) { yield return $"P:{number}"; }

        foreach (var number in lineNumbers.Where(NamesLine).Select(n => n.Trim()).Distinct()) { yield return $"L:{number}"; }

        if (from is not { } day) { yield break; }

        var (member, name) = (Letters(memberId), Letters(lastName));
        if (member.Length > 0) { yield return string.Create(CultureInfo.InvariantCulture, $"M:{member}|{day:yyyyMMdd}"); }

        if (name.Length > 0) { yield return string.Create(CultureInfo.InvariantCulture, $"N:{name}|{day:yyyyMMdd}"); }
    }
}
