namespace DenialDesk.Domain.Denials;

/// <summary>One service line of an adjudication, as far as another adjudication of the same claim can be held against it.</summary>
/// <param name="Key">The line control number (REF*6R) or, where none was sent, what tells the line apart: code, modifiers, day.</param>
/// <param name="Paid">SVC03 in dollars; null when the payer sent no amount.</param>
/// <param name="Denied">True when a denial reason stands on it.</param>
/// <param name="Look">Code, modifiers and day of a line that came with a control number; null where <paramref name="Key"/> is these already.</param>
public sealed record StoryLine(string Key, decimal? Paid, bool Denied, string? Look = null)
{
    /// <summary>What stands before a line control number in <see cref="Key"/>.</summary>
    public const string Numbered = "6R ";

    // Shorter numbers are line counts, which every claim has (matching.md, order 4).
    private const int Telling = 6;

    /// <summary>Whether the payer echoed a control number long enough to name one line and no other.</summary>
    public bool IsNamed => Look is not null && Key.Length >= Numbered.Length + Telling;

    /// <summary>
    /// Whether two answers speak of the same line: by control number when both sent one, otherwise by what the lines look like. A remittance typed in from paper, or from a
    /// payer that echoes the number only sometimes, still says what became of a line that was denied under its number.
    /// </summary>
    public bool IsOf(StoryLine other) => Key == other.Key || ((Look is null || other.Look is null) && (Look ?? Key) == (other.Look ?? other.Key));
}

/// <summary>One adjudication of one claim by one payer.</summary>
public sealed record StoryEvent
{
    /// <summary>Which adjudication; tells two events apart and nothing else.</summary>
    public required long Id { get; init; }

    /// <summary>The day of the remittance.</summary>
    public required DateOnly On { get; init; }

    /// <summary>The remittance's canonical hash: of two remittances of one day, the same one is always told first, whichever arrived first.</summary>
    public required string Remittance { get; init; }

    /// <summary>Its place in the remittance, 1-based.</summary>
    public required int Position { get; init; }

    /// <summary>CLP02 = 22.</summary>
    public bool IsReversal { get; init; }

    /// <summary>CLP07; empty when none was sent.</summary>
    public string PayerClaimNumber { get; init; } = "";

    /// <summary>First and last day of service; null when the payer told none.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day, inclusive; null when only the first was told.</summary>
    public DateOnly? To { get; init; }

    /// <summary>CLP03 in dollars.</summary>
    public decimal? Charge { get; init; }

    /// <summary>CLP04 in dollars.</summary>
    public decimal? Paid { get; init; }

    /// <summary>Which service it speaks of.</summary>
    public AnsweredService Service => new(PayerClaimNumber, From, To) { Coverage = Coverage };

    /// <summary>The coverage it was answered under.</summary>
    public AnsweredCoverage Coverage { get; init; }

    /// <summary>Dollars it denied; null when it holds no denial.</summary>
    public decimal? Denied { get; init; }

    /// <summary>Its service lines; empty when the payer answered for the claim as a whole.</summary>
    public IReadOnlyList<StoryLine> Lines { get; init; } = [];
}

/// <summary>What the payer's later answers made of a denial.</summary>
public enum StoryTurn
{
    /// <summary>Nothing later speaks of it: it stands.</summary>
    Stands,

    /// <summary>Taken back, and nothing new was decided yet.</summary>
    Reversed,

    /// <summary>Decided again, and still denied: the newer denial stands in its place.</summary>
    DeniedAgain,

    /// <summary>Paid, in full or in part.</summary>
    Recovered,
}

/// <summary>How one denial ended by the payer's own hand.</summary>
/// <param name="DenialOf">The adjudication that denied.</param>
/// <param name="Turn">What became of it.</param>
/// <param name="By">The adjudication that did it; null when it stands.</param>
/// <param name="Recovered">Dollars paid on the denied lines beyond what the denying adjudication paid there; at most what was denied, never negative.</param>
/// <param name="Line">The first denied line that was paid (1-based in <paramref name="By"/>), the proof of it; null when the claim was paid as a whole.</param>
public sealed record StoryEnding(long DenialOf, StoryTurn Turn, long? By = null, decimal Recovered = 0m, int? Line = null);

/// <summary>
/// Tells one claim's history with one payer from all its adjudications. The answer depends on what was sent, never on the order in which the
/// files arrived: takebacks months later, corrections before their reversal, remittances found in a drawer all end alike (x12.md §5).
/// </summary>
public static class ClaimStory
{
    /// <summary>The ending of every denial among the events.</summary>
    public static IReadOnlyList<StoryEnding> Tell(IEnumerable<StoryEvent> events)
    {
        var told = events.OrderBy(e => e.On).ThenBy(e => e.Remittance, StringComparer.Ordinal).ThenBy(e => e.Position).ToList();
        var reversedBy = Pair(told);
        return [.. told.Where(e => e is { Denied: > 0m, IsReversal: false }).Select(e => End(e, told, reversedBy))];
    }

