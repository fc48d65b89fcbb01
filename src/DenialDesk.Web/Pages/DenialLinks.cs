using System.Globalization;
using DenialDesk.App.Trends;

namespace DenialDesk.Web.Pages;

/// <summary>The ways from figures and payers to the rows of the queue behind them.</summary>
internal static class DenialLinks
{
    /// <summary>The denials behind a number of the trends page: first decisions, in any state, of one month or of all twelve.</summary>
    public static string OfTrend(TrendPeriod period, DateOnly? month, int? practice, string? payer, string? category, string? carc)
        => Routes.QueueWhere(
            ("state", "all"), ("first", "true"), ("month", month is { } one ? TrendPeriod.Name(one) : $"{TrendPeriod.Name(period.From)}..{TrendPeriod.Name(period.Last)}"),
            ("practice", practice?.ToString(CultureInfo.InvariantCulture)), ("payer", payer), ("category", category), ("carc", carc));

    /// <summary>The open denials of a payer.</summary>
    public static string OfPayer(int payerId) => Routes.QueueWhere(("payer", payerId.ToString(CultureInfo.InvariantCulture)));
}
