namespace DenialDesk.Domain.Prevention;

/// <summary>Denials and claims of one week of service, where a change was made.</summary>
/// <param name="Week">0 begins on the day of the change; -1 is the last week before it.</param>
/// <param name="Denials">Denials of the cluster.</param>
/// <param name="Claims">Claims decided.</param>
public sealed record EffectWeek(int Week, int Denials, int Claims)
{
    /// <summary>Share denied, 0 to 1; null without claims.</summary>
    public double? Rate => Claims > 0 ? (double)Denials / Claims : null;
}

/// <summary>A reading as lines over the weeks: the rate before, the rate since, and the rate that was to be expected without the change.</summary>
/// <param name="Before">Rate of the frozen baseline, 0 to 1.</param>
/// <param name="After">Rate since.</param>
/// <param name="Expected">Rate to be expected without the change: the baseline, moved as the others moved.</param>
/// <param name="Low">Lower end of the rate since, beside what was to be expected: the expected times the lower end of the change.</param>
/// <param name="High">Upper end; when it lies below the expected, the change is an improvement beyond chance.</param>
/// <param name="FromDay">First day of service after the change that is in the reading, inclusive.</param>
/// <param name="ToDay">The day after the last.</param>
/// <remarks>
/// The reading gives the change against the expected with its interval, (seen − expected) ÷ expected, in which both counts' uncertainty is. Laid on the expected it is a band for the rate since:
/// wholly below the dashed line means better, wholly above it worse.
/// </remarks>
public sealed record EffectLines(double Before, double After, double Expected, double Low, double High, int FromDay, int ToDay)
{
    /// <summary>The lines of a reading; null when nothing could be held against anything.</summary>
    /// <param name="before">The frozen baseline.</param>
    /// <param name="after">What was counted since.</param>
    /// <param name="avoided">Denials expected less denials seen.</param>
    /// <param name="change">The change, -1 to any; null when there is none.</param>
    /// <param name="low">Lower end of its 95% interval.</param>
    /// <param name="high">Upper end.</param>
    /// <param name="days">Days of service after the change in the reading.</param>
    /// <param name="early">Only the first month, while the change takes hold.</param>
    public static EffectLines? Of(MonthCount before, MonthCount after, double? avoided, double? change, double? low, double? high, int days, bool early)
    {
        if (before.Claims == 0 || after.Claims == 0 || avoided is not { } saved || low is not { } from || high is not { } to || change is null) { return null; }

        var expected = Math.Max(0, after.Denials + saved) / after.Claims;
        return new(
            (double)before.Denials / before.Claims, (double)after.Denials / after.Claims, expected, Math.Max(0, expected * (1 + from)), Math.Min(1, expected * (1 + to)), early ? 0 : EffectMeasure.BlockDays, days);
    }
}
