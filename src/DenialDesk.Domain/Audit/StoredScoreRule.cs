using System.Globalization;
using DenialDesk.Domain.Priority;

namespace DenialDesk.Domain.Audit;

/// <summary>A denial's rank as its row holds it.</summary>
/// <param name="Score">Dollars an hour times urgency.</param>
/// <param name="Lane">The lane it is in.</param>
/// <param name="RankKey">What the queue sorts by.</param>
/// <param name="Reversal">The odds stored with the score, 0 to 1, rounded to four decimals; null when it was never ranked.</param>
/// <param name="HourPrice">What an hour of the team was worth when it was ranked, rounded to four decimals.</param>
public sealed record StoredScore(decimal Score, PriorityLane Lane, long RankKey, double? Reversal, double HourPrice);

/// <summary>Holds a stored rank against the score's own rule.</summary>
/// <remarks>
/// The queue rewrites a row only when its sorting number moves, so a stored score may be a cent old. The odds are those of the day; odds learned since the
/// ranking make a score old, not wrong, so one that follows from the odds stored beside it passes too.
/// </remarks>
public static class StoredScoreRule
{
    private const double Cent = 0.011;
    private const double Dollar = 1;
    private const double OddsRounding = 0.00005;

    /// <summary>What is wrong with a rank; null when it holds.</summary>
    /// <param name="stored">The row's rank.</param>
    /// <param name="facts">The row's facts, with the odds as they are now.</param>
    /// <param name="rankedFor">The day the practice's queue was last ranked for.</param>
    /// <param name="settings">The practice's settings.</param>
    public static AuditMark? Of(StoredScore stored, PriorityFacts facts, DateOnly rankedFor, PrioritySettings settings)
    {
        var parts = PriorityScore.Parts(facts, rankedFor, settings);
        if (stored.Reversal is not { } odds) { return Differs("not ranked yet", parts.Score); }

        var score = (double)stored.Score;
        var asThen = PriorityScore.Parts(facts with { Reversal = odds }, rankedFor, settings).Score;
        var slack = odds > 0 ? asThen * OddsRounding / odds : 0;
        if (Math.Abs(parts.Score - score) > Cent && Math.Abs(asThen - score) > Cent + slack) { return Differs(Text(score), parts.Score); }

        if (Math.Abs(stored.RankKey - PriorityScore.RankKey(stored.Lane, score)) > 1) { return Differs($"{Text(score)}, sorted as another", parts.Score); }

        return (stored.Lane, parts.DueNow) switch
        {
            (PriorityLane.DueNow, false) => new(AuditKind.ScoreDiffers, "", "in the lane “due now”", $"not due on {Day(rankedFor)}"),
            (PriorityLane.Ordinary, true) when Math.Min(asThen, parts.Score) / parts.Urgency > stored.HourPrice + Dollar =>
                new(AuditKind.ScoreDiffers, "", "in the ordinary lane", $"due on {Day(rankedFor)} and worth more than an hour of the team"),
            _ => null,
        };
    }

    private static AuditMark Differs(string stored, double recomputed) => new(AuditKind.ScoreDiffers, "", stored, Text(recomputed));

    private static string Text(double score) => string.Create(CultureInfo.InvariantCulture, $"{score:0.00}");

    private static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
}
