namespace DenialDesk.App.Reports;

/// <summary>A chart as numbers and words; drawn as plain SVG on pages and in print, always with a table beside it.</summary>
/// <param name="Title">What it shows, the name for a screen reader.</param>
/// <param name="Description">One sentence: what is drawn, over what months.</param>
public abstract record ReportPicture(string Title, string Description);

/// <summary>One bar: its name, its length, and the words at its end.</summary>
/// <param name="Key">What the page links by; empty: no link.</param>
/// <param name="Before">The earlier value, drawn as a mark; null: none.</param>
/// <param name="Text">The value in words: "1,204" or "$98,765".</param>
public sealed record PictureBar(string Key, string Name, double Value, double? Before, string Text);

/// <summary>Bars below each other, the longest first.</summary>
public sealed record BarPicture(string Title, string Description, IReadOnlyList<PictureBar> Bars) : ReportPicture(Title, Description);

/// <summary>Bars with the line of what they add up to.</summary>
/// <param name="Cumulative">One a bar: the share of it and all before it, 0 to 1.</param>
/// <param name="Sure">What is said about the first three.</param>
public sealed record ParetoPicture(string Title, string Description, IReadOnlyList<PictureBar> Bars, IReadOnlyList<double> Cumulative, string Sure) : ReportPicture(Title, Description);

/// <summary>Lines over months; at most four, told apart by dashes and marks as well as by shade.</summary>
/// <param name="Points">Names of the points in time, oldest first.</param>
/// <param name="IsShare">Whether values are shares, 0 to 1, written in percent.</param>
public sealed record LinePicture(string Title, string Description, IReadOnlyList<string> Points, IReadOnlyList<PictureLine> Lines, bool IsShare) : ReportPicture(Title, Description);

/// <summary>One line; null where there is nothing.</summary>
public sealed record PictureLine(string Name, IReadOnlyList<double?> Values);

/// <summary>A heat map: a table whose cells are shaded.</summary>
/// <param name="Corner">What the rows are.</param>
public sealed record HeatPicture(string Title, string Description, string Corner, IReadOnlyList<(string Key, string Name)> Columns, IReadOnlyList<HeatRow> Rows) : ReportPicture(Title, Description);

/// <summary>One row of a heat map.</summary>
/// <param name="Key">What its cells link by; empty: all rows together; null: no links.</param>
/// <param name="Zone">For the last cell, the sum: "target", "needs-work", "red", or empty.</param>
public sealed record HeatRow(string? Key, string Name, IReadOnlyList<HeatCell> Cells, string Zone = "");

/// <summary>One cell.</summary>
/// <param name="Text">The number in it.</param>
/// <param name="Shade">0, nothing, to 5, the darkest.</param>
/// <param name="Hatched">Its interval reaches into another shade or zone.</param>
/// <param name="Thin">Too few to judge by: no shade.</param>
/// <param name="Words">The number with its parts, for a resting pointer and a screen reader.</param>
public sealed record HeatCell(string Text, int Shade, bool Hatched, bool Thin, string Words);
