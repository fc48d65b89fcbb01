using DenialDesk.App.Data;
using DenialDesk.App.Deadlines;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Claims;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Claims;

/// <summary>A submission without an answer, how long it waits, whom to ask, and its timely-filing clock.</summary>
/// <param name="Payer">As the submission names it.</param>
/// <param name="UsualDays">Calendar days after which this payer has usually answered.</param>
/// <param name="UsualBasis">Where that number comes from.</param>
/// <param name="Acknowledged">The last acknowledgement in words; empty without any.</param>
/// <param name="Due">Last day of timely filing, inclusive; null when it cannot be counted.</param>
public sealed record NonResponseRow(
    int PracticeId, long SubmittedId, string Practice, string Payer, int? PayerId, string Account, string PatientName, string MemberId, DateOnly? ServiceFrom, DateOnly? ServiceTo,
    decimal? Charge, DateOnly SubmittedOn, int DaysWaiting, int UsualDays, string UsualBasis, string Acknowledged, string Ask, DateOnly? Due, DateOnly? LastSafeDay, bool Assumed,
    string Clock, long FileId);

/// <summary>Where the next page goes on.</summary>
public sealed record NonResponsePlace(DateOnly SubmittedOn, long SubmittedId);

/// <summary>The rows, the day they are counted on, and the payers to choose from.</summary>
public sealed record NonResponseView(IReadOnlyList<NonResponseRow> Rows, DateOnly Today);

/// <summary>Submitted claims that no remittance has answered by the payer's usual day, longest waiting first.</summary>
public sealed class ListNonResponse(DeskSource database, TimeProvider clock)
{
    /// <summary>Filters, all optional, as they stand in the address.</summary>
    public sealed record Input
    {
        /// <summary>True for every submission that waits, also before the payer's usual day.</summary>
        public bool All { get; init; }

        public int? Practice { get; init; }

        public int? Payer { get; init; }

        /// <summary>True for those nobody has acknowledged.</summary>
        public bool Silent { get; init; }

        public NonResponsePlace? After { get; init; }

        public int Take { get; init; } = 50;

        /// <summary>True when the rows leave the desk as a file.</summary>
        public bool Export { get; init; }
    }

    private sealed record Facts(NonResponseRow Row, PayerTraits Traits, string Flavor);

