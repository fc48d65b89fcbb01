using DenialDesk.Domain.Rejections;

namespace DenialDesk.Web.Pages.Rejections;

/// <summary>States and deeds of rejections as people read them.</summary>
internal static class RejectionText
{
    /// <summary>The states of the list, as they stand in the address.</summary>
    public static readonly (string Value, string Text)[] States = [("", "open"), ("sent", "sent again"), ("closed", "closed"), ("all", "every one")];

    /// <summary>Who rejects, as it stands in the address.</summary>
    public static readonly (string Value, string Text)[] Stages = [("", "anyone"), ("form", "our file's form"), ("clearinghouse", "clearinghouse"), ("payer", "payer")];

    /// <summary>Who rejects, in a word.</summary>
    public static string Stage(string by) => by switch { "payer" => "Payer", "clearinghouse" => "Clearinghouse", _ => "Our file's form" };

    /// <summary>Days left, as they stand in the address.</summary>
    public static readonly (string Value, string Text)[] Left = [("", "any time left"), ("over", "past the last day"), ("7", "7 days or less"), ("30", "30 days or less"), ("90", "90 days or less")];

    /// <summary>The state with how it came about.</summary>
    public static string State(string state, string? how) => (state, how) switch
    {
        ("open", _) => "Open",
        ("sent", "person") => "Sent again, as a person said",
        ("sent", _) => "Sent again",
        (_, "accepted") => "Accepted since",
        (_, "answered") => "Answered by a remittance",
        _ => "Closed by a person",
    };

    /// <summary>The chip's tone.</summary>
    public static string Tone(string state) => state switch { "open" => "bad", "sent" => "warn", _ => "good" };

    /// <summary>What a person did.</summary>
    public static string Deed(string action) => action switch
    {
        "sent" => "said that it was sent again",
        "closed" => "closed it",
        "written" => "wrote the claim anew",
        _ => "undid the last word",
    };

    /// <summary>What an answer says.</summary>
    public static string Outcome(string outcome, AnswerStage stage) => outcome switch
    {
        "rejected" => "Rejected",
        "accepted" => "Accepted",
        "received" => stage == AnswerStage.Form ? "File accepted" : "Received",
        _ => "Other",
    };
}
