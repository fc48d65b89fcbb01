using System.Globalization;
using DenialDesk.App.Numbers;
using DenialDesk.App.People;
using DenialDesk.App.Trends;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.Codes;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Breakdowns;

/// <summary>Makes a break-down from its address: for the page that shows it, its files, and the report that is made by night.</summary>
internal static class BreakdownMaking
{
    /// <summary>Reads and adds up for one person, inside the wall of that person's practices.</summary>
    public static async Task<BreakdownView> MakeAsync(NpgsqlConnection connection, BreakdownAsk ask, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        var names = await BreakdownNames.ReadAsync(connection, cancellation);
        var frame = await FrameAsync(connection, ask, actor, now, names, cancellation);
        var (span, against, today, practices) = (frame.Span, ask.Against(frame.Today), frame.Today, frame.Practices);
        var year = new MonthSpan(span.Last.AddMonths(-11), span.Last);
        var from = new[] { span.From, against?.From ?? span.From, ask.Part == BreakdownPart.Movers ? year.From : span.From }.Min();
        var before = new[] { span.Before, against?.Before ?? span.Before }.Max();
        var reading = await BreakdownReading.OpenAsync(connection, ask.Filter, ask.Part == BreakdownPart.Heat ? BreakdownBy.Payer : ask.By, practices, today, from, before, cancellation);
        var lines = ask.Part == BreakdownPart.Table ? await LinesAsync(reading, ask.By, span, against, names, cancellation) : [];
        var pareto = ask.Part == BreakdownPart.Pareto ? await BreakdownPareto.ReadAsync(reading, ask.By, span, names, cancellation) : default;
        var heat = ask.Part == BreakdownPart.Heat ? await BreakdownHeat.ReadAsync(reading, span, names, cancellation) : null;
        var movers = ask.Part == BreakdownPart.Movers && ask.By != BreakdownBy.Age ? await BreakdownMovers.ReadAsync(reading, ask, year, names, cancellation) : null;
        var total = lines.Count > 0 && BreakdownReading.HasOwnClaims(ask.By)
            ? Summed(lines, against is not null)
            : await TotalAsync(reading, span, against, cancellation);
        return new(
            ask, today, span, against, total, Ordered(lines, ask), pareto.ByCount, pareto.ByExpected, heat, movers, frame.Narrowed, reading.AsOf)
        {
            Uncounted = reading.Uncounted,
            Choices = new(
                [.. frame.Seen.Select(p => new TrendChoice(p.Id.ToString(CultureInfo.InvariantCulture), p.Name))], names.Payers,
                [.. Enum.GetValues<DenialCategory>().Select(c => new TrendChoice(c.Text(), CategoryNames.Of(c.Text())))],
                [.. Enum.GetValues<Department>().Select(d => new TrendChoice(d.Text(), names.Of(BreakdownBy.Department, d.Text())))]),
        };
    }

    /// <summary>Today, the months and the practices of an address.</summary>
    internal static async Task<BreakdownFrame> FrameAsync(NpgsqlConnection connection, BreakdownAsk ask, Actor actor, DateTimeOffset now, CancellationToken cancellation)
        => await FrameAsync(connection, ask, actor, now, await BreakdownNames.ReadAsync(connection, cancellation), cancellation);

    private static async Task<BreakdownFrame> FrameAsync(NpgsqlConnection connection, BreakdownAsk ask, Actor actor, DateTimeOffset now, BreakdownNames names, CancellationToken cancellation)
    {
        var seen = await PracticesAsync(connection, actor, cancellation);
        // The practice that is furthest ahead: its newest month is the newest there is.
        var today = seen.Select(p => PracticeDay.At(now, TimeZoneInfo.FindSystemTimeZoneById(p.Zone))).DefaultIfEmpty(DateOnly.FromDateTime(now.UtcDateTime)).Max();
        return new(today, ask.Span(today), [.. seen.Where(p => ask.Filter.Practice is null || p.Id == ask.Filter.Practice).Select(p => p.Id)], seen, Narrowed(ask.Filter, names, seen));
    }

    /// <summary>The key of a line, as an address writes it.</summary>
    internal static string KeyOf(BreakdownBy by, RolledDenied d) => by switch
    {
        BreakdownBy.Payer => d.PayerId.ToString(CultureInfo.InvariantCulture),
        BreakdownBy.Category => d.Category,
        BreakdownBy.Carc => d.Carc,
        BreakdownBy.Department => d.Department,
        BreakdownBy.Preventable => d.Preventable,
        BreakdownBy.Hardness => Said(d.Hardness),
        BreakdownBy.Cause => string.Create(CultureInfo.InvariantCulture, $"{d.PayerId}|{d.Category}|{d.Department}"),
        _ => Said(d.Value),
    };

    /// <summary>The key of a line that has claims of its own.</summary>
    internal static string KeyOf(BreakdownBy by, RolledDecided d) => by == BreakdownBy.Payer ? d.PayerId.ToString(CultureInfo.InvariantCulture) : Said(d.Value);

    /// <summary>Counts of every line in some months, each with the claims it is out of.</summary>
    internal static async Task<Dictionary<string, BreakdownCount>> CountAsync(BreakdownReading reading, BreakdownBy by, MonthSpan span, CancellationToken cancellation)
    {
        var sides = BreakdownReading.SidesOf(by);
        var counts = new Dictionary<string, BreakdownCount>(StringComparer.Ordinal);
        foreach (var d in await reading.DeniedAsync(span, sides, cancellation)) { Add(counts, KeyOf(by, d), BreakdownCount.Of(d)); }

        if (BreakdownReading.HasOwnClaims(by))
        {
            foreach (var d in await reading.DecidedAsync(span, sides, cancellation)) { Add(counts, KeyOf(by, d), BreakdownCount.Of(d)); }
        }
        else
        {
            var claims = await ClaimsAsync(reading, span, cancellation);
            foreach (var key in counts.Keys.ToList()) { counts[key] += claims; }
        }

        return counts;
    }

