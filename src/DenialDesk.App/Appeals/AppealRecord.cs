using System.Security.Cryptography;
using System.Text;
using DenialDesk.App.People;
using DenialDesk.Domain.Appeals;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Deadlines;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Appeals;

/// <summary>What came of a command on an appeal: done, or refused with a sentence.</summary>
/// <param name="AppealId">The appeal; a new one's id.</param>
/// <param name="Version">Its version now.</param>
public sealed record AppealResult(bool Done, Domain.Refusal? Refusal = null, long AppealId = 0, int Version = 0)
{
    internal static AppealResult No(string code, string sentence, int version = 0) => new(false, new(code, sentence), 0, version);

    internal static AppealResult Reused => No("command_reused", "This command was sent before with other content. Load the page again.");

    internal static AppealResult NotThere => No("not_found", "There is no such appeal.");

    internal static AppealResult Overtaken(int version) => No("overtaken", "Somebody changed this appeal while you had it open. Load it again; what you typed is still here.", version);
}

/// <summary>An appeal held for a change: its facts for the rulebook and what a step writes down of it.</summary>
internal sealed record AppealRecord(int PracticeId, long AppealId, int PayerId, WindowAction Level, AppealFacts Facts, int Version, DateOnly Today, string Rule)
{
    public required IReadOnlyList<long> Denials { get; init; }

    public required string Subject { get; init; }

    public required string Body { get; init; }

    public required byte[] LetterHash { get; init; }

    public byte[]? PacketHash { get; init; }

    public string Channel { get; init; } = "";

    public string? SignedBy { get; init; }

    /// <summary>Who wrote the newest letter; null for the desk itself.</summary>
    public Guid? WrittenBy { get; init; }

    /// <summary>What identifies a letter: subject, line feed, body, in UTF-8.</summary>
    public static byte[] HashOf(string subject, string body) => SHA256.HashData(Encoding.UTF8.GetBytes(subject + "\n" + body));

    /// <summary>The denials an appeal is about, lowest first; they are held before the appeal, everywhere in the same order.</summary>
    public static async Task<IReadOnlyList<long>> DenialsAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, int practiceId, long appealId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select denial_id from appeal_denial where practice_id = $1 and appeal_id = $2 order by denial_id", connection, transaction)
        {
            Parameters = { new() { Value = practiceId }, new() { Value = appealId } },
        };
        var found = new List<long>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { found.Add(rows.GetInt64(0)); }

