using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace DenialDesk.Web;

/// <summary>Every address of the site, as methods, so that no page has one as text.</summary>
public static class Routes
{
    /// <summary>The ranked queue; every filter is in the address.</summary>
    public const string Queue = "/queue";

    /// <summary>Files that came in.</summary>
    public const string Remittances = "/remittances";

    /// <summary>Twelve months of denial rates.</summary>
    public const string Trends = "/trends";

    /// <summary>The payers.</summary>
    public const string Payers = "/payers";

    /// <summary>The practices.</summary>
    public const string Practices = "/practices";

    /// <summary>The jobs.</summary>
    public const string Jobs = "/jobs";

    /// <summary>One payer.</summary>
    public static string Payer(int payerId) => string.Create(CultureInfo.InvariantCulture, $"{Payers}/{payerId}");

    /// <summary>One denial.</summary>
    public static string Denial(int practiceId, long denialId) => string.Create(CultureInfo.InvariantCulture, $"/denials/{practiceId}/{denialId}");

    /// <summary>The denials behind a number of the trends page: first decisions of a month (or from one month to another), in any state.</summary>
    /// <param name="months">"2026-05", or "2025-06..2026-05".</param>
    public static string QueueOfTrend(int? practice, string? payer, string? category, string? carc, string months)
        => With(Queue, ("practice", practice?.ToString(CultureInfo.InvariantCulture)), ("payer", payer), ("category", category), ("carc", carc), ("month", months), ("first", "true"), ("state", "all"));

    /// <summary>The open denials of a payer.</summary>
    public static string QueueOfPayer(int payerId, bool assumedOnly = false)
        => With(Queue, ("payer", payerId.ToString(CultureInfo.InvariantCulture)), ("assumed", assumedOnly ? "true" : null));

    /// <summary>A table of the trends page as CSV.</summary>
    public static string TrendsCsv(string table, int? practice, int? payer, string? category, string? carc, string? to)
        => With("/trends/csv", ("table", table), ("practice", practice?.ToString(CultureInfo.InvariantCulture)), ("payer", payer?.ToString(CultureInfo.InvariantCulture)), ("category", category), ("carc", carc), ("to", to));

    /// <summary>An address with the query values that are there.</summary>
    public static string With(string address, params (string Name, string? Value)[] query)
        => QueryHelpers.AddQueryString(address, query.Where(q => !string.IsNullOrEmpty(q.Value)).Select(q => KeyValuePair.Create(q.Name, q.Value)));
}
