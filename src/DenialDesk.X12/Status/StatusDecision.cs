using DenialDesk.X12.Remittance;

namespace DenialDesk.X12.Status;

/// <summary>What became of a claim as far as a 277 tells.</summary>
public enum StatusOutcome
{
    /// <summary>No status, or categories outside the list.</summary>
    Unknown,

    /// <summary>Received or passed on (A0, A1, DR01), not yet taken in.</summary>
    Received,

    /// <summary>Taken in for a decision (A2, A5, DR02, DR08).</summary>
    Accepted,

    /// <summary>Not taken: no remittance will follow and nothing can be appealed; correct it and send it as a new claim.</summary>
    Rejected,

    /// <summary>The sender cannot find it (A4, D0, DR04).</summary>
    NotFound,

    /// <summary>Being worked on (P categories).</summary>
    Pending,

    /// <summary>The payer waits for an answer (R categories, P3, P4).</summary>
    InformationNeeded,

    /// <summary>Decided (F categories but F5): the remittance says how.</summary>
    Finalized,

    /// <summary>The question could not be answered (E categories).</summary>
    NotAnswered,
}

/// <summary>Who speaks in a 277.</summary>
public enum StatusSpeaker
{
    /// <summary>The source does not say what it is.</summary>
    Unknown,

    /// <summary>A clearinghouse (NM1*AY): the payer has not seen a claim that it rejects.</summary>
    Clearinghouse,

    /// <summary>The payer (NM1*PR).</summary>
    Payer,
}

/// <summary>What became of a claim, who says so and where.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="By">Who says so.</param>
/// <param name="Level">At which level the deciding statuses stand; <see cref="StatusRole.Patient"/> for the claim itself and its lines.</param>
/// <param name="AtLine">True when only service lines are rejected and the claim's own status is not.</param>
/// <param name="NeedsReview">True when statuses contradict each other; a rejection wins.</param>
/// <param name="Statuses">The statuses that decide, in file order.</param>
public sealed record StatusDecision(
    StatusOutcome Outcome, StatusSpeaker By, StatusRole Level, bool AtLine, bool NeedsReview, IReadOnlyList<StatusInformation> Statuses)
{
    internal static StatusDecision Nothing { get; } = new(StatusOutcome.Unknown, StatusSpeaker.Unknown, StatusRole.Unknown, false, false, []);

    /// <summary>Decides a claim.</summary>
    /// <remarks>
    /// Rejected when an STC of the claim or a line has action U or a category A3, A6, A7, A8 (F5, DR03, DR05–07 likewise) in any of its
    /// three composites, or when its receiver or provider was refused as a whole. There is no "accepted with a warning" (X12 RFI 2203).
    /// </remarks>
    public static StatusDecision Of(StatusClaim claim)
    {
        var by = SpeakerOf(claim.Source);
        var own = claim.StatusList.FindAll(s => s.IsRejection);
        var lines = claim.LineList.SelectMany(l => l.StatusList).Where(s => s.IsRejection).ToList();
        if (own.Count + lines.Count > 0)
        {
            var doubt = own.Exists(s => s.Contradicts) || (own.Count == 0 && claim.StatusList.Count > 0) || own.Count < claim.StatusList.Count(s => s.Action.Length > 0);
            return new(StatusOutcome.Rejected, by, StatusRole.Patient, own.Count == 0, doubt, [.. own, .. lines]);
        }

        foreach (var above in (StatusLevel?[])[claim.Provider, claim.Receiver])
        {
            if (above?.RejectsAllBelow == true)
            {
                var refused = above.StatusList.FindAll(s => s.IsRejection);
                return new(StatusOutcome.Rejected, by, above.Role, false, claim.StatusList.Count > 0, refused);
            }
        }

        var told = claim.StatusList.Count > 0 ? claim.StatusList : claim.LineList.SelectMany(l => l.StatusList).ToList();
        var doubtful = claim.Provider?.RejectionIsDoubtful == true || claim.Receiver?.RejectionIsDoubtful == true;
        return new(OutcomeOf(told), by, StatusRole.Patient, false, doubtful, told);
    }

    /// <summary>Who speaks at a source level.</summary>
    public static StatusSpeaker SpeakerOf(StatusLevel? source) => source?.Party?.Role switch
    {
        "PR" => StatusSpeaker.Payer,
        "AY" => StatusSpeaker.Clearinghouse,
        _ => StatusSpeaker.Unknown,
    };

    private static StatusOutcome OutcomeOf(IReadOnlyList<StatusInformation> statuses)
    {
        var outcome = StatusOutcome.Unknown;
        foreach (var code in statuses.SelectMany(s => s.Codes))
        {
            var one = OutcomeOf(code.Category);
            outcome = Rank(one) > Rank(outcome) ? one : outcome;
        }

        return outcome == StatusOutcome.Unknown && statuses.Any(s => s.Action == "WQ") ? StatusOutcome.Received : outcome;
    }

    /// <summary>Several statuses: what asks a person to act comes before what does not, a later stage before an earlier one.</summary>
    private static int Rank(StatusOutcome outcome) => outcome switch
    {
        StatusOutcome.InformationNeeded => 7,
        StatusOutcome.NotFound => 6,
        StatusOutcome.Finalized => 5,
        StatusOutcome.Pending => 4,
        StatusOutcome.Accepted => 3,
        StatusOutcome.Received => 2,
        StatusOutcome.NotAnswered => 1,
        _ => 0,
    };

    private static StatusOutcome OutcomeOf(string category) => category switch
    {
        "A0" or "A1" or "DR01" => StatusOutcome.Received,
        "A2" or "A5" or "DR02" or "DR08" => StatusOutcome.Accepted,
        "A4" or "D0" or "DR04" => StatusOutcome.NotFound,
        "P3" or "P4" => StatusOutcome.InformationNeeded,
        _ when category.Length < 2 => StatusOutcome.Unknown,
        _ => category[0] switch
        {
            'P' => StatusOutcome.Pending,
            'R' => StatusOutcome.InformationNeeded,
            'F' => StatusOutcome.Finalized,
            'E' => StatusOutcome.NotAnswered,
            _ => StatusOutcome.Unknown,
        },
    };
}
