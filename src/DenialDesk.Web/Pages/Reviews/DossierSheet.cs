using System.Globalization;
using DenialDesk.App.Payers;
using DenialDesk.App.Reports;
using DenialDesk.App.Reviews;
using DenialDesk.Domain.Money;
using DenialDesk.Domain.Trends;

namespace DenialDesk.Web.Pages.Reviews;

/// <summary>A payer's dossier for the meeting with it.</summary>
internal static class DossierSheet
{
    /// <summary>All parts.</summary>
    public static Sheet Of(Dossier d, DeskTime time) => new(
        $"Payer dossier, {d.Payer}",
        [("Days", $"{SheetText.Day(d.From)} to {SheetText.Day(d.To)}, by the remittance's date; compared with as many days before"), ("Counted", "first decisions of the primary payer; payers merged into this one count as this one"), .. SheetText.AsOf(d.AsOf, time)],
        [Rate(d), Codes(d), Answers(d), Vague(d), Underpaid(d), Recouped(d), Rejections(d), Procedures(d), Oldest(d)]);

    private static string Payer(Dossier d) => d.PayerId.ToString(CultureInfo.InvariantCulture);

    private static string Days(DateOnly from, DateOnly to) => string.Create(CultureInfo.InvariantCulture, $"{from:yyyy-MM-dd}..{to:yyyy-MM-dd}");

    private static string Rows(Dossier d, params (string, string?)[] more) => Routes.QueueWhere([("state", "all"), ("first", "true"), ("payer", Payer(d)), ("month", Days(d.From, d.To)), .. more]);

    /// <summary>The denials of as many days before.</summary>
    private static string RowsBefore(Dossier d) => Routes.QueueWhere(("state", "all"), ("first", "true"), ("payer", Payer(d)), ("month", Days(d.From.AddDays(d.From.DayNumber - d.To.DayNumber - 1), d.From.AddDays(-1))));

    private static SheetPart Rate(Dossier d)
    {
        SheetLine Line(string name, AuditRate r, string? href) => new([name, r.Claims.Part, r.Claims.Whole, SheetText.Value(r.Claims), r.Denied, r.Billed, r.OfDollars], href);
        return new("rate", "Denial rate", [
            new("Days"), new("Denied claims", ColumnKind.Count), new("Claims decided", ColumnKind.Count), new("Rate", ColumnKind.Percent), new("Denied", ColumnKind.Money), new("Billed", ColumnKind.Money),
            new("Rate of dollars", ColumnKind.Percent)
        ], [Line("These", d.Rate, Rows(d)), Line("As many before", d.Before, RowsBefore(d))])
        { Lead = SheetText.Rate(d.Rate.Claims) + ".", Tone = SheetText.Tone(DenialRateZone.Of(d.Rate.Claims)) };
    }

    private static SheetPart Codes(Dossier d) => new("codes", "By reason: denied, and overturned when we asked again", [
            new("Code"), new("Meaning", Width: 40), new("Denials", ColumnKind.Count), new("Denied", ColumnKind.Money), new("Recovered", ColumnKind.Money), new("Open", ColumnKind.Count), new("Tries decided", ColumnKind.Count),
            new("Overturned", ColumnKind.Percent)
        ],
        [.. d.Codes.Select(c => new SheetLine([c.Code, c.Title, c.Denials, c.Denied, c.Recovered, c.Open, c.Overturned.Whole, SheetText.Value(c.Overturned)], Rows(d, ("carc", c.Code))))])
    { Nothing = "This payer denied nothing.", Note = "Overturned: of corrections and appeals the payer decided in these days, whichever group code; a partial one counts by its paid share." };

    private static SheetPart Answers(Dossier d) => new("answers", "How long answers take", [], [])
    {
        Lead = d.Answers.Answers == 0 ? "No correction or appeal was answered in these days."
            : string.Create(CultureInfo.InvariantCulture, $"{d.Answers.Answers:N0} answers: half within {d.Answers.Median:0.#} days, nine of ten within {d.Answers.Ninety:0.#} days{(d.Answers.Promised is { } promised ? $"; the payer says {promised} days" : "; nobody wrote down what the payer promises")}."),
        Note = d.Answers.Kept.Exists ? $"Days the payer named for an answer, kept: {SheetText.Rate(d.Answers.Kept)}." : "No day the payer named for an answer has passed.",
    };

    private static SheetPart Vague(Dossier d) => new("vague", "Reason 16 that does not say what is missing", [], [])
    {
        Lead = d.Vague.Exists ? $"{SheetText.Rate(d.Vague)} of denials with reason 16 ({Dollars.Text(d.VagueDenied)}) came without a remark that says what to mend." : "Reason 16 was not used.",
        Note = "Reason 16 asks for a remark code that names what is missing; without one, or with one that only informs, nobody can correct the claim without a call.",
    };

    private static SheetPart Underpaid(Dossier d) => new("underpaid", "Paid below the contract", [new("State"), new("Lines", ColumnKind.Count), new("Short by", ColumnKind.Money), new("Recovered", ColumnKind.Money)],
        [.. d.Underpaid.Select(u => new SheetLine([Words.Of(u.State), u.Lines, u.Shortfall, u.Recovered], Routes.With(Routes.Underpayments, ("payer", Payer(d)), ("state", u.State), ("from", d.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))))])
    { Nothing = "No line was found paid below its rate." };

    private static SheetPart Recouped(Dossier d) => new("recouped", "Taken back or added on the provider's level (PLB)", [new("Reason", Width: 36), new("Entries", ColumnKind.Count), new("Taken", ColumnKind.Money)],
        [.. d.Recoupments.Select(r => new SheetLine([r.Reason, r.Entries, r.Amount], Routes.Ledger))])
    { Nothing = "None.", Note = "As sent: a positive amount takes money away, a negative one brings some." };

    private static SheetPart Rejections(Dossier d) => new("rejections", "Rejected before a decision", [], [])
    { Lead = $"{SheetText.Count(d.Rejections, "claim was", "claims were")} rejected on the way; {d.RejectionsOpen.ToString("N0", CultureInfo.InvariantCulture)} wait for a correction.", Note = "By the payer's name or identifier on the claim we sent." };

    private static SheetPart Procedures(Dossier d) => new("procedures", "What was denied most", [new("Procedure family"), new("Denials", ColumnKind.Count), new("Denied", ColumnKind.Money)], [.. d.Procedures.Select(p => new SheetLine([p.Name, p.Denials, p.Denied]))])
    { Nothing = "This payer denied nothing." };

    private static SheetPart Oldest(Dossier d) => new("oldest", "Open longest", [new("Account"), new("Code"), new("Denied on", ColumnKind.Date), new("Days", ColumnKind.Count), new("Open dollars", ColumnKind.Money), new("Now")],
        [.. d.Oldest.Select(o => new SheetLine([o.Account, o.Code, o.DeniedOn, (long)o.Days, o.Denied, Words.Of(o.State)], Routes.DenialOf(o.PracticeId, o.DenialId)))])
    { Nothing = "Nothing is open with this payer." };
}
