namespace DenialDesk.Domain.Prevention;

/// <summary>A weekly series and what it is about.</summary>
/// <param name="Key">The cluster.</param>
/// <param name="Weeks">Denials and claims, oldest week first.</param>
public sealed record WatchedSeries(ClusterKey Key, WeeklySeries Weeks);

/// <summary>A cluster that stands out.</summary>
/// <param name="Key">The cluster, as closely as it could be told.</param>
/// <param name="Weeks">Its series.</param>
/// <param name="Reading">What the last weeks look like.</param>
/// <param name="Alert">True for an alert, false for the watch list.</param>
/// <param name="NewCode">The payer had not used this code before.</param>
public sealed record SpikeFinding(ClusterKey Key, WeeklySeries Weeks, SpikeReading Reading, bool Alert, bool NewCode = false);

/// <summary>Looks at all series of a practice at once and says which clusters stand out, each once, as closely as it can be told.</summary>
/// <remarks>
/// Payer and code, payer and category, and category are judged together by <see cref="SpikeRule"/> (one false-alarm budget for all); of clusters inside one another only
/// the closest is told. Provider and procedure are looked at only inside a payer and code that stands out, with a budget of their own: thousands of such series judged
/// every week would blunt the alarm for all.
/// </remarks>
public static class SpikeScan
{
    /// <summary>A code is new when the payer did not use it for this many days before the week.</summary>
    public const int NewCodeDays = 90;

    /// <summary>Weeks of silence after which an alert has ended.</summary>
    public const int SilentWeeks = 4;

    /// <summary>A part is named instead of the whole when it holds at least this share of what is too much.</summary>
    public const double MostOfIt = 2.0 / 3;

    /// <summary>A part with more than this share of the claims is nearly the whole: naming it would tell nothing.</summary>
    public const double NearlyAll = .75;

    /// <summary>A payer that decided fewer claims than this in the days before uses every code for the first time.</summary>
    public const int KnownPayerClaims = 30;

    private const int DaysOfWeek = 7;

    /// <summary>The clusters that stand out: alerts, then the watch list.</summary>
    public static IReadOnlyList<SpikeFinding> Find(IReadOnlyList<WatchedSeries> series)
    {
        SpikeReading[] readings = [.. series.Select(s => SpikeRule.Read(s.Weeks))];
        var alerts = SpikeRule.Alerts(readings);
        var fired = new List<SpikeFinding>();
        var watched = new List<SpikeFinding>();
        for (var i = 0; i < series.Count; i++)
        {
            var fresh = series[i].Key.Level == ClusterLevel.PayerCarc && IsNew(series[i].Weeks);
            if (alerts[i] || fresh) { fired.Add(new(series[i].Key, series[i].Weeks, alerts[i] ? readings[i] : ThisWeek(series[i].Weeks, readings[i]), true, fresh)); }
            else if (readings[i].Watched) { watched.Add(new(series[i].Key, series[i].Weeks, readings[i], false)); }
        }

        var told = Closest(fired);
        return [.. told, .. Closest(watched).Where(w => !told.Any(a => a.Key.Holds(w.Key) || w.Key.Holds(a.Key)))];
    }

    /// <summary>The finding, narrowed to a provider or procedure group when one alone stands out and holds most of what is too much.</summary>
    /// <param name="finding">A payer and code.</param>
    /// <param name="parts">Series of its providers and procedure groups.</param>
    public static SpikeFinding Narrow(SpikeFinding finding, IReadOnlyList<WatchedSeries> parts)
    {
        SpikeReading[] readings = [.. parts.Select(p => SpikeRule.Read(p.Weeks))];
        var alerts = SpikeRule.Alerts(readings);
        var best = Enumerable.Range(0, parts.Count).Where(i => alerts[i] && PerWeek(readings[i]) >= MostOfIt * PerWeek(finding.Reading) && Recent(parts[i].Weeks) <= NearlyAll * Recent(finding.Weeks))
            .OrderByDescending(i => PerWeek(readings[i])).ThenBy(i => readings[i].Probability).Select(i => (int?)i).FirstOrDefault();
        return best is { } at ? finding with { Key = parts[at].Key, Weeks = parts[at].Weeks, Reading = readings[at] } : finding;
    }

    /// <summary>A finding of the watch list after an alert about the same has ended: the climb begins again at nothing, so that it stays away unless something new came. Null: nothing did.</summary>
    /// <param name="finding">As it was found.</param>
    /// <param name="wholeWeeks">Whole weeks of its series since the end.</param>
    public static SpikeFinding? Renewed(SpikeFinding finding, int wholeWeeks)
        => finding.Alert ? finding
            : SpikeRule.Climb(finding.Weeks, wholeWeeks) is var climb && climb >= SpikeRule.WatchAt ? finding with { Reading = finding.Reading with { Climb = climb } } : null;

    /// <summary>Whether the last week has a code at least three times that the payer had not used in the ninety days before.</summary>
    public static bool IsNew(WeeklySeries weeks)
    {
        var last = weeks.Denials.Count - 1;
        var from = last - ((NewCodeDays + DaysOfWeek - 1) / DaysOfWeek);
        if (from < 0 || weeks.Denials[last] < SpikeRule.LeastDenials) { return false; }

        var (denials, claims) = (0, 0);
        for (var week = from; week < last; week++) { (denials, claims) = (denials + weeks.Denials[week], claims + weeks.Claims[week]); }

        return denials == 0 && claims >= KnownPayerClaims;
    }

    /// <summary>Dollars a month that came beyond the expected, at the pace of the weeks judged: what a denial of these weeks is worth, times how many were too many.</summary>
    /// <param name="reading">Seen and expected.</param>
    /// <param name="dollars">Expected dollars of the denials seen in those weeks.</param>
    public static decimal DollarsAMonth(SpikeReading reading, decimal dollars)
    {
        if (reading.Seen == 0 || reading.Weeks == 0 || reading.Expected >= reading.Seen) { return 0; }

        const decimal weeksInMonth = 365.25m / 12 / DaysOfWeek;
        return decimal.Round(dollars * (decimal)((reading.Seen - reading.Expected) / reading.Seen) * weeksInMonth / reading.Weeks, 2, MidpointRounding.AwayFromZero);
    }

    /// <summary>Leaves out whatever holds something closer that also stands out.</summary>
    private static List<SpikeFinding> Closest(List<SpikeFinding> found) => [.. found.Where(f => !found.Any(other => other != f && other.Key != f.Key && f.Key.Holds(other.Key)))];

    private static SpikeReading ThisWeek(WeeklySeries weeks, SpikeReading reading) => reading.Probability < 1 ? reading : reading with { Weeks = 1, Seen = weeks.Denials[^1], Expected = 0 };

    private static int Recent(WeeklySeries weeks) => weeks.Claims.Skip(weeks.Claims.Count - SpikeRule.BaselineWeeks).Sum();

    private static double PerWeek(SpikeReading reading) => (reading.Seen - reading.Expected) / reading.Weeks;
}
