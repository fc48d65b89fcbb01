using DenialDesk.App.Data;
using DenialDesk.App.Deadlines;
using DenialDesk.App.People;
using DenialDesk.App.Settings;
using DenialDesk.Domain.Appeals;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Prevention;
using Npgsql;

namespace DenialDesk.App.Appeals;

/// <summary>What the page of a denial shows of its appeals: those there are, the level that is open, where the denial began, and the talk between physicians.</summary>
/// <param name="Offers">The levels one may begin with, the recommended first; one closed offer says why there is none; empty while an appeal is under way or the denial is closed.</param>
/// <param name="Cause">Where it began, once somebody said so.</param>
/// <param name="Likely">Where denials of its kind begin in this office.</param>
/// <param name="Alike">Other open denials of the same payer and reason without an appeal that nobody else works on, this one not among them.</param>
/// <param name="PeerDue">The clock of a peer-to-peer talk; null where there is none to have.</param>
public sealed record DenialAppeals(
    DateOnly Today, IReadOnlyList<DenialAppealRow> Appeals, IReadOnlyList<LevelOffer> Offers, RootCauseLine? Cause, IReadOnlyList<RootCauseLine> Likely, IReadOnlyList<string> Departments, IReadOnlyList<AlikeDenial> Alike,
    DenialClock? PeerDue, IReadOnlyList<PeerTalkRow> Talks);

/// <summary>A denial that could go into the same letter.</summary>
public sealed record AlikeDenial(long DenialId, string Account, string Patient, decimal Amount, DateOnly DueOn);

/// <summary>One appeal of the claim.</summary>
/// <param name="Elsewhere">It is about an earlier denial of the same claim.</param>
public sealed record DenialAppealRow(long AppealId, string LevelName, AppealStatus Status, bool IsOpen, decimal Amount, DateOnly? DueOn, DateOnly? AnswerBy, DateOnly? SentOn, DateOnly? DecidedOn, bool Elsewhere, int Claims);

/// <summary>One word about a talk between physicians.</summary>
public sealed record PeerTalkRow(DateTimeOffset At, string By, string State, DateTime? Slot, string Ours, string Theirs, string Reference, string Note);

/// <summary>Reads the appeals of a denial for its page, which journals the view.</summary>
public sealed class SeeDenialAppeals(DeskSource database, TimeProvider clock)
{
    private const int MostAlike = OpenAppeal.MostClaims - 1;

