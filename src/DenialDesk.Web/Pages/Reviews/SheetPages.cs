using System.Globalization;
using DenialDesk.App.People;
using DenialDesk.App.Reports;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace DenialDesk.Web.Pages.Reviews;

/// <summary>The filters of a page's address.</summary>
/// <param name="query">With or without its question mark.</param>
internal sealed class SheetQuery(string query)
{
    private readonly Dictionary<string, StringValues> _values = QueryHelpers.ParseQuery(query);

    /// <summary>A filter's words; null when it is left out or empty.</summary>
    public string? this[string name] => _values.TryGetValue(name, out var value) && value.Count > 0 && !string.IsNullOrEmpty(value[^1]) ? value[^1] : null;

    /// <summary>A whole number; null when it is none.</summary>
    public int? Number(string name) => int.TryParse(this[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>A page of figures that leaves the desk as a file, at once or by schedule.</summary>
/// <param name="Name">Its name in schedules; never changes once released.</param>
/// <param name="Words">What people call it.</param>
/// <param name="Address">Where it stands.</param>
/// <param name="File">The address of its files; null when that holds more than the kind.</param>
/// <param name="Make">Makes it for a person; null when there is none for this person.</param>
internal sealed record SheetPage(string Name, string Words, string Address, string? File, Func<SheetMaking, SheetQuery, Actor, CancellationToken, Task<Sheet?>> Make)
{
    /// <summary>The address with its filters, where it holds more than a query.</summary>
    public Func<string, string>? At { get; init; }

    /// <summary>The page as it is scheduled.</summary>
    public ReportSource Source(SheetMaking making) => new(
        Name, Words, Address, async (_, query, actor, _, cancellation) => await Make(making, new(query), actor, cancellation) is { } sheet ? new SheetReport(sheet) : null)
    { At = At };
}

/// <summary>The manager's pages that leave the desk.</summary>
internal static class SheetPages
{
    /// <summary>A payer's dossier, whose address names the payer.</summary>
    public static SheetPage Dossier { get; } = new("dossier", "Payer dossier", Routes.Payers, null, (making, ask, actor, cancellation) => making.DossierAsync(ask, actor, cancellation))
    {
        At = query => new SheetQuery(query) is var ask && ask.Number("payer") is { } payer ? Routes.With(Routes.DossierOf(payer), ("months", ask["months"])) : Routes.Payers,
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<SheetPage> All { get; } =
    [
        new("today", "Today", Routes.Today, Routes.TodayFile, (making, ask, actor, cancellation) => making.TodayAsync(ask, actor, cancellation)),
        new("five-questions", "Five questions", Routes.FiveQuestions, Routes.FiveQuestionsFile, (making, ask, actor, cancellation) => making.FiveAsync(ask, actor, cancellation)),
        new("audit-90", "90-day audit", Routes.DenialAudit, Routes.DenialAuditFile, (making, ask, actor, cancellation) => making.AuditAsync(ask, actor, cancellation)),
        new("review", "Review meeting", Routes.Reviews, Routes.ReviewFile, (making, ask, actor, cancellation) => making.ReviewAsync(ask, actor, cancellation)),
        new("team", "Team", Routes.Team, Routes.TeamFile, (making, ask, actor, cancellation) => making.TeamAsync(ask, actor, cancellation)),
        Dossier,
    ];

    /// <summary>Lets each be scheduled.</summary>
    public static void AddSheetSources(this IServiceCollection services)
    {
        services.AddSingleton<SheetMaking>();
        foreach (var page in All) { services.AddSingleton(provider => page.Source(provider.GetRequiredService<SheetMaking>())); }
    }
}
