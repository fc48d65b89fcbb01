using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Denials;

/// <summary>
/// What later adjudications did to denials found before: a reversal closes one as superseded, a payment closes it as recovered, a new
/// denial of the same claim by the same payer takes its place. Only certain cases; each leaves a step that can be read and undone.
/// </summary>
internal static class PayerTurn
{
    private sealed record Meeting(
        long DenialId, string State, decimal Denied, decimal EarlierPaid, Guid? Owner, string Category, string Carc, long AdjudicationId, string Kind, decimal? Paid, int PayerId,
        DateOnly RemitDate, long RemittanceId, int Position, long? NewDenialId);

    /// <summary>Looks at the adjudications of one batch, inside the import's transaction; returns how many denials changed.</summary>
    public static async Task<int> TakeAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, long firstAdjudication, long lastAdjudication, DateTimeOffset now, CancellationToken cancellation)
    {
        var changed = 0;
        var closed = new HashSet<long>();
        foreach (var meeting in await MeetingsAsync(connection, transaction, practiceId, firstAdjudication, lastAdjudication, cancellation))
        {
            if (closed.Contains(meeting.DenialId) || Decide(meeting) is not { } turn) { continue; }

            await RecordAsync(connection, transaction, practiceId, meeting, turn, now, cancellation);
            changed++;
            if (turn.Outcome != "reversed") { closed.Add(meeting.DenialId); }
        }

        return changed;
    }

    private sealed record Turn(DenialState State, string Outcome, decimal Recovered, string Reason);

    private static Turn? Decide(Meeting m)
    {
        var where = $"remittance {m.RemittanceId}, claim {m.Position}";
        if (m.Kind == "reversal") { return new(DenialState.Superseded, "reversed", 0m, $"The payer took its decision back ({where})."); }

        if (m.NewDenialId is not null) { return new(DenialState.Superseded, "denied_again", 0m, $"The payer decided again and still denies ({where}); the new denial stands in its place."); }

        var recovered = Math.Min(Math.Max((m.Paid ?? 0m) - m.EarlierPaid, 0m), m.Denied);
        return recovered > 0m ? new(DenialState.ClosedRecovered, "recovered", recovered, $"The payer paid ({where}).") : null;
    }

    private static async Task<List<Meeting>> MeetingsAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, long first, long last, CancellationToken cancellation)
    {
        // adjudication by primary key range, denial by denial_claim. A denial closed by a reversal is met again by the correction.
        await using var command = new NpgsqlCommand(
            """
            select d.denial_id, d.state, d.denied_amount, coalesce(old.paid, 0), d.assigned_to, d.category, d.lead_carc,
                   a.adjudication_id, a.kind, a.paid, a.payer_id, a.remit_date, a.remittance_id, a.position, n.denial_id
            from adjudication a
            join denial d on d.practice_id = a.practice_id and d.claim_id = a.claim_id and d.payer_id = a.payer_id and d.adjudication_id < a.adjudication_id
                         and (d.is_open or d.outcome = 'reversed')
            join adjudication old on old.practice_id = d.practice_id and old.adjudication_id = d.adjudication_id
            left join denial n on n.practice_id = a.practice_id and n.adjudication_id = a.adjudication_id
            where a.practice_id = $1 and a.adjudication_id between $2 and $3
            order by a.adjudication_id, d.denial_id
            """,
            connection,
            transaction);
        command.Parameters.AddWithValue(practiceId);
        command.Parameters.AddWithValue(first);
        command.Parameters.AddWithValue(last);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<Meeting>();
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new(
                rows.GetInt64(0), rows.GetString(1), rows.GetDecimal(2), rows.GetDecimal(3), rows.IsDBNull(4) ? null : rows.GetGuid(4), rows.GetString(5), rows.GetString(6),
                rows.GetInt64(7), rows.GetString(8), rows.IsDBNull(9) ? null : rows.GetDecimal(9), rows.GetInt32(10), rows.GetFieldValue<DateOnly>(11),
                rows.GetInt64(12), rows.GetInt32(13), rows.IsDBNull(14) ? null : rows.GetInt64(14)));
        }

        return found;
    }

    private static async Task RecordAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, Meeting meeting, Turn turn, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(new(
            """
            with old as (select d as row from denial d where d.practice_id = $1 and d.denial_id = $2 for update),
                 new as (
                update denial d set state = $3, is_open = false, outcome = $4, outcome_reason = $5, recovered_amount = d.recovered_amount + $6, closed_at = $7,
                                    version = d.version + 1, fence = d.fence + 1
                where d.practice_id = $1 and d.denial_id = $2 returning d as row)
            insert into denial_step (practice_id, denial_id, at, actor_name, step, from_state, to_state, amount, reason, before, after)
            select $1, $2, $7, 'DenialDesk', $4, (old.row).state, $3, nullif($6, 0), $5, denial_work(old.row), denial_work(new.row) from old, new
            """)
        {
            Parameters =
            {
                new() { Value = practiceId }, new() { Value = meeting.DenialId }, new() { Value = turn.State.Text() }, new() { Value = turn.Outcome },
                new() { Value = turn.Reason }, new() { Value = turn.Recovered }, new() { Value = now },
            },
        });
        if (meeting is { NewDenialId: { } successor, Owner: { } owner })
        {
            batch.BatchCommands.Add(new("update denial set assigned_to = $3, assigned_at = $4 where practice_id = $1 and denial_id = $2")
            {
                Parameters = { new() { Value = practiceId }, new() { Value = successor }, new() { Value = owner }, new() { Value = now } },
            });
        }

        if (meeting.State == DenialState.Waiting.Text() && turn.Outcome != "reversed") { batch.BatchCommands.Add(Learn(practiceId, meeting, turn)); }

        await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Somebody had acted and the payer has answered: that counts towards the odds. A payment nobody asked for does not.</summary>
    private static NpgsqlBatchCommand Learn(int practiceId, Meeting meeting, Turn turn) => new(
        """
        insert into reversal_history (practice_id, payer_id, category, carc, decided_on, decided, overturned) values ($1, $2, $3, $4, $5, 1, $6)
        on conflict (practice_id, payer_id, category, carc, decided_on)
        do update set decided = reversal_history.decided + 1, overturned = reversal_history.overturned + excluded.overturned
        """)
    {
        Parameters =
        {
            new() { Value = practiceId }, new() { Value = meeting.PayerId }, new() { Value = meeting.Category }, new() { Value = meeting.Carc },
            new() { Value = meeting.RemitDate, NpgsqlDbType = NpgsqlDbType.Date },
            new() { Value = turn.Recovered <= 0m || meeting.Denied <= 0m ? 0m : Math.Round(Math.Min(1m, turn.Recovered / meeting.Denied), 4) },
        },
    };
}
