using System.Text;
using DenialDesk.Domain.Calendar;

namespace DenialDesk.Domain.Tests.Calendar;

public sealed class CalendarTextTests
{
    private static readonly DateTimeOffset Stamp = new(2026, 5, 1, 12, 30, 5, TimeSpan.FromHours(-4));

    [Fact]
    public void A_day_is_an_all_day_event_that_ends_before_the_next()
    {
        var lines = Lines(CalendarText.Write("Mine", [new("denial-1-7@denialdesk", new(2028, 2, 29), "First appeal: denial 7, Acme", "", "https://desk.example/denials/1/7")], Stamp));

        Assert.Equal(["BEGIN:VCALENDAR", "VERSION:2.0"], lines.Take(2));
        Assert.Contains("UID:denial-1-7@denialdesk", lines);
        Assert.Contains("DTSTAMP:20260501T163005Z", lines);
        Assert.Contains("DTSTART;VALUE=DATE:20280229", lines);
        Assert.Contains("DTEND;VALUE=DATE:20280301", lines);
        Assert.Contains(@"SUMMARY:First appeal: denial 7\, Acme", lines);
        Assert.Equal(["END:VEVENT", "END:VCALENDAR"], lines.TakeLast(2));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("Österreichische Krankenkasse für Ärzte und Ärztinnen ")]
    [InlineData("保険者")]
    [InlineData("𝔘𝔫𝔦𝔱𝔢𝔡 ")]
    [InlineData("a,b;c\\d\n")]
    public void Every_line_fits_75_octets_and_unfolds_to_what_was_written(string word)
    {
        var summary = string.Concat(Enumerable.Repeat(word, 60)).Trim();

        var text = CalendarText.Write("Mine", [new("u", new(2026, 5, 11), summary)], Stamp);

        Assert.All(text.Split("\r\n"), line => Assert.True(Encoding.UTF8.GetByteCount(line) <= 75, line));
        Assert.DoesNotContain('\n', text.Replace("\r\n", "", StringComparison.Ordinal));
        var read = Lines(text).Single(l => l.StartsWith("SUMMARY:", StringComparison.Ordinal))["SUMMARY:".Length..];
        Assert.Equal(summary, Unescape(read));
    }

    private static List<string> Lines(string text) => [.. text.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n", StringSplitOptions.RemoveEmptyEntries)];

    private static string Unescape(string text)
    {
        var read = new StringBuilder();
        for (var i = 0; i < text.Length; i++) { read.Append(text[i] != '\\' ? text[i] : text[++i] == 'n' ? '\n' : text[i]); }

        return read.ToString();
    }
}
