using System.Globalization;
using DenialDesk.App.Calibration;
using DenialDesk.App.Dashboard;
using DenialDesk.App.Reports;
using DenialDesk.Domain.Money;
using DenialDesk.Domain.Priority;
using DenialDesk.Domain.Trends;
using DenialDesk.Web.Pages.Dashboard;

namespace DenialDesk.Web.Pages.Reviews;

/// <summary>The five questions on one page.</summary>
internal static class FiveSheet
{
    /// <summary>Timely-filing rate below which it is on target.</summary>
    private const double TimelyTarget = .01;

    /// <summary>Timely-filing rate above which it is red.</summary>
    private const double TimelyRed = .03;

    /// <summary>The answers.</summary>
    public static Sheet Of(FiveAnswers a, DeskTime time) => new(
        "Five questions", [("As of", $"{SheetText.Day(a.Today)}; last remittance posted {(a.LastFile is { } file ? time.Of(file) : "never")}. First decisions of the primary payer, by the remittance's date; from remittances only."), .. a.OpenAsOf is { } at ? [("Open denials", $"counted at {time.Of(at)}")] : Array.Empty<(string, string)>()],
        [Rate(a), Payers(a), Codes("2. What are the top three codes this month?", "by-count", a, a.ByCount, false), Codes("By dollars", "by-dollars", a, a.ByDollars, true), AuditSheet.Changes(a.Changes, "3. What did we change in the last 90 days?"), Ranking(a), .. Deadlines(a)])
    { Dense = true };

