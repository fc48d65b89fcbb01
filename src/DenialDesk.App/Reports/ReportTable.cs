namespace DenialDesk.App.Reports;

/// <summary>What the cells of a column hold; an empty cell is null in every kind.</summary>
public enum ColumnKind
{
    /// <summary>Words; never taken for a formula.</summary>
    Text,

    /// <summary>A whole number: int or long.</summary>
    Count,

    /// <summary>Dollars and cents: decimal.</summary>
    Money,

    /// <summary>A share, 0 to 1: double or decimal.</summary>
    Percent,

    /// <summary>A number with one place, such as days or minutes: double or decimal.</summary>
    Number,

    /// <summary>A day: DateOnly.</summary>
    Date,
}

/// <summary>A column of a table that leaves the desk.</summary>
/// <param name="Title">What stands in the first row.</param>
/// <param name="Kind">What the cells hold.</param>
/// <param name="Width">In characters; 0 chooses one by kind and title.</param>
public sealed record ReportColumn(string Title, ColumnKind Kind = ColumnKind.Text, int Width = 0);

/// <summary>A table as it leaves the desk: a sheet of a workbook, a CSV file, or a table of a printed page.</summary>
/// <param name="Name">Name of the sheet and heading of the printed table.</param>
/// <param name="Columns">Titles and kinds, left to right.</param>
/// <param name="Rows">Read once, one value a column; may be produced while it is written.</param>
public sealed record ReportTable(string Name, IReadOnlyList<ReportColumn> Columns, IEnumerable<IReadOnlyList<object?>> Rows)
{
    /// <summary>One sentence under the printed table: what is counted, what to beware of.</summary>
    public string? Note { get; init; }

    /// <summary>What stands in the place of rows where there are none.</summary>
    public string Nothing { get; init; } = "Nothing to tell.";
}

/// <summary>Something that leaves the desk: its title, what it is about, and its tables.</summary>
/// <param name="Title">What it is; free of patient data, since it becomes a file's name and a subject.</param>
/// <param name="Facts">Period, filters, freshness, definitions: name and words; the first sheet and the head of the print.</param>
/// <param name="Tables">Sheets and printed tables; with none, the file says that there is nothing to tell.</param>
public record Report(string Title, IReadOnlyList<(string Name, string Value)> Facts, IReadOnlyList<ReportTable> Tables)
{
    /// <summary>Charts of it, for print; a workbook and CSV hold numbers alone.</summary>
    public IReadOnlyList<ReportPicture> Pictures { get; init; } = [];

    /// <summary>The title as a file's name without ending: small letters, digits and hyphens.</summary>
    public string FileName => string.Join('-', new string([.. Title.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
