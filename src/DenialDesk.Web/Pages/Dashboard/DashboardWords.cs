using System.Globalization;
using DenialDesk.App.Dashboard;
using DenialDesk.Domain.Deadlines;

namespace DenialDesk.Web.Pages.Dashboard;

/// <summary>The manager's pages in words.</summary>
internal static class DashboardWords
{
    /// <summary>A step of the deadline.</summary>
    public static string Step(int days) => days switch { < 0 => "Overdue", 0 => "Due today", _ => string.Create(CultureInfo.InvariantCulture, $"Within {days} days") };

    /// <summary>Why something expired.</summary>
    public static string Of(ExpiryCause cause) => cause switch
    {
        ExpiryCause.NeverSeen => "Never seen: nobody had it, nobody opened it",
        ExpiryCause.SeenNotWorked => "Seen, but not finished",
        ExpiryCause.WaitingForOthers => "A department had not answered",
        ExpiryCause.WaitingForPayer => "It lay with the payer",
        ExpiryCause.RuleWrong => "The window was wrong: opened again",
        _ => "Not reached: an hour was worth more elsewhere",
    };

    /// <summary>What waits for the reader.</summary>
    public static string Waiting(WaitingForMe waiting)
    {
        string[] parts =
        [
            .. waiting.WriteOffs > 0 ? [Of(waiting.WriteOffs, "write-off", "write-offs")] : Array.Empty<string>(),
            .. waiting.Windows > 0 ? [Of(waiting.Windows, "window", "windows")] : Array.Empty<string>(),
            .. waiting.Asked > 0 ? [Of(waiting.Asked, "question", "questions")] : Array.Empty<string>(),
        ];
        return parts.Length == 0 ? "nothing to decide" : string.Join(", ", parts);
    }

    /// <summary>What an alert is about.</summary>
    public static string Title(TodayAlert alert)
        => string.Join(" · ", new[] { alert.Payer ?? "All payers", alert.Category.Length > 0 ? Words.Of(alert.Category) : "", alert.Carc.Length > 0 ? "reason " + alert.Carc : "" }.Where(part => part.Length > 0));

    /// <summary>What came, against what was to be expected, and where it likely began.</summary>
    public static string Said(TodayAlert alert) => string.Create(
        CultureInfo.InvariantCulture,
        $"{alert.Seen} denials in {(alert.Weeks == 1 ? "one week" : $"{alert.Weeks} weeks")} where {alert.Expected:0.#} were to be expected, since {alert.Since:MMM d, yyyy}.{(alert.Step.Length > 0 ? $" Likely at {alert.Department}: {alert.Step}." : "")}");

    private static string Of(long count, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");
}
