using DenialDesk.Domain.Denials;

namespace DenialDesk.Web.Pages.Denials;

/// <summary>The ways of a denial as people read them.</summary>
internal static class PathWords
{
    /// <summary>A way.</summary>
    public static string Of(WorkPath path) => path switch
    {
        WorkPath.CorrectResubmit => "Correct and resubmit",
        WorkPath.Appeal => "Appeal",
        WorkPath.NextPayer => "Next payer",
        WorkPath.Patient => "Patient",
        WorkPath.WriteOff => "Write off",
        WorkPath.Wait => "Wait",
        _ => "Call the payer",
    };

    /// <summary>How it stands, and for whom it is shut.</summary>
    public static string Standing(PathOption option) => option.Standing switch
    {
        PathStanding.Open => "Open",
        PathStanding.Caution => "Weigh first",
        _ => option.Forbidden ? "Shut" : option.Stops.Any(s => s.Stop == PathOverride.Lead) ? "Shut, a lead may open it" : "Shut without good cause",
    };

    /// <summary>The colour of the standing.</summary>
    public static string Tone(PathStanding standing) => standing switch { PathStanding.Open => "good", PathStanding.Caution => "warn", _ => "bad" };
}
