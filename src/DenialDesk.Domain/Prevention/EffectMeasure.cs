namespace DenialDesk.Domain.Prevention;

/// <summary>Denials and claims of one series in one block of thirty days of service.</summary>
/// <param name="Series"><see cref="EffectMeasure.Target"/>, or what stands beside it as control.</param>
/// <param name="Block">0 begins on the day of the change; -1 is the last block before it.</param>
/// <param name="Denials">Denials of the cluster.</param>
/// <param name="Claims">Claims decided.</param>
/// <param name="LeftOut">True for the blocks that raised the alarm.</param>
public sealed record EffectCount(string Series, int Block, int Denials, int Claims, bool LeftOut = false);

/// <summary>One reading of a change.</summary>
/// <param name="Days">Days of service after the change that are in it.</param>
/// <param name="Early">Only the first month, while the change takes hold: counts, and no verdict.</param>
/// <param name="Before">Denials and claims of the frozen baseline.</param>
/// <param name="After">Denials and claims since, the first month left out unless it is all there is.</param>
/// <param name="Effect">The measured effect; null when there is nothing to compare.</param>
/// <param name="Needs">How many denials more would have to be counted until an effect of 30% shows; null when the baseline itself is too small for that.</param>
public sealed record EffectMeasurement(int Days, bool Early, MonthCount Before, MonthCount After, EffectReading? Effect, int? Needs)
{
    /// <summary>The verdict; too few while it is early or there is nothing to compare.</summary>
    public EffectVerdict Verdict => Early || Effect is null ? EffectVerdict.TooFew : Effect.Verdict;
}

/// <summary>When a change is measured, and out of which counts, by day of service.</summary>
/// <remarks>
/// Months here are blocks of thirty days counted from the day of the change. The block that begins on it is left out while the change takes hold, and so are the blocks of
/// the alarm: they were chosen because they were bad. The measuring itself is <see cref="ChangeEffect"/>.
/// </remarks>
public static class EffectMeasure
{
    /// <summary>The series where the change was made.</summary>
    public const string Target = "target";

    /// <summary>Days of a block.</summary>
    public const int BlockDays = 30;

    /// <summary>Blocks of a baseline.</summary>
    public const int BaselineBlocks = 12;

    /// <summary>A baseline with fewer blocks that hold claims measures nothing.</summary>
    public const int LeastBlocks = 3;

    /// <summary>The effect whose showing <see cref="EffectMeasurement.Needs"/> speaks of.</summary>
    public const double Wanted = .3;

    /// <summary>Days after the change at which it is measured; from 270 on to see whether it lasts.</summary>
    public static IReadOnlyList<int> Days { get; } = [30, 60, 90, 180, 270, 360, 450, 540, 630, 720];

    private const double Z = 1.959963984540054;

    /// <summary>The block a day of service lies in.</summary>
    public static int BlockOf(DateOnly service, DateOnly effective)
    {
        var days = service.DayNumber - effective.DayNumber;
        return days >= 0 ? days / BlockDays : ((days + 1) / BlockDays) - 1;
    }

    /// <summary>The readings that are due and not taken.</summary>
    public static IReadOnlyList<int> Due(DateOnly effective, DateOnly today, IReadOnlyCollection<int> taken) => [.. Days.Where(d => effective.AddDays(d) <= today && !taken.Contains(d))];

    /// <summary>Whether a block of the baseline is one of those that raised the alarm. Without an alarm it is the last one: a change made by hand is made because it looks bad.</summary>
    public static bool LeftOut(int block, DateOnly effective, DateOnly? alarmFrom, DateOnly? alarmTo)
        => alarmFrom is { } from && alarmTo is { } to && BlockOf(from, effective) < 0
            ? block >= BlockOf(from, effective) && block <= BlockOf(to, effective)
            : block == -1;

