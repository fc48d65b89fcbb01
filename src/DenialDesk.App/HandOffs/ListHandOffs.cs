using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.HandOffs;

/// <summary>A page of hand-offs, with how many and how much under the same filters.</summary>
public sealed record HandOffList(IReadOnlyList<HandOffRow> Rows, long Count, decimal Amount);

/// <summary>Denials closed to the patient or the next payer, the latest first.</summary>
public sealed class ListHandOffs(DeskSource database, TimeProvider clock)
{
    private const string Where =
        """
        ($1::int[] is null or d.practice_id = any($1)) and ($2::text is null or d.state = 'closed_' || $2) and ($3::int is null or d.payer_id = $3) and ($4::int is null or d.practice_id = $4)
        and case $5 when 'handed' then h.batch_id is not null when 'all' then true else h.batch_id is null end
        """;

    /// <summary>Filters as they stand in the address.</summary>
    public sealed record Input
    {
        /// <summary>patient or next_payer; null for both.</summary>
        public string? Kind { get; init; }

        /// <summary>waiting (not handed over yet), handed or all.</summary>
        public string Show { get; init; } = "waiting";

        public int? Payer { get; init; }

        public int? Practice { get; init; }

        /// <summary>Goes on below this closing, "ticks_denial".</summary>
        public string? After { get; init; }

        public int Take { get; init; } = 50;

        /// <summary>True when the rows leave the desk as a file.</summary>
        public bool Export { get; init; }
    }

    /// <summary>Where a row stands in the order.</summary>
    public static string KeyOf(HandOffRow row) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{row.ClosedAt.UtcTicks}_{row.DenialId}");

    /// <summary>Rows and sums.</summary>
    public async Task<HandOffList> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        var after = input.After?.Split('_') is [var ticks, var number] && long.TryParse(ticks, System.Globalization.CultureInfo.InvariantCulture, out var at) && long.TryParse(number, System.Globalization.CultureInfo.InvariantCulture, out var id)
            ? (new DateTimeOffset(Math.Clamp(at, 0, DateTimeOffset.MaxValue.UtcTicks), TimeSpan.Zero), id) : ((DateTimeOffset, long)?)null;
        // Index denial_handed.
        await using var command = Command(HandOffRows.Select + Where + " and ($6::timestamptz is null or (d.closed_at, d.denial_id) < ($6, $7)) order by d.closed_at desc, d.denial_id desc limit $8", input, actor);
        command.Parameters.Add(new() { Value = (object?)after?.Item1 ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new() { Value = (object?)after?.Item2 ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.AddWithValue(Math.Clamp(input.Take, 1, 50_000));
        var rows = await HandOffRows.ReadAsync(command, cancellation);
        if (rows.Count > 0)
        {
            await ReadLog.AppendAsync(
                database, actor, clock.GetUtcNow(), new(input.Export ? "read.hand_offs_exported" : "read.hand_offs", "denials", $"{rows.Count}", Shown: [.. rows.Select(r => r.DenialId)]), cancellation);
        }

        await using var sum = Command(
            $"""
            select count(*), coalesce(sum(greatest(0, d.denied_amount - d.recovered_amount)), 0) from denial d
            left join hand_off h on h.practice_id = d.practice_id and h.denial_id = d.denial_id and h.closed_at = d.closed_at
            where d.state in ('closed_patient', 'closed_next_payer') and d.closed_at is not null and {Where}
            """, input, actor);
        await using var r = await sum.ExecuteReaderAsync(cancellation);
        await r.ReadAsync(cancellation);
        return new(rows, r.GetInt64(0), r.GetDecimal(1));
    }

    private NpgsqlCommand Command(string sql, Input input, Actor actor)
    {
        var command = database.CreateCommand(sql);
        void Add(object? value, NpgsqlDbType type) => command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        Add(actor.PracticeScope, NpgsqlDbType.Array | NpgsqlDbType.Integer);
        Add(input.Kind is "patient" or "next_payer" ? input.Kind : null, NpgsqlDbType.Text);
        Add(input.Payer, NpgsqlDbType.Integer);
        Add(input.Practice, NpgsqlDbType.Integer);
        Add(input.Show, NpgsqlDbType.Text);
        return command;
    }
}
