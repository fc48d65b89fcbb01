using System.Globalization;
using DenialDesk.Domain.Money;
using DenialDesk.Domain.Payers;

namespace DenialDesk.Domain.Appeals;

/// <summary>Which step an appeal may take, and where it leads.</summary>
/// <remarks>Worked examples: docs/rules/appeals.md. States and guards: domain.md §5.1. Nothing is sent that was not approved as it stands, and nothing counts as sent without proof.</remarks>
public static class AppealSteps
{
    /// <summary>Where the appeal stands afterwards, or why it may not be.</summary>
    public readonly record struct Outcome(AppealStatus Next, Refusal? Refusal)
    {
        /// <summary>Whether the step may be taken.</summary>
        public bool Allowed => Refusal is null;
    }

    /// <summary>Whether somebody still has something to do or to wait for on it.</summary>
    public static bool IsOpen(AppealStatus status) => status <= AppealStatus.MoreAsked;

    /// <summary>Whether the payer has it.</summary>
    public static bool IsWithPayer(AppealStatus status) => status is AppealStatus.Sent or AppealStatus.Acknowledged or AppealStatus.MoreAsked;

    /// <summary>Whether letter and packet may still change.</summary>
    public static bool IsWritable(AppealStatus status) => status is AppealStatus.Draft or AppealStatus.InReview;

    /// <summary>Decides one step on a day of the practice.</summary>
    public static Outcome Take(AppealFacts facts, AppealStep step, DateOnly today)
        => Refuse(facts, step, today) is { } refusal ? new(facts.Status, refusal) : new(After(facts.Status, step), null);

    /// <summary>The steps that fit where it stands, whatever is typed in; for buttons.</summary>
    public static IReadOnlyList<AppealStepKind> Fitting(AppealStatus status) => [.. Enum.GetValues<AppealStepKind>().Where(k => Fits(status, k))];

    private static AppealStatus After(AppealStatus status, AppealStep step) => step.Kind switch
    {
        AppealStepKind.Submit or AppealStepKind.Approve => AppealStatus.InReview,
        AppealStepKind.SendBack or AppealStepKind.BackToDraft => AppealStatus.Draft,
        AppealStepKind.MakeReady => AppealStatus.Ready,
        AppealStepKind.Send => AppealStatus.Sent,
        AppealStepKind.Acknowledge or AppealStepKind.SendMore => AppealStatus.Acknowledged,
        AppealStepKind.AskMore => AppealStatus.MoreAsked,
        AppealStepKind.Decide => step.Outcome ?? status,
        AppealStepKind.Withdraw => AppealStatus.Withdrawn,
        _ => status,
    };

    private static bool Fits(AppealStatus status, AppealStepKind kind) => kind switch
    {
        AppealStepKind.Submit => status == AppealStatus.Draft,
        AppealStepKind.SendBack => status == AppealStatus.InReview,
        AppealStepKind.Approve or AppealStepKind.MakeReady or AppealStepKind.Sign => IsWritable(status),
        AppealStepKind.BackToDraft or AppealStepKind.Send => status == AppealStatus.Ready,
        AppealStepKind.Acknowledge => status == AppealStatus.Sent,
        AppealStepKind.AskMore => status is AppealStatus.Sent or AppealStatus.Acknowledged,
        AppealStepKind.SendMore => status == AppealStatus.MoreAsked,
        AppealStepKind.Decide => IsWithPayer(status),
        _ => IsOpen(status),
    };

    private static Refusal? Refuse(AppealFacts facts, AppealStep step, DateOnly today)
    {
        if (!Fits(facts.Status, step.Kind)) { return new("appeal_wrong_state", $"This appeal is {Words(facts.Status)}. {WhatNow(facts.Status)}"); }

        if (step.On > today) { return new("appeal_future", "That day is still to come. Give the day it happened."); }

        return step.Kind switch
        {
            AppealStepKind.Approve when facts.OwnLetter => new("own_letter", "You wrote this letter: another person has to read and approve it. Give it to review."),
            AppealStepKind.Submit or AppealStepKind.Approve => Holes(facts),
            AppealStepKind.SendBack when Empty(step.Note) => new("appeal_note", "Write down what has to change, so that the writer knows."),
            AppealStepKind.Withdraw when Empty(step.Note) => new("appeal_note", "Write down why it is given up."),
            AppealStepKind.Sign => RefuseSignature(facts, step),
            AppealStepKind.MakeReady => RefuseReady(facts),
            AppealStepKind.Send => RefuseSending(facts, step, today),
            AppealStepKind.AskMore => RefuseAsking(step, today),
            AppealStepKind.SendMore when Empty(step.Reference) => new("appeal_proof", "Write down the confirmation number: without it nothing proves that it was sent."),
            AppealStepKind.Decide => RefuseDecision(facts, step, today),
            _ => null,
        };
    }

    private static Refusal? Holes(AppealFacts facts) => facts.Holes.Count == 0
        ? null
        : new("letter_holes", $"The letter still has {facts.Holes.Count} place{(facts.Holes.Count == 1 ? "" : "s")} in brackets: {string.Join(", ", facts.Holes.Take(3))}{(facts.Holes.Count > 3 ? " and more" : "")}. Fill them in or take them out.");

    private static Refusal? NotApproved(AppealFacts facts) => facts.ApprovedVersion == facts.LetterVersion
        ? null
        : new("letter_not_approved", facts.ApprovedVersion is null ? "Nobody has approved the letter. Have it read and approved first." : "The letter was changed after it was approved. Have it approved again as it stands now.");

