namespace DenialDesk.Domain.Rejections;

/// <summary>How far a claim has come when an answer is given: a later stage has seen it after an earlier one let it pass.</summary>
public enum AnswerStage
{
    /// <summary>The form of our file: TA1, 999 and 997, whoever sends them.</summary>
    Form = 1,

    /// <summary>A clearinghouse's 277CA, and one whose source does not say what it is.</summary>
    Clearinghouse = 2,

    /// <summary>The payer's own 277CA.</summary>
    Payer = 3,
}

/// <summary>One answer to a submission before any payment decision.</summary>
/// <param name="Id">Its number on record.</param>
/// <param name="Stage">How far the claim had come.</param>
/// <param name="On">The day it was given.</param>
/// <param name="Rejects">The claim was not taken.</param>
/// <param name="Accepts">The claim was taken (277CA A2, TA1 and 999 A or E). Neither for a mere receipt (A0, A1).</param>
/// <param name="Sign">What was said, in a form that orders answers of one day and stage the same way whenever they arrive.</param>
public sealed record StageAnswer(long Id, AnswerStage Stage, DateOnly On, bool Rejects, bool Accepts, string Sign);

/// <summary>One submission of a claim with all its answers.</summary>
/// <param name="Id">Its number on record.</param>
/// <param name="At">When it was submitted, as its sender wrote it.</param>
/// <param name="From">First day of service; null when not told.</param>
/// <param name="To">Last day of service, inclusive; null for the first.</param>
/// <param name="Answers">All answers to this submission, in any order.</param>
/// <param name="RemittedOn">The day of the first remittance that answers it; null without one.</param>
public sealed record StagedSubmission(long Id, DateTime At, DateOnly? From, DateOnly? To, IReadOnlyList<StageAnswer> Answers, DateOnly? RemittedOn)
{
    /// <summary>True when both speak of a common day, or one does not tell its days: an account number alone may be used for several visits.</summary>
    public bool SharesDay(StagedSubmission other)
        => From is not { } a || other.From is not { } b || (a <= (other.To ?? b) && b <= (To ?? a));
}

/// <summary>What a person said about a rejection.</summary>
/// <param name="Action">"sent", "closed", or empty for nothing.</param>
/// <param name="AnswerId">The answer it was said about; the word holds while that answer decides.</param>
public sealed record PersonWord(string Action, long? AnswerId);

/// <summary>Where a rejection stands.</summary>
/// <param name="AnswerId">The answer that rejects.</param>
/// <param name="State">"open", "sent" (a new submission waits for its answer), or "closed".</param>
/// <param name="How">Null while open; "resubmitted" or "person" when sent; "accepted", "answered" (by a remittance) or "person" when closed.</param>
public sealed record RejectionStanding(long AnswerId, string State, string? How);

/// <summary>Whether a submission stands rejected: a function of everything known, so any order of arrival gives the same.</summary>
/// <remarks>
/// An acceptance settles rejections of an earlier stage, and of its own stage when it was given on a later day; never of a later stage, and on one
/// day at one stage the rejection stands. Source: 005010X214 and 005010X231 guides, which describe the stages; docs/rules/rejections.md.
/// </remarks>
public static class RejectionRule
{
    /// <summary>Judges one submission among all of its claim; null when nothing rejects it.</summary>
    public static RejectionStanding? Judge(StagedSubmission sent, IReadOnlyList<StagedSubmission> all, PersonWord said)
    {
        var refusals = sent.Answers.Where(a => a.Rejects).OrderBy(a => a.On).ThenBy(a => a.Stage).ThenBy(a => a.Sign, StringComparer.Ordinal).ToList();
        if (refusals.Count == 0) { return null; }

        if (refusals.FindLast(r => !sent.Answers.Any(a => Settles(a, r))) is not { } deciding) { return new(refusals[^1].Id, "closed", "accepted"); }

        var later = all.Where(s => s.At > sent.At && s.SharesDay(sent)).ToList();
        if (later.Exists(s => s.Answers.Any(a => a.Accepts && a.Stage >= deciding.Stage))) { return new(deciding.Id, "closed", "accepted"); }

        if (later.Append(sent).Any(s => s.RemittedOn >= deciding.On)) { return new(deciding.Id, "closed", "answered"); }

        var word = said.AnswerId == deciding.Id ? said.Action : "";
        return word == "closed" ? new(deciding.Id, "closed", "person")
            : later.Count > 0 ? new(deciding.Id, "sent", "resubmitted")
            : word == "sent" ? new(deciding.Id, "sent", "person")
            : new(deciding.Id, "open", null);
    }

    private static bool Settles(StageAnswer acceptance, StageAnswer refusal)
        => acceptance.Accepts && (acceptance.Stage > refusal.Stage || (acceptance.Stage == refusal.Stage && acceptance.On > refusal.On));
}
