using DenialDesk.Domain.Codes;

namespace DenialDesk.Domain.Denials;

/// <summary>Under which coverage a payer answered. One payer can be the first for a claim and the second as well, where both spouses are insured with it; these are two plans with two decisions.</summary>
/// <param name="Status">CLP02 as sent: 1 and 19 as primary, 2 and 20 as secondary, 3 and 21 as tertiary; others do not tell.</param>
/// <param name="MemberId">The member number of the answer; empty when none was sent.</param>
public readonly record struct AnsweredCoverage(string? Status, string? MemberId)
{
    /// <summary>
    /// Whether two answers are of different coverages for sure: another place in the order of payers and another member number, both told. One of them alone is no proof: a payer that learns of
    /// another one decides the same coverage again in another place, and member numbers are corrected.
    /// </summary>
    public bool IsOther(AnsweredCoverage other)
        => Place(Status) is { } place && Place(other.Status) is { } elsewhere && place != elsewhere
            && Plain(MemberId) is { Length: > 0 } member && Plain(other.MemberId) is { Length: > 0 } another && member != another;

    private static int? Place(string? status) => CodeForm.WithoutZeros(status) switch
    {
        "1" or "19" => 1,
        "2" or "20" => 2,
        "3" or "21" => 3,
        _ => null,
    };

    private static string Plain(string? number) => string.Concat((number ?? "").Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
}
