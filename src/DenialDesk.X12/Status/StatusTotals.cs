using System.Globalization;

namespace DenialDesk.X12.Status;

/// <summary>Counts the claims of a 277 and compares them with what its receiver levels tell.</summary>
internal sealed class StatusTotals
{
    private int accepted;
    private int rejected;
    private decimal rejectedAmount;
    private int rejectedByLevel;
    private decimal refusedWhole;
    private decimal? toldRejected;

    public int Claims { get; private set; }

    public void Clear()
    {
        (Claims, accepted, rejected, rejectedAmount, rejectedByLevel) = (0, 0, 0, 0m, 0);
        (refusedWhole, toldRejected) = (0m, null);
    }

    public void Add(StatusLevel level)
    {
        if (level.Role == StatusRole.Receiver && level.RejectedCount is { } told)
        {
            toldRejected = (toldRejected ?? 0m) + told;
        }

        refusedWhole += level.RejectsAllBelow ? level.RejectedCount ?? 0m : 0m;
    }

    public void Add(StatusClaim claim)
    {
        Claims++;
        switch (claim.Decision.Outcome)
        {
            case StatusOutcome.Rejected:
                rejected++;
                rejectedByLevel += claim.Decision.Level == StatusRole.Patient ? 0 : 1;
                rejectedAmount += claim.Charge ?? 0m;
                break;
            case StatusOutcome.Unknown or StatusOutcome.NotFound or StatusOutcome.NotAnswered:
                break;
            default:
                accepted++;
                break;
        }
    }

    /// <summary>More rejected than named one by one or through a provider or receiver refused whole: some claims may have died without a line of their own.</summary>
    public void Compare(Location at, ProblemLog log)
    {
        var named = rejected - rejectedByLevel + refusedWhole;
        if (toldRejected > named)
        {
            var told = toldRejected.Value.ToString("0.####", CultureInfo.InvariantCulture);
            log.Add(Severity.Warning, "rejected-not-named", at, $"The acknowledgment counts {told} rejected claims and names {named.ToString("0.####", CultureInfo.InvariantCulture)}; compare with the claims you sent, the others may be lost without a word.");
        }
    }

    public StatusTrailer ToTrailer(bool complete, bool rejects) => new(Claims, accepted, rejected, rejectedAmount, complete, rejects);
}
