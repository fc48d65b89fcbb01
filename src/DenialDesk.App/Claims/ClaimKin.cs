namespace DenialDesk.App.Claims;

/// <summary>
/// SQL for claims that are one: a payer that changed the account number in one of its answers made two claims of it here, and both answer the same submission (matching.md). By the key of
/// claim_match, then claim_match_account, which holds no empty keys and serves only where that is said; nearly always a claim is alone, and a practice without submitted claims has no rows at all.
/// </summary>
internal static class ClaimKin
{
    /// <summary>An array of the claim and those that are one with it.</summary>
    public static string ArrayOf(string practice, string claim)
        => $"""
            array(select {claim} union all
                  select k.claim_id from claim_match m
                  join claim_match k on k.practice_id = m.practice_id and k.account_key = m.account_key and k.family = m.family and k.state = 'matched' and k.claim_id <> m.claim_id
                  where m.practice_id = {practice} and m.claim_id = {claim} and m.state = 'matched' and k.account_key <> '')
            """;

    /// <summary>What a column is compared with: "= any" of the array, so that an index on it serves.</summary>
    public static string Of(string practice, string claim) => $"any({ArrayOf(practice, claim)})";
}