    /// <summary>
    /// Each reversal and the one answer it takes back: the latest not yet taken back, first by claim number and charge, then by claim number, then by charge;
    /// an answer of an earlier remittance before one beside it, because a correction often stands beside its reversal under the same number (P1, P2).
    /// </summary>
    private static Dictionary<long, StoryEvent> Pair(List<StoryEvent> told)
    {
        var reversed = new Dictionary<long, StoryEvent>();
        foreach (var reversal in told.Where(e => e.IsReversal))
        {
            var open = told.Where(e => !e.IsReversal && e.On <= reversal.On && !reversed.ContainsKey(e.Id)).Reverse()
                .OrderBy(e => e.Remittance == reversal.Remittance ? e.Position < reversal.Position ? 1 : 2 : e.On < reversal.On ? 0 : 1).ToList();
            var taken = open.Find(e => SameNumber(e, reversal) && SameCharge(e, reversal)) ?? open.Find(e => SameNumber(e, reversal)) ?? open.Find(e => SameCharge(e, reversal) && SameService(e, reversal));
            if (taken is not null) { reversed[taken.Id] = reversal; }
        }

        return reversed;
    }

    private static StoryEnding End(StoryEvent denial, List<StoryEvent> told, Dictionary<long, StoryEvent> reversedBy)
    {
        foreach (var later in told.SkipWhile(e => e.Id != denial.Id).Skip(1).Where(e => !e.IsReversal && !reversedBy.ContainsKey(e.Id) && Answers(e, denial)))
        {
            var (recovered, line) = Gained(later, denial);
            if (later.Denied > 0m) { return new(denial.Id, StoryTurn.DeniedAgain, later.Id, recovered, line); }

            if (recovered > 0m) { return new(denial.Id, StoryTurn.Recovered, later.Id, recovered, line); }
        }

        return reversedBy.TryGetValue(denial.Id, out var reversal) ? new(denial.Id, StoryTurn.Reversed, reversal.Id) : new(denial.Id, StoryTurn.Stands);
    }

    /// <summary>
    /// Whether a later adjudication speaks of what was denied. A claim may be split into parts that share an account number and come one by one;
    /// the payment of one part says nothing about another (x12.md §9), so the denied lines must be among its own. Some practices use one account number
    /// for all visits of a patient: an answer about other days of service says nothing either, unless it names the line. The same payer's answer as the next payer says nothing.
    /// </summary>
    private static bool Answers(StoryEvent later, StoryEvent denial)
    {
        if (later.Coverage.IsOther(denial.Coverage)) { return false; }

        var denied = denial.Lines.Where(l => l.Denied).ToList();
        return denied.Count > 0 && later.Lines.Count > 0
            ? SameService(later, denial) ? denied.Exists(line => later.Lines.Any(l => l.IsOf(line))) : denied.Exists(line => line.IsNamed && later.Lines.Any(l => l.Key == line.Key))
            : SameNumber(later, denial) || (SameCharge(later, denial) && SameService(later, denial));
    }

    private static bool SameService(StoryEvent one, StoryEvent other) => one.Service.IsOf(other.Service);

    /// <summary>What the denied lines got beyond what they had; for the claim as a whole where one of the two has no lines.</summary>
    private static (decimal Recovered, int? Line) Gained(StoryEvent later, StoryEvent denial)
    {
        var denied = denial.Lines.Where(l => l.Denied).ToList();
        if (denied.Count == 0 || later.Lines.Count == 0) { return (Within((later.Paid ?? 0m) - (denial.Paid ?? 0m), denial), null); }

        var gained = 0m;
        int? proof = null;
        foreach (var same in denied.GroupBy(l => l.Key))
        {
            var more = later.Lines.Where(l => same.Any(l.IsOf)).Sum(l => l.Paid ?? 0m) - same.Sum(l => l.Paid ?? 0m);
            if (more <= 0m) { continue; }

            gained += more;
            proof ??= later.Lines.TakeWhile(l => !same.Any(l.IsOf) || l.Paid is null or <= 0m).Count() + 1;
        }

        return (Within(gained, denial), proof);
    }

    private static decimal Within(decimal gained, StoryEvent denial) => Math.Min(Math.Max(gained, 0m), denial.Denied ?? 0m);

    private static bool SameNumber(StoryEvent one, StoryEvent other) => one.PayerClaimNumber.Length > 0 && one.PayerClaimNumber == other.PayerClaimNumber;

    private static bool SameCharge(StoryEvent one, StoryEvent other) => one.Charge is { } a && other.Charge is { } b && Math.Abs(a) == Math.Abs(b);
}
