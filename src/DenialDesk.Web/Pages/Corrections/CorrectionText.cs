using DenialDesk.App.Corrections;

namespace DenialDesk.Web.Pages.Corrections;

/// <summary>Words for corrections.</summary>
internal static class CorrectionText
{
    /// <summary>The choices of the list.</summary>
    public static IReadOnlyList<(string Value, string Text)> States { get; } =
        [("", "on its way"), ("overdue", "overdue"), ("written", "written, not sent"), ("rejected", "refused at the door"), ("answered", "answered"), ("all", "all")];

    /// <summary>How far it has come.</summary>
    public static string Stage(string stage) => stage switch
    {
        "written" => "Written, not sent",
        "sent" => "Sent",
        "clearinghouse" => "At the clearinghouse",
        "payer" => "Taken by the payer",
        "rejected" => "Refused at the door",
        _ => "Answered",
    };

    /// <summary>The colour of a stage.</summary>
    public static string Tone(string stage, bool overdue) => stage switch { "rejected" => "bad", "answered" => "good", _ => overdue ? "warn" : "accent" };

    /// <summary>What it is for the payer.</summary>
    public static string Kind(string frequency) => frequency switch { "7" => "Replacement (7)", "8" => "Void (8)", _ => $"New claim ({frequency})" };

    /// <summary>What it is to be.</summary>
    public static string Kind(CorrectionKind kind) => kind switch
    {
        CorrectionKind.Replacement => "Replacement (frequency 7), names the payer's claim number",
        CorrectionKind.Void => "Void (frequency 8), takes the claim back",
        _ => "New claim (frequency 1), names no number",
    };

    /// <summary>How it went.</summary>
    public static string Channel(string channel) => channel switch
    {
        "download" => "downloaded and sent",
        "outbound" => "put into the outbound folder",
        "mail" => "by mail",
        "fax" => "by fax",
        _ => "through the portal",
    };

    /// <summary>Who acknowledged.</summary>
    public static string Stage(int stage) => stage switch { 1 => "Form of the file", 2 => "Clearinghouse", _ => "Payer" };
}
