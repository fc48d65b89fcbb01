namespace DenialDesk.Domain.Deadlines;

/// <summary>Why a denial ran out with no decision.</summary>
public enum ExpiryCause
{
    /// <summary>Nobody had it and nobody opened it.</summary>
    NeverSeen,

    /// <summary>Somebody had it or opened it, and it was not finished.</summary>
    SeenNotWorked,

    /// <summary>A department had been asked for something and had not answered.</summary>
    WaitingForOthers,

    /// <summary>Something was with the payer when the window closed.</summary>
    WaitingForPayer,

    /// <summary>It was opened again afterwards: the window was not what the rule said.</summary>
    RuleWrong,

    /// <summary>Nobody reached it, because an hour of the team was worth more elsewhere.</summary>
    Capacity,
}

/// <summary>What is known about an expired denial.</summary>
/// <param name="Reopened">Opened again after it expired.</param>
/// <param name="AskedOthers">A request to a department stood open.</param>
/// <param name="SentBefore">Something had been sent to the payer.</param>
/// <param name="Worked">Work had begun.</param>
/// <param name="Seen">Somebody owned it, opened it or wrote on it.</param>
/// <param name="PerHour">Expected dollars an hour, as last ranked.</param>
/// <param name="HourPrice">What an hour of the team was worth then; 0 when the team kept up.</param>
public readonly record struct ExpiryFacts(bool Reopened, bool AskedOthers, bool SentBefore, bool Worked, bool Seen, double PerHour, double HourPrice);

/// <summary>Names the cause of an expiry, so that it can be counted. Worked examples: docs/rules/dashboard.md.</summary>
public static class ExpiryCauses
{
    /// <summary>The cause; the first that fits, in the order of what could have been done about it.</summary>
    public static ExpiryCause Of(ExpiryFacts facts) => facts switch
    {
        { Reopened: true } => ExpiryCause.RuleWrong,
        { AskedOthers: true } => ExpiryCause.WaitingForOthers,
        { SentBefore: true } => ExpiryCause.WaitingForPayer,
        { Worked: false, HourPrice: > 0 } when facts.PerHour < facts.HourPrice => ExpiryCause.Capacity,
        { Worked: false, Seen: false } => ExpiryCause.NeverSeen,
        _ => ExpiryCause.SeenNotWorked,
    };
}