    /// <summary>One page.</summary>
    public async Task<NonResponseView> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeRemittances);
        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var usual = await UsualDays.LearnAsync(connection, actor, today, cancellation);
        var found = await RowsAsync(connection, input, actor, usual, today, cancellation);
        await ReadLog.AppendAsync(
            database, actor, clock.GetUtcNow(),
            new(input.Export ? "read.non_response_exported" : "read.non_response", "submitted_claims", $"{found.Count}", Shown: [.. found.Select(f => f.Row.SubmittedId)]), cancellation);
        var rules = await RulesInForce.LoadAsync(connection, null, cancellation);
        return new([.. found.Select(f => WithClock(f, rules))], today);
    }

    private static async Task<List<Facts>> RowsAsync(NpgsqlConnection connection, Input input, Actor actor, List<PayerDays> usual, DateOnly today, CancellationToken cancellation)
    {
        // submission_wait_oldest in its order; submission, payer, rejection and answers by key.
        await using var command = new NpgsqlCommand(
            """
            select w.practice_id, w.submitted_id, o.name, s.payer_name, p.payer_id, s.account, s.patient_last_name, s.patient_first_name, s.member_id, s.service_from, s.service_to, s.charge,
                   w.submitted_on, s.file_id, coalesce(u.days, $8), u.basis, k.kind, k.outcome, k.said_by, k.decided_on, coalesce(k.payer_claim_number, ''), s.flavor,
                   p.plan, p.family, p.lob, p.state, p.network, p.funding
            from submission_wait w
            join submitted_claim s on s.practice_id = w.practice_id and s.submitted_id = w.submitted_id
            join practice o on o.practice_id = w.practice_id
            left join payer q on q.payer_id = w.payer_id
            left join payer p on p.payer_id = coalesce(q.merged_into, q.payer_id)
            left join unnest($4::int[], $5::int[], $6::int[], $7::text[]) u (practice_id, payer_id, days, basis) on u.practice_id = w.practice_id and u.payer_id = p.payer_id
            left join lateral (
                select a.kind, a.outcome, a.said_by, a.decided_on, a.payer_claim_number from acknowledgement_match m join acknowledgement a using (acknowledgement_id)
                where m.practice_id = w.practice_id and m.submitted_id = w.submitted_id and a.outcome in ('accepted', 'received')
                order by array_position(array['unknown', 'receiver', 'clearinghouse', 'payer'], a.said_by) desc, a.decided_on desc limit 1) k on true
            where ($1::int[] is null or w.practice_id = any($1)) and ($2::int is null or w.practice_id = $2) and ($3::int is null or p.payer_id = $3)
              and not exists (select 1 from rejection r where r.practice_id = w.practice_id and r.submitted_id = w.submitted_id and r.state = 'open')
              and ($9 or w.submitted_on + coalesce(u.days, $8) < $10) and (not $11 or k.kind is null)
              and ($12::date is null or (w.submitted_on, w.submitted_id) > ($12, $13))
            order by w.submitted_on, w.submitted_id limit $14
            """, connection);
        void Add(object? value, NpgsqlDbType type) => command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        command.Parameters.Add(MatchCandidates.Scope(actor));
        Add(input.Practice, NpgsqlDbType.Integer);
        Add(input.Payer, NpgsqlDbType.Integer);
        Add(usual.Select(u => u.PracticeId).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Integer);
        Add(usual.Select(u => u.PayerId).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Integer);
        Add(usual.Select(u => u.Days).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Integer);
        Add(usual.Select(u => u.Basis).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text);
        Add(UsualAnswer.DefaultDays, NpgsqlDbType.Integer);
        Add(input.All, NpgsqlDbType.Boolean);
        Add(today, NpgsqlDbType.Date);
        Add(input.Silent, NpgsqlDbType.Boolean);
        Add(input.After?.SubmittedOn, NpgsqlDbType.Date);
        Add(input.After?.SubmittedId, NpgsqlDbType.Bigint);
        Add(Math.Clamp(input.Take, 1, 50_000), NpgsqlDbType.Integer);
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var found = new List<Facts>();
        while (await r.ReadAsync(cancellation)) { found.Add(Read(r, today)); }

        return found;
    }

    private static Facts Read(NpgsqlDataReader r, DateOnly today)
    {
        var (name, known, flavor) = (r.GetString(3), r.IsDBNull(4) ? (int?)null : r.GetInt32(4), r.GetString(21));
        var submitted = r.GetFieldValue<DateOnly>(12);
        var row = new NonResponseRow(
            r.GetInt32(0), r.GetInt64(1), r.GetString(2), name, known, r.GetString(5), MatchCandidates.Name(r.GetString(6), r.GetString(7)), r.GetString(8),
            r.IsDBNull(9) ? null : r.GetFieldValue<DateOnly>(9), r.IsDBNull(10) ? null : r.GetFieldValue<DateOnly>(10), r.IsDBNull(11) ? null : r.GetDecimal(11), submitted,
            today.DayNumber - submitted.DayNumber, r.GetInt32(14), Text(r, 15) ?? UsualAnswer.Basis(null, 0), Acknowledged(r), UsualAnswer.Ask(Text(r, 18), r.GetString(20)), null, null, true, "",
            r.GetInt64(13));
        return new(row, PayerTraits.Read(r, 22), flavor);
    }

    private static NonResponseRow WithClock(Facts facts, RulesInForce rules)
    {
        var row = facts.Row;
        var deadline = FilingClock.Of(rules, row.PayerId, facts.Traits, row.Payer, facts.Flavor, row.ServiceFrom, row.ServiceTo);
        return deadline is null ? row : row with { Due = deadline.DueOn, LastSafeDay = deadline.LastSafeDay, Assumed = deadline.Assumed, Clock = deadline.Sentence };
    }

    private static string Acknowledged(NpgsqlDataReader r) => Text(r, 16) is { } kind
        ? $"{(r.GetString(17) == "accepted" ? "Accepted" : "Received")} by {(r.GetString(18) == "unknown" ? "the answering side" : "the " + r.GetString(18))} on {r.GetFieldValue<DateOnly>(19):M/d/yyyy} ({kind})"
        : "";

    private static string? Text(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);
}
