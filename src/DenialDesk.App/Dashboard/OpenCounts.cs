using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using NpgsqlTypes;

namespace DenialDesk.App.Dashboard;

/// <summary>What is open now, as Today and the five questions show it: a few passes over the open denials.</summary>
/// <param name="Risk">Overdue, today, and within 3, 7, 14 and 30 days.</param>
/// <param name="Due">Within 7, 14 and 30 days, the overdue left out.</param>
/// <param name="Windows">Whether the payers' deadlines are known.</param>
internal sealed record OpenCounts(IReadOnlyList<RiskStep> Risk, QueueCount Unworked, QueueCount Unallocated, IReadOnlyList<RiskStep> Due, IReadOnlyList<KnownWindows> Windows)
{
    /// <summary>Its name among the kept readings.</summary>
    internal const string Name = "open";

    private static readonly int[] Steps = [0, 3, 7, 14, 30];

    /// <summary>Counts.</summary>
    public static async Task<OpenCounts> ReadAsync(DeskSource database, Actor actor, DateOnly today, CancellationToken cancellation) => new(
        await RiskAsync(database, actor, today, cancellation), await CountAsync(database, new QueueFilter { State = "unworked" }, actor, today, cancellation),
        await CountAsync(database, new QueueFilter { Owner = "unallocated" }, actor, today, cancellation), await DueAsync(database, actor, today, cancellation), await WindowsAsync(database, actor, cancellation));

    /// <summary>One pass over the open denials that are due within thirty days (denial_queue, which holds the last days).</summary>
    private static async Task<List<RiskStep>> RiskAsync(DeskSource database, Actor actor, DateOnly today, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand();
        var where = new QueueFilter().Where(command, actor, today);
        command.Parameters.Add(new() { Value = today, NpgsqlDbType = NpgsqlDbType.Date });
        var day = "$" + command.Parameters.Count.ToString(CultureInfo.InvariantCulture);
        command.CommandText =
            $"""
            select case when d.due_on < {day} then -1 else d.due_on - {day} end, count(*), sum(d.denied_amount), sum(coalesce((d.score_parts->>'expectedValue')::numeric, 0))
            from denial d where d.due_on <= {day} + {Steps[^1].ToString(CultureInfo.InvariantCulture)} and {where} group by 1
            """;
        var days = new List<RiskStep>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { days.Add(new(rows.GetInt32(0), rows.GetInt64(1), rows.GetDecimal(2), rows.GetDecimal(3))); }

        return [Sum(-1, days.Where(d => d.Days < 0)), .. Steps.Select(s => Sum(s, days.Where(d => d.Days >= 0 && d.Days <= s)))];
    }

    private static RiskStep Sum(int step, IEnumerable<RiskStep> days) => days.Aggregate(new RiskStep(step, 0, 0m, 0m), (a, d) => a with { Denials = a.Denials + d.Denials, Denied = a.Denied + d.Denied, Expected = a.Expected + d.Expected });

    // denial_queue; a denial's route by key.
    private static async Task<QueueCount> CountAsync(DeskSource database, QueueFilter filter, Actor actor, DateOnly today, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand();
        command.CommandText = $"select count(*), coalesce(sum(d.denied_amount), 0) from denial d where {filter.Where(command, actor, today)}";
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        return new(rows.GetInt64(0), rows.GetDecimal(1));
    }

    // A pass over the open denials by payer.
    private static Task<List<KnownWindows>> WindowsAsync(DeskSource database, Actor actor, CancellationToken cancellation) => database.AskAsync(
        """
        select q.payer_id, q.name, count(*) filter (where not d.deadline_assumed), count(*) filter (where d.deadline_assumed), coalesce(sum(d.denied_amount) filter (where d.deadline_assumed), 0)
        from denial d join payer p on p.payer_id = d.payer_id join payer q on q.payer_id = coalesce(p.merged_into, p.payer_id)
        where d.is_open and ($1::int[] is null or d.practice_id = any($1)) group by 1, 2 order by 5 desc, 3 desc, 2
        """,
        [actor.PracticeScope], r => new KnownWindows(r.GetInt32(0), r.GetString(1), r.GetInt64(2), r.GetInt64(3), r.GetDecimal(4)), cancellation);

    // denial_queue, which holds the last days.
    private static async Task<IReadOnlyList<RiskStep>> DueAsync(DeskSource database, Actor actor, DateOnly today, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand();
        var where = new QueueFilter { Due = "30" }.Where(command, actor, today);
        command.CommandText = $"select d.due_on, count(*), sum(d.denied_amount), sum(coalesce((d.score_parts->>'expectedValue')::numeric, 0)) from denial d where {where} group by 1";
        var days = new List<(DateOnly Due, RiskStep Step)>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation)) { days.Add((r.GetFieldValue<DateOnly>(0), new(0, r.GetInt64(1), r.GetDecimal(2), r.GetDecimal(3)))); }

        RiskStep Within(int step)
        {
            var inside = days.Where(d => d.Due <= today.AddDays(step)).Select(d => d.Step).ToList();
            return new(step, inside.Sum(s => s.Denials), inside.Sum(s => s.Denied), inside.Sum(s => s.Expected));
        }

        return [Within(7), Within(14), Within(30)];
    }
}
