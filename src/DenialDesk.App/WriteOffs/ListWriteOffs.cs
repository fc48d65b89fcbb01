using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.WriteOffs;

/// <summary>One write-off or request for one.</summary>
/// <param name="State">Domain.WriteOffs.WriteOffRequestState as written.</param>
/// <param name="DenialState">Where the denial stands now.</param>
/// <param name="ToReview">Of a bulk's sample, and nobody looked at it yet.</param>
public sealed record WriteOffRow(
    long RequestId, int PracticeId, long DenialId, string Account, string Payer, string Code, decimal Amount, string Reason, bool Avoidable, string Step, string Department, string Words, bool RightOpen,
    string State, string DenialState, DateTimeOffset AskedAt, string AskedBy, bool Mine, DateTimeOffset? DecidedAt, string? DecidedBy, string DecidedWords, bool ToReview);

/// <summary>Dollars of one reason.</summary>
public sealed record WriteOffSum(string Reason, bool Avoidable, long Count, decimal Amount);

/// <summary>A page of write-offs with the sums under the same filters.</summary>
public sealed record WriteOffList(IReadOnlyList<WriteOffRow> Rows, IReadOnlyList<WriteOffSum> Sums)
{
    /// <summary>How many under these filters.</summary>
    public long Count => Sums.Sum(s => s.Count);

    /// <summary>Dollars under these filters.</summary>
    public decimal Amount => Sums.Sum(s => s.Amount);
}

/// <summary>Write-offs that wait, were decided, or are to be looked at again, newest first, with dollars by reason.</summary>
public sealed class ListWriteOffs(DeskSource database, TimeProvider clock)
{
    private const string Where =
        """
        ($1::int[] is null or w.practice_id = any($1))
        and case $2 when 'waiting' then w.state = 'waiting' and d.is_open when 'review' then w.sampled and w.reviewed_at is null and w.state = 'approved'
                    when 'decided' then w.state in ('approved', 'rejected', 'reversed') when 'all' then true else w.state = $2 end
        and ($3::text is null or w.reason = $3) and ($4::int is null or w.payer_id = $4) and ($5::int is null or w.practice_id = $5)
        and ($6::date is null or (w.asked_at >= $6 and w.asked_at < $6 + interval '1 month')) and ($7::boolean is null or w.avoidable = $7)
        """;

    /// <summary>Filters as they stand in the address.</summary>
    public sealed record Input
    {
        /// <summary>waiting, decided, review, all, or one state.</summary>
        public string Show { get; init; } = "waiting";

        public string? Reason { get; init; }

        public int? Payer { get; init; }

        public int? Practice { get; init; }

        /// <summary>First day of the month it was asked in (UTC).</summary>
        public DateOnly? Month { get; init; }

        public bool? Avoidable { get; init; }

        /// <summary>Goes on below this one.</summary>
        public long? Before { get; init; }

        public int Take { get; init; } = 50;

        /// <summary>True when the rows leave the desk as a file.</summary>
        public bool Export { get; init; }
    }

    /// <summary>Rows and sums.</summary>
    public async Task<WriteOffList> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        var rows = await RowsAsync(input, actor, cancellation);
        if (rows.Count > 0)
        {
            await ReadLog.AppendAsync(
                database, actor, clock.GetUtcNow(), new(input.Export ? "read.write_offs_exported" : "read.write_offs", "denials", $"{rows.Count}", Shown: [.. rows.Select(r => r.DenialId).Distinct()]), cancellation);
        }

        // By write_off_waiting or a walk of the table: a row a write-off.
        await using var command = Command(
            $"select w.reason, w.avoidable, count(*), sum(w.amount) from write_off_request w join denial d using (practice_id, denial_id) where {Where} group by 1, 2 order by 4 desc, 1, 2", input, actor);
        var sums = new List<WriteOffSum>();
        await using var read = await command.ExecuteReaderAsync(cancellation);
        while (await read.ReadAsync(cancellation)) { sums.Add(new(read.GetString(0), read.GetBoolean(1), read.GetInt64(2), read.GetDecimal(3))); }

        return new(rows, sums);
    }

    /// <summary>How many wait for a decision of this person: not their own; none for who may not approve.</summary>
    public async Task<long> WaitingAsync(Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        if (!actor.May(Permission.DecideWriteOffs)) { return 0; }

        // Index write_off_waiting.
        await using var command = database.CreateCommand(
            "select count(*) from write_off_request w join denial d using (practice_id, denial_id) where w.state = 'waiting' and d.is_open and w.asked_by is distinct from $1 and ($2::int[] is null or w.practice_id = any($2))");
        command.Parameters.Add(new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private async Task<List<WriteOffRow>> RowsAsync(Input input, Actor actor, CancellationToken cancellation)
    {
        // Indexes write_off_waiting, write_off_review and write_off_newest, backwards.
        await using var command = Command(
            $"""
            select w.request_id, w.practice_id, w.denial_id, d.patient_control_number, p.name, d.lead_group || '-' || d.lead_carc, w.amount, w.reason, w.avoidable, w.step, w.department, w.words,
                   w.right_open, w.state, d.state, w.asked_at, w.asked_name, w.asked_by, w.decided_at, w.decided_name, w.decided_words, w.sampled and w.reviewed_at is null and w.state = 'approved'
            from write_off_request w join denial d using (practice_id, denial_id) join payer p on p.payer_id = w.payer_id
            where {Where} and ($8::bigint is null or w.request_id < $8) order by w.request_id desc limit $9
            """, input, actor);
        command.Parameters.Add(new() { Value = (object?)input.Before ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.AddWithValue(Math.Clamp(input.Take, 1, 50_000));
        var found = new List<WriteOffRow>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new(
                r.GetInt64(0), r.GetInt32(1), r.GetInt64(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetDecimal(6), r.GetString(7), r.GetBoolean(8), r.GetString(9), r.GetString(10), r.GetString(11),
                r.GetBoolean(12), r.GetString(13), r.GetString(14), r.GetFieldValue<DateTimeOffset>(15), r.GetString(16), !r.IsDBNull(17) && r.GetGuid(17) == actor.UserId,
                r.IsDBNull(18) ? null : r.GetFieldValue<DateTimeOffset>(18), r.IsDBNull(19) ? null : r.GetString(19), r.GetString(20), r.GetBoolean(21)));
        }

        return found;
    }

    private NpgsqlCommand Command(string sql, Input input, Actor actor)
    {
        var command = database.CreateCommand(sql);
        void Add(object? value, NpgsqlDbType type) => command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        Add(actor.PracticeScope, NpgsqlDbType.Array | NpgsqlDbType.Integer);
        Add(input.Show, NpgsqlDbType.Text);
        Add(string.IsNullOrEmpty(input.Reason) ? null : input.Reason, NpgsqlDbType.Text);
        Add(input.Payer, NpgsqlDbType.Integer);
        Add(input.Practice, NpgsqlDbType.Integer);
        Add(input.Month, NpgsqlDbType.Date);
        Add(input.Avoidable, NpgsqlDbType.Boolean);
        return command;
    }
}
