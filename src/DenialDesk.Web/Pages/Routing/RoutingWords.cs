using System.Globalization;
using DenialDesk.App.Queue;
using DenialDesk.App.Routing;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Money;
using DenialDesk.Domain.Routing;

namespace DenialDesk.Web.Pages.Routing;

/// <summary>Routing rules and work calendars as people read them.</summary>
internal static class RoutingWords
{
    private static readonly CultureInfo American = CultureInfo.GetCultureInfo("en-US");

    /// <summary>Which denials a rule takes.</summary>
    public static string Takes(RoutingRule rule, QueueChoiceLists lists)
    {
        var parts = new[]
        {
            rule.PracticeId is { } practice ? Named(lists.Practices, practice) : null,
            rule.PayerId is { } payer ? Named(lists.Payers, payer) : null,
            rule.Category is { } category ? Words.Of(category.Text()) : null,
            (rule.AmountFrom, rule.AmountTo) switch
            {
                ({ } from, { } to) => $"{Dollars.Text(from)} to {Dollars.Text(to)}",
                ({ } from, null) => $"{Dollars.Text(from)} and more",
                (null, { } to) => $"up to {Dollars.Text(to)}",
                _ => null,
            },
            rule.Clinical switch { true => "clinical", false => "not clinical", null => null },
        };
        return string.Join(", ", parts.OfType<string>()) is { Length: > 0 } said ? said : "every denial";
    }

    /// <summary>Whom a rule sends them to.</summary>
    public static string Goes(RoutingRule rule, RoutingView view)
    {
        var with = rule.Skill is null ? "" : $" with skill “{rule.Skill}”";
        if (rule.ToPerson is { } person) { return (view.People.FirstOrDefault(p => p.Id == person)?.Name ?? "somebody who left") + with; }

        return rule.ToTeam is { } team ? $"team {view.Teams.FirstOrDefault(t => t.TeamId == team)?.Name ?? "that is no more"}{with}" : $"everybody{with}";
    }

    /// <summary>When a rule holds.</summary>
    public static string Holds(RoutingRule rule) => (rule.EffectiveFrom, rule.EffectiveTo) switch
    {
        ({ } from, { } to) => $"{Day(from)} to {Day(to)}",
        ({ } from, null) => $"from {Day(from)}",
        (null, { } to) => $"to {Day(to)}",
        _ => "always",
    };

    /// <summary>The days of the week a person works.</summary>
    public static string Week(WorkCalendar calendar)
        => calendar.WorksOn.SetEquals(WorkCalendar.Default.WorksOn) ? "Mon to Fri" : calendar.WorksOn.Count == 0 ? "no day" : string.Join(", ", Days.Where(calendar.WorksOn.Contains).Select(Short));

    /// <summary>The days off that are not over.</summary>
    public static string Off(WorkCalendar calendar, DateOnly today)
        => string.Join(", ", calendar.Off.Where(o => o.To >= today).Select(o => o.From == o.To ? Day(o.From) : $"{Day(o.From)} to {Day(o.To)}"));

    /// <summary>Monday first.</summary>
    public static IReadOnlyList<DayOfWeek> Days { get; } =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    public static string Short(DayOfWeek day) => American.DateTimeFormat.GetAbbreviatedDayName(day);

    public static string Day(DateOnly day) => day.ToString("MMM d, yyyy", American);

    private static string Named(IReadOnlyList<Choice> choices, int id) => choices.FirstOrDefault(c => c.Value == id.ToString(CultureInfo.InvariantCulture))?.Text ?? "one that is gone";
}
