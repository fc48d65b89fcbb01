using DenialDesk.Domain.Codes;

namespace DenialDesk.Domain.Denials;

/// <summary>Which service an answer of a payer speaks of, as far as it tells.</summary>
/// <remarks>Some practices use one account number for all visits of a patient, so the number alone does not tell one service from another (docs/rules/matching.md).</remarks>
/// <param name="PayerClaimNumber">CLP07; empty when none was sent.</param>
/// <param name="From">First day of service; null when none was told.</param>
/// <param name="To">Last day, inclusive; null when only the first was told.</param>
public readonly record struct AnsweredService(string PayerClaimNumber, DateOnly? From, DateOnly? To)
{
    /// <summary>The coverage it was answered under; nothing told may be any.</summary>
    public AnsweredCoverage Coverage { get; init; }

    /// <summary>Whether two answers under one account number speak of one service: by the payer's own claim number, or by a common day. What tells no day may be of any; another coverage's answer is another decision.</summary>
    public bool IsOf(AnsweredService other) => !Coverage.IsOther(other.Coverage) && IsOfDays(other);

    private bool IsOfDays(AnsweredService other)
        => (PayerClaimNumber.Length > 0 && PayerClaimNumber == other.PayerClaimNumber)
            || From is not { } from || other.From is not { } since
            || (from <= (other.To ?? since) && since <= (To ?? from));
}

/// <summary>A denial of a claim that was here before, as far as it starts clocks and names categories of later ones.</summary>
/// <param name="On">The day of its remittance.</param>
/// <param name="Service">What it spoke of.</param>
/// <param name="Reason">Its category; null when its leading code only upholds an earlier denial.</param>
public readonly record struct EarlierDenial(DateOnly On, AnsweredService Service, DenialCategory? Reason)
{
    /// <summary>The denial as an import finds it.</summary>
    public static EarlierDenial Of(DateOnly on, AnsweredService service, DenialFound found) => new(on, service, UpheldAppeal.Says(found.LeadCarc) ? null : found.Category);

    /// <summary>The first day this service was denied: the given day, or that of an earlier denial of the same service.</summary>
    public static DateOnly First(IEnumerable<EarlierDenial> earlier, DateOnly day, AnsweredService service)
        => earlier.Where(e => e.On < day && e.Service.IsOf(service)).Select(e => e.On).Append(day).Min();

    /// <summary>
    /// What an upheld appeal of this day was about: the reason of the last denial of the service on a day before it; null when there is none.
    /// Of several on one day the category that stands first among ours counts, whatever the order in which they came.
    /// </summary>
    public static DenialCategory? Answered(IReadOnlyCollection<EarlierDenial> earlier, DateOnly day, AnsweredService service)
        => earlier.Count == 0 ? null : earlier.Where(e => e.On < day && e.Reason is not null && e.Service.IsOf(service)).OrderByDescending(e => e.On).ThenBy(e => e.Reason).FirstOrDefault().Reason;
}
