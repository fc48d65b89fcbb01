using System.Globalization;
using DenialDesk.Domain.Calendar;

namespace DenialDesk.Domain.FollowUps;

/// <summary>What was sent, and how its payer behaves.</summary>
public sealed record SentFacts
{
    /// <summary>What it was.</summary>
    public required SentKind Kind { get; init; }

    /// <summary>The practice's day on which it was sent.</summary>
    public required DateOnly On { get; init; }

    /// <summary>Business days after sending in which the payer wants no status questions; null: none.</summary>
    public int? QuietDays { get; init; }

    /// <summary>Calendar days in which the payer says it answers; null: not known.</summary>
    public int? ResponseDays { get; init; }

    /// <summary>Median of the calendar days in which it did answer; null without answers.</summary>
    public int? MedianDays { get; init; }

    /// <summary>How many answers the median rests on.</summary>
    public int Answers { get; init; }

    /// <summary>Whether the payer has a portal, where receipt shows within days.</summary>
    public bool Portal { get; init; }

    /// <summary>Days on which the office is closed by its own choice.</summary>
    public IReadOnlySet<DateOnly> Closed { get; init; } = new HashSet<DateOnly>();
}

/// <summary>The next look.</summary>
/// <param name="Kind">What for.</param>
/// <param name="DueOn">The day, one on which the office is open.</param>
/// <param name="Because">How it was worked out, in a sentence.</param>
/// <param name="Misses">Answers that were due and did not come, in a row.</param>
public sealed record NextLook(FollowUpKind Kind, DateOnly DueOn, string Because, int Misses = 0);

/// <summary>When to look again at what was sent, and what for. Worked examples: docs/rules/follow-up.md.</summary>
/// <remarks>
/// Corrected claim: acknowledgment after 2 business days, status after 15 and 30 calendar days. Appeal: receipt after 7 calendar days (2 business days where there is a
/// portal). Both: the answer 3 business days after the usual response, then every 14 calendar days; two misses go to the lead. Status questions wait for the end of the
/// payer's quiet period; asking whether something arrived does not. Every day is moved on to one on which the office is open.
/// </remarks>
public static class FollowUpPlan
{
    /// <summary>Answers from which a payer's own median counts more than what it says.</summary>
    public const int AnswersToLearn = 10;

    /// <summary>Misses in a row after which the lead is told.</summary>
    public const int MissesForLead = 2;

    /// <summary>Calendar days between questions once the answer is late.</summary>
    public const int OverdueDays = 14;

    /// <summary>Calendar days assumed for a payer nobody knows: a corrected claim.</summary>
    public const int DefaultCorrectedDays = 30;

    /// <summary>Calendar days assumed for a payer nobody knows: an appeal.</summary>
    public const int DefaultAppealDays = 60;

    private static readonly (FollowUpKind Kind, int Days)[] CorrectedSteps = [(FollowUpKind.Status, 15), (FollowUpKind.Status, 30)];

    /// <summary>The first look at something that was sent.</summary>
    public static NextLook First(SentFacts sent)
    {
        if (sent.Kind == SentKind.Corrected)
        {
            return new(FollowUpKind.Acknowledgment, Open(BusinessDays.Add(sent.On, 2), sent), "Acknowledgments come within 2 business days.");
        }

        return sent.Portal
            ? new(FollowUpKind.Receipt, Open(BusinessDays.Add(sent.On, 2), sent), "The portal shows receipt within 2 business days.")
            : new(FollowUpKind.Receipt, Open(sent.On.AddDays(7), sent), "Receipt is confirmed within 7 days.");
    }

    /// <summary>The look after one that was done on a day and brought no decision.</summary>
    /// <param name="sent">What it is about.</param>
    /// <param name="done">What was looked for.</param>
    /// <param name="doneOn">The practice's day of it.</param>
    /// <param name="misses">Misses in a row before it.</param>
    public static NextLook After(SentFacts sent, FollowUpKind done, DateOnly doneOn, int misses)
    {
        if (done is FollowUpKind.AnswerDue or FollowUpKind.Overdue or FollowUpKind.Promise)
        {
            return new(FollowUpKind.Overdue, Open(Later(doneOn.AddDays(OverdueDays), Quiet(sent)), sent), $"The answer is late: every {OverdueDays} days.", misses + 1);
        }

        var answer = Answer(sent);
        if (sent.Kind == SentKind.Corrected)
        {
            foreach (var (kind, days) in CorrectedSteps)
            {
                var day = Open(Later(sent.On.AddDays(days), Quiet(sent)), sent);
                if (day > doneOn && day < answer.DueOn) { return new(kind, day, $"Where it stands, {days} days after it was sent{(Held(sent, sent.On.AddDays(days)) ? " and not in the quiet period" : "")}.", misses); }
            }
        }

        return answer.DueOn > doneOn ? answer with { Misses = misses }
            : new(FollowUpKind.Overdue, Open(doneOn.AddDays(OverdueDays), sent), $"The answer is late: every {OverdueDays} days.", misses + 1);
    }