    /// <summary>Takes a reading.</summary>
    /// <param name="baseline">Counts as they were frozen, of the target and its controls.</param>
    /// <param name="since">Counts of the same series from the change on.</param>
    /// <param name="days">One of <see cref="Days"/>.</param>
    public static EffectMeasurement Read(IReadOnlyList<EffectCount> baseline, IReadOnlyList<EffectCount> since, int days)
    {
        var early = days < 2 * BlockDays;
        var (first, last) = (early ? 0 : 1, (days / BlockDays) - 1);
        MonthlySeries Of(string series) => new(
            [.. baseline.Where(c => c.Series == series && !c.LeftOut && c.Claims > 0).OrderBy(c => c.Block).Select(c => new MonthCount(c.Denials, c.Claims))],
            [.. since.Where(c => c.Series == series && c.Block >= first && c.Block <= last && c.Claims > 0).OrderBy(c => c.Block).Select(c => new MonthCount(c.Denials, c.Claims))]);
        var target = Of(Target);
        MonthlySeries[] controls = [.. baseline.Select(c => c.Series).Distinct().Where(s => s != Target).Select(Of).Where(s => s.Before.Count > 0 && s.After.Count > 0)];
        var effect = target.Before.Count < LeastBlocks || target.After.Count == 0 ? null : ChangeEffect.Read(target, controls);
        var (before, after) = (Sum(target.Before), Sum(target.After));
        return new(days, early, before, after, effect, effect is null ? null : MoreDenials(effect, after.Denials, (1 / (before.Denials + .5)) + (1 / (controls.Sum(c => c.Before.Sum(m => m.Denials)) + .5))));
    }

    /// <summary>Whether it got significantly worse since the reading it was kept by: the blocks of that reading stand as baseline, the later ones are held against them.</summary>
    public static bool Regressed(IReadOnlyList<EffectCount> since, int keptDays, int days)
    {
        var kept = keptDays / BlockDays;
        IReadOnlyList<EffectCount> before = [.. since.Where(c => c.Block >= 1 && c.Block < kept).Select(c => c with { Block = c.Block - kept })];
        IReadOnlyList<EffectCount> after = [.. since.Where(c => c.Block >= kept && c.Block < days / BlockDays).Select(c => c with { Block = c.Block - kept })];
        MonthlySeries Of(string series) => new(Months(before, series), Months(after, series));
        var target = Of(Target);
        if (target.Before.Count == 0 || target.After.Count == 0) { return false; }

        MonthlySeries[] controls = [.. since.Select(c => c.Series).Distinct().Where(s => s != Target).Select(Of).Where(s => s.Before.Count > 0 && s.After.Count > 0)];
        return ChangeEffect.Read(target, controls)?.Verdict == EffectVerdict.Worse;
    }

    /// <summary>What a change saved: denials that did not come, each at what it costs to work and what is lost of it.</summary>
    /// <param name="avoided">Denials avoided; negative when more came.</param>
    /// <param name="worth">Dollars a denial costs: rework, and the part of its expected payment that is not recovered.</param>
    public static decimal DollarsAvoided(double avoided, decimal worth) => decimal.Round((decimal)avoided * worth, 2, MidpointRounding.AwayFromZero);

    /// <summary>What one denial costs.</summary>
    /// <param name="rework">Dollars to work one denial.</param>
    /// <param name="expected">What one would pay.</param>
    /// <param name="recovered">Share of the expected that comes in after all, 0 to 1.</param>
    public static decimal Worth(decimal rework, decimal expected, decimal recovered) => decimal.Round(rework + (expected * (1 - Math.Clamp(recovered, 0, 1))), 2, MidpointRounding.AwayFromZero);

    /// <summary>Denials to be counted besides those counted until an effect of <see cref="Wanted"/> would show; 0 when it would already; null when it never would.</summary>
    /// <param name="effect">The reading.</param>
    /// <param name="counted">Denials counted since the change.</param>
    /// <param name="fixedVariance">The part of the variance that the baseline has, however long one waits.</param>
    internal static int? MoreDenials(EffectReading effect, int counted, double fixedVariance)
    {
        // The half-width of the interval comes from the detectable share. What is not the baseline's part shrinks as time goes on, here and at the others alike.
        var moving = Math.Pow(Math.Log(1 - effect.Detectable) / Z, 2) - fixedVariance;
        var allowed = Math.Pow(Math.Log(1 - Wanted) / Z, 2) - fixedVariance;
        return allowed <= 0 ? null : Math.Max(0, (int)Math.Ceiling((counted + .5) * ((moving / allowed) - 1)));
    }

    private static IReadOnlyList<MonthCount> Months(IReadOnlyList<EffectCount> counts, string series)
        => [.. counts.Where(c => c.Series == series && c.Claims > 0).OrderBy(c => c.Block).Select(c => new MonthCount(c.Denials, c.Claims))];

    private static MonthCount Sum(IReadOnlyList<MonthCount> months) => new(months.Sum(m => m.Denials), months.Sum(m => m.Claims));
}
