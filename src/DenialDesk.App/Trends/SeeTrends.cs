using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Trends;

/// <summary>A value a filter can take and how it is called.</summary>
public sealed record TrendChoice(string Key, string Name);

/// <summary>The trends page: its tables, and what its filters offer.</summary>
public sealed record TrendView(
    TrendTables Tables, DateOnly Today, IReadOnlyList<TrendChoice> Practices, IReadOnlyList<TrendChoice> Payers, IReadOnlyList<TrendChoice> Categories);

/// <summary>Twelve months of denial rates by payer, category and code, of the practices the reader sees.</summary>
public sealed class SeeTrends(DeskSource database, TimeProvider clock)
{
    /// <summary>Filters, all optional, as they stand in the address.</summary>
    public sealed record Input
    {
        /// <summary>One practice.</summary>
        public int? Practice { get; init; }

        /// <summary>One payer, with those merged into it.</summary>
        public int? Payer { get; init; }

        /// <summary>One category, by its written name.</summary>
        public string? Category { get; init; }

        /// <summary>One leading adjustment reason code.</summary>
        public string? Carc { get; init; }

        /// <summary>The last month, "2026-05"; this month when left out or not a month.</summary>
        public string? To { get; init; }
    }

    /// <summary>Counts and adds up.</summary>
    public async Task<TrendView> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeTrends);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var practices = await PracticesAsync(connection, actor, cancellation);
        var today = Today(practices);
        var filter = new TrendFilter(
            [.. practices.Where(p => input.Practice is null || p.Id == input.Practice).Select(p => p.Id)],
            TrendPeriod.Ending(input.To, today), input.Payer, Blank(input.Category), Blank(input.Carc));
        var decided = await TrendSource.DecidedAsync(connection, filter, cancellation);
        var denied = await TrendSource.DeniedAsync(connection, filter, cancellation);
        var payers = await PayersAsync(connection, cancellation);
        var titles = await CodeTitlesAsync(connection, denied, filter.Period, cancellation);
        var tables = TrendTables.From(
            filter.Period, decided, denied,
            id => payers.GetValueOrDefault(id, $"Payer {id}"), CategoryNames.Of, code => titles.TryGetValue(code, out var title) ? $"{code} {title}" : code);
        return new(
            tables, today,
            [.. practices.Select(p => new TrendChoice(p.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), p.Name))],
            [.. payers.OrderBy(p => p.Value, StringComparer.OrdinalIgnoreCase).Select(p => new TrendChoice(p.Key.ToString(System.Globalization.CultureInfo.InvariantCulture), p.Value))],
            [.. Enum.GetValues<DenialCategory>().Select(c => new TrendChoice(c.Text(), CategoryNames.Of(c.Text())))]);
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>The day of the practice that is furthest ahead: its newest month is the newest there is.</summary>
    private DateOnly Today(IReadOnlyList<PracticeZone> practices)
        => practices.Select(p => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(p.TimeZone)).DateTime))
            .DefaultIfEmpty(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)).Max();

    private static async Task<List<PracticeZone>> PracticesAsync(NpgsqlConnection connection, Actor actor, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select practice_id, name, time_zone from practice where $1::int[] is null or practice_id = any($1) order by name", connection)
        {
            Parameters = { new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer } },
        };
        var found = new List<PracticeZone>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { found.Add(new(rows.GetInt32(0), rows.GetString(1), rows.GetString(2))); }

        return found;
    }

    // The directory of payers is small; merged ones stand under the payer they were merged into.
    private static async Task<Dictionary<int, string>> PayersAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select payer_id, name from payer where merged_into is null", connection);
        var found = new Dictionary<int, string>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { found[rows.GetInt32(0)] = rows.GetString(1); }

        return found;
    }

    private static async Task<Dictionary<string, string>> CodeTitlesAsync(
        NpgsqlConnection connection, List<DeniedCount> denied, TrendPeriod period, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "select distinct on (code) code, short_title from carc where code = any($1) and valid_from < $2 order by code, valid_from desc", connection)
        {
            Parameters = { new() { Value = denied.Select(d => d.Carc).Distinct().ToArray() }, new() { Value = period.Before } },
        };
        var found = new Dictionary<string, string>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { found[rows.GetString(0)] = rows.GetString(1); }

        return found;
    }

    private sealed record PracticeZone(int Id, string Name, string TimeZone);
}
