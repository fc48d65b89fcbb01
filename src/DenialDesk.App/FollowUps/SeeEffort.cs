using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.FollowUps;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.FollowUps;

/// <summary>What an hour of work brought with one payer and reason.</summary>
/// <param name="Decided">Denials decided in the period that somebody spent time on.</param>
/// <param name="Net">Dollars an hour brought, less what it cost; null without measured time.</param>
/// <param name="Verdict">Whether to go on.</param>
/// <param name="StopAfter">The most minutes worth spending on one.</param>
public sealed record EffortRow(int PayerId, string Payer, string Reason, string Category, int Decided, decimal Recovered, double Minutes, double MinutesEach, decimal? Net, EffortVerdict Verdict, int? StopAfter);

/// <summary>What measured visits ended in.</summary>
/// <param name="Action">The step the visit ended in, "called", or "looked" when nothing was done.</param>
/// <param name="Visits">Visits long enough to count.</param>
/// <param name="Minutes">All of them together.</param>
public sealed record EffortAction(string Action, int Visits, double Minutes);

/// <summary>The rows, the best hour first, and all of them together; what the time went into.</summary>
public sealed record EffortReport(IReadOnlyList<EffortRow> Rows, EffortTotals Whole, DateOnly From, DateOnly To, IReadOnlyList<EffortAction> Actions)
{
    /// <summary>Whether more rows follow the last one.</summary>
    public bool More { get; init; }
}

/// <summary>Net dollars an hour of work brings, by payer and reason, with the point to stop at.</summary>
public sealed class SeeEffort(DeskSource database, TimeProvider clock)
{
    /// <summary>Filters as they stand in the address.</summary>
    public sealed record Input
    {
        public int? Payer { get; init; }

        public string? Category { get; init; }

        /// <summary>Months back from today, 1 to 36.</summary>
        public int Months { get; init; } = 12;

        /// <summary>Below the row with this key (<see cref="KeyOf"/>); from the start when there is none.</summary>
        public string? After { get; init; }

        public int Take { get; init; } = 100;
    }

    /// <summary>The report.</summary>
    public async Task<EffortReport> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeTrends);
        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        var from = today.AddMonths(-Math.Clamp(input.Months, 1, 36));
        var rows = await RowsAsync(input, actor, from, cancellation);
        var whole = new EffortTotals(rows.Sum(r => r.Decided), rows.Sum(r => r.Recovered), rows.Sum(r => r.Minutes));
        var ranked = rows.OrderByDescending(r => r.Net ?? decimal.MinValue).ThenBy(r => r.Payer, StringComparer.Ordinal).ThenBy(r => r.Reason, StringComparer.Ordinal).ThenBy(r => r.PayerId).ToList();
        var start = input.After is { Length: > 0 } after ? ranked.FindIndex(r => KeyOf(r) == after) + 1 : 0;
        return new([.. ranked.Skip(start).Take(input.Take)], whole, from, today, await ActionsAsync(input, actor, from, cancellation)) { More = ranked.Count > start + input.Take };
    }

    /// <summary>The key of a row: payer and reason, each once in a report.</summary>
    public static string KeyOf(EffortRow row) => string.Create(CultureInfo.InvariantCulture, $"{row.PayerId}:{row.Reason}");

    private async Task<List<EffortAction>> ActionsAsync(Input input, Actor actor, DateOnly from, CancellationToken cancellation)
    {
        // time_spent by practice, the denial by key.
        await using var command = database.CreateCommand(
            """
            select t.action, count(*)::int, sum(t.seconds)::float8 / 60
            from time_spent t join denial d using (practice_id, denial_id) join payer y on y.payer_id = d.payer_id
            where ($1::int[] is null or t.practice_id = any($1)) and t.ended_at >= $2 and ($3::int is null or coalesce(y.merged_into, y.payer_id) = $3) and ($4::text is null or d.category = $4)
            group by t.action order by 3 desc, 1
            """);
        Narrow(command, input, actor, from);
        var found = new List<EffortAction>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation)) { found.Add(new(r.GetString(0), r.GetInt32(1), Math.Round(r.GetDouble(2), 1))); }

        return found;
    }

    private static void Narrow(NpgsqlCommand command, Input input, Actor actor, DateOnly from)
    {
        command.Parameters.Add(new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        command.Parameters.AddWithValue(new DateTimeOffset(from.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero));
        command.Parameters.Add(new() { Value = (object?)input.Payer ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = string.IsNullOrEmpty(input.Category) ? DBNull.Value : input.Category, NpgsqlDbType = NpgsqlDbType.Text });
    }

    private async Task<List<EffortRow>> RowsAsync(Input input, Actor actor, DateOnly from, CancellationToken cancellation)
    {
        // time_spent by practice, the denial by key: one row a kind of denial somebody worked on, some hundreds.
        await using var command = database.CreateCommand(
            """
            select p.payer_id, p.name, d.lead_group || '-' || d.lead_carc, min(d.category), count(*)::int, sum(d.recovered_amount), sum(t.seconds)::float8 / 60
            from (select practice_id, denial_id, sum(seconds) as seconds from time_spent where $1::int[] is null or practice_id = any($1) group by practice_id, denial_id) t
            join denial d on d.practice_id = t.practice_id and d.denial_id = t.denial_id and not d.is_open and d.closed_at >= $2
            join payer y on y.payer_id = d.payer_id join payer p on p.payer_id = coalesce(y.merged_into, y.payer_id)
            where ($3::int is null or p.payer_id = $3) and ($4::text is null or d.category = $4)
            group by p.payer_id, p.name, d.lead_group, d.lead_carc
            """);
        Narrow(command, input, actor, from);
        var found = new List<EffortRow>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            var totals = new EffortTotals(r.GetInt32(4), r.GetDecimal(5), Math.Round(r.GetDouble(6), 1));
            found.Add(new(
                r.GetInt32(0), r.GetString(1), r.GetString(2), r.GetString(3), totals.Decided, totals.Recovered, totals.Minutes, Math.Round(totals.Minutes / totals.Decided, 1),
                Effort.NetPerHour(totals), Effort.Verdict(totals), Effort.StopAfterMinutes(totals)));
        }

        return found;
    }
}