    /// <summary>The look that is open on a day at something nobody followed so far: those before it are taken as done, an answer that was due is not.</summary>
    public static NextLook Resume(SentFacts sent, DateOnly today)
    {
        var next = First(sent);
        while (next.DueOn < today && next.Kind is (FollowUpKind.Acknowledgment or FollowUpKind.Receipt or FollowUpKind.Status)) { next = After(sent, next.Kind, next.DueOn, 0); }

        return next;
    }

    /// <summary>The look after a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="sent">What it was about; null: nothing is with the payer.</param>
    /// <param name="open">The look it settled; null: none was open.</param>
    /// <param name="today">The practice's day.</param>
    /// <param name="closed">Days on which the office is closed by its own choice.</param>
    public static NextLook AfterCall(CallNote call, SentFacts? sent, NextLook? open, DateOnly today, IReadOnlySet<DateOnly> closed)
    {
        var misses = open?.Misses ?? 0;
        if (call.AnswerBy is { } by) { return Promised(by, closed, misses); }

        if (call.NextOn is { } chosen) { return Chosen(chosen, closed, misses); }

        var tomorrow = OfficeDays.FollowUp(BusinessDays.Next(today), closed);
        return call.Result switch
        {
            CallResult.NoAnswer => new(open?.Kind ?? FollowUpKind.Own, tomorrow, "Nobody was reached: try again the next business day.", misses),
            CallResult.Upheld => new(FollowUpKind.Own, tomorrow, "They hold to their decision: decide on the next step.", 0),
            CallResult.MoreInformation => new(FollowUpKind.Own, tomorrow, "They want more: send it.", 0),
            CallResult.NotOnFile => new(FollowUpKind.Own, tomorrow, "They have it not on file: prove that it arrived, or send it again.", 0),
            CallResult.Paid or CallResult.WillPay => new(FollowUpKind.Status, OfficeDays.FollowUp(today.AddDays(OverdueDays), closed), "They say it is paid: the remittance should show it.", 0),
            _ when sent is not null => After(sent, open?.Kind ?? FollowUpKind.Status, today, misses),
            _ => new(FollowUpKind.Own, OfficeDays.FollowUp(today.AddDays(OverdueDays), closed), "", misses),
        };
    }

    /// <summary>Whether the lead has to know of a look: two misses in a row, or one answer that was due two weeks ago and nobody asked for.</summary>
    public static bool ForTheLead(FollowUpKind kind, DateOnly dueOn, int misses, DateOnly today)
        => misses >= MissesForLead || (kind is (FollowUpKind.AnswerDue or FollowUpKind.Overdue or FollowUpKind.Promise) && dueOn <= today.AddDays(-OverdueDays));

    /// <summary>The look after the payer named a day, inclusive: the next open day after it.</summary>
    public static NextLook Promised(DateOnly answerBy, IReadOnlySet<DateOnly> closed, int misses)
        => new(FollowUpKind.Promise, OfficeDays.FollowUp(answerBy.AddDays(1), closed), $"They said they would answer by {Day(answerBy)}.", misses);

    /// <summary>A day a person chose; moved on when the office is closed on it.</summary>
    public static NextLook Chosen(DateOnly day, IReadOnlySet<DateOnly> closed, int misses) => new(FollowUpKind.Own, OfficeDays.FollowUp(day, closed), "", misses);

    /// <summary>Calendar days in which the payer answers, and where that comes from.</summary>
    public static (int Days, string Basis) AnswerDays(SentFacts sent)
    {
        if (sent.MedianDays is { } learned && sent.Answers >= AnswersToLearn) { return (Math.Max(1, learned), $"half of {sent.Answers} answers came within {learned} days"); }

        return sent.ResponseDays is { } said ? (said, $"it usually answers within {said} days")
            : sent.Kind == SentKind.Corrected ? (DefaultCorrectedDays, $"{DefaultCorrectedDays} days assumed") : (DefaultAppealDays, $"{DefaultAppealDays} days assumed");
    }

    private static NextLook Answer(SentFacts sent)
    {
        var (days, basis) = AnswerDays(sent);
        return new(FollowUpKind.AnswerDue, Open(Later(BusinessDays.Add(sent.On.AddDays(days), 3), Quiet(sent)), sent), $"The answer is due: {basis}, and 3 business days.");
    }

    /// <summary>The first day after the quiet period; nothing without one.</summary>
    private static DateOnly? Quiet(SentFacts sent) => sent.QuietDays is { } days ? BusinessDays.Add(sent.On, days + 1) : null;

    private static bool Held(SentFacts sent, DateOnly wanted) => Quiet(sent) is { } quiet && quiet > wanted;

    private static DateOnly Later(DateOnly day, DateOnly? other) => other is { } there && there > day ? there : day;

    private static DateOnly Open(DateOnly day, SentFacts sent) => OfficeDays.FollowUp(day, sent.Closed);

    private static string Day(DateOnly day) => day.ToString("M/d/yyyy", CultureInfo.InvariantCulture);
}
