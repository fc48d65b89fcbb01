using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using DenialDesk.Domain.WriteOffs;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.WriteOffs;

/// <summary>A request held for a decision.</summary>
internal sealed record HeldWriteOff(long RequestId, long DenialId, decimal Amount, WriteOffReason Reason, string Step, string Words, WriteOffRequestState State, Guid? AskedBy, string AskedName);

/// <summary>A wish as it is written down.</summary>
internal sealed record WriteOffEntry(WriteOffReason Reason, bool Avoidable, string Step, string Department, string Words, bool RightOpen)
{
    /// <summary>Those asked for together.</summary>
    public Guid? BulkId { get; init; }

    /// <summary>Of a bulk, to be looked at.</summary>
    public bool Sampled { get; init; }
}

/// <summary>Rows of write-offs and the notices about them, inside the caller's transaction.</summary>
internal static class WriteOffRows
{
    /// <summary>Writes one down; approved at once when the person's own limit covers it.</summary>
    public static async Task<long> AddAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, DenialRecord denial, WriteOffEntry entry, bool waits, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into write_off_request (practice_id, denial_id, payer_id, amount, reason, avoidable, step, department, words, right_open, state, asked_at, asked_by, asked_name,
                                           decided_at, decided_by, decided_name, bulk_id, sampled)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, case when $11 then 'waiting' else 'approved' end, $12, $13, $14,
                    case when $11 then null else $12::timestamptz end, case when $11 then null else $13::uuid end, case when $11 then null else $14::text end, $15, $16)
            returning request_id
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = denial.PracticeId }, new() { Value = denial.DenialId }, new() { Value = denial.PayerId }, new() { Value = WriteOffRequests.Remaining(denial.Facts) },
                new() { Value = entry.Reason.Text() }, new() { Value = entry.Avoidable }, new() { Value = entry.Step }, new() { Value = entry.Department }, new() { Value = entry.Words },
                new() { Value = entry.RightOpen }, new() { Value = waits }, new() { Value = now }, Maybe(actor.UserId), new() { Value = actor.Name }, Maybe(entry.BulkId), new() { Value = entry.Sampled },
            },
        };
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>Whether somebody waits for an answer about this denial.</summary>
    public static async Task<bool> WaitsAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, long denialId, CancellationToken cancellation)
    {
        // Index write_off_one_waiting.
        await using var command = new NpgsqlCommand("select exists (select 1 from write_off_request where practice_id = $1 and denial_id = $2 and state = 'waiting')", connection, transaction)
        {
            Parameters = { new() { Value = practiceId }, new() { Value = denialId } },
        };
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    /// <summary>The denial of a request; null when there is no such request for this person.</summary>
    public static async Task<long?> DenialOfAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, long requestId, Actor actor, CancellationToken cancellation)
    {
        if (!actor.Sees(practiceId)) { return null; }

        await using var command = new NpgsqlCommand("select denial_id from write_off_request where practice_id = $1 and request_id = $2", connection, transaction)
        {
            Parameters = { new() { Value = practiceId }, new() { Value = requestId } },
        };
        return (long?)await command.ExecuteScalarAsync(cancellation);
    }

    /// <summary>Locks one; its denial is locked before it.</summary>
    public static async Task<HeldWriteOff> HoldAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, long requestId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "select request_id, denial_id, amount, reason, step, words, state, asked_by, asked_name from write_off_request where practice_id = $1 and request_id = $2 for update", connection, transaction)
        {
            Parameters = { new() { Value = practiceId }, new() { Value = requestId } },
        };
        await using var r = await command.ExecuteReaderAsync(cancellation);
        await r.ReadAsync(cancellation);
        return new(
            r.GetInt64(0), r.GetInt64(1), r.GetDecimal(2), CodeNames.Read<WriteOffReason>(r.GetString(3)), r.GetString(4), r.GetString(5), CodeNames.Read<WriteOffRequestState>(r.GetString(6)),
            r.IsDBNull(7) ? null : r.GetGuid(7), r.GetString(8));
    }

    /// <summary>Takes back what a run asked for about this denial and nobody has decided; false when nothing of it waits.</summary>
    public static async Task<bool> WithdrawBulkAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, DenialRecord denial, Guid bulk, Guid command, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        // Index write_off_one_waiting.
        await using var find = new NpgsqlCommand(
            "select request_id from write_off_request where practice_id = $1 and denial_id = $2 and state = 'waiting' and bulk_id = $3 for update", connection, transaction)
        {
            Parameters = { new() { Value = denial.PracticeId }, new() { Value = denial.DenialId }, new() { Value = bulk } },
        };
        if (await find.ExecuteScalarAsync(cancellation) is not long request) { return false; }

        await DecideAsync(connection, transaction, denial.PracticeId, request, WriteOffRequestState.Withdrawn, null, actor, now, cancellation);
        await Journal.AppendAsync(connection, transaction, actor, now, cancellation, new JournalEntry(
            "write_off.withdrawn", "denial", denial.DenialId.ToString(CultureInfo.InvariantCulture), denial.PracticeId, null, new { Request = request }, command));
        await Queue.DeskChange.TellAsync(connection, transaction, denial.PracticeId, denial.DenialId, cancellation);
        return true;
    }

    /// <summary>Which of these wait for an answer.</summary>
    public static async Task<IReadOnlySet<(int PracticeId, long DenialId)>> WaitingAsync(NpgsqlConnection connection, IReadOnlyList<DenialRecord> denials, CancellationToken cancellation)
    {
        // Index write_off_one_waiting, one lookup a row.
        await using var command = new NpgsqlCommand(
            """
            select w.practice_id, w.denial_id from unnest($1::int[], $2::bigint[]) as w (practice_id, denial_id)
            where exists (select 1 from write_off_request r where r.practice_id = w.practice_id and r.denial_id = w.denial_id and r.state = 'waiting')
            """, connection)
        {
            Parameters = { new() { Value = denials.Select(d => d.PracticeId).ToArray() }, new() { Value = denials.Select(d => d.DenialId).ToArray() } },
        };
        var found = new HashSet<(int, long)>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation)) { found.Add((r.GetInt32(0), r.GetInt64(1))); }

        return found;
    }

    /// <summary>Notes what became of one that waited.</summary>
    public static async Task DecideAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, long requestId, WriteOffRequestState state, string? words, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "update write_off_request set state = $3, decided_at = $4, decided_by = $5, decided_name = $6, decided_words = $7 where practice_id = $1 and request_id = $2", connection, transaction)
        {
            Parameters =
            {
                new() { Value = practiceId }, new() { Value = requestId }, new() { Value = state.Text() }, new() { Value = now }, Maybe(actor.UserId), new() { Value = actor.Name }, new() { Value = words?.Trim() ?? "" },
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The denial's write-off was taken back, by whatever step.</summary>
    public static async Task ReversedAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, long denialId, string? words, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        // Index write_off_denial.
        await using var command = new NpgsqlCommand(
            """
            update write_off_request set state = 'reversed', reversed_at = $3, reversed_by = $4, reversed_name = $5, reversed_words = $6
            where practice_id = $1 and denial_id = $2 and state = 'approved'
            """, connection, transaction)
        {
            Parameters = { new() { Value = practiceId }, new() { Value = denialId }, new() { Value = now }, Maybe(actor.UserId), new() { Value = actor.Name }, new() { Value = words?.Trim() ?? "" } },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Tells everybody who may approve it: roles that decide and whose own limit covers the dollars. Never who asked.</summary>
    public static Task TellApproversAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, DenialRecord denial, WriteOffPolicy policy, Actor asker, DateTimeOffset now, CancellationToken cancellation)
    {
        var dollars = WriteOffRequests.Remaining(denial.Facts);
        var roles = Roles.All.Where(r => Roles.Of(r) is var may && may.Contains(Permission.DecideWriteOffs) && policy.Refuse(StepTaking.TierOf(may.Contains), dollars, null) is null).ToArray();
        return TellAsync(
            connection, transaction, denial, "write_off_asked", "approver", now,
            """
            select distinct u.id from identity_users u join identity_user_roles x on x.user_id = u.id join identity_roles r on r.id = x.role_id
            where u.disabled_at is null and r.name = any($6) and u.id is distinct from $7
              and (u.all_practices or exists (select 1 from practice_member m where m.user_id = u.id and m.practice_id = $1))
            """,
            [new() { Value = roles }, Maybe(asker.UserId)], cancellation);
    }

    /// <summary>Tells who asked what was decided.</summary>
    public static Task TellAskerAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, DenialRecord denial, Guid? asker, bool approved, DateTimeOffset now, CancellationToken cancellation)
        => asker is null ? Task.CompletedTask : TellAsync(
            connection, transaction, denial, approved ? "write_off_approved" : "write_off_rejected", "asker", now, "select u.id from identity_users u where u.id = $6", [Maybe(asker)], cancellation);

    private static async Task TellAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, DenialRecord denial, string flag, string toldAs, DateTimeOffset now, string people, NpgsqlParameter[] values, CancellationToken cancellation)
    {
        // "people" is one of the fixed texts above.
        await using var command = new NpgsqlCommand(
            $"""
            insert into notice (practice_id, user_id, denial_id, due_on, flag, told_as, at)
            select $1, p.id, $2, d.due_on, $3, $4, $5 from ({people}) p join denial d on d.practice_id = $1 and d.denial_id = $2
            on conflict (practice_id, denial_id, due_on, flag, user_id) do update set at = excluded.at, read_at = null
            """, connection, transaction);
        foreach (var value in new object[] { denial.PracticeId, denial.DenialId, flag, toldAs, now }) { command.Parameters.Add(new() { Value = value }); }

        foreach (var value in values) { command.Parameters.Add(value); }

        await command.ExecuteNonQueryAsync(cancellation);
        await Queue.DeskChange.TellAnythingAsync(connection, transaction, cancellation);
    }

    private static NpgsqlParameter Maybe(Guid? id) => new() { Value = (object?)id ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid };
}
