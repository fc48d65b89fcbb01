using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.Numbers;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Breakdowns;

/// <summary>One denial behind a number.</summary>
public sealed record BreakdownDenial(
    int PracticeId, long DenialId, DateOnly DeniedOn, string Account, DateOnly? ServiceFrom, string Payer, string Category, string Code, string Rarc, string Provider, string Procedures, string Department,
    decimal Denied, decimal Expected, decimal Recovered, decimal WrittenOff, string State, DateOnly Due);

/// <summary>The denials behind a number, newest first, with sums over all of them: the number itself.</summary>
public sealed record BreakdownDenials(
    IReadOnlyList<BreakdownDenial> Rows, long Count, decimal Denied, decimal Expected, decimal Recovered, decimal WrittenOff, decimal Open, MonthSpan Span, IReadOnlyList<(string Name, string Value)> Narrowed);

/// <summary>A place in the list: day down, then id down.</summary>
public sealed record BreakdownPlace(DateOnly On, long DenialId);

/// <summary>The rows behind every number of a break-down: first decisions of the primary payer, open or closed, under the filters of the page.</summary>
public sealed class ListBreakdownRows(DeskSource database, TimeProvider clock)
{
    /// <summary>Which of them, as a number of the table means it.</summary>
    public static IReadOnlyList<(string Name, string Words)> Shows { get; } =
        [("all", "All"), ("open", "Open"), ("recovered", "With recovered dollars"), ("written_off", "With dollars written off"), ("expired", "Expired")];

    /// <summary>Which rows.</summary>
    public sealed record Input
    {
        public required BreakdownAsk Ask { get; init; }

        /// <summary>One of <see cref="Shows"/>.</summary>
        public string? Which { get; init; }

        /// <summary>The place to go on after.</summary>
        public BreakdownPlace? After { get; init; }

        public int Take { get; init; } = 50;

        /// <summary>True when the rows leave the desk as a file.</summary>
        public bool Export { get; init; }
    }

