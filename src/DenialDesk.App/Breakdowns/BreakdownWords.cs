using System.Globalization;
using DenialDesk.Domain.Trends;

namespace DenialDesk.App.Breakdowns;

/// <summary>How a break-down's numbers and choices are said, the same on the page, in files and in print.</summary>
public static class BreakdownWords
{
    /// <summary>What denials are divided by.</summary>
    public static string Of(BreakdownBy by) => by switch
    {
        BreakdownBy.Carc => "Reason code",
        BreakdownBy.Rarc => "Remark code",
        BreakdownBy.Place => "Location",
        BreakdownBy.Procedure => "Procedure group",
        BreakdownBy.Preventable => "Preventable or not",
        BreakdownBy.Hardness => "Hard or soft",
        BreakdownBy.Age => "Age of open ones",
        BreakdownBy.Cause => "Cause (payer, category, department)",
        _ => by.ToString(),
    };

    /// <summary>A measure's name.</summary>
    public static string Of(BreakdownMeasure measure) => measure switch
    {
        BreakdownMeasure.Count => "Denials",
        BreakdownMeasure.Rate => "Denial rate",
        BreakdownMeasure.Denied => "Denied dollars",
        BreakdownMeasure.Expected => "Expected dollars",
        BreakdownMeasure.Recovered => "Recovered dollars",
        BreakdownMeasure.WrittenOff => "Written off",
        _ => "Open dollars",
    };

    /// <summary>A part of the page.</summary>
    public static string Of(BreakdownPart part) => part switch
    {
        BreakdownPart.Heat => "Heat map",
        BreakdownPart.Pareto => "Pareto",
        BreakdownPart.Movers => "Movers",
        _ => "Table",
    };

    /// <summary>What the whole is about: "Denials by payer".</summary>
    public static string Title(BreakdownAsk ask) => ask.Part switch
    {
        BreakdownPart.Heat => "Denials by payer and category",
        BreakdownPart.Pareto => "Pareto of denials by " + Small(ask.By),
        BreakdownPart.Movers => "Movers by " + Small(ask.By),
        _ => "Denials by " + Small(ask.By),
    };

    /// <summary>A measure of a count in words: "1,204", "11.8 %", "$98,765".</summary>
    public static string Text(BreakdownMeasure measure, BreakdownCount count) => measure switch
    {
        BreakdownMeasure.Count => Whole(count.Denials),
        BreakdownMeasure.Rate => count.Rate.Exists ? Percent(count.Rate.Value) : "–",
        _ => Dollars(count.Dollars(measure)),
    };

    /// <summary>A count with all its parts, one sentence.</summary>
    public static string Explain(BreakdownCount count) => string.Create(
        CultureInfo.InvariantCulture,
        $"{count.Denials:N0} of {count.Claims:N0} claims denied{(count.Rate.Exists ? $", {Percent(count.Rate.Value)} (95 % interval {Percent(count.Rate.Low)} to {Percent(count.Rate.High)})" : "")}; {Dollars(count.Denied)} refused, {Dollars(count.Expected)} expected if reversed{(count.Rate.TooFew ? ". Fewer than 30 claims: too few to judge" : "")}.");

    /// <summary>The change of a line in the chosen measure: its words, and whether it is more than noise.</summary>
    public static (string Text, string Interval, bool MoreThanNoise, bool Thin)? Change(BreakdownMeasure measure, BreakdownRow row, double length)
    {
        if (row.Before is not { } before) { return null; }

        if (measure == BreakdownMeasure.Rate)
        {
            return row.RateChange is { } rate
                ? (Points(rate.Value), $"{Points(rate.Low)} to {Points(rate.High)}", rate.IsMoreThanNoise, rate.TooFew)
                : ("–", "no claims to compare", false, true);
        }

        var change = row.CountChange(length)!.Value;
        if (measure == BreakdownMeasure.Count)
        {
            return (change.Ratio is { } ratio ? Signed(ratio - 1) : "new", before.Denials == 0 ? "none before" : $"{Signed(change.Low - 1)} to {Signed(change.High - 1)}", change.IsMoreThanNoise, change.TooFew);
        }

        var (now, then) = (row.Now.Dollars(measure) / (decimal)length, before.Dollars(measure));
        return (then == 0 ? now == 0 ? "0 %" : "new" : Signed((double)(now / then) - 1), "judged by its denials", change.IsMoreThanNoise, change.TooFew);
    }

    /// <summary>How a line is counted.</summary>
    public static string Definition(BreakdownBy by) =>
        "Denied claims are those whose first decision by the primary payer refused at least one line with a code that means denial, in the month of the remittance. "
        + (by switch
        {
            BreakdownBy.Payer or BreakdownBy.Provider or BreakdownBy.Place => "Each line is out of its own claims decided for the first time.",
            BreakdownBy.Procedure => "Denials stand under their leading denied procedure, claims under their first line's; a rate is left out where there are more of the former.",
            BreakdownBy.Age => "Only denials still open count, by days since the remittance, out of all claims decided in the months.",
            _ => "Each line is out of all claims decided for the first time; the lines add up to the whole.",
        })
        + " A payer merged into another counts with it. Expected dollars are what a reversal would pay; recovered and written-off dollars are those of these very denials, up to now.";

    /// <summary>"11.8 %".</summary>
    public static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    /// <summary>"+1.2 points".</summary>
    public static string Points(double share) => (100 * share).ToString("+0.0;−0.0;0.0", CultureInfo.InvariantCulture) + " pt";

    /// <summary>"$98,765".</summary>
    public static string Dollars(decimal amount) => amount.ToString("$#,##0;−$#,##0", CultureInfo.InvariantCulture);

    /// <summary>"1,204".</summary>
    public static string Whole(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"May 2026".</summary>
    public static string Month(DateOnly month) => month.ToString("MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>How sure the first three are.</summary>
    public static string Sure(ParetoView pareto) => pareto.Lines.Count < 4
        ? "There are no more than three."
        : string.Create(CultureInfo.InvariantCulture, $"The top 3 stay the top 3 in {100 * pareto.SameTop:0} % of {TopStability.Resamples:N0} resamples.");

    private static string Signed(double share) => (100 * share).ToString("+0;−0;0", CultureInfo.InvariantCulture) + " %";

    private static string Small(BreakdownBy by) => by == BreakdownBy.Cause ? "cause" : Of(by).ToLowerInvariant();
}
