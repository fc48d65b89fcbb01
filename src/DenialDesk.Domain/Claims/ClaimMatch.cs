namespace DenialDesk.Domain.Claims;

/// <summary>By what a remittance claim was recognised, strongest first.</summary>
public enum MatchMethod
{
    /// <summary>The account number came back as it was sent, case and outer blanks aside.</summary>
    Account,

    /// <summary>The payer's claim number is one the payer gave to this submission before.</summary>
    PayerNumber,

    /// <summary>The account number came back padded, stripped of punctuation, or cut.</summary>
    AlteredAccount,

    /// <summary>The line control numbers that came back are all lines of this submission.</summary>
    LineNumbers,

    /// <summary>Payer, member number, days of service and charge are the same.</summary>
    Facts,

    /// <summary>A person said so.</summary>
    Person,
}

/// <summary>How two account numbers compare.</summary>
public enum AccountLikeness
{
    /// <summary>Different, or one is missing.</summary>
    None,

    /// <summary>What came back is the beginning of what was sent, at least <see cref="MatchKeys.ShortestCut"/> characters of it.</summary>
    Cut,

    /// <summary>The same but for leading zeros and punctuation.</summary>
    Bare,

    /// <summary>The same, case and outer blanks aside.</summary>
    Same,
}

/// <summary>One submission weighed against one remittance claim. In each comparison null means that a side names nothing to compare.</summary>
/// <param name="Sent">The submission.</param>
/// <param name="Account">How the account numbers compare.</param>
/// <param name="Patient">Whether last name or member number is the same; false when they say different patients.</param>
/// <param name="Member">Whether the member number is the same.</param>
/// <param name="Dates">Whether the days of service overlap.</param>
/// <param name="SameDates">Whether first and last day are the same.</param>
/// <param name="Charge">Whether the charge is one that the answers name.</param>
/// <param name="Payer">Whether it went to a payer that answered.</param>
/// <param name="PayerNumber">Whether the payer's claim number is one given to this submission before.</param>
/// <param name="Lines">Line control numbers of the answer that are lines of the submission.</param>
/// <param name="LinesAsked">Line control numbers of the answer that name a line.</param>
/// <param name="Score">For ranking candidates only: what agrees less what contradicts, 0 to 100.</param>
public sealed record MatchWeight(
    SentClaim Sent, AccountLikeness Account, bool? Patient, bool? Member, bool? Dates, bool SameDates, bool? Charge, bool? Payer, bool PayerNumber, int Lines, int LinesAsked, int Score);

/// <summary>What the rule made of a remittance claim.</summary>
/// <param name="Method">Null when it is not matched.</param>
/// <param name="Submissions">The submission and its other submissions of the same claim; empty when not matched.</param>
/// <param name="Ranked">Every candidate, best first.</param>
/// <param name="Ambiguous">Whether different claims fit equally well, which is why none was taken.</param>
public sealed record MatchDecision(MatchMethod? Method, IReadOnlyList<MatchWeight> Submissions, IReadOnlyList<MatchWeight> Ranked, bool Ambiguous);

/// <summary>Finds the submitted claim (837) that a remittance claim (835) answers, by evidence and never by a guess: two that fit are none.</summary>
/// <remarks>Worked examples and sources: docs/rules/matching.md. The caller gives submissions of the same practice only.</remarks>
public static class ClaimMatch
{
    private static readonly MatchMethod[] Order = [MatchMethod.Account, MatchMethod.PayerNumber, MatchMethod.AlteredAccount, MatchMethod.LineNumbers, MatchMethod.Facts];

    /// <summary>The match, or the candidates in order where there is none.</summary>
    public static MatchDecision Decide(AnsweredClaim answered, IEnumerable<SentClaim> candidates)
    {
        var ranked = candidates.Select(c => Weigh(answered, c)).OrderByDescending(w => w.Score).ThenByDescending(w => w.Sent.Id).ToList();
        foreach (var method in Order)
        {
            var fit = ranked.FindAll(w => Fits(method, w));
            if (fit.Count == 0) { continue; }

            return fit.Select(w => w.Sent.Family).Distinct().Count() == 1
                ? new(method, Whole(ranked, fit[0]), ranked, false)
                : new(null, [], ranked, true);
        }

        return new(null, [], ranked, false);
    }