    /// <summary>The rows and their sums.</summary>
    public async Task<BreakdownDenials> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeTrends);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        // The same day, months and practices as the page the number stands on.
        var view = await BreakdownMaking.FrameAsync(connection, input.Ask, actor, clock.GetUtcNow(), cancellation);
        var rows = await RowsAsync(connection, input, view, cancellation);
        if (rows.Count > 0)
        {
            await ReadLog.AppendAsync(
                database, actor, clock.GetUtcNow(),
                new(input.Export ? "read.breakdown_exported" : "read.breakdown", "denials", rows.Count.ToString(CultureInfo.InvariantCulture), Shown: [.. rows.Select(r => r.DenialId)]), cancellation);
        }

        return input.Which is null or "" or "all" ? await CountAsync(connection, input, view, rows, cancellation) : await SumAsync(connection, input, view, rows, cancellation);
    }

    /// <summary>The latest days first, a few at a time and then more: of a large year a page needs one or two.</summary>
    private static async Task<List<BreakdownDenial>> RowsAsync(NpgsqlConnection connection, Input input, BreakdownFrame frame, CancellationToken cancellation)
    {
        var take = Math.Clamp(input.Take, 1, 50_000);
        var until = input.After is { } place && place.On < frame.Span.Before ? place.On.AddDays(1) : frame.Span.Before;
        var found = new List<BreakdownDenial>();
        for (var days = 3; until > frame.Span.From && found.Count < take; days *= 2)
        {
            var from = until.AddDays(-days) is var start && start > frame.Span.From ? start : frame.Span.From;
            found.AddRange(await RowsAsync(connection, input with { Take = take - found.Count }, frame, from, until, cancellation));
            until = from;
        }

        return found;
    }

    // Index denial_month.
    private static async Task<List<BreakdownDenial>> RowsAsync(NpgsqlConnection connection, Input input, BreakdownFrame frame, DateOnly from, DateOnly before, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand { Connection = connection };
        var where = Where(command, input, frame);
        command.Parameters.Add(new() { Value = from, NpgsqlDbType = NpgsqlDbType.Date });
        command.Parameters.Add(new() { Value = before, NpgsqlDbType = NpgsqlDbType.Date });
        where += string.Create(CultureInfo.InvariantCulture, $" and d.denied_on >= ${command.Parameters.Count - 1} and d.denied_on < ${command.Parameters.Count}");
        if (input.After is { } place)
        {
            command.Parameters.Add(new() { Value = place.On, NpgsqlDbType = NpgsqlDbType.Date });
            command.Parameters.Add(new() { Value = place.DenialId, NpgsqlDbType = NpgsqlDbType.Bigint });
            where += string.Create(CultureInfo.InvariantCulture, $" and (d.denied_on, d.denial_id) < (${command.Parameters.Count - 1}, ${command.Parameters.Count})");
        }

        command.CommandText =
            $"""
            select d.practice_id, d.denial_id, d.denied_on, d.patient_control_number, d.service_from, coalesce(m.name, p.name), d.category, d.lead_group || '-' || d.lead_carc, d.lead_rarc, a.rendering_npi,
                   d.procedure_codes, d.department, d.denied_amount, d.expected_amount, d.recovered_amount, d.written_off_amount, d.state, d.due_on
            from {BreakdownRaw.Denials} left join payer m on m.payer_id = p.merged_into
            where {where} order by d.denied_on desc, d.denial_id desc limit {Math.Clamp(input.Take, 1, 50_000).ToString(CultureInfo.InvariantCulture)}
            """;
        var found = new List<BreakdownDenial>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new(
                r.GetInt32(0), r.GetInt64(1), r.GetFieldValue<DateOnly>(2), r.GetString(3), r.IsDBNull(4) ? null : r.GetFieldValue<DateOnly>(4), r.GetString(5), r.GetString(6), r.GetString(7),
                r.GetString(8), r.GetString(9), r.GetString(10), r.GetString(11), r.GetDecimal(12), r.GetDecimal(13), r.GetDecimal(14), r.GetDecimal(15), r.GetString(16), r.GetFieldValue<DateOnly>(17)));
        }

        return found;
    }

    /// <summary>The sums as the page reads them: from the roll-ups where they keep what is asked.</summary>
    private static async Task<BreakdownDenials> CountAsync(NpgsqlConnection connection, Input input, BreakdownFrame frame, List<BreakdownDenial> rows, CancellationToken cancellation)
    {
        var reading = await BreakdownReading.OpenAsync(connection, input.Ask.Filter, BreakdownBy.Payer, frame.Practices, frame.Today, frame.Span.From, frame.Span.Before, cancellation);
        var sum = (await reading.DeniedAsync(frame.Span, RollupBy.Nothing, cancellation)).Aggregate(default(BreakdownCount), (all, d) => all + BreakdownCount.Of(d));
        return new(rows, sum.Denials, sum.Denied, sum.Expected, sum.Recovered, sum.WrittenOff, sum.OpenAmount, frame.Span, frame.Narrowed);
    }

    // Index denial_month over the months; what the roll-ups hold, counted from the rows themselves.
    private static async Task<BreakdownDenials> SumAsync(NpgsqlConnection connection, Input input, BreakdownFrame frame, List<BreakdownDenial> rows, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand { Connection = connection };
        var where = Where(command, input, frame);
        command.CommandText =
            $"""
            select count(*), coalesce(sum(d.denied_amount), 0), coalesce(sum(d.expected_amount), 0), coalesce(sum(d.recovered_amount), 0), coalesce(sum(d.written_off_amount), 0),
                   coalesce(sum(greatest(0, d.denied_amount - d.recovered_amount)) filter (where d.is_open), 0)
            from {BreakdownRaw.Denials} where {where}
            """;
        await using var r = await command.ExecuteReaderAsync(cancellation);
        await r.ReadAsync(cancellation);
        return new(rows, r.GetInt64(0), r.GetDecimal(1), r.GetDecimal(2), r.GetDecimal(3), r.GetDecimal(4), r.GetDecimal(5), frame.Span, frame.Narrowed);
    }

    private static string Where(NpgsqlCommand command, Input input, BreakdownFrame frame)
        => BreakdownRaw.Where(command, input.Ask.Filter, frame.Practices, frame.Span, frame.Today) + input.Which switch
        {
            "open" => " and d.is_open",
            "recovered" => " and d.recovered_amount > 0",
            "written_off" => " and d.written_off_amount > 0",
            "expired" => " and d.state = 'expired'",
            _ => "",
        };
}
