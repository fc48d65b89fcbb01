using System.Globalization;
using DenialDesk.Domain.Calendar;

namespace DenialDesk.Domain.Corrections;

/// <summary>How far a correction has come. Written names come from <c>CodeNames</c>.</summary>
public enum CorrectionStage
{
    /// <summary>Written, and nobody has said that it was sent.</summary>
    Written,

    /// <summary>Sent; nobody has taken it yet.</summary>
    Sent,

    /// <summary>The clearinghouse, or the form of the file, was accepted.</summary>
    Clearinghouse,

    /// <summary>The payer took it for decision.</summary>
    Payer,

    /// <summary>Refused before any decision.</summary>
    Rejected,

    /// <summary>The payer decided again.</summary>
    Answered,
}

/// <summary>One acknowledgement of a correction.</summary>
/// <param name="Stage">1 the form of the file (999, TA1), 2 the clearinghouse, 3 the payer.</param>
/// <param name="Accepted">True accepts, false refuses; receipts that do neither are left out.</param>
/// <param name="On">The day of the answer.</param>
public sealed record CorrectionAnswer(int Stage, bool Accepted, DateOnly On);

/// <summary>Where a correction stands and by when the next word about it is due.</summary>
/// <param name="Stage">How far it has come.</param>
/// <param name="Due">Last day, inclusive, on which silence is usual; null when nothing is awaited.</param>
/// <param name="Overdue">Whether that day has passed, or something has to be done now.</param>
/// <param name="Next">What to do or to wait for, in a sentence.</param>
public sealed record CorrectionTrack(CorrectionStage Stage, DateOnly? Due, bool Overdue, string Next)
{
    /// <summary>Business days in which an electronic claim is acknowledged.</summary>
    private const int AcknowledgedWithin = 2;

    /// <summary>Calendar days after which the payer is asked whether it has the claim.</summary>
    private const int AskedAfter = 15;

    /// <summary>Calendar days after which a decision is asked for.</summary>
    private const int DecidedWithin = 30;

    /// <summary>Works it out on a day of the practice.</summary>
    /// <remarks>Worked examples: docs/rules/corrected-claims.md, "Tracking" (acknowledged in two business days, status at 15 and 30 calendar days).</remarks>
    /// <param name="written">The day it was written.</param>
    /// <param name="sent">The day it was last sent; null when nobody said so.</param>
    /// <param name="paper">True when it went by paper, fax or portal, which nothing acknowledges.</param>
    /// <param name="answers">Acknowledgements since it was sent, in any order.</param>
    /// <param name="answered">The day the payer decided again.</param>
    /// <param name="today">The practice's day.</param>
    public static CorrectionTrack Of(DateOnly written, DateOnly? sent, bool paper, IReadOnlyList<CorrectionAnswer> answers, DateOnly? answered, DateOnly today)
    {
        if (answered is not null) { return new(CorrectionStage.Answered, null, false, "The payer decided again."); }

        if (sent is not { } day)
        {
            var due = BusinessDays.Add(written, AcknowledgedWithin);
            return new(CorrectionStage.Written, due, due < today, "Send it, or say that it was sent.");
        }

        if (paper) { return Late(CorrectionStage.Sent, day.AddDays(DecidedWithin), today, "Ask the payer whether it has come and when it is decided."); }

        if (answers.Count > 0 && answers.OrderBy(a => a.Stage).ThenBy(a => a.On).ThenBy(a => a.Accepted).Last() is { Accepted: false } refused)
        {
            return new(CorrectionStage.Rejected, refused.On, true, "It was refused before any decision: put right what is named and write it again.");
        }

        return answers.Where(a => a.Accepted).Select(a => a.Stage).DefaultIfEmpty(0).Max() switch
        {
            3 => Late(CorrectionStage.Payer, day.AddDays(DecidedWithin), today, "Ask the payer for its decision."),
            > 0 => Late(CorrectionStage.Clearinghouse, day.AddDays(AskedAfter), today, "Ask the payer whether it has the claim."),
            _ => Late(CorrectionStage.Sent, BusinessDays.Add(day, AcknowledgedWithin), today, "No acknowledgement came: ask the clearinghouse, and take in its answer files."),
        };
    }

    private static CorrectionTrack Late(CorrectionStage stage, DateOnly due, DateOnly today, string then)
        => new(stage, due, due < today, due < today ? then : string.Create(CultureInfo.InvariantCulture, $"Nothing to do until {due:ddd d MMM yyyy}."));
}