        return found;
    }

    /// <summary>Locks and reads one appeal inside the caller's transaction; null when it is not there for this person.</summary>
    public static async Task<AppealRecord?> HoldAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, long appealId, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        if (!actor.Sees(practiceId)) { return null; }

        var denials = await DenialsAsync(connection, transaction, practiceId, appealId, cancellation);
        // By primary keys; the newest packet by appeal_packet_appeal.
        await using var command = new NpgsqlCommand(
            """
            select a.payer_id, a.level, a.status, a.letter_version, a.approved_version, l.subject, l.body, l.sha256, p.letter_version, p.signed, p.problems, p.sha256,
                   a.signature_asked, a.signed_by, a.amount, a.due_on, a.due_assumed, a.opened_on, a.sent_on, a.version, pr.time_zone, a.due_rule, a.channel, l.author_id
            from appeal a join practice pr using (practice_id)
            join appeal_letter l on l.practice_id = a.practice_id and l.appeal_id = a.appeal_id and l.version_no = a.letter_version
            left join lateral (select * from appeal_packet p where p.practice_id = a.practice_id and p.appeal_id = a.appeal_id order by p.packet_id desc limit 1) p on true
            where a.practice_id = $1 and a.appeal_id = $2 for update of a
            """, connection, transaction)
        {
            Parameters = { new() { Value = practiceId }, new() { Value = appealId } },
        };
        await using var r = await command.ExecuteReaderAsync(cancellation);
        if (!await r.ReadAsync(cancellation)) { return null; }

        var facts = new AppealFacts
        {
            Status = CodeNames.Read<AppealStatus>(r.GetString(2)),
            LetterVersion = r.GetInt32(3),
            ApprovedVersion = r.IsDBNull(4) ? null : r.GetInt32(4),
            Holes = LetterMarkup.Holes(r.GetString(5) + "\n" + r.GetString(6)),
            PacketVersion = r.IsDBNull(8) ? null : r.GetInt32(8),
            PacketSigned = !r.IsDBNull(9) && r.GetBoolean(9),
            PacketProblems = r.IsDBNull(10) ? [] : r.GetFieldValue<string[]>(10),
            SignatureAsked = r.GetBoolean(12),
            LetterSigned = !r.IsDBNull(13),
            Amount = r.GetDecimal(14),
            DueOn = r.IsDBNull(15) ? null : r.GetFieldValue<DateOnly>(15),
            DueAssumed = r.GetBoolean(16),
            OpenedOn = r.GetFieldValue<DateOnly>(17),
            SentOn = r.IsDBNull(18) ? null : r.GetFieldValue<DateOnly>(18),
        };
        return new(
            practiceId, appealId, r.GetInt32(0), CodeNames.Read<WindowAction>(r.GetString(1)), facts, r.GetInt32(19),
            PracticeDay.At(now, TimeZoneInfo.FindSystemTimeZoneById(r.GetString(20))), r.GetString(21))
        {
            Denials = denials,
            Subject = r.GetString(5),
            Body = r.GetString(6),
            LetterHash = r.GetFieldValue<byte[]>(7),
            PacketHash = r.IsDBNull(11) ? null : r.GetFieldValue<byte[]>(11),
            SignedBy = r.IsDBNull(13) ? null : r.GetString(13),
            Channel = r.GetString(22),
            WrittenBy = r.IsDBNull(23) ? null : r.GetGuid(23),
        };
    }
}

/// <summary>One line of an appeal's history.</summary>
internal sealed record AppealEvent(string Event, string From, string To)
{
    public DateOnly? On { get; init; }

    public string Channel { get; init; } = "";

    public string Reference { get; init; } = "";

    public string Note { get; init; } = "";

    public decimal? Amount { get; init; }

    public int? LetterVersion { get; init; }

    public byte[]? LetterHash { get; init; }

    public byte[]? PacketHash { get; init; }

    public Guid? CommandId { get; init; }

    /// <summary>Adds it in the caller's transaction, with its journal entry.</summary>
    public async Task AddAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, long appealId, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into appeal_event (practice_id, appeal_id, at, actor_id, actor_name, event, from_status, to_status, on_day, channel, reference, note, amount, letter_version, letter_sha256, packet_sha256, command_id)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
            """, connection, transaction);
        void Add(object? value, NpgsqlDbType type) => command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        Add(practiceId, NpgsqlDbType.Integer);
        Add(appealId, NpgsqlDbType.Bigint);
        Add(now, NpgsqlDbType.TimestampTz);
        Add(actor.UserId, NpgsqlDbType.Uuid);
        Add(actor.Name, NpgsqlDbType.Text);
        Add(Event, NpgsqlDbType.Text);
        Add(From, NpgsqlDbType.Text);
        Add(To, NpgsqlDbType.Text);
        Add(On, NpgsqlDbType.Date);
        Add(Channel, NpgsqlDbType.Text);
        Add(Reference, NpgsqlDbType.Text);
        Add(Note, NpgsqlDbType.Text);
        Add(Amount, NpgsqlDbType.Numeric);
        Add(LetterVersion, NpgsqlDbType.Integer);
        Add(LetterHash, NpgsqlDbType.Bytea);
        Add(PacketHash, NpgsqlDbType.Bytea);
        Add(CommandId, NpgsqlDbType.Uuid);
        await command.ExecuteNonQueryAsync(cancellation);
        await Data.Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new Data.JournalEntry(
                "appeal." + Event, "appeal", appealId.ToString(System.Globalization.CultureInfo.InvariantCulture), practiceId, new { Status = From },
                new { Status = To, On, Amount, LetterVersion, Letter = LetterHash is null ? null : Convert.ToHexStringLower(LetterHash), Packet = PacketHash is null ? null : Convert.ToHexStringLower(PacketHash) }, CommandId));
    }
}
