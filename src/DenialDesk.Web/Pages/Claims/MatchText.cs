using System.Globalization;

namespace DenialDesk.Web.Pages.Claims;

/// <summary>Days and states of matching as people read them.</summary>
internal static class MatchText
{
    /// <summary>The states of the list, as they stand in the address.</summary>
    public static readonly (string Value, string Text)[] States = [("", "To decide"), ("dismissed", "None of those offered"), ("person", "Decided by a person")];

    /// <summary>"6/1/2026", or a dash.</summary>
    public static string Day(DateOnly? day) => day?.ToString("M/d/yyyy", CultureInfo.InvariantCulture) ?? "–";

    /// <summary>One day, or the first and the last.</summary>
    public static string Days(DateOnly? from, DateOnly? to) => to is null || to == from ? Day(from) : $"{Day(from)} – {Day(to)}";

    /// <summary>What happened to a match.</summary>
    public static string Change(string action) => action switch
    {
        "matched" => "matched it",
        "unmatched" => "took the match back",
        "resolved" => "pointed to the submitted claim",
        "dismissed" => "said that it is none of those offered",
        _ => "undid the last decision",
    };

    /// <summary>The state as a chip.</summary>
    public static string State(string state, bool byPerson) => state switch
    {
        "matched" => byPerson ? "Matched by a person" : "Matched",
        "dismissed" => "None of those offered",
        _ => "Unmatched",
    };

    /// <summary>The chip's tone.</summary>
    public static string Tone(string state) => state switch { "matched" => "good", "dismissed" => "", _ => "warn" };
}
