using DenialDesk.App.Data;
using DenialDesk.App.Payers;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.FollowUps;
using DenialDesk.Domain.Payers;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.FollowUps;

/// <summary>A payer to call, and about how many denials.</summary>
public sealed record PayerToCall(int PayerId, string Payer, long Due, decimal Denied, DateOnly Oldest, string Phone);

/// <summary>A denial to ask its payer about, with what the payer wants to hear.</summary>
public sealed record ToAsk(
    int PracticeId, long DenialId, DateOnly DueOn, string What, int Misses, string Account, string PatientName, string MemberId, DateOnly? Service, decimal Charge, decimal Denied,
    string PayerClaimNumber, DateOnly? SentOn, string Practice, string PracticeNpi, string LastReference);

/// <summary>The payers to call; with one chosen, all to ask it in one call.</summary>
public sealed record CallList(IReadOnlyList<PayerToCall> Payers, PayerConduct Conduct, IReadOnlyList<ToAsk> Rows, DateOnly Today);

/// <summary>One call instead of many: everything that is due to be asked of one payer.</summary>
public sealed class ListCalls(DeskSource database, TimeProvider clock)
{
    private const string Due =
        """
        from follow_up f join denial d on d.practice_id = f.practice_id and d.denial_id = f.denial_id and d.is_open join payer y on y.payer_id = d.payer_id
        join payer p on p.payer_id = coalesce(y.merged_into, y.payer_id)
        where f.done_at is null and f.due_on <= $2 and ($1::int[] is null or f.practice_id = any($1)) and f.kind <> 'acknowledgment'
          and ($3::uuid is null or coalesce(f.owner_id, d.assigned_to) = $3)
        """;

    private const string ByPayer =
        $"""
        select t.payer_id, t.name, t.n, t.denied, t.oldest, coalesce((select c.body->>'phone' from payer_conduct c where c.payer_id = t.payer_id order by c.version desc limit 1), '')
        from (select p.payer_id, p.name, count(*) as n, sum(d.denied_amount) as denied, min(f.due_on) as oldest {Due} group by p.payer_id, p.name) t order by t.n desc, t.name limit 500
        """;

    private const string OfPayer =
        $"""
        select f.practice_id, f.denial_id, f.due_on, f.kind, f.misses, d.patient_control_number, d.patient_name, c.member_id, d.service_from, d.charge, d.denied_amount, d.payer_claim_number, f.sent_on,
               o.name, coalesce((select i.value from practice_identifier i where i.practice_id = f.practice_id and i.kind = 'npi' order by i.value limit 1), ''),
               coalesce((select l.reference from call_log l where l.practice_id = f.practice_id and l.denial_id = f.denial_id and l.reference <> '' order by l.call_id desc limit 1), '')
        from (select f.practice_id, f.follow_up_id {Due} and p.payer_id = $4 order by f.due_on, f.follow_up_id limit $5) x
        join follow_up f on f.practice_id = x.practice_id and f.follow_up_id = x.follow_up_id join denial d on d.practice_id = f.practice_id and d.denial_id = f.denial_id
        join claim c on c.practice_id = d.practice_id and c.claim_id = d.claim_id join practice o on o.practice_id = f.practice_id
        order by f.due_on, f.follow_up_id
        """;

    /// <summary>Which.</summary>
    public sealed record Input
    {
        /// <summary>The payer to call; null lists the payers alone.</summary>
        public int? Payer { get; init; }

        /// <summary>True: mine alone.</summary>
        public bool Mine { get; init; }

        /// <summary>Days ahead that are asked in the same call, 0 to 30.</summary>
        public int Ahead { get; init; } = 3;

        public int Take { get; init; } = 100;

        /// <summary>True when the rows leave the desk as a file.</summary>
        public bool Export { get; init; }
    }

    /// <summary>The list.</summary>
    public async Task<CallList> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var payers = await PayersAsync(connection, input, actor, today, cancellation);
        if (input.Payer is not { } payer) { return new(payers, PayerConduct.Unknown, [], today); }

        var rows = await RowsAsync(connection, input, actor, payer, today, cancellation);
        if (rows.Count > 0)
        {
            await ReadLog.AppendAsync(
                database, actor, clock.GetUtcNow(),
                new(input.Export ? "read.call_list_exported" : "read.call_list", "denials", $"{rows.Count}", Shown: [.. rows.Select(r => r.DenialId)]), cancellation);
        }

        await using var command = new NpgsqlCommand("select body::text from payer_conduct where payer_id = $1 order by version desc limit 1", connection) { Parameters = { new() { Value = payer } } };
        return new(payers, await command.ExecuteScalarAsync(cancellation) is string body ? SeeConduct.Read(body) : PayerConduct.Unknown, rows, today);
    }

    private static async Task<IReadOnlyList<PayerToCall>> PayersAsync(NpgsqlConnection connection, Input input, Actor actor, DateOnly today, CancellationToken cancellation)
    {
        // follow_up_due; a payer by key.
        await using var command = Command(connection, ByPayer, input, actor, today);
        var found = new List<PayerToCall>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation)) { found.Add(new(r.GetInt32(0), r.GetString(1), r.GetInt64(2), r.GetDecimal(3), r.GetFieldValue<DateOnly>(4), r.GetString(5))); }

        return found;
    }

    private static async Task<IReadOnlyList<ToAsk>> RowsAsync(NpgsqlConnection connection, Input input, Actor actor, int payer, DateOnly today, CancellationToken cancellation)
    {
        // follow_up_due; everything else by key.
        await using var command = Command(connection, OfPayer, input, actor, today);
        command.Parameters.AddWithValue(payer);
        command.Parameters.AddWithValue(Math.Clamp(input.Take, 1, 50_000));
        var found = new List<ToAsk>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new(
                r.GetInt32(0), r.GetInt64(1), r.GetFieldValue<DateOnly>(2), FollowUpWords.Of(CodeNames.TryRead<FollowUpKind>(r.GetString(3)) ?? FollowUpKind.Own), r.GetInt32(4), r.GetString(5), r.GetString(6),
                r.GetString(7), r.IsDBNull(8) ? null : r.GetFieldValue<DateOnly>(8), r.GetDecimal(9), r.GetDecimal(10), r.GetString(11), r.IsDBNull(12) ? null : r.GetFieldValue<DateOnly>(12),
                r.GetString(13), r.GetString(14), r.GetString(15)));
        }

        return found;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, Input input, Actor actor, DateOnly today)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        command.Parameters.AddWithValue(today.AddDays(Math.Clamp(input.Ahead, 0, 30)));
        command.Parameters.Add(new() { Value = input.Mine ? actor.UserId ?? Guid.Empty : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        return command;
    }
}
