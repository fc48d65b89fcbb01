using DenialDesk.Domain.Money;

namespace DenialDesk.Domain.WriteOffs;

/// <summary>One reason as this desk uses it: offered or not, and whether a loss of this kind could have been avoided.</summary>
public sealed record ReasonUse(WriteOffReason Reason, bool Active, bool Avoidable);

/// <summary>Who writes off: the tiers that limits are set for, by what a person may do.</summary>
public enum WriteOffTier
{
    /// <summary>May write off, and nothing more.</summary>
    Biller,

    /// <summary>Gives work to others.</summary>
    Lead,

    /// <summary>May approve others' write-offs.</summary>
    Manager,

    /// <summary>Sets the desk up.</summary>
    Admin,
}

/// <summary>What may be written off at this desk, why, and by whom alone.</summary>
public sealed record WriteOffPolicy
{
    /// <summary>Every reason once.</summary>
    public required IReadOnlyList<ReasonUse> Reasons { get; init; }

    /// <summary>Dollars from which, inclusive, a biller needs a second person; null: never.</summary>
    public decimal? BillerLimit { get; init; }

    /// <summary>Dollars from which, inclusive, a lead needs a manager; null: as a biller.</summary>
    public decimal? LeadLimit { get; init; }

    /// <summary>Dollars from which, inclusive, a manager needs an admin; null: never.</summary>
    public decimal? ManagerLimit { get; init; }

    /// <summary>Dollars up to which, inclusive, a balance counts as small and is proposed for writing off.</summary>
    public decimal SmallBalance { get; init; } = 10m;

    /// <summary>What a desk starts with: every reason, a biller below $25, a lead below $250, a manager below $2,500, an admin any amount.</summary>
    public static WriteOffPolicy Shipped { get; } = new()
    {
        Reasons = [.. Enum.GetValues<WriteOffReason>().Select(r => new ReasonUse(r, true, WriteOffReasons.Preventable(r)))],
        BillerLimit = WriteOffReasons.BillerLimit,
        LeadLimit = WriteOffReasons.LeadLimit,
        ManagerLimit = WriteOffReasons.ManagerLimit,
    };

    /// <summary>Whether a reason is offered; one the policy does not name is.</summary>
    public bool Offers(WriteOffReason reason) => Reasons.FirstOrDefault(r => r.Reason == reason)?.Active ?? true;

    /// <summary>Whether a loss of this kind counts as avoidable.</summary>
    public bool Avoidable(WriteOffReason reason) => Reasons.FirstOrDefault(r => r.Reason == reason)?.Avoidable ?? WriteOffReasons.Preventable(reason);

    /// <summary>Why somebody of a tier may not write off so many dollars for a reason; null when they may.</summary>
    public Refusal? Refuse(WriteOffTier tier, decimal dollars, WriteOffReason? reason)
    {
        var (limit, who) = tier switch
        {
            WriteOffTier.Biller => (BillerLimit, (LeadLimit ?? BillerLimit) > dollars ? "a lead" : "a manager"),
            WriteOffTier.Lead => (LeadLimit ?? BillerLimit, "a manager"),
            WriteOffTier.Manager => (ManagerLimit, "an admin"),
            _ => (null, ""),
        };
        if (limit is { } from && dollars >= from) { return new("limit", $"Write-offs of {Dollars.Text(from)} and more need {who}. Ask for approval under “Write it off” on the denial's page."); }

        return reason is { } why && !Offers(why)
            ? new("reason_retired", $"“{WriteOffReasons.Words(why)}” is not used at this desk any more. Choose another reason.")
            : null;
    }

    /// <summary>What is wrong with it, as a sentence; null when it can be kept.</summary>
    public Refusal? Check()
    {
        if (BillerLimit is < 0 || LeadLimit is < 0 || ManagerLimit is < 0 || SmallBalance < 0) { return new("limit_negative", "A limit is an amount of dollars, zero or more; leave it empty for none."); }

        if (ManagerLimit is { } manager && BillerLimit is var biller && (biller is null || biller > manager))
        {
            return new("limit_order", "A biller may not write off more alone than a manager. Set the biller's limit at or below the manager's.");
        }

        if (LeadLimit is { } lead && (lead < (BillerLimit ?? decimal.MaxValue) || lead > (ManagerLimit ?? decimal.MaxValue)))
        {
            return new("limit_order", "A lead's limit lies between the biller's and the manager's. Leave it empty for the same as a biller.");
        }

        return Reasons.Any(r => r.Active) ? null : new("no_reason", "At least one reason has to stay in use, or nothing could be written off.");
    }
}
