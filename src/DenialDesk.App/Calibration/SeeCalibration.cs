using DenialDesk.App.Claims;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Priority;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Calibration;

/// <summary>How the odds of one month came true.</summary>
public sealed record CalibrationMonth(DateOnly Month, int Attempts, double BaseRate, double Predicted, double Brier, double BaseBrier, double LogLoss);

/// <summary>Attempts that a payer has left undecided for longer than twice its usual answer: shown, never counted.</summary>
public sealed record SilentAttempts(int PayerId, string Payer, int Attempts, decimal Amount, int UsualDays, DateOnly Oldest);

/// <summary>The calibration page.</summary>
/// <param name="From">First day of the period, inclusive.</param>
/// <param name="To">Last day, inclusive: the practice's today.</param>
public sealed record CalibrationView(DateOnly From, DateOnly To, CalibrationReport Report, IReadOnlyList<CalibrationMonth> Months, IReadOnlyList<SilentAttempts> Silent);

/// <summary>Holds the odds that were written down before payers decided against what they decided.</summary>
public sealed class SeeCalibration(DeskSource database, TimeProvider clock)
{
    /// <summary>Filters as they stand in the address, all optional.</summary>
    public sealed record Input
    {
        public int? Practice { get; init; }

        public int? Payer { get; init; }

        public string? Category { get; init; }

        /// <summary>Months back from today, 1 to 36.</summary>
        public int Months { get; init; } = 12;
    }

    /// <summary>Reads the period's decided attempts and works the report out.</summary>
    public async Task<CalibrationView> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeTrends);
        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        var from = today.AddMonths(-Math.Clamp(input.Months, 1, 36));
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var decided = await DecidedAsync(connection, input, actor, from, cancellation);
        return new(from, today, CalibrationRule.Of([.. decided.Select(d => d.Said)]), Months(decided), await SilentAsync(connection, input, actor, today, cancellation));
    }

    private static List<CalibrationMonth> Months(List<(DateOnly On, Prediction Said)> decided) =>
    [
        .. decided.GroupBy(d => new DateOnly(d.On.Year, d.On.Month, 1)).OrderBy(g => g.Key).Select(g =>
        {
            var report = CalibrationRule.Of([.. g.Select(d => d.Said)]);
            return new CalibrationMonth(g.Key, report.Attempts, report.BaseRate, g.Average(d => d.Said.Odds), report.Brier, report.BaseBrier, report.LogLoss);
        }),
    ];

    private static async Task<List<(DateOnly On, Prediction Said)>> DecidedAsync(NpgsqlConnection connection, Input input, Actor actor, DateOnly from, CancellationToken cancellation)
    {
        // odds_prediction_decided: decided attempts only, some thousands a year.
        await using var command = new NpgsqlCommand(
            """
            select o.decided_on, o.odds, o.low, o.high, o.outcome, o.payer_id || '|' || o.carc || '|' || o.family from odds_prediction o
            where ($1::int[] is null or o.practice_id = any($1)) and ($2::int is null or o.practice_id = $2) and o.decided_on >= $3 and not o.withdrawn
              and ($4::int is null or o.payer_id in (select p.payer_id from payer p where p.payer_id = $4 or p.merged_into = $4)) and ($5::text is null or o.category = $5)
            order by o.decided_on
            """, connection);
        Filter(command, input, actor, from);
        var found = new List<(DateOnly, Prediction)>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            found.Add((r.GetFieldValue<DateOnly>(0), new((double)r.GetDecimal(1), (double)r.GetDecimal(2), (double)r.GetDecimal(3), (double)r.GetDecimal(4), r.GetString(5))));
        }

        return found;
    }

    /// <summary>What waits for longer than twice the usual answer, by payer.</summary>
    private static async Task<IReadOnlyList<SilentAttempts>> SilentAsync(NpgsqlConnection connection, Input input, Actor actor, DateOnly today, CancellationToken cancellation)
    {
        var usual = (await UsualDays.LearnAsync(connection, actor, today, cancellation)).GroupBy(u => u.PayerId).ToDictionary(g => g.Key, g => g.Max(u => u.Days));
        // denial_queue's open rows that wait; one row a payer.
        await using var command = new NpgsqlCommand(
            """
            select coalesce(p.merged_into, p.payer_id), min(n.name), array_agg(d.waiting_since), array_agg(d.denied_amount) from denial d
            join payer p on p.payer_id = d.payer_id join payer n on n.payer_id = coalesce(p.merged_into, p.payer_id)
            where d.is_open and d.state = 'waiting' and d.waiting_since < $3 and ($1::int[] is null or d.practice_id = any($1)) and ($2::int is null or d.practice_id = $2)
              and ($4::int is null or coalesce(p.merged_into, p.payer_id) = $4) and ($5::text is null or d.category = $5)
            group by 1 order by 1
            """, connection);
        Filter(command, input, actor, today);
        var found = new List<SilentAttempts>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            var days = usual.GetValueOrDefault(r.GetInt32(0), Domain.Claims.UsualAnswer.DefaultDays);
            var late = r.GetFieldValue<DateOnly[]>(2).Zip(r.GetFieldValue<decimal[]>(3)).Where(w => today.DayNumber - w.First.DayNumber > 2 * days).ToList();
            if (late.Count > 0) { found.Add(new(r.GetInt32(0), r.GetString(1), late.Count, late.Sum(w => w.Second), days, late.Min(w => w.First))); }
        }

        return [.. found.OrderByDescending(s => s.Amount)];
    }

    private static void Filter(NpgsqlCommand command, Input input, Actor actor, DateOnly day)
    {
        void Add(object? value, NpgsqlDbType type) => command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        Add(actor.PracticeScope, NpgsqlDbType.Array | NpgsqlDbType.Integer);
        Add(input.Practice, NpgsqlDbType.Integer);
        Add(day, NpgsqlDbType.Date);
        Add(input.Payer, NpgsqlDbType.Integer);
        Add(string.IsNullOrWhiteSpace(input.Category) ? null : input.Category.Trim(), NpgsqlDbType.Text);
    }
}
