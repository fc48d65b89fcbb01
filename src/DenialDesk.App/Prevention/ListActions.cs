using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Prevention;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Prevention;

/// <summary>One line of the ledger, with its newest reading.</summary>
/// <param name="Status">Written name of Domain.Prevention.PreventionStatus.</param>
/// <param name="Days">Days after the change of the newest reading; null when there is none.</param>
/// <param name="Change">Share by which the rate moved against the others': -.3 is 30% fewer.</param>
/// <param name="Verdict">"better", "worse" or "too_few".</param>
/// <param name="Reminder">A reminder that is due, in words; null when none is.</param>
/// <param name="Late">Due and not in force yet.</param>
public sealed record ActionRow(
    int PracticeId, long ActionId, string Practice, string Title, string? Payer, string Category, string Carc, string Department, string Step, string Owner, string Status, DateOnly? DueOn,
    DateOnly? EffectiveOn, int? Days, double? Change, double? Low, double? High, decimal? Avoided, decimal? Dollars, string? Verdict, int? Needs, bool Early, int Done, int ToDo, string? Reminder, bool Late,
    DateTimeOffset ChangedAt);

/// <summary>The ledger's lines, with what they avoided together by their newest readings.</summary>
public sealed record ActionList(IReadOnlyList<ActionRow> Rows, long Count, decimal Dollars);

/// <summary>The prevention ledger of the practices a person sees, the newest change first.</summary>
public sealed class ListActions(DeskSource database, TimeProvider clock)
{
    /// <summary>Filters as they stand in the address.</summary>
    public sealed record Input
    {
        /// <summary>"open" (default: everything but kept and reverted), "measured", "kept", "reopened", "reverted", "mine" or "all".</summary>
        public string Show { get; init; } = "open";

        public int? Practice { get; init; }

        public string? Department { get; init; }

        public string? Category { get; init; }

        /// <summary>Only changes put in force on or after this day; for what changed in the last ninety days.</summary>
        public DateOnly? Since { get; init; }

        /// <summary>Goes on below this line, as <see cref="KeyOf"/> gives it.</summary>
        public string? After { get; init; }

        public int Take { get; init; } = 50;
    }

    private const string Where =
        """
        ($1::int[] is null or t.practice_id = any($1)) and ($2::int is null or t.practice_id = $2) and ($3::text is null or t.department = $3) and ($4::text is null or t.category = $4) and ($5::date is null or t.effective_on >= $5)
        and case $6 when 'open' then t.status not in ('kept', 'reverted') when 'measured' then r.days is not null when 'kept' then t.status = 'kept' when 'reopened' then t.status = 'reopened'
            when 'reverted' then t.status = 'reverted' when 'mine' then t.owner_id = $7 and t.status <> 'reverted' else true end
        """;

    private const string Newest = " left join lateral (select * from prevention_reading r where r.practice_id = t.practice_id and r.action_id = t.action_id and r.round = t.round order by r.days desc limit 1) r on true ";

    /// <summary>Where a line stands in the order.</summary>
    public static string KeyOf(ActionRow row) => string.Create(CultureInfo.InvariantCulture, $"{row.ChangedAt.UtcTicks}_{row.ActionId}");

