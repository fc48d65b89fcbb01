namespace DenialDesk.Domain.Deadlines;

/// <summary>The day of a remittance: every clock of its denials is counted from it.</summary>
/// <remarks>
/// BPR16, the day of cheque or transfer; where it is missing, unreadable or cannot be meant, the day the remittance was made (DTM*405), then the day its file was sent (GS04, ISA09), and
/// the day it came only where the file tells no day at all. A year typed wrong would put a last day where nobody looks; worked examples: docs/rules/deadlines.md.
/// </remarks>
/// <param name="Day">The day.</param>
/// <param name="Doubtful">Whether the file told no payment day that can be meant, so that a person should compare it.</param>
public readonly record struct RemittanceDay(DateOnly Day, bool Doubtful)
{
    /// <summary>Calendar days ahead of today that a transfer may be announced; payers send remittances some days before the money.</summary>
    public const int MostAhead = 31;

    private static readonly DateOnly _first = new(2000, 1, 1);

    /// <summary>The day that counts.</summary>
    /// <param name="payment">BPR16.</param>
    /// <param name="production">DTM*405.</param>
    /// <param name="sent">The day of the group or the interchange.</param>
    /// <param name="today">The practice's day.</param>
    public static RemittanceDay Of(DateOnly? payment, DateOnly? production, DateOnly? sent, DateOnly today)
    {
        bool Meant(DateOnly? day) => day >= _first && day <= today.AddDays(MostAhead);
        if (Meant(payment)) { return new(payment!.Value, false); }

        return new(Meant(production) ? production!.Value : Meant(sent) ? sent!.Value : today, payment is not null || production is null);
    }
}
