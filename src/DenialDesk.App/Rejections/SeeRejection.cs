using System.Globalization;
using DenialDesk.App.Claims;
using DenialDesk.App.Data;
using DenialDesk.App.Deadlines;
using DenialDesk.App.People;
using DenialDesk.App.Remittances;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Rejections;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Rejections;

/// <summary>Reads a rejection whole: who rejects and why, the claim as submitted, every answer, its filing clock, and what people did.</summary>
public sealed class SeeRejection(DeskSource database, TimeProvider clock)
{
    /// <summary>Which one.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required long RejectionId { get; init; }
    }

    private sealed record Head(RejectionView View, string AccountKey, long SubmittedId, long AnswerId, string Kind, string Flavor, long FileId, long Offset, long Length);

    /// <summary>The rejection; null when it is not there for this person.</summary>
    public async Task<RejectionView?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeRemittances);
        if (!actor.Sees(input.PracticeId)) { return null; }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (await HeadAsync(connection, input, cancellation) is not { } head) { return null; }

        await ReadLog.AppendAsync(
            database, actor, clock.GetUtcNow(), new("read.rejection", "rejection", input.RejectionId.ToString(CultureInfo.InvariantCulture), input.PracticeId), cancellation);
        var view = await WithClockAsync(connection, head, cancellation);
        return view with
        {
            Lines = await LinesAsync(connection, head, cancellation),
            Sendings = await SendingsAsync(connection, head, cancellation),
            Answers = await AnswersAsync(connection, head, cancellation),
            Deeds = await DeedsAsync(connection, input, cancellation),
            Written = await WrittenAsync(connection, input, cancellation),
            AnswerSegments = await AnswerSegments.OfAnswerAsync(database, view.AnswerFileId, view.AnswerSegment, head.Kind, cancellation),
            ClaimSegments = await AnswerSegments.OfClaimAsync(database, head.FileId, head.Offset, (int)Math.Min(head.Length, 1_000_000), cancellation),
        };
    }

    private async Task<Head?> HeadAsync(NpgsqlConnection connection, Input input, CancellationToken cancellation)
    {
        // By primary keys.
        await using var command = Command(
            connection,
            """
            select r.version, o.name, o.time_zone, r.state, r.how, a.stage, a.kind, a.said_by_name, a.reason, a.named, a.codes, a.decided_on, s.payer_name, s.payer_identifier, s.account, s.account_key,
                   s.patient_last_name, s.patient_first_name, s.member_id, s.service_from, s.service_to, s.charge, s.diagnoses, s.authorization_number, a.file_id, f.name, a.first_segment,
                   s.submitted_id, a.acknowledgement_id, s.flavor, s.file_id, s.byte_offset, s.byte_length
            from rejection r join submitted_claim s on s.practice_id = r.practice_id and s.submitted_id = r.submitted_id
            join acknowledgement a on a.acknowledgement_id = r.acknowledgement_id join inbound_file f on f.file_id = a.file_id join practice o on o.practice_id = r.practice_id
            where r.practice_id = $1 and r.rejection_id = $2
            """, input.PracticeId, input.RejectionId);
        await using var r = await command.ExecuteReaderAsync(cancellation);
        if (!await r.ReadAsync(cancellation)) { return null; }

        var (stage, named, key) = ((AnswerStage)r.GetInt16(5), r.GetFieldValue<string[]>(9), r.GetString(15));
        var today = PracticeDay.At(clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(r.GetString(2)));
        var view = new RejectionView(
            input.PracticeId, input.RejectionId, r.GetInt32(0), r.GetString(1), r.GetString(2), today, r.GetString(3), r.Maybe<string>(4), stage, RejectionWords.Who(stage, r.GetString(6), r.GetString(7)),
            RejectionWords.Why(r.GetString(8), named, key), RejectionWords.Advice(stage, named, key), string.Join(", ", r.GetFieldValue<string[]>(10)), r.GetFieldValue<DateOnly>(11), r.GetString(12),
            r.GetString(13), null, r.GetString(14), r.GetString(16), r.GetString(17), r.GetString(18), r.MaybeValue<DateOnly>(19), r.MaybeValue<DateOnly>(20), r.MaybeValue<decimal>(21),
            r.GetFieldValue<string[]>(22), r.GetString(23), null, null, true, "", r.GetInt64(24), r.GetString(25), r.GetInt32(26));
        return new(view, key, r.GetInt64(27), r.GetInt64(28), r.GetString(6), r.GetString(29), r.GetInt64(30), r.GetInt64(31), r.GetInt64(32));
    }

    private static async Task<RejectionView> WithClockAsync(NpgsqlConnection connection, Head head, CancellationToken cancellation)
    {
        var view = head.View;
        var payer = (await PayersOnRecord.LoadAsync(connection, null, cancellation)).Find(view.PayerIdentifier, view.Payer);
        var traits = payer is { } id ? (await PayerTraits.LoadAsync(connection, cancellation)).GetValueOrDefault(id) : null;
        var rules = await RulesInForce.LoadAsync(connection, null, cancellation);
        var deadline = FilingClock.Of(rules, payer, traits, view.Payer, head.Flavor, view.ServiceFrom, view.ServiceTo);
        return view with { PayerId = payer, Due = deadline?.DueOn, LastSafeDay = deadline?.LastSafeDay, Assumed = deadline?.Assumed ?? true, Clock = deadline?.Sentence ?? "" };
    }

    private static async Task<List<RejectedLine>> LinesAsync(NpgsqlConnection connection, Head head, CancellationToken cancellation)
    {
        await using var command = Command(
            connection,
            "select line_no, procedure_code, modifiers, revenue_code, units, charge, service_from from submitted_line where practice_id = $1 and submitted_id = $2 order by line_no",
            head.View.PracticeId, head.SubmittedId);
        return await ReadAsync(command, r => new RejectedLine(
            r.GetInt32(0), r.GetString(1), r.GetFieldValue<string[]>(2), r.GetString(3), r.MaybeValue<decimal>(4), r.MaybeValue<decimal>(5), r.MaybeValue<DateOnly>(6)), cancellation);
    }

    private static async Task<List<ClaimSending>> SendingsAsync(NpgsqlConnection connection, Head head, CancellationToken cancellation)
    {
        // By key, then submitted_account: the same account and a common day of service, as in RejectionRule.
        await using var command = Command(
            connection,
            """
            select s.submitted_id, s.submitted_at::date, s.frequency, s.charge, s.file_id, f.name from submitted_claim o
            join submitted_claim s on s.practice_id = o.practice_id and s.account_key = o.account_key
              and (s.service_from is null or o.service_from is null or (s.service_from <= coalesce(o.service_to, o.service_from) and o.service_from <= coalesce(s.service_to, s.service_from)))
            join inbound_file f on f.file_id = s.file_id
            where o.practice_id = $1 and o.submitted_id = $2 order by s.submitted_at, s.submitted_id limit 200
            """, head.View.PracticeId, head.SubmittedId);
        return await ReadAsync(command, r => new ClaimSending(
            r.GetInt64(0), r.GetFieldValue<DateOnly>(1), r.GetString(2), r.MaybeValue<decimal>(3), r.GetInt64(4), r.GetString(5), r.GetInt64(0) == head.SubmittedId), cancellation);
    }

    private static async Task<List<ClaimAnswer>> AnswersAsync(NpgsqlConnection connection, Head head, CancellationToken cancellation)
    {
        // By key, then submitted_account, then matches and answers by key.
        await using var command = Command(
            connection,
            """
            select a.decided_on, a.kind, a.stage, a.said_by_name, a.outcome, a.reason, a.named, a.codes, a.payer_claim_number, a.trace, m.evidence, s.submitted_at::date, a.file_id, f.name, a.first_segment,
                   a.acknowledgement_id, s.submitted_id
            from submitted_claim o
            join submitted_claim s on s.practice_id = o.practice_id and s.account_key = o.account_key
              and (s.service_from is null or o.service_from is null or (s.service_from <= coalesce(o.service_to, o.service_from) and o.service_from <= coalesce(s.service_to, s.service_from)))
            join acknowledgement_match m on m.practice_id = s.practice_id and m.submitted_id = s.submitted_id
            join acknowledgement a on a.acknowledgement_id = m.acknowledgement_id join inbound_file f on f.file_id = a.file_id
            where o.practice_id = $1 and o.submitted_id = $2 order by a.decided_on, a.stage, a.acknowledgement_id limit 500
            """, head.View.PracticeId, head.SubmittedId);
        return await ReadAsync(command, r =>
        {
            var stage = (AnswerStage)r.GetInt16(2);
            var reason = r.GetString(4) == "rejected" ? RejectionWords.Why(r.GetString(5), r.GetFieldValue<string[]>(6), head.AccountKey) : r.GetString(5);
            return new ClaimAnswer(
                r.GetFieldValue<DateOnly>(0), r.GetString(1), stage, RejectionWords.Who(stage, r.GetString(1), r.GetString(3)), r.GetString(4), reason, string.Join(", ", r.GetFieldValue<string[]>(7)),
                r.GetString(8), r.GetString(9), r.GetString(10), r.GetFieldValue<DateOnly>(11), r.GetInt64(12), r.GetString(13), r.GetInt32(14),
                r.GetInt64(15) == head.AnswerId && r.GetInt64(16) == head.SubmittedId);
        }, cancellation);
    }

    private static async Task<List<RejectionDeed>> DeedsAsync(NpgsqlConnection connection, Input input, CancellationToken cancellation)
    {
        await using var command = Command(
            connection,
            """
            select p.at, p.actor_name, p.action, p.on_day, p.reason,
                   exists (select 1 from rejection_step u where u.practice_id = p.practice_id and u.rejection_id = p.rejection_id and u.undoes = p.step_id)
            from rejection_step p where p.practice_id = $1 and p.rejection_id = $2 order by p.step_id desc
            """, input.PracticeId, input.RejectionId);
        return await ReadAsync(command, r => new RejectionDeed(
            r.GetFieldValue<DateTimeOffset>(0), r.GetString(1), r.GetString(2), r.MaybeValue<DateOnly>(3), r.GetString(4), r.GetBoolean(5)), cancellation);
    }

    private static async Task<List<FreshClaim>> WrittenAsync(NpgsqlConnection connection, Input input, CancellationToken cancellation)
    {
        // fresh_claim_rejection.
        await using var command = Command(
            connection,
            "select fresh_id, control_number, written_at, written_name, changes, warnings from fresh_claim where practice_id = $1 and rejection_id = $2 order by fresh_id desc",
            input.PracticeId, input.RejectionId);
        return await ReadAsync(command, r => new FreshClaim(
            r.GetInt64(0), r.GetInt32(1), r.GetFieldValue<DateTimeOffset>(2), r.GetString(3), r.GetFieldValue<string[]>(4), r.GetFieldValue<string[]>(5)), cancellation);
    }

    private static async Task<List<T>> ReadAsync<T>(NpgsqlCommand command, Func<NpgsqlDataReader, T> row, CancellationToken cancellation)
    {
        var found = new List<T>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation)) { found.Add(row(r)); }

        return found;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) { command.Parameters.Add(new() { Value = value, NpgsqlDbType = value is string ? NpgsqlDbType.Text : value is long ? NpgsqlDbType.Bigint : NpgsqlDbType.Integer }); }

        return command;
    }
}
