namespace DenialDesk.App.Reports;

/// <summary>The three files a report can be.</summary>
public static class ReportFormats
{
    /// <summary>Their endings.</summary>
    public static IReadOnlyList<string> All { get; } = ["xlsx", "pdf", "csv"];

    /// <summary>What people call one.</summary>
    public static string Words(string format) => format switch { "xlsx" => "Excel workbook", "pdf" => "PDF", _ => "CSV" };

    /// <summary>Its media type.</summary>
    public static string MediaType(string format) => format switch
    {
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pdf" => "application/pdf",
        _ => "text/csv",
    };
}