    /// <summary>The lines.</summary>
    public async Task<ActionList> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeTrends);
        var after = input.After?.Split('_') is [var ticks, var number] && long.TryParse(ticks, CultureInfo.InvariantCulture, out var at) && long.TryParse(number, CultureInfo.InvariantCulture, out var id)
            ? (new DateTimeOffset(Math.Clamp(at, 0, DateTimeOffset.MaxValue.UtcTicks), TimeSpan.Zero), id) : ((DateTimeOffset, long)?)null;
        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        // Index prevention_action_newest; the newest reading by primary key.
        await using var command = Command(
            $"""
            select t.practice_id, t.action_id, s.name, t.title, p.name, t.category, t.carc, t.department, t.cause_step, t.owner_name, t.status, t.due_on, t.effective_on, r.days, r.change, r.low, r.high, r.avoided, r.dollars,
                   r.verdict, r.needs, coalesce(r.early, false), (select count(*)::int from jsonb_array_elements(t.checklist) c where c->>'by' is not null), jsonb_array_length(t.checklist),
                   case when t.remind_on <= $8 then coalesce(nullif(t.remind_text, ''), t.title) end, t.effective_on is null and t.due_on < $8 and t.status <> 'reverted', t.changed_at
            from prevention_action t join practice s on s.practice_id = t.practice_id left join payer p on p.payer_id = t.payer_id {Newest}
            where {Where} and ($9::timestamptz is null or (t.changed_at, t.action_id) < ($9, $10)) order by t.changed_at desc, t.action_id desc limit $11
            """, input, actor);
        command.Parameters.AddWithValue(today);
        command.Parameters.Add(new() { Value = (object?)after?.Item1 ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new() { Value = (object?)after?.Item2 ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.AddWithValue(Math.Clamp(input.Take, 1, 50_000));
        var found = new List<ActionRow>();
        await using (var rows = await command.ExecuteReaderAsync(cancellation))
        {
            while (await rows.ReadAsync(cancellation)) { found.Add(Read(rows)); }
        }

        await using var sum = Command($"select count(*), coalesce(sum(r.dollars) filter (where r.verdict = 'better'), 0) from prevention_action t {Newest} where {Where}", input, actor);
        await using var total = await sum.ExecuteReaderAsync(cancellation);
        await total.ReadAsync(cancellation);
        return new(found, total.GetInt64(0), total.GetDecimal(1));
    }

    /// <summary>How many of one's own changes ask for something: reopened by themselves, late, or with a reminder due. For the navigation.</summary>
    public async Task<long> AskingAsync(Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeTrends);
        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        // Index prevention_action_owner.
        await using var command = database.CreateCommand(
            """
            select count(*) from prevention_action where owner_id = $1 and status <> 'reverted' and ($2::int[] is null or practice_id = any($2))
              and (status = 'reopened' or remind_on <= $3 or (effective_on is null and due_on < $3))
            """);
        command.Parameters.AddWithValue(actor.UserId ?? Guid.Empty);
        command.Parameters.Add(new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        command.Parameters.AddWithValue(today);
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private NpgsqlCommand Command(string sql, Input input, Actor actor)
    {
        var command = database.CreateCommand(sql);
        void Add(object? value, NpgsqlDbType type) => command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        Add(actor.PracticeScope, NpgsqlDbType.Array | NpgsqlDbType.Integer);
        Add(input.Practice, NpgsqlDbType.Integer);
        Add(string.IsNullOrEmpty(input.Department) ? null : input.Department, NpgsqlDbType.Text);
        Add(string.IsNullOrEmpty(input.Category) ? null : input.Category, NpgsqlDbType.Text);
        Add(input.Since, NpgsqlDbType.Date);
        Add(input.Show, NpgsqlDbType.Text);
        Add(actor.UserId, NpgsqlDbType.Uuid);
        return command;
    }

    private static ActionRow Read(NpgsqlDataReader r)
    {
        string? Text(int i) => r.IsDBNull(i) ? null : r.GetString(i);
        DateOnly? Day(int i) => r.IsDBNull(i) ? null : r.GetFieldValue<DateOnly>(i);
        double? Share(int i) => r.IsDBNull(i) ? null : r.GetDouble(i);
        decimal? Money(int i) => r.IsDBNull(i) ? null : r.GetDecimal(i);
        int? Count(int i) => r.IsDBNull(i) ? null : r.GetInt32(i);
        return new(
            r.GetInt32(0), r.GetInt64(1), r.GetString(2), r.GetString(3), Text(4), r.GetString(5), r.GetString(6), r.GetString(7), r.GetString(8), r.GetString(9), r.GetString(10), Day(11), Day(12), Count(13),
            Share(14), Share(15), Share(16), Money(17), Money(18), Text(19), Count(20), r.GetBoolean(21), r.GetInt32(22), r.GetInt32(23), Text(24), !r.IsDBNull(25) && r.GetBoolean(25), r.GetFieldValue<DateTimeOffset>(26));
    }
}
