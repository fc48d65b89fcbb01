using System.Globalization;

namespace DenialDesk.Web.Pages;

/// <summary>Moments by the practice's own clock, the zone named: "Mar 2, 2026 4:05 PM Eastern".</summary>
internal sealed class DeskTime(TimeZoneInfo zone)
{
    private static readonly CultureInfo American = CultureInfo.GetCultureInfo("en-US");

    /// <summary>The zone as people say it; for one outside the states, its city.</summary>
    public string Zone { get; } = zone.Id switch
    {
        "America/New_York" or "America/Detroit" => "Eastern",
        "America/Chicago" => "Central",
        "America/Denver" or "America/Boise" => "Mountain",
        "America/Phoenix" => "Arizona",
        "America/Los_Angeles" => "Pacific",
        "America/Anchorage" => "Alaska",
        "Pacific/Honolulu" => "Hawaii",
        "America/Puerto_Rico" => "Atlantic",
        _ => zone.Id.Split('/')[^1].Replace('_', ' '),
    };

    /// <summary>Day and minute.</summary>
    public string Of(DateTimeOffset at) => Here(at).ToString("MMM d, yyyy h:mm tt ", American) + Zone;

    /// <summary>The day alone.</summary>
    public string Day(DateTimeOffset at) => Here(at).ToString("MMM d, yyyy", American);

    /// <summary>Day and second, without the zone: for a table whose head names it.</summary>
    public string Second(DateTimeOffset at) => Here(at).ToString("MMM d, yyyy h:mm:ss tt", American);

    /// <summary>Weekday, day and second.</summary>
    public string Weekday(DateTimeOffset at) => Here(at).ToString("ddd MMM d, h:mm:ss tt ", American) + Zone;

    private DateTimeOffset Here(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, zone);
}
