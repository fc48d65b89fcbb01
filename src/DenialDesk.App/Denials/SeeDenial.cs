// Reason for length: one page's reading; seven small selects by key and the words for the codes.
using System.Globalization;
using System.Text.Json;
using DenialDesk.App.Claims;
using DenialDesk.App.Codes;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.App.Trends;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Priority;
using Npgsql;

namespace DenialDesk.App.Denials;

/// <summary>Reads a denial whole: what was billed, paid and refused, why it ranks where it does, its clock, and the claim's history.</summary>
public sealed class SeeDenial(DeskSource database, LoadCodeBook codes, TimeProvider clock)
{
    /// <summary>Which one.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required long DenialId { get; init; }

        /// <summary>True when a page that shows this denial already looks whether it changed: that is no new view, and is not journalled again.</summary>
        public bool Again { get; init; }
    }

    /// <summary>The denial; null when it is not there for this person.</summary>
    public async Task<DenialView?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        if (!actor.Sees(input.PracticeId)) { return null; }

        var book = await codes.RunAsync(cancellation);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (await HeadAsync(connection, input, cancellation) is not { } head) { return null; }

        if (!input.Again)
        {
            await ReadLog.AppendAsync(
                database, actor, clock.GetUtcNow(), new("read.denial", "denial", input.DenialId.ToString(CultureInfo.InvariantCulture), input.PracticeId), cancellation);
        }

        var adjustments = await AdjustmentsAsync(connection, head, book, cancellation);
        return head with
        {
            Lines = await LinesAsync(connection, head, adjustments, cancellation),
            ClaimAdjustments = adjustments.GetValueOrDefault(0, []),
            History = await HistoryAsync(connection, head, cancellation),
            Steps = await StepsAsync(connection, input, cancellation),
            Notes = await NotesAsync(connection, input, cancellation),
            Standing = await StandingAsync(connection, input, cancellation),
            Submitted = await SubmittedAsync(connection, head, cancellation),
        };
    }

    private async Task<DenialView?> HeadAsync(NpgsqlConnection connection, Input input, CancellationToken cancellation)
    {
        // By primary keys.
        await using var command = Command(
            connection,
            """
            select d.version, pr.name, pr.time_zone, d.payer_id, p.name, r.payer_phone, d.state, d.is_open, d.category, d.department, d.hardness, d.preventable, d.clinical, d.appealable,
                   d.no_appeal_because, d.bill_patient_allowed, d.patient_protection, d.later_payer_known, d.first_action, d.lead_group, d.lead_carc, d.lead_rarc, d.flags, d.extent,
                   d.charge, d.denied_amount, d.expected_amount, d.expected_basis, d.patient_control_number, d.payer_claim_number, d.patient_name, a.member_id, a.service_from,
                   a.service_to, d.denied_on, d.clock_action, d.due_on, d.last_safe_day, d.deadline_assumed, d.deadline_conflict, d.deadline_sentence, d.lane, d.rank_key,
                   case when d.score_parts = '{}' then '{}' else (d.score_parts || jsonb_build_object('hourPrice', pr.hour_price))::text end, d.assigned_to, u.display_name, d.outcome, d.recovered_amount, d.written_off_amount, d.claim_id, d.adjudication_id, a.remark_codes, a.contact_phone,
                   (select c.body->>'correctedAs' from payer_conduct c where c.payer_id = d.payer_id order by c.version desc limit 1),
                   (select t.display_name from denial_route x join identity_users t on t.id = x.person where x.practice_id = d.practice_id and x.denial_id = d.denial_id and d.assigned_to is null),
                   array(select c.day from practice_closed_day c where c.practice_id = d.practice_id and c.day between least(d.last_safe_day, current_date) - 60 and greatest(d.last_safe_day, current_date) + 200),
                   d.procedure_codes
            from denial d join practice pr using (practice_id) join payer p on p.payer_id = d.payer_id
            join adjudication a on a.practice_id = d.practice_id and a.adjudication_id = d.adjudication_id
            join remittance r on r.practice_id = a.practice_id and r.remittance_id = a.remittance_id
            left join identity_users u on u.id = d.assigned_to
            where d.practice_id = $1 and d.denial_id = $2
            """,
            input.PracticeId,
            input.DenialId);
        await using var r = await command.ExecuteReaderAsync(cancellation);
        if (!await r.ReadAsync(cancellation)) { return null; }

        var today = PracticeDay.At(clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(r.GetString(2)));
        string? Maybe(int i) => r.IsDBNull(i) ? null : r.GetString(i);
        var view = new DenialView
        {
            PracticeId = input.PracticeId,
            DenialId = input.DenialId,
            Version = r.GetInt32(0),
            Today = today,
            TimeZone = r.GetString(2),
            Practice = r.GetString(1),
            PayerId = r.GetInt32(3),
            Payer = r.GetString(4),
            PayerPhone = r.GetString(52) is { Length: > 0 } contact ? contact : Maybe(5),
            State = r.GetString(6),
            IsOpen = r.GetBoolean(7),
            Category = r.GetString(8),
            Department = r.GetString(9),
            Hardness = r.GetString(10),
            Preventable = r.GetString(11),
            Clinical = r.GetBoolean(12),
            Appealable = r.GetBoolean(13),
            NoAppealBecause = Maybe(14),
            BillPatientAllowed = r.GetBoolean(15),
            PatientProtection = r.GetFieldValue<string[]>(16),
            LaterPayerKnown = r.GetBoolean(17),
            FirstAction = r.GetString(18),
            Group = r.GetString(19),
            Carc = r.GetString(20),
            Rarc = r.GetString(21),
            Flags = r.GetFieldValue<string[]>(22),
            Extent = r.GetString(23),
            Charge = r.GetDecimal(24),
            Denied = r.GetDecimal(25),
            Expected = r.GetDecimal(26),
            ExpectedBasis = r.GetString(27),
            Account = r.GetString(28),
            PayerClaimNumber = r.GetString(29),
            PatientName = r.GetString(30),
            MemberId = r.GetString(31),
            ServiceFrom = Day(r, 32),
            ServiceTo = Day(r, 33),
            DeniedOn = r.GetFieldValue<DateOnly>(34),
            ClockAction = r.GetString(35),
            Due = r.GetFieldValue<DateOnly>(36),
            LastSafeDay = r.GetFieldValue<DateOnly>(37),
            Assumed = r.GetBoolean(38),
            Conflict = r.GetBoolean(39),
            ClockSentence = r.GetString(40),
            Lane = r.GetInt16(41),
            RankKey = r.GetInt64(42),
            Score = r.GetString(43) is { Length: > 2 } parts ? JsonSerializer.Deserialize<ScoreParts>(parts, JsonSerializerOptions.Web) : null,
            OwnerId = r.IsDBNull(44) ? null : r.GetGuid(44),
            Owner = Maybe(45),
            Outcome = Maybe(46),
            Recovered = r.GetDecimal(47),
            WrittenOff = r.GetDecimal(48),
            ClaimId = r.GetInt64(49),
            AdjudicationId = r.GetInt64(50),
            ClaimRemarks = r.GetFieldValue<string[]>(51),
            CorrectedAsNew = Maybe(53) == "new",
            RoutedTo = Maybe(54),
            ClosedDays = r.GetFieldValue<DateOnly[]>(55).ToHashSet(),
            StartBy = OfficeDays.StartBy(r.GetFieldValue<DateOnly>(37), r.GetFieldValue<DateOnly[]>(55).ToHashSet()),
            Lines = [],
            ClaimAdjustments = [],
            History = [],
            Steps = [],
            Notes = [],
        };
        return Explained(view, r.GetString(56));
    }

    private static DenialView Explained(DenialView view, string procedures)
    {
        if (view.Score is not { } s) { return view; }

        var facts = new PriorityFacts(view.DenialId, view.Expected, s.Reversal, s.Minutes, view.LastSafeDay, view.Due, view.DeniedOn);
        var settings = PrioritySettings.Default with { Closed = view.ClosedDays };
        var parts = PriorityScore.Parts(facts, view.Today, settings);
        var ranked = new Ranked(view.DenialId, (PriorityLane)view.Lane, parts);
        var odds = s.Odds();
        var group = new OddsGroup(view.Payer, $"{view.Group}-{view.Carc}", CategoryNames.Of(view.Category).ToLowerInvariant(), ProcedureFamilies.OfLead(procedures).Words());
        return view with
        {
            Why = PriorityReason.Sentence(facts, ranked, odds, group, s.HourPrice, view.Today, view.ClosedDays),
            Moves = PriorityReason.Moves(facts, ranked, s.HourPrice, settings, view.Today),
            ThinHistory = odds.ThinHistory,
        };
    }

    private static async Task<Dictionary<int, List<ViewAdjustment>>> AdjustmentsAsync(NpgsqlConnection connection, DenialView head, CodeBook book, CancellationToken cancellation)
    {
        await using var command = Command(
            connection,
            "select line_no, group_code, carc, amount, bucket, rule_id from adjustment where practice_id = $1 and adjudication_id = $2 order by line_no, ordinal",
            head.PracticeId,
            head.AdjudicationId);
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var found = new Dictionary<int, List<ViewAdjustment>>();
        while (await r.ReadAsync(cancellation))
        {
            var carc = book.Carc(r.GetString(2), head.DeniedOn);
            if (!found.TryGetValue(r.GetInt32(0), out var list)) { found[r.GetInt32(0)] = list = []; }

            list.Add(new(
                r.GetString(1), r.GetString(2), r.IsDBNull(3) ? null : r.GetDecimal(3), r.GetString(4), r.GetString(5), carc?.ShortTitle ?? "Code not in our list", carc?.Notes ?? ""));
        }

        return found;
    }

    private static async Task<List<ViewLine>> LinesAsync(NpgsqlConnection connection, DenialView head, Dictionary<int, List<ViewAdjustment>> adjustments, CancellationToken cancellation)
    {
        await using var command = Command(
            connection,
            """
            select line_no, procedure_code, modifiers, submitted_code, charge, paid, allowed, service_from, policy_ids, remark_codes, balance_state, revenue_code
            from service_line where practice_id = $1 and adjudication_id = $2 order by line_no
            """,
            head.PracticeId,
            head.AdjudicationId);
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var found = new List<ViewLine>();
        while (await r.ReadAsync(cancellation))
        {
            var code = r.GetString(1) is { Length: > 0 } procedure ? procedure : r.GetString(11);
            found.Add(new(
                r.GetInt32(0), code, r.GetString(2), r.GetString(3), Money(r, 4), Money(r, 5), Money(r, 6), Day(r, 7), r.GetFieldValue<string[]>(8), r.GetFieldValue<string[]>(9),
                r.GetString(10), adjustments.GetValueOrDefault(r.GetInt32(0), [])));
        }

        return found;
    }

    private static async Task<List<ViewAdjudication>> HistoryAsync(NpgsqlConnection connection, DenialView head, CancellationToken cancellation)
    {
        // adjudication_claim, then the remittance and payer by key.
        await using var command = Command(
            connection,
            $"""
            select a.adjudication_id, a.remit_date, p.name, a.status_code, a.charge, a.paid, a.kind, a.denied_amount, a.payer_claim_number, a.remittance_id, r.file_id, r.trace_number, d.denial_id
            from adjudication a join payer p on p.payer_id = a.payer_id
            join remittance r on r.practice_id = a.practice_id and r.remittance_id = a.remittance_id
            left join denial d on d.practice_id = a.practice_id and d.adjudication_id = a.adjudication_id
            where a.practice_id = $1 and a.claim_id = {ClaimKin.Of("$1", "$2")} order by a.adjudication_id
            """,
            head.PracticeId,
            head.ClaimId);
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var found = new List<ViewAdjudication>();
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new(
                r.GetInt64(0), r.GetFieldValue<DateOnly>(1), r.GetString(2), r.GetString(3), Money(r, 4), Money(r, 5), r.GetString(6), r.GetDecimal(7), r.GetString(8), r.GetInt64(9),
                r.GetInt64(10), r.GetString(11), r.IsDBNull(12) ? null : r.GetInt64(12)));
        }

        return found;
    }

    private static async Task<List<ViewStep>> StepsAsync(NpgsqlConnection connection, Input input, CancellationToken cancellation)
    {
        await using var command = Command(
            connection,
            """
            select s.step_id, s.at, s.actor_name, s.step, s.to_state, s.amount, s.reason, s.note,
                   exists (select 1 from denial_step u where u.practice_id = s.practice_id and u.denial_id = s.denial_id and u.undoes = s.step_id)
            from denial_step s where s.practice_id = $1 and s.denial_id = $2 order by s.step_id desc
            """,
            input.PracticeId,
            input.DenialId);
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var found = new List<ViewStep>();
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new(
                r.GetInt64(0), r.GetFieldValue<DateTimeOffset>(1), r.GetString(2), r.GetString(3), r.GetString(4), Money(r, 5), r.IsDBNull(6) ? null : r.GetString(6),
                r.IsDBNull(7) ? null : r.GetString(7), r.GetBoolean(8)));
        }

        return found;
    }

    private static async Task<ViewSubmission?> SubmittedAsync(NpgsqlConnection connection, DenialView head, CancellationToken cancellation)
    {
        // By the key of claim_match and submission_link_claim: the last submission before the denial, else the last one.
        await using var command = Command(
            connection,
            """
            select m.state, m.method, s.account, s.submitted_at::date, s.charge from claim_match m
            left join lateral (
                select s.account, s.submitted_at, s.charge from submission_link l join submitted_claim s on s.practice_id = l.practice_id and s.submitted_id = l.submitted_id
                where l.practice_id = m.practice_id and l.claim_id = m.claim_id order by s.submitted_at::date <= $3 desc, s.submitted_at desc, s.submitted_id desc limit 1) s on true
            where m.practice_id = $1 and m.claim_id = $2
            """,
            head.PracticeId,
            head.ClaimId,
            head.DeniedOn);
        await using var r = await command.ExecuteReaderAsync(cancellation);
        return await r.ReadAsync(cancellation) ? new(r.GetString(0), r.GetString(1), r.IsDBNull(2) ? null : r.GetString(2), Day(r, 3), Money(r, 4)) : null;
    }

    private static async Task<ViewStanding> StandingAsync(NpgsqlConnection connection, Input input, CancellationToken cancellation)
    {
        await using var command = Command(
            connection,
            "select d.snoozed_until, d.snooze_reason, d.escalated_by, u.display_name from denial d left join identity_users u on u.id = d.escalated_by where d.practice_id = $1 and d.denial_id = $2",
            input.PracticeId,
            input.DenialId);
        await using var r = await command.ExecuteReaderAsync(cancellation);
        await r.ReadAsync(cancellation);
        return new(Day(r, 0), r.IsDBNull(1) ? null : r.GetString(1), r.IsDBNull(2) ? null : r.GetGuid(2), r.IsDBNull(3) ? null : r.GetString(3));
    }

    private static async Task<List<ViewNote>> NotesAsync(NpgsqlConnection connection, Input input, CancellationToken cancellation)
    {
        await using var command = Command(
            connection, "select n.at, n.author_name, n.text, w.by_name from denial_note n left join denial_note_withdrawn w using (practice_id, denial_id, note_id) where n.practice_id = $1 and n.denial_id = $2 order by n.note_id desc",
            input.PracticeId, input.DenialId);
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var found = new List<ViewNote>();
        while (await r.ReadAsync(cancellation)) { found.Add(new(r.GetFieldValue<DateTimeOffset>(0), r.GetString(1), r.GetString(2), r.IsDBNull(3) ? null : r.GetString(3))); }

        return found;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) { command.Parameters.Add(new() { Value = value }); }

        return command;
    }

    private static DateOnly? Day(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetFieldValue<DateOnly>(column);

    private static decimal? Money(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetDecimal(column);
}
