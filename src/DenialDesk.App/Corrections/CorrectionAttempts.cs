using DenialDesk.App.Claims;
using DenialDesk.App.Payers;
using DenialDesk.App.Remittances;
using DenialDesk.Domain.Corrections;
using Npgsql;

namespace DenialDesk.App.Corrections;

/// <summary>What acknowledged or answered a correction: who, when, and what it says.</summary>
/// <param name="Stage">1 the form of the file, 2 the clearinghouse, 3 the payer.</param>
public sealed record AttemptAnswer(int Stage, bool Accepted, DateOnly On, string Who, string Words);

/// <summary>A time a correction was sent.</summary>
/// <param name="Channel">download, outbound, mail, fax or portal.</param>
public sealed record AttemptSent(DateOnly On, string Channel, string Proof, string Who);

/// <summary>One written correction with everything that became of it.</summary>
/// <param name="Route">file or paper.</param>
/// <param name="Frequency">7 replacement, 8 void, 1 new.</param>
/// <param name="AnsweredOn">The day of the payer's next decision.</param>
public sealed record CorrectionAttempt(
    int PracticeId, long AttemptId, long DenialId, int PayerId, string Route, string Frequency, string PayerClaimNumber, int? ControlNumber, string Hash, IReadOnlyList<string> Changes,
    IReadOnlyList<string> Warnings, DateTimeOffset WrittenAt, DateOnly WrittenOn, string WrittenBy)
{
    public IReadOnlyList<AttemptSent> Sent { get; init; } = [];

    public IReadOnlyList<AttemptAnswer> Answers { get; init; } = [];

    public DateOnly? AnsweredOn { get; init; }

    /// <summary>Where it stands on a day of the practice.</summary>
    public CorrectionTrack Track(DateOnly today) => CorrectionTrack.Of(
        WrittenOn, Sent.Count == 0 ? null : Sent.Max(s => s.On), Route == "paper", [.. Answers.Select(a => new CorrectionAnswer(a.Stage, a.Accepted, a.On))], AnsweredOn, today);
}

/// <summary>Reads corrections with their sendings, acknowledgements and the payer's next decision.</summary>
internal static class CorrectionAttempts
{
    // An acknowledgement names our control numbers, which no other file of the desk has, or the claim with our batch number; one that quotes no batch
    // we know counts when it came after the writing. By acknowledgement_set, _interchange and _claim; the next decision by adjudication_claim.
    private static readonly string _columns =
        $"""
        select c.practice_id, c.attempt_id, c.denial_id, c.payer_id, c.route, c.frequency, c.payer_claim_number, c.control_number, coalesce(encode(c.content_hash, 'hex'), ''), c.changes, c.warnings,
               c.written_at, c.written_on, c.written_name,
               (select min(a.remit_date) from adjudication a where a.practice_id = c.practice_id and a.claim_id = {ClaimKin.Of("c.practice_id", "c.claim_id")} and {MergedPayers.Same("a.payer_id", "c.payer_id")} and a.adjudication_id > c.after_adjudication),
               s.days, s.channels, s.proofs, s.names, k.stages, k.taken, k.days, k.names, k.reasons
        from correction_attempt c
        left join lateral (
            select array_agg(x.on_day order by x.step_id) as days, array_agg(x.channel order by x.step_id) as channels, array_agg(x.proof order by x.step_id) as proofs, array_agg(x.actor_name order by x.step_id) as names
            from correction_step x where x.practice_id = c.practice_id and x.attempt_id = c.attempt_id) s on true
        left join lateral (
            select array_agg(a.stage::int order by a.decided_on, a.acknowledgement_id) as stages, array_agg(a.outcome <> 'rejected' order by a.decided_on, a.acknowledgement_id) as taken,
                   array_agg(a.decided_on order by a.decided_on, a.acknowledgement_id) as days, array_agg(a.said_by_name order by a.decided_on, a.acknowledgement_id) as names,
                   array_agg(a.reason order by a.decided_on, a.acknowledgement_id) as reasons
            from (
                select * from acknowledgement where level in ('set', 'group') and group_no = c.control_number::text
                union all select * from acknowledgement where level = 'interchange' and interchange_no = c.control_number::text
                union all select * from acknowledgement where level = 'claim' and account_key <> '' and account_key = c.account_key
                            and (batch_reference = 'DD' || c.control_number
                                 or decided_on >= c.written_on and left(batch_reference, 2) <> 'DD'
                                    and not exists (select 1 from submitted_claim q where q.account_key = c.account_key and q.batch_reference = acknowledgement.batch_reference))) a
            where a.outcome in ('accepted', 'rejected') or (a.outcome = 'received' and a.kind <> '277CA')) k on c.route = 'file'
        """ + " ";

    /// <summary>Every correction of a denial, the newest first.</summary>
    public static async Task<List<CorrectionAttempt>> OfDenialAsync(NpgsqlConnection connection, int practiceId, long denialId, CancellationToken cancellation)
    {
        // correction_denial.
        await using var command = new NpgsqlCommand(_columns + "where c.practice_id = $1 and c.denial_id = $2 order by c.attempt_id desc", connection)
        {
            Parameters = { new() { Value = practiceId }, new() { Value = denialId } },
        };
        return await ReadAsync(command, cancellation);
    }

    /// <summary>The newest corrections of some practices, at most so many.</summary>
    public static async Task<List<CorrectionAttempt>> NewestAsync(NpgsqlConnection connection, NpgsqlParameter scope, int most, CancellationToken cancellation)
    {
        // correction_newest.
        await using var command = new NpgsqlCommand(_columns + "where ($1::int[] is null or c.practice_id = any($1)) order by c.attempt_id desc limit $2", connection)
        {
            Parameters = { scope, new() { Value = most } },
        };
        return await ReadAsync(command, cancellation);
    }

    private static async Task<List<CorrectionAttempt>> ReadAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        var found = new List<CorrectionAttempt>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new(
                r.GetInt32(0), r.GetInt64(1), r.GetInt64(2), r.GetInt32(3), r.GetString(4), r.GetString(5), r.GetString(6), r.MaybeValue<int>(7), r.GetString(8), r.GetFieldValue<string[]>(9),
                r.GetFieldValue<string[]>(10), r.GetFieldValue<DateTimeOffset>(11), r.GetFieldValue<DateOnly>(12), r.GetString(13))
            {
                AnsweredOn = r.MaybeValue<DateOnly>(14),
                Sent = r.IsDBNull(15) ? [] : Sendings(r),
                Answers = r.IsDBNull(19) ? [] : Answers(r),
            });
        }

        return found;
    }

    private static List<AttemptSent> Sendings(NpgsqlDataReader r)
    {
        var (days, channels, proofs, names) = (r.GetFieldValue<DateOnly[]>(15), r.GetFieldValue<string[]>(16), r.GetFieldValue<string[]>(17), r.GetFieldValue<string[]>(18));
        return [.. days.Select((day, i) => new AttemptSent(day, channels[i], proofs[i], names[i]))];
    }

    private static List<AttemptAnswer> Answers(NpgsqlDataReader r)
    {
        var (stages, taken, days) = (r.GetFieldValue<int[]>(19), r.GetFieldValue<bool[]>(20), r.GetFieldValue<DateOnly[]>(21));
        var (names, reasons) = (r.GetFieldValue<string[]>(22), r.GetFieldValue<string[]>(23));
        return [.. stages.Select((stage, i) => new AttemptAnswer(stage, taken[i], days[i], names[i], reasons[i]))];
    }
}
