using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Documents;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Documents;

/// <summary>A document asked of a department.</summary>
/// <param name="State">"open", "answered", "refused" or "dropped".</param>
/// <param name="DaysLate">Calendar days past its due day while it is open; 0 otherwise.</param>
public sealed record DocumentRequestRow(
    long RequestId, int PracticeId, long DenialId, string Kind, string What, string Department, DateOnly DueOn, string State, int DaysLate, DateTimeOffset AskedAt, string AskedBy, string Account,
    string Payer, decimal Denied, DateOnly LastDay, string Words);

/// <summary>The rows, the departments there are, and how many are late.</summary>
public sealed record DocumentRequestList(IReadOnlyList<DocumentRequestRow> Rows, IReadOnlyList<string> Departments, long Open, long Late, DateOnly Today);

/// <summary>Documents asked of departments, the earliest due day first.</summary>
public sealed class ListDocumentRequests(DeskSource database, TimeProvider clock)
{
    private const string Where =
        """
        ($1::int[] is null or q.practice_id = any($1)) and ($2::text is null or q.department = $2) and ($3 = 'all' or ($3 = 'late' and q.state = 'open' and q.due_on < $4) or q.state = $3)
        and ($5::uuid is null or q.asked_by = $5)
        """;

    private const string Page =
        $"""
        select q.request_id, q.practice_id, q.denial_id, q.kind, q.what, q.department, q.due_on, q.state, q.asked_at, q.asked_by_name, d.patient_control_number, p.name, d.denied_amount, d.last_safe_day, q.words
        from document_request q join denial d on d.practice_id = q.practice_id and d.denial_id = q.denial_id join payer p on p.payer_id = d.payer_id
        where {Where} and ($6::date is null or (q.due_on, q.request_id) > ($6, $7)) order by q.due_on, q.request_id limit $8
        """;

    /// <summary>Filters as they stand in the address.</summary>
    public sealed record Input
    {
        /// <summary>"open" (default), "late", "answered", "refused", "dropped" or "all".</summary>
        public string? State { get; init; }

        public string? Department { get; init; }

        /// <summary>True: only what I asked for.</summary>
        public bool Mine { get; init; }

        /// <summary>Goes on after this due day and request.</summary>
        public (DateOnly DueOn, long RequestId)? After { get; init; }

        public int Take { get; init; } = 50;

        /// <summary>True when the rows leave the desk as a file.</summary>
        public bool Export { get; init; }
    }

    /// <summary>One page.</summary>
    public async Task<DocumentRequestList> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var rows = await RowsAsync(connection, input, actor, today, cancellation);
        if (rows.Count > 0)
        {
            await ReadLog.AppendAsync(
                database, actor, clock.GetUtcNow(),
                new(input.Export ? "read.document_requests_exported" : "read.document_requests", "denials", $"{rows.Count}", Shown: [.. rows.Select(r => r.DenialId)]), cancellation);
        }

        // document_request_due: open ones are few.
        await using var command = new NpgsqlCommand(
            """
            select array(select distinct department from document_request where $1::int[] is null or practice_id = any($1) order by 1),
                   (select count(*) from document_request where state = 'open' and ($1::int[] is null or practice_id = any($1))),
                   (select count(*) from document_request where state = 'open' and due_on < $2 and ($1::int[] is null or practice_id = any($1)))
            """, connection);
        command.Parameters.Add(Scope(actor));
        command.Parameters.AddWithValue(today);
        await using var r = await command.ExecuteReaderAsync(cancellation);
        await r.ReadAsync(cancellation);
        return new(rows, r.GetFieldValue<string[]>(0), r.GetInt64(1), r.GetInt64(2), today);
    }

    private static async Task<List<DocumentRequestRow>> RowsAsync(NpgsqlConnection connection, Input input, Actor actor, DateOnly today, CancellationToken cancellation)
    {
        // document_request_due for open ones; the denial and payer by key.
        await using var command = new NpgsqlCommand(Page, connection);
        void Add(object? value, NpgsqlDbType type) => command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        command.Parameters.Add(Scope(actor));
        Add(string.IsNullOrEmpty(input.Department) ? null : input.Department, NpgsqlDbType.Text);
        Add(string.IsNullOrEmpty(input.State) ? "open" : input.State, NpgsqlDbType.Text);
        Add(today, NpgsqlDbType.Date);
        Add(input.Mine ? actor.UserId ?? Guid.Empty : null, NpgsqlDbType.Uuid);
        Add(input.After?.DueOn, NpgsqlDbType.Date);
        Add(input.After?.RequestId, NpgsqlDbType.Bigint);
        Add(Math.Clamp(input.Take, 1, 50_000), NpgsqlDbType.Integer);
        var found = new List<DocumentRequestRow>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation)) { found.Add(Read(r, today)); }

        return found;
    }

    private static DocumentRequestRow Read(NpgsqlDataReader r, DateOnly today)
    {
        var (due, state) = (r.GetFieldValue<DateOnly>(6), r.GetString(7));
        return new(
            r.GetInt64(0), r.GetInt32(1), r.GetInt64(2), DocumentKinds.Words(CodeNames.TryRead<DocumentKind>(r.GetString(3)) ?? DocumentKind.Other), r.GetString(4), r.GetString(5), due, state,
            state == "open" ? Math.Max(0, today.DayNumber - due.DayNumber) : 0, r.GetFieldValue<DateTimeOffset>(8), r.GetString(9), r.GetString(10), r.GetString(11), r.GetDecimal(12),
            r.GetFieldValue<DateOnly>(13), r.GetString(14));
    }

    private static NpgsqlParameter Scope(Actor actor) => new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer };
}
