using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DenialDesk.App.Intake;

/// <summary>One row of a list of denials, as read: what it says, or why it is left out.</summary>
/// <param name="Number">Its number in the list, the first row under the headers is 1.</param>
/// <param name="Problem">Why it is left out; null when it is taken.</param>
public sealed record DenialListRow(int Number, string Payer, string Cheque, DateOnly? Date, PaperClaim? Claim, byte[] Hash, string? Problem)
{
    private static readonly string[] Days = ["yyyy-MM-dd", "M/d/yyyy", "M/d/yy", "MM/dd/yyyy", "yyyyMMdd", "M-d-yyyy"];

    // What RemittanceWriter puts between the parts of the file it makes.
    private const string Separators = "*:^~";

    /// <summary>Reads a row; <paramref name="cell"/> gives the text under a header.</summary>
    public static DenialListRow Read(int number, DenialListColumns columns, Func<string, string> cell)
    {
        string Text(string column) => column.Length == 0 ? "" : Plain(cell(column)).Trim();
        var missing = DenialListColumns.Fields.Where(f => f.Required && Text(f.Read(columns)).Length == 0).Select(f => f.Name).ToList();
        var said = DenialListColumns.Fields.Select(f => Text(f.Read(columns))).ToArray();
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001f', said).ToUpperInvariant()));
        DenialListRow Left(string problem) => new(number, Text(columns.Payer), Text(columns.Number), null, null, hash, problem);
        if (missing.Count > 0) { return Left($"Left out: {string.Join(", ", missing)} is empty."); }

        if (DenialListColumns.Fields.FirstOrDefault(f => Text(f.Read(columns)).Any(c => c is < ' ' or > '~' || Separators.Contains(c))) is { } odd)
        {
            return Left($"Left out: {odd.Name} holds a sign that a remittance cannot carry. Write it with plain letters and digits, and save the list as CSV (UTF-8).");
        }

        if (Day(Text(columns.Date)) is not { } date) { return Left("Left out: the date of the denial is no date (2026-05-31 or 5/31/2026)."); }

        if (Money(Text(columns.Charge)) is not { } charge) { return Left("Left out: the charge is no amount."); }

        var paid = Text(columns.Paid).Length == 0 ? 0m : Money(Text(columns.Paid));
        var denied = Text(columns.Denied).Length == 0 ? charge - paid : Money(Text(columns.Denied));
        if (paid is null || denied is null) { return Left("Left out: what was paid or denied is no amount."); }

        if (charge != paid + denied) { return Left("Left out: paid and denied do not add up to the charge. Enter this one by hand, with its other adjustments."); }

        if (denied <= 0) { return Left("Left out: nothing was denied."); }

        return new(number, Text(columns.Payer), Text(columns.Number), date, ClaimOf(columns, Text, charge, paid.Value, denied.Value), hash, null);
    }

    private static PaperClaim ClaimOf(DenialListColumns columns, Func<string, string> text, decimal charge, decimal paid, decimal denied) => new()
    {
        PatientControlNumber = text(columns.Account),
        LastName = text(columns.LastName),
        FirstName = text(columns.FirstName),
        MemberId = text(columns.MemberId),
        Lines =
        [
            new()
            {
                Procedure = text(columns.Procedure),
                ServiceDate = Day(text(columns.ServiceDate)),
                Charge = charge,
                Paid = paid,
                Remarks = text(columns.Remarks),
                Adjustments = [new() { Group = Group(text(columns.Group), text(columns.Reason)), Reason = Code(text(columns.Reason)), Amount = denied }],
            },
        ],
    };

    /// <summary>Accents go, letters stay, as payers write names: Peña is Pena.</summary>
    internal static string Plain(string text)
        => Ascii.IsValid(text) ? text : string.Concat(text.Normalize(NormalizationForm.FormD).Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)).Replace('\u2019', '\'').Replace('\u00a0', ' ');

    /// <summary>"CO-197" and "CO197" say the group with the code.</summary>
    private static string Group(string group, string reason)
    {
        var told = group.Length > 0 ? group : reason;
        return told.Length >= 2 && told[..2].ToUpperInvariant() is ("CO" or "PR" or "OA" or "PI") and var known ? known : "CO";
    }

    private static string Code(string reason)
        => reason.Length > 2 && reason[..2].ToUpperInvariant() is "CO" or "PR" or "OA" or "PI" ? reason[2..].TrimStart('-', ' ') : reason;

    private static DateOnly? Day(string text) => DateOnly.TryParseExact(text, Days, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static decimal? Money(string text)
        => decimal.TryParse(text.Replace("$", "", StringComparison.Ordinal), NumberStyles.Number | NumberStyles.AllowParentheses, CultureInfo.InvariantCulture, out var amount)
            ? decimal.Round(amount, 2) : null;
}
