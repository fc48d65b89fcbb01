using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Queue;

/// <summary>One denial that was passed over.</summary>
public sealed record SkipRow(long SkipId, int PracticeId, long DenialId, DateOnly Day, string Person, string Reason, string? Words, string Payer, string Category, string Code, decimal Denied);

/// <summary>How often one reason was given.</summary>
public sealed record SkipCount(string Reason, long Skips, long Denials, decimal Denied);

/// <summary>What was skipped: counts by reason, and the skips themselves, the newest first.</summary>
public sealed record SkipList(IReadOnlyList<SkipCount> Counts, IReadOnlyList<SkipRow> Rows);

/// <summary>Tells leads what is passed over and why: a reason given often is work for them, not for the queue.</summary>
public sealed class ListSkips(DeskSource database, TimeProvider clock)
{
    /// <summary>Which skips.</summary>
    public sealed record Input
    {
        /// <summary>Of this many days back, today included.</summary>
        public int Days { get; init; } = 30;

        public string? Reason { get; init; }

        /// <summary>Older than this skip.</summary>
        public long? Before { get; init; }

        public int Take { get; init; } = 100;
    }

    /// <summary>The list.</summary>
    public async Task<SkipList> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.AssignOthers);
        var from = (await DeskDay.TodayAsync(database, clock, actor, cancellation)).AddDays(1 - Math.Clamp(input.Days, 1, 400));
        return new(await CountsAsync(from, actor, cancellation), await RowsAsync(input, from, actor, cancellation));
    }

    private async Task<IReadOnlyList<SkipCount>> CountsAsync(DateOnly from, Actor actor, CancellationToken cancellation)
    {
        // Index denial_skip_day.
        await using var command = database.CreateCommand(
            """
            select s.reason, count(*), count(distinct (s.practice_id, s.denial_id)), sum(d.denied_amount)
            from denial_skip s join denial d using (practice_id, denial_id)
            where s.day >= $1 and ($2::int[] is null or s.practice_id = any($2)) group by s.reason order by count(*) desc, s.reason
            """);
        command.Parameters.Add(new() { Value = from });
        command.Parameters.Add(new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var found = new List<SkipCount>();
        while (await r.ReadAsync(cancellation)) { found.Add(new(r.GetString(0), r.GetInt64(1), r.GetInt64(2), r.GetDecimal(3))); }

        return found;
    }

    private async Task<IReadOnlyList<SkipRow>> RowsAsync(Input input, DateOnly from, Actor actor, CancellationToken cancellation)
    {
        // Index denial_skip_day; keyset by the skip's own number.
        await using var command = database.CreateCommand(
            """
            select s.skip_id, s.practice_id, s.denial_id, s.day, s.user_name, s.reason, s.words, p.name, d.category, d.lead_group || '-' || d.lead_carc, d.denied_amount
            from denial_skip s join denial d using (practice_id, denial_id) join payer p on p.payer_id = d.payer_id
            where s.day >= $1 and ($2::int[] is null or s.practice_id = any($2)) and ($3::text is null or s.reason = $3) and ($4::bigint is null or s.skip_id < $4)
            order by s.skip_id desc limit $5
            """);
        command.Parameters.Add(new() { Value = from });
        command.Parameters.Add(new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = (object?)input.Reason ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (object?)input.Before ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.Add(new() { Value = Math.Clamp(input.Take, 1, 50_000) });
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var found = new List<SkipRow>();
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new(
                r.GetInt64(0), r.GetInt32(1), r.GetInt64(2), r.GetFieldValue<DateOnly>(3), r.GetString(4), r.GetString(5), r.IsDBNull(6) ? null : r.GetString(6), r.GetString(7), r.GetString(8),
                r.GetString(9), r.GetDecimal(10)));
        }

        return found;
    }
}