    private static string Month(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static string Rows(DateOnly month, params (string, string?)[] more) => Routes.QueueWhere([("state", "all"), ("first", "true"), ("month", Month(month)), .. more]);

    private static SheetPart Rate(FiveAnswers a)
    {
        SheetLine Line(MonthRate m, string name) => new(
            [name, m.Rate.Claims.Part, m.Rate.Claims.Whole, SheetText.Value(m.Rate.Claims), m.Rate.Claims.Exists ? m.Rate.Claims.Low : null, m.Rate.Claims.Exists ? m.Rate.Claims.High : null, m.Rate.Denied, m.Rate.OfDollars], Rows(m.Month));
        var judged = a.Now.Rate.Claims.TooFew ? a.Last : a.Now;
        return new("rate", "1. What is our denial rate?", [
            new("Month"), new("Denied claims", ColumnKind.Count), new("Claims decided", ColumnKind.Count), new("Rate", ColumnKind.Percent), new("From", ColumnKind.Percent), new("To", ColumnKind.Percent),
            new("Denied", ColumnKind.Money), new("Rate of dollars", ColumnKind.Percent)
        ], [Line(a.Now, SheetText.Month(a.Now.Month) + " so far"), Line(a.Last, SheetText.Month(a.Last.Month))])
        { Lead = $"{SheetText.Month(judged.Month)}: {SheetText.Rate(judged.Rate.Claims)}. Target: below 5%, best below 3%.", Half = true, Tone = SheetText.Tone(DenialRateZone.Of(judged.Rate.Claims)) };
    }

    private static SheetPart Payers(FiveAnswers a)
    {
        var month = a.Now.Rate.Claims.TooFew ? a.Last : a.Now;
        return new("payers", $"By payer, {SheetText.Month(month.Month)}", [new("Payer"), new("Denied claims", ColumnKind.Count), new("Claims decided", ColumnKind.Count), new("Rate", ColumnKind.Percent), new("Denied", ColumnKind.Money)],
            [.. month.Payers.Take(4).Select(p => new SheetLine([p.Payer, p.Rate.Part, p.Rate.Whole, SheetText.Value(p.Rate), p.Denied], Rows(month.Month, ("payer", p.PayerId.ToString(CultureInfo.InvariantCulture)))))])
        { Below = true, Half = true, Nothing = "No claim was decided.", Note = month.Payers.Count > 4 ? $"The four with most denials of {month.Payers.Count} payers; below thirty claims a rate is not to be judged." : null };
    }

    private static SheetPart Codes(string title, string id, FiveAnswers a, IReadOnlyList<MonthCode> codes, bool below) => new(id, title, [
            new("Code"), new("Meaning", Width: 40), new("Denials", ColumnKind.Count), new("Usual in a month", ColumnKind.Number), new("Denied", ColumnKind.Money), new("Payers", Width: 40)
        ],
        [.. codes.Select(c => new SheetLine([c.Carc, c.Title, c.Denials, c.Usual, c.Denied, string.Join("; ", c.Payers.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Name} {p.Denials:N0}")))], Rows(a.Now.Month, ("carc", c.Carc))))])
    { Below = below, Nothing = $"Nothing was denied in {SheetText.Month(a.Now.Month)} yet.", Note = below ? "Usual: the mean of the three whole months before; this month is not over." : null };

    private static SheetPart Ranking(FiveAnswers a) => new("ranking", "4. How do we prioritise?", [
            new("Account"), new("Denied", ColumnKind.Money), new("Dollars an hour", ColumnKind.Number), new("Due", ColumnKind.Date), new("Why it is here", Width: 90)
        ],
        [.. a.First.Select(f => new SheetLine([f.Account, f.Denied, Math.Round(f.PerHour), f.Due, Brief(f.Because)], Routes.DenialOf(f.PracticeId, f.DenialId)))])
    {
        Lead = "By expected dollars for an hour of work: what it would pay × the odds that it is reversed ÷ the minutes it takes, raised by up to half as the last safe day comes near. "
            + $"What is due within {PrioritySettings.Default.DueNowWorkdays} workdays leads; of it, what is worth less than an hour of the team costs may take a set share of the day.",
        Note = string.Join(" ", a.Practices.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Practice}: {p.MinutesPerDay} minutes a day, {p.LaneShare * 100:0.#}% of them for what is due and worth less, an hour is worth {(p.HourPrice > 0 ? Dollars.Brief((decimal)Math.Round(p.HourPrice)) : "nothing, the team keeps up")}. {Replayed(p.Replayed)}"))) + " Above: the first ten now.",
        Nothing = "The queue is empty.",
        NotPrinted = [2, 3],
    };

    /// <summary>Why it stands there; what skipping it would cost stands on its own page.</summary>
    private static string Brief(string because) => because.IndexOf(" Skipping it", StringComparison.Ordinal) is var at and > 0 ? because[..at] : because;

    /// <summary>What the order in force would have brought in the office's own past.</summary>
    private static string Replayed(ReplayedLane? lane) => lane is null
        ? "What this order would have brought in your own last 90 days is worked out by night, and at Calibration."
        : string.Create(CultureInfo.InvariantCulture, $"Worked again on your own 90 days to {SheetText.Day(lane.To)}, this order brings {SheetText.Share(lane.BoundShare)} of what could be had by one who knew every arrival beforehand ({lane.Denials:N0} denials; {Dollars.Brief((decimal)Math.Round(lane.ExpiredDollars))} would have expired).");

    private static IEnumerable<SheetPart> Deadlines(FiveAnswers a)
    {
        var judged = a.TimelyNow.TooFew ? a.TimelyLast : a.TimelyNow;
        yield return new("timely", "5. What is our timely-filing rate, and how are deadlines tracked?", [], [])
        {
            Lead = $"Claims denied for timely filing at their first decision, {SheetText.Month(a.TimelyNow.TooFew ? a.Last.Month : a.Now.Month)}: {SheetText.Rate(judged)}. Target: below 1%. "
                + $"Expired with no decision this quarter: {(a.Expired.Count == 0 ? "none" : string.Join("; ", a.Expired.Select(e => $"{e.Denials} ({DashboardWords.Of(e.Cause).ToLowerInvariant()}, {Dollars.Text(e.Amount)})")))}; target none.",
            Tone = judged.TooFew ? "" : judged.Value > TimelyRed ? "bad" : judged.Value >= TimelyTarget ? "warn" : "good",
            Note = "Every denial has its deadline from the day it is posted, by the payer's own window, the law's, or an assumed one that asks to be confirmed; owner, lead and manager are told 14, 7, 3 and 1 days before, on the day, and after.",
        };
        yield return new("due", "Due next", [new("Within"), new("Denials", ColumnKind.Count), new("Denied", ColumnKind.Money), new("Expected", ColumnKind.Money)],
            [.. a.Due.Select(s => new SheetLine([string.Create(CultureInfo.InvariantCulture, $"{s.Days} days"), s.Denials, s.Denied, s.Expected], Routes.QueueWhere(("due", s.Days.ToString(CultureInfo.InvariantCulture)))))])
        { Below = true, Half = true };
        yield return new("windows", "Whose windows are known", [new("Payer"), new("Open by a known window", ColumnKind.Count), new("By an assumed one", ColumnKind.Count), new("Dollars by an assumed one", ColumnKind.Money)],
            [.. a.Windows.Take(4).Select(w => new SheetLine([w.Payer, w.Known, w.Assumed, w.AssumedDenied], Routes.PayerOf(w.PayerId)))])
        { Below = true, Half = true, Nothing = "Nothing is open.", Note = a.Windows.Count(w => w.Assumed > 0) is var unsure and > 0 ? $"{SheetText.Count(unsure, "payer has", "payers have")} open denials by an assumed window: look the window up and confirm it, the dearest first." : null };
    }
}
