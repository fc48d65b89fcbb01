using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;

namespace DenialDesk.App.Reports;

/// <summary>The few looks a cell of a workbook can have, by their place in the style sheet.</summary>
internal static class WorkbookStyles
{
    public const int Words = 0;
    public const int Head = 1;
    public const int HeadRight = 2;

    /// <summary>Words that begin like a formula: marked so that they stay words when somebody edits the cell.</summary>
    public const int Quoted = 3;

    public const int Count = 9;

    private const int FirstNumber = 4;
    private const uint OwnFormats = 164;

    /// <summary>Day 0 of spreadsheets, 30 December 1899, as a <see cref="DateOnly.DayNumber"/>.</summary>
    public static readonly int DayZero = new DateOnly(1899, 12, 30).DayNumber;

    public static int Of(ColumnKind kind) => kind switch
    {
        ColumnKind.Count => FirstNumber,
        ColumnKind.Money => FirstNumber + 1,
        ColumnKind.Percent => FirstNumber + 2,
        ColumnKind.Number => FirstNumber + 3,
        ColumnKind.Date => FirstNumber + 4,
        _ => Words,
    };

    public static Stylesheet Sheet() => new(
        new NumberingFormats(Formats.Select((f, i) => new NumberingFormat { NumberFormatId = OwnFormats + (uint)i, FormatCode = f })),
        new Fonts(new Font(), new Font(new Bold())),
        new Fills(
            new Fill(new PatternFill { PatternType = PatternValues.None }),
            new Fill(new PatternFill { PatternType = PatternValues.Gray125 }),
            new Fill(new PatternFill(new ForegroundColor { Rgb = new HexBinaryValue("FFE8EDF2") }) { PatternType = PatternValues.Solid })),
        new Borders(new Border()),
        new CellStyleFormats(new CellFormat()),
        new CellFormats(
            new CellFormat[]
            {
                new(),
                new() { FontId = 1, FillId = 2, ApplyFont = true, ApplyFill = true },
                new(new Alignment { Horizontal = HorizontalAlignmentValues.Right }) { FontId = 1, FillId = 2, ApplyFont = true, ApplyFill = true, ApplyAlignment = true },
                new() { QuotePrefix = true },
            }.Concat(Formats.Select((_, i) => new CellFormat { NumberFormatId = OwnFormats + (uint)i, ApplyNumberFormat = true }))));

    private static readonly string[] Formats = ["#,##0", "\"$\"#,##0.00", "0.0%", "0.0", "yyyy-mm-dd"];
}
