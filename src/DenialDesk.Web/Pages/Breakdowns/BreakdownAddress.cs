using DenialDesk.App.Breakdowns;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace DenialDesk.Web.Pages.Breakdowns;

/// <summary>Break-downs in addresses: read from one, written with parts changed.</summary>
internal static class BreakdownAddress
{
    /// <summary>What the address of the page asks for.</summary>
    public static BreakdownAsk Read(NavigationManager navigation)
    {
        var query = QueryHelpers.ParseQuery(new Uri(navigation.Uri).Query);
        return BreakdownAsk.Read(name => query.TryGetValue(name, out var value) ? value.FirstOrDefault() : null);
    }

    /// <summary>A place with what is asked.</summary>
    public static string Of(string place, BreakdownAsk ask) => Routes.With(place, [.. ask.Query()]);

    /// <summary>The page with parts of its address changed; an empty text takes a part away.</summary>
    public static string With(BreakdownAsk ask, params (string Name, string? Value)[] changed)
    {
        var query = ask.Query().ToDictionary(q => q.Name, q => q.Value, StringComparer.Ordinal);
        foreach (var (name, value) in changed) { query[name] = value; }

        return Of(Routes.Breakdown, BreakdownAsk.Read(name => query.GetValueOrDefault(name)));
    }

    /// <summary>The rows behind a number: the filters of the page and the line's own, in the months of the page or others.</summary>
    public static string Rows(BreakdownAsk ask, string key, string? which = null, MonthSpan? months = null)
        => Rows(ask, key.Length == 0 ? ask.Filter : ask.Filter.With(ask.By, key), which ?? (ask.By == BreakdownBy.Age ? "open" : null), months);

    /// <summary>The rows under a filter.</summary>
    public static string Rows(BreakdownAsk ask, BreakdownFilter filter, string? which, MonthSpan? months)
    {
        var narrowed = new BreakdownAsk { Period = ask.Period, From = ask.From, To = ask.To, Filter = filter };
        if (months is not null) { narrowed = narrowed with { Period = "own", From = months.From, To = months.Last }; }

        return Routes.With(Routes.BreakdownRows, [.. narrowed.Query().Where(q => q.Name is not "by"), ("which", which is "all" ? null : which)]);
    }
}
