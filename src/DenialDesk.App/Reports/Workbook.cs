using System.Globalization;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Text = DocumentFormat.OpenXml.Spreadsheet.Text;

namespace DenialDesk.App.Reports;

/// <summary>
/// Reports as XLSX: numbers, money, shares and days are numbers that can be added up; words are inline strings, which no spreadsheet runs.
/// Cells are streamed, so that a sheet's length costs no memory of its own: 100,000 rows take about a second.
/// </summary>
public static class Workbook
{
    /// <summary>A sheet ends here; the format's own limit less the first row.</summary>
    public const int MostRows = 1_048_575;

    private const int MostLetters = 32_767;

    /// <summary>The bytes of a workbook: first a sheet of the report's facts (when it has any), then one a table, its first row frozen. What has no rows says so in words: a workbook without a sheet does not open.</summary>
    public static byte[] Make(Report report)
    {
        using var stream = new MemoryStream();
        Write(stream, report);
        return stream.ToArray();
    }

    /// <summary>Writes a workbook into a stream that can be read and sought.</summary>
    public static void Write(Stream stream, Report report)
    {
        using var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook);
        var book = document.AddWorkbookPart();
        book.AddNewPart<WorkbookStylesPart>().Stylesheet = WorkbookStyles.Sheet();
        var sheets = new Sheets();
        uint number = 0;
        foreach (var table in Sheets(report))
        {
            var part = book.AddNewPart<WorksheetPart>();
            WriteSheet(part, table);
            number++;
            sheets.Append(new Sheet { Id = book.GetIdOfPart(part), SheetId = number, Name = SheetName(table.Name, [.. sheets.Elements<Sheet>().Select(s => s.Name?.Value ?? "")]) });
        }

        book.Workbook = new DocumentFormat.OpenXml.Spreadsheet.Workbook(sheets);
    }

    /// <summary>At most 31 letters, none of those the format forbids, no name twice.</summary>
    internal static string SheetName(string name, IReadOnlyCollection<string> taken)
    {
        var clean = new string([.. name.Select(c => "[]:*?/\\'".Contains(c, StringComparison.Ordinal) || char.IsControl(c) ? ' ' : c)]).Trim();
        clean = clean.Length == 0 ? "Sheet" : clean.Length > 31 ? clean[..31].TrimEnd() : clean;
        for (var i = 2; taken.Contains(clean, StringComparer.OrdinalIgnoreCase); i++)
        {
            var end = string.Create(CultureInfo.InvariantCulture, $" {i}");
            clean = (clean.Length + end.Length > 31 ? clean[..(31 - end.Length)] : clean) + end;
        }

        return clean;
    }

    private static IEnumerable<ReportTable> Sheets(Report report)
    {
        if (report.Facts.Count > 0)
        {
            yield return new("About", [new(report.Title, ColumnKind.Text, 28), new("", ColumnKind.Text, 100)], report.Facts.Select(f => (IReadOnlyList<object?>)[f.Name, f.Value]));
        }

        foreach (var table in report.Tables) { yield return table; }

        if (report.Tables.Count == 0) { yield return new("Nothing to tell", [new(report.Title, ColumnKind.Text, 60)], []); }
    }

    private static void WriteSheet(WorksheetPart part, ReportTable table)
    {
        using var writer = OpenXmlWriter.Create(part);
        writer.WriteStartElement(new Worksheet());
        writer.WriteElement(new SheetViews(new SheetView(
            new Pane { VerticalSplit = 1, TopLeftCell = "A2", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen })
        { WorkbookViewId = 0 }));
        writer.WriteElement(new Columns(table.Columns.Select((c, i) => new Column { Min = (uint)i + 1, Max = (uint)i + 1, Width = Width(c), CustomWidth = true })));
        writer.WriteStartElement(new SheetData());
        var cells = new CellWriter(writer);
        cells.Head(table.Columns);
        var left = MostRows;
        foreach (var row in table.Rows)
        {
            if (--left < 0) { break; }

            cells.Row(table.Columns, row);
        }

        if (left == MostRows) { cells.Row([new("")], [table.Nothing]); }

        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private static double Width(ReportColumn column) => column.Width > 0
        ? column.Width
        : Math.Max(column.Title.Length + 2, column.Kind switch { ColumnKind.Text => 26, ColumnKind.Money => 15, ColumnKind.Date => 12, _ => 11 });

    /// <summary>Writes cell after cell with elements that are made once: a hundred thousand rows make no garbage but their numbers' words.</summary>
    private sealed class CellWriter(OpenXmlWriter writer)
    {
        private readonly Row _row = new();
        private readonly Cell _cell = new();
        private readonly InlineString _words = new();
        private readonly Text _text = new() { Space = SpaceProcessingModeValues.Preserve };
        private readonly CellValue _value = new();
        private readonly OpenXmlAttribute[][] _numbers = [.. Enumerable.Range(0, WorkbookStyles.Count).Select(s => new[] { new OpenXmlAttribute("s", "", s.ToString(CultureInfo.InvariantCulture)) })];
        private readonly OpenXmlAttribute[][] _strings =
            [.. Enumerable.Range(0, WorkbookStyles.Count).Select(s => new[] { new OpenXmlAttribute("s", "", s.ToString(CultureInfo.InvariantCulture)), new OpenXmlAttribute("t", "", "inlineStr") })];

        public void Head(IReadOnlyList<ReportColumn> columns)
        {
            writer.WriteStartElement(_row);
            foreach (var column in columns) { Words(column.Title, column.Kind == ColumnKind.Text ? WorkbookStyles.Head : WorkbookStyles.HeadRight); }

            writer.WriteEndElement();
        }

        public void Row(IReadOnlyList<ReportColumn> columns, IReadOnlyList<object?> row)
        {
            writer.WriteStartElement(_row);
            for (var i = 0; i < columns.Count; i++) { Cell(columns[i].Kind, row[i]); }

            writer.WriteEndElement();
        }

        private void Cell(ColumnKind kind, object? value)
        {
            switch (kind, value)
            {
                case (_, null):
                    writer.WriteElement(_cell);
                    break;
                case (ColumnKind.Date, DateOnly day):
                    Number((day.DayNumber - WorkbookStyles.DayZero).ToString(CultureInfo.InvariantCulture), WorkbookStyles.Of(kind));
                    break;
                case (ColumnKind.Count or ColumnKind.Money or ColumnKind.Percent or ColumnKind.Number, IFormattable number) when value is not double d || double.IsFinite(d):
                    Number(number.ToString(null, CultureInfo.InvariantCulture), WorkbookStyles.Of(kind));
                    break;
                default:
                    var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
                    Words(text, CsvText.LooksLikeFormula(text) ? WorkbookStyles.Quoted : WorkbookStyles.Words);
                    break;
            }
        }

        private void Number(string value, int style)
        {
            writer.WriteStartElement(_cell, _numbers[style]);
            _value.Text = value;
            writer.WriteElement(_value);
            writer.WriteEndElement();
        }

        private void Words(string text, int style)
        {
            writer.WriteStartElement(_cell, _strings[style]);
            writer.WriteStartElement(_words);
            _text.Text = Clean(text);
            writer.WriteElement(_text);
            writer.WriteEndElement();
            writer.WriteEndElement();
        }

        /// <summary>Letters XML cannot hold are left out, and what is longer than a cell may be is cut.</summary>
        private static string Clean(string text)
        {
            var cut = text.Length > MostLetters ? text[..MostLetters] : text;
            return cut.All(XmlConvert.IsXmlChar) ? cut : new string([.. cut.Where(XmlConvert.IsXmlChar)]);
        }
    }
}
