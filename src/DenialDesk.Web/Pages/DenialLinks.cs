using System.Globalization;
using DenialDesk.App.Breakdowns;
using DenialDesk.App.Prevention;
using DenialDesk.App.Trends;
using DenialDesk.Domain.Codes;

namespace DenialDesk.Web.Pages;

/// <summary>The ways from figures and payers to the rows of the queue behind them.</summary>
internal static class DenialLinks
{
    /// <summary>The denials behind a number of the trends page: first decisions, in any state, of one month or of all twelve.</summary>
    public static string OfTrend(TrendPeriod period, DateOnly? month, int? practice, string? payer, string? category, string? carc)
        => Routes.QueueWhere(
            ("state", "all"), ("first", "true"), ("month", month is { } one ? TrendPeriod.Name(one) : $"{TrendPeriod.Name(period.From)}..{TrendPeriod.Name(period.Last)}"),
            ("practice", practice?.ToString(CultureInfo.InvariantCulture)), ("payer", payer), ("category", category), ("carc", carc));

    /// <summary>What is to do among the denials of an alert, in the days its page shows.</summary>
    public static string OfAlert(AlertDenials list) => Routes.QueueWhere(
        ("first", "true"), ("practice", list.Alert.PracticeId.ToString(CultureInfo.InvariantCulture)), ("payer", list.Alert.PayerId?.ToString(CultureInfo.InvariantCulture)),
        ("category", list.Alert.Carc.Length == 0 ? list.Alert.Category : null), ("carc", list.Alert.Carc), ("provider", list.Alert.Provider), ("procedure", ProcedureGroup.Name(list.Alert.Procedure)),
        ("month", string.Create(CultureInfo.InvariantCulture, $"{list.From:yyyy-MM-dd}..{list.To:yyyy-MM-dd}")));

    /// <summary>What is to do among the denials of a break-down's rows; null where it is narrowed to something the queue is never narrowed to.</summary>
    public static string? OfBreakdown(BreakdownFilter filter, MonthSpan span) => filter is { Place: null, Preventable: null, Hardness: null }
        ? Routes.QueueWhere(
            ("first", "true"), ("practice", filter.Practice?.ToString(CultureInfo.InvariantCulture)), ("payer", filter.Payer?.ToString(CultureInfo.InvariantCulture)), ("category", filter.Category),
            ("carc", filter.Carc), ("rarc", filter.Rarc), ("department", filter.Department), ("provider", filter.Provider), ("procedure", filter.Procedure), ("age", filter.Age),
            ("month", span.Months == 1 ? TrendPeriod.Name(span.Last) : $"{TrendPeriod.Name(span.From)}..{TrendPeriod.Name(span.Last)}"))
        : null;

    /// <summary>The open denials of a payer.</summary>
    public static string OfPayer(int payerId) => Routes.QueueWhere(("payer", payerId.ToString(CultureInfo.InvariantCulture)));
}