    internal static void Add<T>(Dictionary<T, BreakdownCount> counts, T key, BreakdownCount count)
        where T : notnull => counts[key] = counts.GetValueOrDefault(key) + count;

    /// <summary>All claims decided in some months.</summary>
    internal static async Task<BreakdownCount> ClaimsAsync(BreakdownReading reading, MonthSpan span, CancellationToken cancellation)
        => (await reading.DecidedAsync(span, RollupBy.Nothing, cancellation)).Aggregate(default(BreakdownCount), (sum, d) => sum + BreakdownCount.Of(d));

    private static async Task<List<BreakdownRow>> LinesAsync(
        BreakdownReading reading, BreakdownBy by, MonthSpan span, MonthSpan? against, BreakdownNames names, CancellationToken cancellation)
    {
        var now = await CountAsync(reading, by, span, cancellation);
        var before = against is null ? null : await CountAsync(reading, by, against, cancellation);
        // A line that has denials only now, or only then, has claims in both: those that its sisters share.
        var (claimsNow, claimsBefore) = (Shared(by, now), before is null ? default : Shared(by, before));
        return [.. now.Keys.Concat(before?.Keys ?? Enumerable.Empty<string>()).Distinct(StringComparer.Ordinal).Select(key => new BreakdownRow(
            key, names.Of(by, key), now.TryGetValue(key, out var n) ? n : claimsNow, before is null ? null : before.TryGetValue(key, out var b) ? b : claimsBefore))];
    }

    private static BreakdownCount Shared(BreakdownBy by, Dictionary<string, BreakdownCount> counts)
        => BreakdownReading.HasOwnClaims(by) || counts.Count == 0 ? default : default(BreakdownCount) with { Claims = counts.Values.First().Claims, Billed = counts.Values.First().Billed };

    private static BreakdownRow Summed(List<BreakdownRow> lines, bool compared) => new(
        "", "All", lines.Aggregate(default(BreakdownCount), (sum, l) => sum + l.Now), compared ? lines.Aggregate(default(BreakdownCount), (sum, l) => sum + (l.Before ?? default)) : null);

    private static async Task<BreakdownRow> TotalAsync(BreakdownReading reading, MonthSpan span, MonthSpan? against, CancellationToken cancellation)
    {
        async Task<BreakdownCount> OfAsync(MonthSpan months)
            => (await reading.DeniedAsync(months, RollupBy.Nothing, cancellation)).Aggregate(await ClaimsAsync(reading, months, cancellation), (sum, d) => sum + BreakdownCount.Of(d));

        return new("", "All", await OfAsync(span), against is null ? null : await OfAsync(against));
    }

    private static List<BreakdownRow> Ordered(List<BreakdownRow> lines, BreakdownAsk ask) => ask.By == BreakdownBy.Age
        ? [.. lines.OrderBy(l => BreakdownRaw.Days(l.Key)?.From)]
        : [.. lines.OrderByDescending(l => l.Now.Of(ask.Measure) ?? -1).ThenByDescending(l => l.Now.Denied).ThenByDescending(l => l.Now.Claims).ThenBy(l => l.Name, StringComparer.Ordinal)];

    private static List<(string Name, string Value)> Narrowed(BreakdownFilter filter, BreakdownNames names, List<SeenPractice> practices)
    {
        var found = new List<(string, string)>();
        void Say(string name, BreakdownBy by, string? key)
        {
            if (key is not null) { found.Add((name, names.Of(by, key))); }
        }

        if (filter.Practice is { } practice) { found.Add(("Practice", practices.Find(p => p.Id == practice)?.Name ?? "Another practice")); }

        Say("Payer", BreakdownBy.Payer, filter.Payer?.ToString(CultureInfo.InvariantCulture));
        Say("Category", BreakdownBy.Category, filter.Category);
        Say("Reason code", BreakdownBy.Carc, filter.Carc);
        Say("Remark", BreakdownBy.Rarc, filter.Rarc);
        Say("Provider", BreakdownBy.Provider, filter.Provider);
        Say("Place", BreakdownBy.Place, filter.Place);
        Say("Procedure", BreakdownBy.Procedure, filter.Procedure);
        Say("Department", BreakdownBy.Department, filter.Department);
        Say("Preventable", BreakdownBy.Preventable, filter.Preventable);
        Say("Hard or soft", BreakdownBy.Hardness, filter.Hardness);
        Say("Age", BreakdownBy.Age, filter.Age);
        return found;
    }

    private static string Said(string value) => value.Length == 0 ? BreakdownFilter.Unsaid : value;

    private static async Task<List<SeenPractice>> PracticesAsync(NpgsqlConnection connection, Actor actor, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select practice_id, name, time_zone from practice where $1::int[] is null or practice_id = any($1) order by name", connection)
        {
            Parameters = { new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer } },
        };
        var found = new List<SeenPractice>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { found.Add(new(rows.GetInt32(0), rows.GetString(1), rows.GetString(2))); }

        return found;
    }
}

/// <summary>A practice the reader sees.</summary>
internal sealed record SeenPractice(int Id, string Name, string Zone);

/// <summary>What an address means today: its months, its practices, its filters in words.</summary>
internal sealed record BreakdownFrame(DateOnly Today, MonthSpan Span, int[] Practices, List<SeenPractice> Seen, List<(string Name, string Value)> Narrowed);
