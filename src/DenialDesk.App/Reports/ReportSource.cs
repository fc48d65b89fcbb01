using DenialDesk.App.People;
using Npgsql;

namespace DenialDesk.App.Reports;

/// <summary>A page that can be made into a report by night. Register one a page; the address of the page comes back as its query.</summary>
/// <param name="Page">The page's name in the schedule; never changes once released.</param>
/// <param name="Words">What people call it.</param>
/// <param name="Address">Where it stands, "/breakdown".</param>
/// <param name="Make">Makes it on a connection behind the owner's wall, from the query of the address (without a question mark); null when what it was about is gone.</param>
public sealed record ReportSource(string Page, string Words, string Address, Func<NpgsqlConnection, string, Actor, DateTimeOffset, CancellationToken, Task<Report?>> Make)
{
    /// <summary>The page's address with its filters, for a page whose address holds more than a query; null: the query is put behind <see cref="Address"/>.</summary>
    public Func<string, string>? At { get; init; }

    /// <summary>Where a person finds the page as it is scheduled.</summary>
    public string AddressOf(string query) => At is { } at ? at(query) : Address + (query.Length > 0 ? "?" + query : "");
}

/// <summary>How a report becomes a PDF; the counter that serves pages brings it. Without one there are workbooks and CSV.</summary>
/// <param name="Print">Report, who it is for, the time zone; a PDF, or the sentence why there is none.</param>
public sealed record ReportPrinting(Func<Report, string, TimeZoneInfo, CancellationToken, Task<(byte[]? Pdf, string? Sentence)>>? Print);
