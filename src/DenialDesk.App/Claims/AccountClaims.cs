namespace DenialDesk.App.Claims;

/// <summary>
/// SQL for the claims that bear an account number. Where the number is the whole key the unique index (practice_id, claim_key) has them, and claim_account, which is nearly
/// empty, the rest: those whose key says more. One index over every account number held each of them twice, and every imported claim paid for it.
/// </summary>
internal static class AccountClaims
{
    /// <summary>A subquery of rows of claim, those known by the number alone first; planned by itself ("offset 0"), as a look-up of one number after the other.</summary>
    /// <param name="practice">SQL of the practice's id.</param>
    /// <param name="match">SQL that compares a column, such as <c>= s.account_key</c>. A name in it must not be "bearer".</param>
    public static string Sql(string practice, string match)
        => $"""
            (select bearer.* from claim bearer where bearer.practice_id = {practice} and bearer.claim_key {match} and bearer.patient_control_number = bearer.claim_key
             union all
             select bearer.* from claim bearer where bearer.practice_id = {practice} and bearer.patient_control_number {match} and bearer.claim_key <> bearer.patient_control_number
             offset 0)
            """;
}
