using DenialDesk.Domain.Quarantine;

namespace DenialDesk.Web.Pages.Quarantine;

/// <summary>Quarantine in words.</summary>
internal static class HeldWords
{
    /// <summary>States as written and as read; the first is what the page opens with.</summary>
    public static readonly (string State, string Name)[] States =
    [
        ("quarantined", "Waiting"), ("posted", "Posted by a person"), ("resolved", "Settled by another file"), ("already_received", "Had come before"), ("rejected", "Rejected"), ("all", "Every one"),
    ];

    public static string State(string state) => States.FirstOrDefault(s => s.State == state).Name ?? Words.Of(state);

    public static string Tone(string state) => state switch
    {
        "quarantined" => "bad",
        "posted" or "resolved" => "good",
        _ => "warn",
    };

    public static string Cause(WaitCause cause) => cause switch
    {
        WaitCause.CutOff => "The end is missing",
        WaitCause.Unreadable => "Cannot be read",
        WaitCause.TooLarge => "Too long",
        WaitCause.NoPractice => "No practice",
        WaitCause.DoesNotBalance => "Does not balance",
        WaitCause.ChangedResend => "Sent again with changes",
        _ => "Held earlier",
    };

    /// <summary>What became of it, after whose decision.</summary>
    public static string Decision(string? decision) => decision switch
    {
        "released" => "Posted, its cause being gone, by",
        "released_as_is" => "Posted as it stands by",
        "rejected" => "Rejected by",
        "resolved" => "Settled by",
        "posted_before" => "Found to have come before by",
        _ => "",
    };
}
