namespace DenialDesk.Domain.Audit;

/// <summary>What the nightly self-audit can find. Written names come from <c>CodeNames</c> (<c>open_but_paid</c>).</summary>
public enum AuditKind
{
    /// <summary>Closed here as paid, or as settled by a later answer, while the payer's last word is still a denial.</summary>
    ClosedStillDenied,

    /// <summary>Still open here, while the payer has paid the denied lines.</summary>
    OpenButPaid,

    /// <summary>A correction or an appeal went out and nothing came back for longer than the practice wants to wait.</summary>
    NoAcknowledgement,

    /// <summary>A line that was worked before is denied again, and nobody has looked at it yet.</summary>
    DeniedAgain,

    /// <summary>The stored score or lane is not what the score's rule gives.</summary>
    ScoreDiffers,

    /// <summary>The stored deadline is not what the deadline's rule gives.</summary>
    DeadlineDiffers,

    /// <summary>A stored total is not the sum of its rows.</summary>
    TotalDiffers,

    /// <summary>The kept counts of a month are not what its rows give.</summary>
    MonthDiffers,
}
