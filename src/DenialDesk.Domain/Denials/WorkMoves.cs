using System.Globalization;
using DenialDesk.Domain.Calendar;

namespace DenialDesk.Domain.Denials;

/// <summary>What is done with the work itself, not with the claim: put off, passed on, passed over.</summary>
public enum WorkMoveKind
{
    /// <summary>Out of the queue until a workday.</summary>
    Snooze,

    /// <summary>Back in the queue before that day.</summary>
    Wake,

    /// <summary>A lead is asked.</summary>
    Escalate,

    /// <summary>The lead answers, and whoever asked goes on.</summary>
    GiveBack,

    /// <summary>Another person goes on with it.</summary>
    HandOver,

    /// <summary>Taken from the queue and passed over: somebody else, or another day.</summary>
    Skip,
}

/// <summary>Why a denial that was taken from the queue is passed over; few, so that they can be counted.</summary>
public enum SkipReason
{
    /// <summary>A provider, a patient or a payer has to answer first.</summary>
    WaitingOnSomebody,

    /// <summary>It wants somebody who knows this kind.</summary>
    NotMySkill,

    /// <summary>Something needed is not there.</summary>
    MissingInformation,

    /// <summary>It should not stand so high.</summary>
    WrongRank,

    /// <summary>Anything else, in words.</summary>
    Other,
}

/// <summary>A move as somebody asks for it.</summary>
public sealed record WorkMove
{
    /// <summary>What is to be done.</summary>
    public required WorkMoveKind Kind { get; init; }

    /// <summary>Days the office is open to put it off by, today not counted.</summary>
    public int Workdays { get; init; }

    /// <summary>The reason, question, answer or note in the person's words.</summary>
    public string? Words { get; init; }

    /// <summary>Why it is passed over.</summary>
    public SkipReason? Skip { get; init; }

    /// <summary>To whom it goes.</summary>
    public Guid? Person { get; init; }
}

/// <summary>How a denial stands with those who work on it.</summary>
public sealed record WorkStanding
{
    /// <summary>Where it stands.</summary>
    public required DenialState State { get; init; }

    /// <summary>Whose it is; nothing when nobody's.</summary>
    public Guid? Owner { get; init; }

    /// <summary>Until when it is put off, that day not included; nothing when it is not.</summary>
    public DateOnly? SnoozedUntil { get; init; }

    /// <summary>Who asked a lead; nothing when nobody did.</summary>
    public Guid? EscalatedBy { get; init; }

    /// <summary>The last day on which starting still leaves room before the due day; inclusive.</summary>
    public required DateOnly LastSafeDay { get; init; }

    /// <summary>Days the practice's own office is closed.</summary>
    public IReadOnlySet<DateOnly> Closed { get; init; } = new HashSet<DateOnly>();
}

/// <summary>Which moves are allowed, and when what was put off is back.</summary>
/// <remarks>Worked examples: docs/rules/queue-work.md. Nothing sleeps beyond its last safe day: neither when it is put off, nor when its window is changed later.</remarks>
public static class WorkMoves
{
    /// <summary>Workdays something can be put off at most.</summary>
    public const int Longest = 30;

    /// <summary>Characters a reason or note may have.</summary>
    public const int MostWords = 2000;

    /// <summary>The day it is back: the n-th day after today on which the office is open.</summary>
    public static DateOnly ReturnDay(DateOnly today, int workdays, IReadOnlySet<DateOnly> closed)
    {
        var day = today;
        for (var left = workdays; left > 0; left--)
        {
            do { day = day.AddDays(1); }
            while (!OfficeDays.Open(day, closed));
        }

        return day;
    }

    /// <summary>Whether it is out of the queue on a day: before its day, and before its last safe day.</summary>
    public static bool Sleeps(DateOnly? until, DateOnly lastSafeDay, DateOnly today) => until > today && lastSafeDay > today;

    /// <summary>Why the move is not allowed on a day of the practice; nothing when it is.</summary>
    /// <param name="standing">How it stands.</param>
    /// <param name="move">What is asked.</param>
    /// <param name="me">Who asks.</param>
    /// <param name="today">The practice's day.</param>
    public static Refusal? Refuse(WorkStanding standing, WorkMove move, Guid? me, DateOnly today)
    {
        if (!DenialSteps.IsOpen(standing.State)) { return new("closed", "This denial is closed. Reopen it first."); }

        if (move.Words?.Length > MostWords) { return new("words_too_long", "Write it shorter: up to 2,000 characters."); }

        return move.Kind switch
        {
            WorkMoveKind.Snooze => RefuseSnooze(standing, move, today),
            WorkMoveKind.Wake when standing.SnoozedUntil is null => new("not_snoozed", "This denial is not snoozed."),
            WorkMoveKind.Escalate when standing.EscalatedBy is not null => new("already_escalated", "A lead has been asked already."),
            WorkMoveKind.Escalate when Blank(move) => new("question_missing", "Write down what the lead should decide."),
            WorkMoveKind.GiveBack when standing.EscalatedBy is null => new("not_escalated", "Nobody asked a lead about this denial, so there is nobody to give it back to."),
            WorkMoveKind.GiveBack when Blank(move) => new("answer_missing", "Write down the answer, so that whoever asked can go on."),
            WorkMoveKind.HandOver when move.Person is null => new("person_missing", "Choose who goes on with it."),
            WorkMoveKind.HandOver when move.Person == standing.Owner => new("already_theirs", "They own this denial already."),
            WorkMoveKind.HandOver when Blank(move) => new("note_missing", "Write a note for whoever goes on with it: what is done, and what is next."),
            WorkMoveKind.Skip => RefuseSkip(standing, move, me),
            _ => null,
        };
    }

    private static Refusal? RefuseSnooze(WorkStanding standing, WorkMove move, DateOnly today)
    {
        if (standing.State == DenialState.Waiting) { return new("waits_already", "This denial waits for the payer and is out of the queue already."); }

        if (move.Workdays is < 1 or > Longest) { return new("snooze_days", "Snooze it for 1 to 30 workdays."); }

        if (Blank(move)) { return new("snooze_reason", "Write down what it waits for."); }

        var back = ReturnDay(today, move.Workdays, standing.Closed);
        var safe = OfficeDays.StartBy(standing.LastSafeDay, standing.Closed);
        if (back <= safe) { return null; }

        var most = 0;
        while (ReturnDay(today, most + 1, standing.Closed) <= safe) { most++; }

        return new("snooze_too_long", most == 0
            ? $"Its last safe day is {Day(safe)}: there is no workday left to put it off."
            : string.Create(CultureInfo.InvariantCulture, $"It would be back on {Day(back)}, after its last safe day, {Day(safe)}. Snooze it for {most} {(most == 1 ? "workday" : "workdays")} at most."));
    }

    private static Refusal? RefuseSkip(WorkStanding standing, WorkMove move, Guid? me)
    {
        if (standing.Owner is null || standing.Owner != me) { return new("not_yours", "Only what you took yourself can be skipped."); }

        if (standing.State == DenialState.Waiting) { return new("waits_already", "This denial waits for the payer and is out of the queue already."); }

        return move switch
        {
            { Skip: null } => new("skip_reason", "Choose why you skip it."),
            { Skip: SkipReason.Other } when Blank(move) => new("skip_words", "Write down why; \"other\" alone tells nobody anything."),
            _ => null,
        };
    }

    private static bool Blank(WorkMove move) => string.IsNullOrWhiteSpace(move.Words);

    private static string Day(DateOnly day) => day.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture);
}
