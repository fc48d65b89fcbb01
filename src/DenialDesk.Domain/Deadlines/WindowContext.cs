using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.Payers;

namespace DenialDesk.Domain.Deadlines;

/// <summary>What is known about a denial when a window rule is chosen. A facet that is not known matches only rules that do not ask for it.</summary>
public sealed record WindowContext
{
    /// <summary>The practice's contract with the payer.</summary>
    public string? Contract { get; init; }

    /// <summary>The plan.</summary>
    public string? Plan { get; init; }

    /// <summary>The payer by its short name in the rules (<c>BCBSTX</c>).</summary>
    public string? Payer { get; init; }

    /// <summary>The payer's family (<c>UHC</c>).</summary>
    public string? PayerFamily { get; init; }

    /// <summary>Line of business (<c>commercial</c>, <c>medicare_ffs</c>, <c>ma</c>, <c>medicaid_ffs</c>…).</summary>
    public string? Lob { get; init; }

    /// <summary>State, two letters.</summary>
    public string? State { get; init; }

    /// <summary><c>fully_insured</c> or <c>self_funded</c>.</summary>
    public string? Funding { get; init; }

    /// <summary><c>par</c> or <c>nonpar</c>.</summary>
    public string? Network { get; init; }

    /// <summary>Type of provider.</summary>
    public string? ProviderType { get; init; }

    /// <summary><c>professional</c> or <c>institutional</c>.</summary>
    public string? ClaimType { get; init; }

    /// <summary>The denial's category by its written name.</summary>
    public string? DenialCategory { get; init; }

    /// <summary>Reason codes of the denial.</summary>
    public IReadOnlyList<string> Carcs { get; init; } = [];

    /// <summary>Remark codes of the denial.</summary>
    public IReadOnlyList<string> Rarcs { get; init; } = [];

    /// <summary>Kind of dispute.</summary>
    public string? DisputeType { get; init; }

    /// <summary>What is known about a denial on the day it is found: its payer's profile, its reasons and its remarks.</summary>
    /// <param name="profile">The payer as guessed or corrected.</param>
    /// <param name="denial">The denial.</param>
    /// <param name="remarkCodes">Every remark code of claim and denied lines, as sent.</param>
    /// <param name="claimType"><c>professional</c> or <c>institutional</c>; nothing when unknown.</param>
    /// <param name="contract">The practice's contract with the payer, when it has one in the rules.</param>
    public static WindowContext Of(
        PayerProfile profile, DenialFound denial, IEnumerable<string> remarkCodes, string? claimType, string? contract = null) => new()
        {
            Contract = contract,
            Payer = profile.Payer,
            PayerFamily = profile.Family,
            Lob = profile.Lob,
            State = profile.State,
            ClaimType = claimType,
            DenialCategory = denial.Category.Text(),
            Carcs = [.. denial.Lines.SelectMany(line => line.Reasons).Select(reason => reason.Carc).Distinct()],
            Rarcs = [.. remarkCodes.Select(CodeForm.Rarc).Distinct()],
            DisputeType = denial.Clinical ? "clinical" : "payment",
        };
}

/// <summary>The dates a clock may start from, as far as they are known.</summary>
public sealed record WindowEvents
{
    /// <summary>Known anchors.</summary>
    public IReadOnlyDictionary<WindowAnchor, DateOnly> Dates { get; init; } = new Dictionary<WindowAnchor, DateOnly>();

    /// <summary>Proven day of receipt; replaces a presumption that may be rebutted.</summary>
    public DateOnly? ActualReceiptDate { get; init; }

    /// <summary>Day the step is or was filed, when known.</summary>
    public DateOnly? FilingDate { get; init; }

    /// <summary>The anchor's day, when known.</summary>
    public DateOnly? this[WindowAnchor anchor] => Dates.TryGetValue(anchor, out var day) ? day : null;

    /// <summary>The dates a new denial has: its remittance and its service days.</summary>
    /// <param name="remitDate">Date of the remittance; stands for notice, first denial and latest remittance too.</param>
    /// <param name="initialDenialDate">Date of the first denial of the claim when this is not the first.</param>
    /// <param name="checkDate">Date of the check or transfer; the remittance date when not sent.</param>
    /// <param name="dosFrom">First day of service.</param>
    /// <param name="dosThrough">Last day of service; the first when not sent.</param>
    public static WindowEvents OfDenial(DateOnly remitDate, DateOnly? initialDenialDate, DateOnly? checkDate, DateOnly? dosFrom, DateOnly? dosThrough)
    {
        var dates = new Dictionary<WindowAnchor, DateOnly>
        {
            [WindowAnchor.RemitDate] = remitDate,
            [WindowAnchor.NoticeDate] = remitDate,
            [WindowAnchor.LatestRemitDate] = remitDate,
            [WindowAnchor.InitialDenialNoticeDate] = initialDenialDate ?? remitDate,
            [WindowAnchor.CheckDate] = checkDate ?? remitDate,
        };
        if (dosFrom is { } from)
        {
            dates[WindowAnchor.DosFrom] = from;
        }

        if ((dosThrough ?? dosFrom) is { } through)
        {
            dates[WindowAnchor.DosThrough] = through;
        }

        return new WindowEvents { Dates = dates };
    }
}
