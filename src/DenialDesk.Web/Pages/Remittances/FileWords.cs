using System.Globalization;

namespace DenialDesk.Web.Pages.Remittances;

/// <summary>What became of files and remittances, in words.</summary>
internal static class FileWords
{
    /// <summary>Every state a file can have, as written and as read.</summary>
    public static readonly (string State, string Name)[] States =
    [
        ("posted", "Posted"), ("partly_posted", "Partly posted"), ("already_received", "Already received"), ("quarantined", "In quarantine"), ("rejected", "Rejected"), ("unreadable", "Unreadable"),
    ];

    public static string State(string state) => States.FirstOrDefault(s => s.State == state).Name ?? (state == "resolved" ? "Settled by another file" : Words.Of(state));

    /// <summary>The tone of a chip.</summary>
    public static string Tone(string state) => state switch
    {
        "posted" or "balanced" or "resolved" => "good",
        "partly_posted" or "already_received" or "rejected" or "not_evaluable" or "warning" => "warn",
        "quarantined" or "unreadable" or "unbalanced" or "rejects" => "bad",
        _ => "",
    };

    public static string Balance(string state) => state switch
    {
        "balanced" => "Balances",
        "unbalanced" => "Does not balance",
        _ => "Cannot be worked out",
    };

    public static string Severity(string severity) => severity switch
    {
        "rejects" => "Not posted",
        "warning" => "Look at it",
        _ => "For information",
    };

    public static string Source(string source) => source switch
    {
        "upload" => "uploaded",
        "folder" => "watched folder",
        "command" => "command line",
        "demo" => "demo",
        "api" => "API",
        "manual" => "entered by hand",
        "csv" => "from a list",
        _ => source,
    };

    /// <summary>How the payer pays (BPR04).</summary>
    public static string Method(string method) => method switch
    {
        "CHK" => "Cheque",
        "ACH" => "Electronic transfer (ACH)",
        "NON" => "No payment",
        "FWT" => "Wire transfer",
        "BOP" => "The bank chooses",
        "" => "Not told",
        _ => method,
    };

    public static string Day(DateOnly? day) => day?.ToString("M/d/yyyy", CultureInfo.InvariantCulture) ?? "—";

    public static string Count(long count, string one, string many) => count == 1 ? "1 " + one : $"{count.ToString("N0", CultureInfo.GetCultureInfo("en-US"))} {many}";
}