    private static Refusal? RefuseSignature(AppealFacts facts, AppealStep step)
        => NotApproved(facts) ?? (Empty(step.SignedBy) ? new("signer_missing", "Write down who signed: the provider's name as it stands on the letter.") : null);

    private static Refusal? RefuseReady(AppealFacts facts)
    {
        if (Holes(facts) is { } holes) { return holes; }

        if (NotApproved(facts) is { } open) { return open; }

        if (facts is { SignatureAsked: true, LetterSigned: false }) { return new("unsigned", "This payer wants the provider's signature, and the letter is not signed. Note the signature first."); }

        if (facts.PacketVersion is null) { return new("no_packet", "There is no packet yet. Make it first."); }

        if (facts.PacketVersion != facts.LetterVersion || facts.PacketSigned != facts.LetterSigned)
        {
            return new("packet_old", "The packet was made before the letter was changed or signed. Make it again.");
        }

        return facts.PacketProblems.Count > 0 ? new("packet_refused", facts.PacketProblems[0]) : null;
    }

    private static Refusal? RefuseSending(AppealFacts facts, AppealStep step, DateOnly today)
    {
        if (step.Channel is null or Channel.Phone) { return new("appeal_channel", "Say how it went out: portal, electronically, fax or mail."); }

        if (Empty(step.Reference))
        {
            return new("appeal_proof", step.Channel switch
            {
                Channel.Portal => "Write down the portal's confirmation number: without it nothing proves that it was sent.",
                Channel.Fax => "Write down the number of the fax receipt: without it nothing proves that it was sent.",
                Channel.Mail => "Write down the certified-mail number: without it nothing proves that it was sent.",
                _ => "Write down the control number: without it nothing proves that it was sent.",
            });
        }

        var on = step.On ?? today;
        if (on < facts.OpenedOn) { return new("appeal_before", $"It cannot have gone out before it was begun on {Day(facts.OpenedOn)}. Check the day."); }

        return facts.DueOn < on && !facts.DueAssumed && Empty(step.Note)
            ? new("window_shut", $"The last day for this level was {Day(facts.DueOn!.Value)}. Write down the good cause for filing late, or withdraw it.")
            : null;
    }

    private static Refusal? RefuseAsking(AppealStep step, DateOnly today)
    {
        if (Empty(step.Note)) { return new("appeal_note", "Write down what the payer asks for."); }

        return step.AnswerBy is not { } by || by < (step.On ?? today) ? new("appeal_answer_by", "Give the last day to send it, as the payer named it; it cannot lie before the request.") : null;
    }

    private static Refusal? RefuseDecision(AppealFacts facts, AppealStep step, DateOnly today)
    {
        if (step.Outcome is not (AppealStatus.Overturned or AppealStatus.Partial or AppealStatus.Upheld or AppealStatus.Dismissed))
        {
            return new("outcome_missing", "Say what the payer decided: overturned, partly, upheld or dismissed.");
        }

        if ((step.On ?? today) < facts.SentOn) { return new("appeal_before", $"It went out on {Day(facts.SentOn.Value)}; the payer cannot have decided before. Check the day."); }

        if (step.Outcome is AppealStatus.Upheld or AppealStatus.Dismissed)
        {
            return Empty(step.Note) ? new("appeal_note", "Write down the reason the payer gave; the next step hangs on it.") : null;
        }

        if (step.Outcome == AppealStatus.Partial && (step.Amount is not > 0m || step.Amount >= facts.Amount))
        {
            return new("amount_wrong", $"A part is more than nothing and less than the {Dollars.Text(facts.Amount)} this is about. Give what the payer says it will pay.");
        }

        if (step.Amount is { } typed && Dollars.Cents(typed) != typed)
        {
            return new("amount_wrong", "Dollars and whole cents, as the payer says: 12.34. Check the amount.");
        }

        return step.Amount > facts.Amount || step.Amount <= 0m
            ? new("amount_wrong", $"This is about {Dollars.Text(facts.Amount)}; the payer cannot grant {Dollars.Text(step.Amount ?? 0m)}. Check the amount.")
            : null;
    }

    /// <summary>A status in a sentence: "with the payer".</summary>
    public static string Words(AppealStatus status) => status switch
    {
        AppealStatus.Draft => "a draft",
        AppealStatus.InReview => "in review",
        AppealStatus.Ready => "ready to go out",
        AppealStatus.Sent => "sent",
        AppealStatus.Acknowledged => "acknowledged by the payer",
        AppealStatus.MoreAsked => "waiting for what the payer asked for",
        AppealStatus.Overturned => "overturned",
        AppealStatus.Partial => "partly overturned",
        AppealStatus.Upheld => "upheld",
        AppealStatus.Dismissed => "dismissed",
        _ => "withdrawn",
    };

    private static string WhatNow(AppealStatus status) => status switch
    {
        AppealStatus.Draft => "Write the letter and have it approved.",
        AppealStatus.InReview => "Approve the letter, make the packet and make it ready, or send it back.",
        AppealStatus.Ready => "Send it, or open it again to change it.",
        AppealStatus.MoreAsked => "Send what was asked for, or record the decision.",
        AppealStatus.Sent or AppealStatus.Acknowledged => "What went out does not change; record what the payer says.",
        _ => "Nothing more happens to it; a next level is an appeal of its own.",
    };

    private static bool Empty(string? text) => string.IsNullOrWhiteSpace(text);

    private static string Day(DateOnly day) => day.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture);
}
