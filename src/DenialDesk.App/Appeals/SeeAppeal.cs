using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.Deadlines;
using DenialDesk.App.Payers;
using DenialDesk.App.People;
using DenialDesk.App.Templates;
using DenialDesk.Domain.Appeals;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.Payers;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Appeals;

/// <summary>Reads an appeal whole: level and clock, letter with its versions, packet, proof, history, and what follows.</summary>
public sealed class SeeAppeal(DeskSource database, AppealSettings settings, TimeProvider clock)
{
    /// <summary>Which one.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required long AppealId { get; init; }

        /// <summary>True when a page that shows it already looks again: that is no new view, and is not journalled.</summary>
        public bool Again { get; init; }

        /// <summary>Whether the facts a letter is made of are wanted too.</summary>
        public bool Fields { get; init; }
    }

    /// <summary>The appeal; null when it is not there for this person.</summary>
    public async Task<AppealView?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        if (!actor.Sees(input.PracticeId)) { return null; }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (await HeadAsync(connection, input, cancellation) is not { } head) { return null; }

        var members = await MembersAsync(connection, input, cancellation);
        if (!input.Again)
        {
            await ReadLog.AppendAsync(
                database, actor, clock.GetUtcNow(),
                members.Count == 1
                    ? new("read.appeal", "denial", members[0].DenialId.ToString(CultureInfo.InvariantCulture), input.PracticeId)
                    : new("read.appeal", "denials", members.Count.ToString(CultureInfo.InvariantCulture), input.PracticeId, [.. members.Select(m => m.DenialId)]),
                cancellation);
        }

        var letters = await LettersAsync(connection, input, cancellation);
        return head with
        {
            Members = members,
            Letters = letters,
            Letter = letters[0],
            SecondPerson = await Approvers.SecondPersonAsync(connection, null, settings, input.PracticeId, cancellation),
            OwnLetter = letters[0].AuthorId is { } author && author == actor.UserId,
            Events = await EventsAsync(connection, input, cancellation),
            Next = await NextAsync(connection, head, members, cancellation),
            Fields = input.Fields && await LetterFacts.OfAsync(connection, null, input.PracticeId, members[0].DenialId, actor.Name, clock.GetUtcNow(), cancellation) is { } facts
                ? facts.For(head.Level) : new Dictionary<string, string?>(),
            Argument = AppealArguments.Of(CodeNames.TryRead<DenialCategory>(members[0].Category) ?? DenialCategory.Other),
        };
    }

    private async Task<AppealView?> HeadAsync(NpgsqlConnection connection, Input input, CancellationToken cancellation)
    {
        // By primary keys; the newest packet by appeal_packet_appeal.
        await using var command = Command(
            connection,
            """
            select a.version, pr.time_zone, pr.name, a.payer_id, py.name, py.lob, a.level, a.level_name, a.form, a.status, a.amount, a.due_on, a.due_assumed, a.due_sentence, a.wants, a.channel,
                   a.signature_asked, a.signed_by, a.signed_on, a.letter_version, a.approved_version, l.subject, l.body, l.sha256, l.cited, a.sent_on, a.answer_by, a.decided_on, a.granted, a.follows,
                   (select n.appeal_id from appeal n where n.practice_id = a.practice_id and n.follows = a.appeal_id and n.status <> 'withdrawn'), a.opened_on,
                   p.packet_id, p.letter_version, p.signed, p.made_at, p.made_name, p.pages, length(p.content), p.parts, p.problems, p.sha256,
                   (select c.body::text from payer_conduct c where c.payer_id = a.payer_id order by c.version desc limit 1)
            from appeal a join practice pr using (practice_id) join payer py on py.payer_id = a.payer_id
            join appeal_letter l on l.practice_id = a.practice_id and l.appeal_id = a.appeal_id and l.version_no = a.letter_version
            left join lateral (select * from appeal_packet p where p.practice_id = a.practice_id and p.appeal_id = a.appeal_id order by p.packet_id desc limit 1) p on true
            where a.practice_id = $1 and a.appeal_id = $2
            """, input);
        await using var r = await command.ExecuteReaderAsync(cancellation);
        if (!await r.ReadAsync(cancellation)) { return null; }

        string? Maybe(int i) => r.IsDBNull(i) ? null : r.GetString(i);
        DateOnly? Day(int i) => r.IsDBNull(i) ? null : r.GetFieldValue<DateOnly>(i);
        var level = CodeNames.Read<WindowAction>(r.GetString(6));
        return new()
        {
            PracticeId = input.PracticeId,
            AppealId = input.AppealId,
            Version = r.GetInt32(0),
            TimeZone = r.GetString(1),
            Today = PracticeDay.At(clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(r.GetString(1))),
            Practice = r.GetString(2),
            PayerId = r.GetInt32(3),
            Payer = r.GetString(4),
            Lob = Maybe(5),
            Level = level,
            LevelName = r.GetString(7),
            Form = r.GetString(8),
            Facts = Facts(r),
            DueSentence = r.GetString(13),
            Wants = r.GetFieldValue<string[]>(14),
            Channel = CodeNames.TryRead<Channel>(r.GetString(15)),
            Channels = Maybe(42) is { } conduct ? SeeConduct.Read(conduct).For(level) : [],
            SignedBy = Maybe(17),
            SignedOn = Day(18),
            Letter = new(r.GetInt32(19), default, "", ""),
            Subject = r.GetString(21),
            Body = r.GetString(22),
            LetterHash = Convert.ToHexStringLower(r.GetFieldValue<byte[]>(23)),
            Cited = r.GetFieldValue<string[]>(24),
            AnswerBy = Day(26),
            DecidedOn = Day(27),
            Granted = r.IsDBNull(28) ? null : r.GetDecimal(28),
            Follows = r.IsDBNull(29) ? null : r.GetInt64(29),
            FollowedBy = r.IsDBNull(30) ? null : r.GetInt64(30),
            Packet = r.IsDBNull(32)
                ? null
                : new(r.GetInt64(32), r.GetInt32(33), r.GetFieldValue<DateTimeOffset>(35), r.GetString(36), r.GetInt32(37), r.GetInt32(38), r.GetFieldValue<string[]>(39), r.GetFieldValue<string[]>(40),
                    Convert.ToHexStringLower(r.GetFieldValue<byte[]>(41))),
            Letters = [],
            Members = [],
            Events = [],
            Argument = "",
        };
    }

    private static AppealFacts Facts(NpgsqlDataReader r) => new()
    {
        Status = CodeNames.Read<AppealStatus>(r.GetString(9)),
        Amount = r.GetDecimal(10),
        DueOn = r.IsDBNull(11) ? null : r.GetFieldValue<DateOnly>(11),
        DueAssumed = r.GetBoolean(12),
        SignatureAsked = r.GetBoolean(16),
        LetterSigned = !r.IsDBNull(17),
        LetterVersion = r.GetInt32(19),
        ApprovedVersion = r.IsDBNull(20) ? null : r.GetInt32(20),
        Holes = LetterMarkup.Holes(r.GetString(21) + "\n" + r.GetString(22)),
        SentOn = r.IsDBNull(25) ? null : r.GetFieldValue<DateOnly>(25),
        OpenedOn = r.GetFieldValue<DateOnly>(31),
        PacketVersion = r.IsDBNull(33) ? null : r.GetInt32(33),
        PacketSigned = !r.IsDBNull(34) && r.GetBoolean(34),
        PacketProblems = r.IsDBNull(40) ? [] : r.GetFieldValue<string[]>(40),
    };

    private static async Task<List<AppealMember>> MembersAsync(NpgsqlConnection connection, Input input, CancellationToken cancellation)
    {
        await using var command = Command(
            connection,
            """
            select d.denial_id, d.patient_control_number, d.patient_name, d.lead_group || '-' || d.lead_carc, m.amount, d.state, d.is_open, d.recovered_amount, d.claim_id, d.version, d.category
            from appeal_denial m join denial d using (practice_id, denial_id) join appeal a using (practice_id, appeal_id)
            where m.practice_id = $1 and m.appeal_id = $2 order by d.denial_id <> a.denial_id, d.denial_id
            """, input);
        var found = new List<AppealMember>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new(
                r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetDecimal(4), r.GetString(5), r.GetBoolean(6), r.GetDecimal(7), r.GetInt64(8), r.GetInt32(9), r.GetString(10)));
        }

        return found;
    }

    private static async Task<List<AppealLetterRow>> LettersAsync(NpgsqlConnection connection, Input input, CancellationToken cancellation)
    {
        await using var command = Command(connection, "select version_no, at, author_name, origin, author_id from appeal_letter where practice_id = $1 and appeal_id = $2 order by version_no desc", input);
        var found = new List<AppealLetterRow>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation)) { found.Add(new(r.GetInt32(0), r.GetFieldValue<DateTimeOffset>(1), r.GetString(2), r.GetString(3), r.IsDBNull(4) ? null : r.GetGuid(4))); }

        return found;
    }

    private static async Task<List<AppealEventRow>> EventsAsync(NpgsqlConnection connection, Input input, CancellationToken cancellation)
    {
        await using var command = Command(
            connection,
            """
            select at, actor_name, event, to_status, on_day, channel, reference, note, amount, letter_version, coalesce(encode(letter_sha256, 'hex'), ''), coalesce(encode(packet_sha256, 'hex'), '')
            from appeal_event where practice_id = $1 and appeal_id = $2 order by event_id desc
            """, input);
        var found = new List<AppealEventRow>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new(
                r.GetFieldValue<DateTimeOffset>(0), r.GetString(1), r.GetString(2), r.GetString(3), r.IsDBNull(4) ? null : r.GetFieldValue<DateOnly>(4), r.GetString(5), r.GetString(6), r.GetString(7),
                r.IsDBNull(8) ? null : r.GetDecimal(8), r.IsDBNull(9) ? null : r.GetInt32(9), r.GetString(10), r.GetString(11)));
        }

        return found;
    }

    private static async Task<LevelOffer?> NextAsync(NpgsqlConnection connection, AppealView head, List<AppealMember> members, CancellationToken cancellation)
    {
        if (head.Facts.Status is not (AppealStatus.Upheld or AppealStatus.Dismissed or AppealStatus.Partial) || head.FollowedBy is not null || head.DecidedOn is not { } decided) { return null; }

        if (await DenialClocks.OpenAsync(connection, null, head.PracticeId, [members[0].DenialId], cancellation) is not [var denial])
        {
            return new(null, null, "The denial is closed: the payer paid or decided again, or somebody closed it. Look at it for what comes next.");
        }

        var rules = (await RulesInForce.LoadAsync(connection, null, cancellation)).For(head.PayerId);
        return AppealLadder.Next(rules, denial.Context, denial.Events, head.Level, decided, head.Facts.Amount);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, Input input)
        => new(sql, connection) { Parameters = { new() { Value = input.PracticeId }, new() { Value = input.AppealId } } };
}