    /// <summary>One submission against the answer.</summary>
    public static MatchWeight Weigh(AnsweredClaim answered, SentClaim sent)
    {
        var asked = answered.LineNumbers.Where(MatchKeys.NamesLine).Select(n => n.Trim()).Distinct().ToList();
        var weight = new MatchWeight(
            sent, Likeness(answered.Account, sent.Account), Patient(answered, sent), Same(answered.MemberId, sent.MemberId), Overlap(answered, sent),
            answered.From is not null && answered.From == sent.From && (answered.To ?? answered.From) == (sent.To ?? sent.From),
            answered.Charges.Count == 0 || sent.Charge is null ? null : answered.Charges.Contains(sent.Charge.Value),
            sent.Payer is null || answered.Payers.Count == 0 ? null : answered.Payers.Contains(sent.Payer.Value),
            SharesNumber(answered.PayerClaimNumbers, sent.PayerClaimNumbers), asked.Count(n => sent.LineNumbers.Any(l => l.Trim() == n)), asked.Count, 0);
        return weight with { Score = ScoreOf(weight) };
    }

    /// <summary>How the account number that came back compares with the one sent.</summary>
    public static AccountLikeness Likeness(string back, string sent)
    {
        var (a, b) = (MatchKeys.Bare(back), MatchKeys.Bare(sent));
        return a.Length == 0 || b.Length == 0 ? AccountLikeness.None
            : MatchKeys.Account(back) == MatchKeys.Account(sent) ? AccountLikeness.Same
            : a == b ? AccountLikeness.Bare
            : back.Trim().Length >= MatchKeys.ShortestCut && b.Length > a.Length && b.StartsWith(a, StringComparison.Ordinal) ? AccountLikeness.Cut
            : AccountLikeness.None;
    }

    private static bool Fits(MatchMethod method, MatchWeight w) => w.Patient != false && method switch
    {
        MatchMethod.Account => w.Account == AccountLikeness.Same && Agreeing(w) >= 1,
        MatchMethod.PayerNumber => w.PayerNumber && (w.Patient == true || w.Charge == true),
        MatchMethod.AlteredAccount => w.Account is AccountLikeness.Bare or AccountLikeness.Cut && Agreeing(w) >= 2,
        MatchMethod.LineNumbers => w.LinesAsked > 0 && w.Lines == w.LinesAsked && Agreeing(w) >= 1,
        MatchMethod.Facts => w is { Member: true, SameDates: true, Charge: true, Payer: true, Sent.Taken: false },
        _ => false,
    };

    /// <summary>How many of patient, days and charge agree.</summary>
    private static int Agreeing(MatchWeight w) => (w.Patient == true ? 1 : 0) + (w.Dates == true ? 1 : 0) + (w.Charge == true ? 1 : 0);

    /// <summary>The claim with its resubmissions: same account number, same patient.</summary>
    private static List<MatchWeight> Whole(List<MatchWeight> ranked, MatchWeight found) => ranked.FindAll(w => w.Sent.Family == found.Sent.Family);

    private static bool? Patient(AnsweredClaim a, SentClaim s)
    {
        var (member, name) = (Same(a.MemberId, s.MemberId), Same(a.LastName, s.LastName));
        return member == true || name == true ? true : name == false || member == false ? false : null;
    }

    private static bool? Same(string one, string other)
    {
        var (a, b) = (MatchKeys.Letters(one), MatchKeys.Letters(other));
        return a.Length == 0 || b.Length == 0 ? null : a == b;
    }

    private static bool? Overlap(AnsweredClaim a, SentClaim s)
        => a.From is not { } from || s.From is not { } sentFrom ? null : from <= (s.To ?? sentFrom) && sentFrom <= (a.To ?? from);

    private static bool SharesNumber(IEnumerable<string> one, IReadOnlyCollection<string> other)
        => other.Count > 0 && one.Select(MatchKeys.Letters).Where(n => n.Length > 0).Intersect(other.Select(MatchKeys.Letters)).Any();

    private static int ScoreOf(MatchWeight w)
    {
        var account = w.Account switch { AccountLikeness.Same => 40, AccountLikeness.Bare => 35, AccountLikeness.Cut => 30, _ => 0 };
        var lines = w.LinesAsked > 0 ? 15 * w.Lines / w.LinesAsked : 0;
        var score = account + lines + (w.PayerNumber ? 15 : 0) + Says(w.Patient, 15, -30) + Says(w.Member, 5, 0) + Says(w.Dates, 15, -10) + Says(w.Charge, 15, -5)
            + Says(w.Payer, 5, 0) - (w.Sent.Taken ? 10 : 0);
        return Math.Clamp(score, 0, 100);
    }

    private static int Says(bool? sign, int yes, int no) => sign switch { true => yes, false => no, _ => 0 };
}