    /// <summary>Which denial.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required long DenialId { get; init; }
    }

    /// <summary>What there is; null when the denial is not there for this person.</summary>
    public async Task<DenialAppeals?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        if (!actor.Sees(input.PracticeId)) { return null; }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (await HeadAsync(connection, input, cancellation) is not var (category, today, cause)) { return null; }

        var appeals = await AppealsAsync(connection, input, cancellation);
        var open = await DenialClocks.OpenAsync(connection, null, input.PracticeId, [input.DenialId], cancellation) is [var found] ? found : null;
        var map = await SettingDocument.InForceAsync<RootCauseMap>(connection, null, SeeRootCauses.Name, today, cancellation) ?? RootCauseMap.Shipped;
        var (offers, peer) = open is null ? ([], null) : await OffersAsync(connection, open, appeals.Any(a => a is { IsOpen: true, Elsewhere: false }), today, cancellation);
        var alike = offers is [{ Open: true }, ..] ? await AlikeAsync(connection, input, actor, cancellation) : [];
        return new(
            today, appeals, offers, cause, CodeNames.TryRead<DenialCategory>(category) is { } kind ? map.Of(kind) : [], map.Departments, alike, peer, await TalksAsync(connection, input, cancellation));
    }

    private async Task<(string Category, DateOnly Today, RootCauseLine? Cause)?> HeadAsync(NpgsqlConnection connection, Input input, CancellationToken cancellation)
    {
        // By primary keys.
        await using var command = Command(
            connection,
            """
            select d.category, p.time_zone, c.category, c.department, c.step from denial d join practice p using (practice_id)
            left join lateral (select * from denial_cause c where c.practice_id = d.practice_id and c.denial_id = d.denial_id order by c.cause_id desc limit 1) c on true
            where d.practice_id = $1 and d.denial_id = $2
            """, input);
        await using var r = await command.ExecuteReaderAsync(cancellation);
        if (!await r.ReadAsync(cancellation)) { return null; }

        var cause = r.IsDBNull(2) ? null : new RootCauseLine(CodeNames.TryRead<DenialCategory>(r.GetString(2)) ?? DenialCategory.Other, r.GetString(3), r.GetString(4));
        return (r.GetString(0), PracticeDay.At(clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(r.GetString(1))), cause);
    }

    private static async Task<List<AlikeDenial>> AlikeAsync(NpgsqlConnection connection, Input input, Actor actor, CancellationToken cancellation)
    {
        // The payer's open denials by denial_month or denial_queue, the next day first.
        await using var command = Command(
            connection,
            """
            select x.denial_id, x.patient_control_number, x.patient_name, x.denied_amount, x.due_on from denial d
            join denial x on x.practice_id = d.practice_id and x.payer_id = d.payer_id and x.is_open and x.lead_carc = d.lead_carc and x.denial_id <> d.denial_id and x.appealable
            where d.practice_id = $1 and d.denial_id = $2 and x.state <> 'waiting' and ($3 or x.assigned_to is null or x.assigned_to = $4)
              and not exists (select 1 from appeal_denial m join appeal a using (practice_id, appeal_id) where m.practice_id = x.practice_id and m.denial_id = x.denial_id)
            order by x.due_on, x.denial_id limit $5
            """, input);
        command.Parameters.AddWithValue(actor.May(Permission.AssignOthers));
        command.Parameters.Add(new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid });
        command.Parameters.AddWithValue(MostAlike);
        var found = new List<AlikeDenial>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation)) { found.Add(new(r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetDecimal(3), r.GetFieldValue<DateOnly>(4))); }

        return found;
    }

    private static async Task<(IReadOnlyList<LevelOffer> Offers, DenialClock? Peer)> OffersAsync(NpgsqlConnection connection, ClockedDenial denial, bool running, DateOnly today, CancellationToken cancellation)
    {
        var inForce = await RulesInForce.LoadAsync(connection, null, cancellation);
        var rules = inForce.For(denial.PayerId);
        var peer = denial.Context.DisputeType == "clinical"
            ? EveryClock.Of(rules, denial.Context, denial.Events, denial.Appealable, today).FirstOrDefault(c => c.Deadline.Action == WindowAction.PeerToPeer)
            : null;
        if (running) { return ([], peer); }

        var (offer, follows) = await AppealLevels.OfAsync(connection, null, denial, rules, denial.DeniedAmount, null, cancellation);
        return (follows is not null ? [offer] : AppealLadder.Openings(rules, denial.Context, denial.Events, denial.Appealable, denial.DeniedAmount), peer);
    }

    private static async Task<List<DenialAppealRow>> AppealsAsync(NpgsqlConnection connection, Input input, CancellationToken cancellation)
    {
        // The claim's denials by their claim, their appeals by appeal_denial_denial.
        await using var command = Command(
            connection,
            """
            select a.appeal_id, a.level_name, a.status, a.is_open, a.amount, a.due_on, a.answer_by, a.sent_on, a.decided_on, bool_and(m.denial_id <> d.denial_id),
                   (select count(*) from appeal_denial n where n.practice_id = a.practice_id and n.appeal_id = a.appeal_id)
            from denial d join denial x on x.practice_id = d.practice_id and x.claim_id = d.claim_id and x.payer_id = d.payer_id
            join appeal_denial m on m.practice_id = x.practice_id and m.denial_id = x.denial_id join appeal a on a.practice_id = m.practice_id and a.appeal_id = m.appeal_id
            where d.practice_id = $1 and d.denial_id = $2 group by a.practice_id, a.appeal_id order by a.appeal_id desc
            """, input);
        var found = new List<DenialAppealRow>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        DateOnly? Day(int i) => r.IsDBNull(i) ? null : r.GetFieldValue<DateOnly>(i);
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new(
                r.GetInt64(0), r.GetString(1), CodeNames.Read<AppealStatus>(r.GetString(2)), r.GetBoolean(3), r.GetDecimal(4), Day(5), Day(6), Day(7), Day(8), r.GetBoolean(9), (int)r.GetInt64(10)));
        }

        return found;
    }

    private static async Task<List<PeerTalkRow>> TalksAsync(NpgsqlConnection connection, Input input, CancellationToken cancellation)
    {
        await using var command = Command(
            connection, "select at, author_name, state, slot, our_physician, their_physician, reference, note from peer_talk where practice_id = $1 and denial_id = $2 order by talk_id desc", input);
        var found = new List<PeerTalkRow>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new(r.GetFieldValue<DateTimeOffset>(0), r.GetString(1), r.GetString(2), r.IsDBNull(3) ? null : r.GetDateTime(3), r.GetString(4), r.GetString(5), r.GetString(6), r.GetString(7)));
        }

        return found;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, Input input)
        => new(sql, connection) { Parameters = { new() { Value = input.PracticeId }, new() { Value = input.DenialId } } };
}
