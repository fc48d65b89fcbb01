using System.Globalization;
using System.Text;

namespace DenialDesk.App.Reports;

/// <summary>Tables as CSV (RFC 4180, line feed, a point before decimals), with nothing in them that a spreadsheet would run.</summary>
public static class CsvText
{
    private const string Dangerous = "=+-@\t\r\n＝＋－＠";

    /// <summary>A whole table with its titles.</summary>
    public static string Write(ReportTable table)
    {
        var text = new StringBuilder();
        text.AppendJoin(',', table.Columns.Select(c => Quoted(c.Title))).Append('\n');
        foreach (var row in table.Rows)
        {
            for (var i = 0; i < table.Columns.Count; i++)
            {
                if (i > 0) { text.Append(','); }

                text.Append(Cell(table.Columns[i].Kind, row[i]));
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Several tables below each other, an empty line and the table's name between them; one table alone stands without its name, and of none at all the title says that there was nothing to tell.</summary>
    public static string Write(Report report) => report.Tables.Count switch
    {
        0 => Quoted(report.Title + ": nothing to tell") + "\n",
        1 => Write(report.Tables[0]),
        _ => string.Join('\n', report.Tables.Select(t => Quoted(t.Name) + "\n" + Write(t))),
    };

    /// <summary>A value of a column's kind: numbers and days bare, words quoted, nothing for null.</summary>
    public static string Cell(ColumnKind kind, object? value) => (kind, value) switch
    {
        (_, null) => "",
        (ColumnKind.Money, IFormattable money) => money.ToString("0.00", CultureInfo.InvariantCulture),
        (ColumnKind.Percent, IFormattable share) => share.ToString("0.####", CultureInfo.InvariantCulture),
        (ColumnKind.Number, IFormattable number) => number.ToString("0.####", CultureInfo.InvariantCulture),
        (ColumnKind.Count, IFormattable count) => count.ToString(null, CultureInfo.InvariantCulture),
        (ColumnKind.Date, DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => Quoted(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""),
    };

    /// <summary>Words in quotes, and with an apostrophe before anything a spreadsheet would take for a formula.</summary>
    public static string Quoted(string text) => '"' + Defused(text).Replace("\"", "\"\"", StringComparison.Ordinal) + '"';

    /// <summary>Whether a spreadsheet would take words for a formula (OWASP's list, with the wide forms of its signs).</summary>
    internal static bool LooksLikeFormula(string text) => text.Length > 0 && Dangerous.Contains(text[0], StringComparison.Ordinal);

    /// <summary>Words with an apostrophe before anything a spreadsheet would take for a formula.</summary>
    public static string Defused(string text) => LooksLikeFormula(text) ? "'" + text : text;
}
