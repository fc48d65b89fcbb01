namespace DenialDesk.App.Claims;

/// <summary>How adjudications of one claim find each other: the account number we sent, as long as it is the same patient's.</summary>
internal static class ClaimThread
{
    /// <summary>Account numbers that payers put where they had none; they join nothing.</summary>
    public static bool IsPlaceholder(string account)
        => account.Trim('0', ' ', '-').Length == 0 || account.Contains("NOT AVAILABLE", StringComparison.OrdinalIgnoreCase) || account.Contains("UNKNOWN", StringComparison.OrdinalIgnoreCase);

    /// <summary>The account number in the form it is compared in: trimmed, upper case.</summary>
    public static string Account(string account) => account.Trim().ToUpperInvariant();

    /// <summary>Whether two mentions may be the same patient: same member number, same last name, or nothing to compare.</summary>
    public static bool SamePatient(string lastName, string memberId, string otherLastName, string otherMemberId)
        => (memberId.Length > 0 && Letters(memberId) == Letters(otherMemberId))
            || Letters(lastName).Length == 0 || Letters(otherLastName).Length == 0
            || Letters(lastName) == Letters(otherLastName);

    /// <summary>
    /// The key of a new claim. The account number alone, unless it is a placeholder or already belongs to another patient: then the payer's
    /// claim number or the patient is added, so that two people never share a claim.
    /// </summary>
    public static string NewKey(string account, string payerClaimNumber, string lastName, string memberId, bool taken)
    {
        var plain = Account(account);
        if (IsPlaceholder(plain)) { return $"{plain}|{Account(payerClaimNumber)}|{Letters(lastName)}|{Letters(memberId)}"; }

        return taken ? $"{plain}|{Letters(lastName)}|{Letters(memberId)}" : plain;
    }

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant();
}
