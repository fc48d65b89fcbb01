using System.Globalization;
using System.Text;

namespace DenialDesk.Domain.Calendar;

/// <summary>One all-day entry of a calendar.</summary>
/// <param name="Uid">Its name for ever, so that a program that reads again knows it.</param>
/// <param name="On">The day.</param>
/// <param name="Summary">One line.</param>
/// <param name="Description">More lines; empty for none.</param>
/// <param name="Url">Where to look; null for nowhere.</param>
public sealed record CalendarEntry(string Uid, DateOnly On, string Summary, string Description = "", string? Url = null);

/// <summary>Writes a calendar as iCalendar text: CRLF line ends, lines folded at 75 octets, text escaped.</summary>
/// <remarks>RFC 5545: folding §3.1, escaping §3.3.11, all-day events with an exclusive end §3.6.1.</remarks>
public static class CalendarText
{
    private const int LineOctets = 75;

    /// <summary>The whole calendar.</summary>
    /// <param name="name">Its name in the reader's program.</param>
    /// <param name="entries">Its entries.</param>
    /// <param name="stamp">When it was written, UTC.</param>
    public static string Write(string name, IEnumerable<CalendarEntry> entries, DateTimeOffset stamp)
    {
        var text = new StringBuilder();
        void Line(string line) => Fold(text, line);
        Line("BEGIN:VCALENDAR");
        Line("VERSION:2.0");
        Line("PRODID:-//DenialDesk//Deadlines//EN");
        Line("CALSCALE:GREGORIAN");
        Line("METHOD:PUBLISH");
        Line("X-WR-CALNAME:" + Escape(name));
        Line("REFRESH-INTERVAL;VALUE=DURATION:PT1H");
        foreach (var entry in entries)
        {
            Line("BEGIN:VEVENT");
            Line("UID:" + Escape(entry.Uid));
            Line("DTSTAMP:" + stamp.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));
            Line("DTSTART;VALUE=DATE:" + Day(entry.On));
            Line("DTEND;VALUE=DATE:" + Day(entry.On.AddDays(1)));
            Line("SUMMARY:" + Escape(entry.Summary));
            if (entry.Description.Length > 0) { Line("DESCRIPTION:" + Escape(entry.Description)); }

            if (entry.Url is not null) { Line("URL:" + entry.Url); }

            Line("CLASS:PRIVATE");
            Line("TRANSP:TRANSPARENT");
            Line("END:VEVENT");
        }

        Line("END:VCALENDAR");
        return text.ToString();
    }

    private static string Day(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static string Escape(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal)
        .Replace("\r\n", "\\n", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal);

    /// <summary>A line that is too long goes on after a line end and a blank, never within a character; the blank counts in the next line's octets.</summary>
    private static void Fold(StringBuilder text, string line)
    {
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > LineOctets)
            {
                text.Append("\r\n ");
                octets = 1;
            }

            text.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }

        text.Append("\r\n");
    }
}
