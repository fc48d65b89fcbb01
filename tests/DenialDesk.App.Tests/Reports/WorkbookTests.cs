using System.Diagnostics;
using DenialDesk.App.Reports;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using Workbook = DenialDesk.App.Reports.Workbook;

namespace DenialDesk.App.Tests.Reports;

public sealed class WorkbookTests
{
    private static readonly IReadOnlyList<ReportColumn> Columns =
    [
        new("Payer"), new("Denials", ColumnKind.Count), new("Denied", ColumnKind.Money), new("Rate", ColumnKind.Percent), new("Days", ColumnKind.Number), new("Since", ColumnKind.Date),
    ];

    [Fact]
    public void Numbers_money_shares_and_days_are_read_back_as_numbers()
    {
        using var book = Open(new("Denials by payer", [("Period", "May 2026")], [new("By payer", Columns, [["Cedar Health", 1204L, 98_765.43m, 0.117, 12.5m, new DateOnly(2026, 5, 4)]])]));

        var cells = Cells(book, "By payer", 2);
        Assert.Equal(["Cedar Health", "1204", "98765.43", "0.117", "12.5", "46146"], cells.Select(c => c.InnerText));
        Assert.Equal("inlineStr", cells[0].DataType?.InnerText);
        Assert.All(cells[1..], c => Assert.Null(c.DataType));
        Assert.Equal(new DateTime(2026, 5, 4), DateTime.FromOADate(46146));
        Assert.Equal(["#,##0", "\"$\"#,##0.00", "0.0%", "0.0", "yyyy-mm-dd"], cells[1..].Select(c => Format(book, c)));
    }

    [Fact]
    public void The_file_is_valid_and_its_first_row_stays_in_sight()
    {
        using var book = Open(new("Denials", [("Period", "May 2026"), ("Payer", "All")], [new("One", Columns, [[null, null, null, null, null, null]]), new("one", Columns, [])]));

        Assert.Empty(new OpenXmlValidator().Validate(book, TestContext.Current.CancellationToken).Select(e => e.Description + " " + e.Path?.XPath));
        Assert.Equal(["About", "One", "one 2"], book.WorkbookPart!.Workbook.Descendants<Sheet>().Select(s => s.Name?.Value));
        Assert.Equal(PaneStateValues.Frozen, SheetOf(book, "One").Descendants<Pane>().Single().State?.Value);
    }

    [Fact]
    public void A_report_about_nothing_opens_and_says_that_there_is_nothing_to_tell()
    {
        using var none = Open(new("Denials by payer", [], []));
        using var about = Open(new("Denials by payer", [("Period", "May 2026")], []));
        using var empty = Open(new("Denials", [("Period", "May 2026")], [new("By payer", Columns, []) { Nothing = "No denials in these months." }, new("By code", Columns, [])]));

        foreach (var book in new[] { none, about, empty }) { Assert.Empty(new OpenXmlValidator().Validate(book, TestContext.Current.CancellationToken).Select(e => e.Description)); }

        Assert.Equal(["Nothing to tell"], Names(none));
        Assert.Equal(["Denials by payer", "Nothing to tell."], SheetOf(none, "Nothing to tell").Descendants<Cell>().Select(c => c.InnerText));
        Assert.Equal(["About", "Nothing to tell"], Names(about));
        Assert.Equal(["About", "By payer", "By code"], Names(empty));
        Assert.Equal("No denials in these months.", Cells(empty, "By payer", 2).Single().InnerText);
        Assert.Equal("Nothing to tell.", Cells(empty, "By code", 2).Single().InnerText);
        Assert.Equal("\"Denials by payer: nothing to tell\"\n", CsvText.Write(new Report("Denials by payer", [], [])));
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+1")]
    [InlineData("-cmd|' /C calc'!A0")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    public void Words_that_look_like_a_formula_stay_words(string text)
    {
        using var book = Open(new("Denials", [], [new("Rows", [new("Payer")], [[text]])]));

        var cell = Cells(book, "Rows", 2).Single();
        Assert.Equal("inlineStr", cell.DataType?.InnerText);
        Assert.Null(cell.CellFormula);
        Assert.Equal(text, cell.InnerText);
        Assert.Equal($"\"Payer\"\n\"'{text}\"\n", CsvText.Write(new ReportTable("Rows", [new("Payer")], [[text]])));
    }

    [Fact]
    public void Csv_has_bare_numbers_a_negative_amount_included_and_quoted_words()
    {
        var text = CsvText.Write(new ReportTable("By payer", Columns, [["Cedar \"West\", Inc", 1204L, -98_765.4m, 0.11714, null, new DateOnly(2026, 5, 4)]]));

        Assert.Equal("\"Payer\",\"Denials\",\"Denied\",\"Rate\",\"Days\",\"Since\"\n\"Cedar \"\"West\"\", Inc\",1204,-98765.40,0.1171,,2026-05-04\n", text);
    }

    [Fact]
    public void Letters_that_no_file_can_hold_are_left_out()
    {
        using var book = Open(new("Denials", [], [new("A/B: [C]? of a very long name that goes on", [new("Payer")], [["Ce\u0001dar\u0000"]])]));

        Assert.Equal("A B   C   of a very long name t", book.WorkbookPart!.Workbook.Descendants<Sheet>().Single().Name?.Value);
        Assert.Equal("Cedar", Cells(book, "A B   C   of a very long name t", 2).Single().InnerText);
    }

    [Fact]
    public void A_hundred_thousand_rows_take_seconds_and_not_minutes()
    {
        var rows = Enumerable.Range(0, 100_000).Select(i => (IReadOnlyList<object?>)["Cedar Health", (long)i, i / 100m, 0.1, 1.5m, new DateOnly(2026, 5, 4)]);
        var watch = Stopwatch.StartNew();

        var bytes = Workbook.Make(new("Denials", [], [new("Rows", Columns, rows)]));

        Assert.InRange(bytes.Length, 100_000, 20_000_000);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 15);
    }

    private static SpreadsheetDocument Open(Report report) => SpreadsheetDocument.Open(new MemoryStream(Workbook.Make(report)), false);

    private static IEnumerable<string?> Names(SpreadsheetDocument book) => book.WorkbookPart!.Workbook.Descendants<Sheet>().Select(s => s.Name?.Value);

    private static Worksheet SheetOf(SpreadsheetDocument book, string name)
        => ((WorksheetPart)book.WorkbookPart!.GetPartById(book.WorkbookPart.Workbook.Descendants<Sheet>().Single(s => s.Name == name).Id!.Value!)).Worksheet;

    private static Cell[] Cells(SpreadsheetDocument book, string name, int row) => [.. SheetOf(book, name).Descendants<Row>().ElementAt(row - 1).Elements<Cell>()];

    private static string? Format(SpreadsheetDocument book, Cell cell)
    {
        var sheet = book.WorkbookPart!.WorkbookStylesPart!.Stylesheet;
        var id = sheet.CellFormats!.Elements<CellFormat>().ElementAt((int)cell.StyleIndex!.Value).NumberFormatId!.Value;
        return sheet.NumberingFormats!.Elements<NumberingFormat>().Single(f => f.NumberFormatId!.Value == id).FormatCode?.Value;
    }
}
