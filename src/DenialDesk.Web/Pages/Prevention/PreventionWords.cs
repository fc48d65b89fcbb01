using System.Globalization;
using DenialDesk.App.Prevention;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Prevention;

namespace DenialDesk.Web.Pages.Prevention;

/// <summary>The ledger's vocabulary as people read it.</summary>
internal static class PreventionWords
{
    /// <summary>A status on a chip.</summary>
    public static string Status(string name) => name switch
    {
        "in_force" => "In force",
        "measuring" => "Measured",
        _ => Words.Of(name),
    };

    /// <summary>The chip's colour.</summary>
    public static string Tone(string name) => name switch
    {
        "kept" => "good",
        "reopened" => "bad",
        "in_force" or "measuring" => "accent",
        "adjusted" => "warn",
        _ => "",
    };

    /// <summary>A step on its button.</summary>
    public static string Button(PreventionStepKind step) => step switch
    {
        PreventionStepKind.Agree => "Agreed",
        PreventionStepKind.PutInForce => "Put in force",
        PreventionStepKind.Keep => "Keep: it worked",
        PreventionStepKind.Adjust => "Adjust",
        PreventionStepKind.Revert => "Take back",
        _ => "Reopen",
    };

    /// <summary>A step of the history.</summary>
    public static string Step(string name) => name switch
    {
        "proposed" => "proposed it",
        "edited" => "changed its words",
        "agree" => "agreed",
        "put_in_force" => "put it in force and froze its baseline",
        "keep" => "kept it",
        "adjust" => "adjusts it",
        "revert" => "took it back",
        "reopen" => "reopened it",
        "measured" => "measured it",
        "regressed" => "reopened it: it stopped working",
        "ticked" => "ticked",
        "unticked" => "unticked",
        "reminder_followed" => "followed the reminder",
        "link_made" => "gave a department its link",
        "link_revoked" => "took a department's link back",
        "answered" => "answered",
        "done" => "says it is done",
        _ => Words.Of(name).ToLowerInvariant(),
    };

    /// <summary>What an interval allows to be said.</summary>
    public static string Verdict(string? verdict, bool early, int? needs) => verdict switch
    {
        null => "not measured yet",
        "better" => "better",
        "worse" => "worse",
        _ when early => "too early: the first month is left out while the change takes hold",
        _ when needs is > 0 => $"too few to say; needs about {needs} more denials",
        _ when needs is 0 => "no clear effect",
        _ => "too few to say; the baseline is too small to ever show an effect of 30%",
    };

    /// <summary>A verdict's chip.</summary>
    public static string VerdictTone(string? verdict) => verdict switch { "better" => "good", "worse" => "bad", _ => "" };

    /// <summary>"−42% (−60% to −18%)".</summary>
    public static string Effect(double? change, double? low, double? high)
        => change is { } c && low is { } l && high is { } h ? $"{Percent(c)} ({Percent(l)} to {Percent(h)})" : "–";

    /// <summary>A rate with what is behind it.</summary>
    public static string Rate(int denials, int claims)
        => claims == 0 ? "no claims" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * denials / claims:0.0}% ({denials} of {claims:N0})");

    /// <summary>The denials a change is about, closed ones too.</summary>
    public static string DenialsOf(ActionView view) => Routes.QueueWhere(
        ("state", "all"), ("first", "true"), ("practice", view.PracticeId.ToString(CultureInfo.InvariantCulture)), ("payer", view.Key.PayerId?.ToString(CultureInfo.InvariantCulture)),
        ("category", view.Key.Carc.Length == 0 ? view.Key.Category : null), ("carc", view.Key.Carc),
        ("provider", view.Key.Provider), ("procedure", ProcedureGroup.Name(view.Key.Procedure)));

    /// <summary>A day.</summary>
    public static string Day(DateOnly day) => day.ToString("M/d/yyyy", CultureInfo.InvariantCulture);

    private static string Percent(double share)
        => Math.Abs(share) < .0005 ? "0%" : string.Create(CultureInfo.InvariantCulture, $"{(share < 0 ? "−" : "+")}{Math.Abs(share) * 100:0}%");
}
