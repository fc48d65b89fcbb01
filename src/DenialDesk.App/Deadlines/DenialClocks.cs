using DenialDesk.App.Claims;
using DenialDesk.Domain.Appeals;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.Denials;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Deadlines;

/// <summary>A denial's clock as its row holds it.</summary>
public sealed record StoredClock(
    WindowAction Action, DateOnly DueOn, DateOnly LastSafeDay, string RuleId, int RuleVersion, bool Assumed, bool Conflict, string Sentence)
{
    /// <summary>The clock a deadline makes; a first clock always has a due day.</summary>
    public static StoredClock Of(Deadline deadline) => new(
        deadline.Action, deadline.DueOn!.Value, deadline.LastSafeDay ?? deadline.DueOn.Value, deadline.RuleId, deadline.Version, deadline.Assumed,
        deadline.Conflict, deadline.Sentence);
}

/// <summary>An open denial with everything its first clock is worked out from, and the clock it has.</summary>
/// <param name="OwnerName">Null when nobody has it.</param>
public sealed record ClockedDenial(
    int PracticeId, long DenialId, int PayerId, string AccountNumber, string Category, string LeadCarc, decimal DeniedAmount, Guid? Owner, string? OwnerName,
    string State, WindowContext Context, WindowEvents Events, bool Appealable, StoredClock Clock)
{
    /// <summary>The last appeal that was decided against us; the next level's clock runs from it.</summary>
    public LostAppeal? Lost { get; init; }

    /// <summary>The clock under these rules.</summary>
    public StoredClock Under(IReadOnlyCollection<WindowRule> rules) => StoredClock.Of(
        Lost is { } lost && AppealLadder.Next(rules, Context, Events, lost.Level, lost.DecidedOn, DeniedAmount).Deadline is { DueOn: not null } next ? next : FirstClock.Of(rules, Context, Events, Appealable));
}

/// <summary>An appeal the payer upheld or dismissed: its level, and the day of the decision.</summary>
public sealed record LostAppeal(WindowAction Level, DateOnly DecidedOn);

/// <summary>Reads open denials with the facts of their clocks, as the remittances told them, and writes clocks back.</summary>
internal static class DenialClocks
{
    private static readonly string[] EarlierColumns = ["days", "numbers", "froms", "tos", "categories", "leads", "statuses", "members"];

    // Each denial's claim, lines and remarks by key.
    private static readonly string _open =
        $"""
        select d.practice_id, d.denial_id, d.payer_id, d.patient_control_number, d.category, d.lead_carc, d.denied_amount, d.assigned_to, u.display_name, d.state,
               p.plan, p.family, p.lob, p.state, p.network, p.funding, d.clinical, d.appealable, a.bill_type,
               d.denied_on, r.remit_date, a.service_from, a.service_to,
               array(select l.carc from denial_line l where l.practice_id = d.practice_id and l.denial_id = d.denial_id),
               a.remark_codes || array(
                   select unnest(s.remark_codes) from service_line s
                   where s.practice_id = d.practice_id and s.adjudication_id = d.adjudication_id
                     and exists (select 1 from denial_line l where l.practice_id = d.practice_id and l.denial_id = d.denial_id and l.line_no = s.line_no)),
               d.clock_action, d.due_on, d.last_safe_day, d.deadline_rule, d.deadline_rule_version, d.deadline_assumed, d.deadline_conflict, d.deadline_sentence,
               v.level, v.decided_on, a.payer_claim_number, a.status_code, a.member_id, {EarlierOf("f")}
        from denial d
        join payer p on p.payer_id = d.payer_id
        join adjudication a on a.practice_id = d.practice_id and a.adjudication_id = d.adjudication_id
        join remittance r on r.practice_id = a.practice_id and r.remittance_id = a.remittance_id
        left join identity_users u on u.id = d.assigned_to
        left join lateral (
            select {Earlier("x", "b")} from denial x join adjudication b on b.practice_id = x.practice_id and b.adjudication_id = x.adjudication_id
            where x.practice_id = d.practice_id and x.claim_id = {ClaimKin.Of("d.practice_id", "d.claim_id")} and x.payer_id = d.payer_id and x.denied_on < d.denied_on and x.outcome is distinct from 'not_a_denial') f on true
        """;

    /// <summary>The last appeal that was lost, looked up for each of a few denials.</summary>
    private const string LostOfEach =
        """

        left join lateral (select x.level, x.decided_on from appeal_denial m join appeal x using (practice_id, appeal_id)
                           where m.practice_id = d.practice_id and m.denial_id = d.denial_id and x.status in ('upheld', 'dismissed') order by x.decided_on desc, x.appeal_id desc limit 1) v on true
        where d.practice_id = $1 and d.denial_id = any($2)
        """;

    /// <summary>The same of all denials at once, for a payer's hundred thousand.</summary>
    private const string LostOfAll =
        """

        left join (select distinct on (m.practice_id, m.denial_id) m.practice_id, m.denial_id, x.level, x.decided_on from appeal_denial m join appeal x using (practice_id, appeal_id)
                   where x.status in ('upheld', 'dismissed') order by m.practice_id, m.denial_id, x.decided_on desc, x.appeal_id desc) v on v.practice_id = d.practice_id and v.denial_id = d.denial_id
        where d.is_open and
        """ + " ";

    private const string Order = " order by d.practice_id, d.denial_id";

    /// <summary>Eight arrays of earlier denials, read by <see cref="ReadEarlier"/>: which of them count is the rule's to say, not SQL's.</summary>
    internal static string Earlier(string denial, string answer)
        => $"""
            array_agg({denial}.denied_on) as days, array_agg({answer}.payer_claim_number) as numbers, array_agg({answer}.service_from) as froms, array_agg({answer}.service_to) as tos,
            array_agg({denial}.category) as categories, array_agg({denial}.lead_carc) as leads,
            array_agg({answer}.status_code) as statuses, array_agg({answer}.member_id) as members
            """;

    /// <summary>The same arrays by name, of the table that holds them.</summary>
    internal static string EarlierOf(string table) => string.Join(", ", EarlierColumns.Select(c => $"{table}.{c}"));

    /// <summary>The earlier denials in the eight columns from this one on; nearly always none.</summary>
    internal static EarlierDenial[] ReadEarlier(NpgsqlDataReader rows, int column)
    {
        if (rows.IsDBNull(column)) { return []; }

        var (days, numbers) = (rows.GetFieldValue<DateOnly[]>(column), rows.GetFieldValue<string[]>(column + 1));
        var (froms, tos) = (rows.GetFieldValue<DateOnly?[]>(column + 2), rows.GetFieldValue<DateOnly?[]>(column + 3));
        var (categories, leads) = (rows.GetFieldValue<string[]>(column + 4), rows.GetFieldValue<string[]>(column + 5));
        var (statuses, members) = (rows.GetFieldValue<string[]>(column + 6), rows.GetFieldValue<string[]>(column + 7));
        return [.. days.Select((day, i) => new EarlierDenial(
            day, new(numbers[i], froms[i], tos[i]) { Coverage = new(statuses[i], members[i]) }, UpheldAppeal.Says(leads[i]) ? null : Domain.Codes.CodeNames.TryRead<Domain.Codes.DenialCategory>(categories[i])))];
    }

    /// <summary>The open denials of some payers, over all practices.</summary>
    /// <param name="hold">Keeps the rows from being changed by others until the transaction ends.</param>
    public static async Task<List<ClockedDenial>> OpenAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, int[] payers, bool hold, CancellationToken cancellation)
    {
        if (hold) { await HoldAsync(connection, transaction, payers, cancellation); }

        // Index denial_month for a payer with few denials; one with many is a scan. Sorted here: a sort over there would keep back the first row until the last is made.
        await using var command = new NpgsqlCommand($"{_open}{LostOfAll}d.payer_id = any($1)", connection, transaction) { Parameters = { new() { Value = payers } } };
        var found = await ReadAllAsync(command, cancellation);
        found.Sort((a, b) => (a.PracticeId, a.DenialId).CompareTo((b.PracticeId, b.DenialId)));
        return found;
    }

    /// <summary>Locks the rows in the order of their keys, as everything that locks many of them does.</summary>
    private static async Task HoldAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, int[] payers, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "select count(*) from (select 1 from denial where payer_id = any($1) and is_open order by practice_id, denial_id for update) held", connection, transaction)
        {
            Parameters = { new() { Value = payers } },
        };
        await command.ExecuteScalarAsync(cancellation);
    }

    /// <summary>The open ones among some denials of a practice.</summary>
    public static Task<List<ClockedDenial>> OpenAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, int practiceId, long[] denials, CancellationToken cancellation)
        => OfAsync(connection, transaction, practiceId, denials, " and d.is_open", cancellation);

    /// <summary>Some denials of a practice, the closed ones as well: a payer that takes its payment back opens one again, and it needs its last day then.</summary>
    public static Task<List<ClockedDenial>> AllAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, int practiceId, long[] denials, CancellationToken cancellation)
        => OfAsync(connection, transaction, practiceId, denials, "", cancellation);

    private static async Task<List<ClockedDenial>> OfAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, int practiceId, long[] denials, string which, CancellationToken cancellation)
    {
        // By primary key.
        await using var command = new NpgsqlCommand($"{_open}{LostOfEach}{which}{Order}", connection, transaction)
        {
            Parameters = { new() { Value = practiceId }, new() { Value = denials } },
        };
        return await ReadAllAsync(command, cancellation);
    }

    private static async Task<List<ClockedDenial>> ReadAllAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        var found = new List<ClockedDenial>();
        var contexts = new Dictionary<(int, string, bool, string, string, string), WindowContext>();
        var dates = new Dictionary<(DateOnly, DateOnly?, DateOnly?, DateOnly?, DateOnly?), WindowEvents>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { found.Add(Read(rows, contexts, dates)); }

        return found;
    }

    /// <summary>Writes new clocks of denials, in the caller's transaction, and returns how many rows changed.</summary>
    public static async Task<int> SaveAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<(ClockedDenial Denial, StoredClock Clock)> changes, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            update denial d set clock_action = x.action, due_on = x.due_on, last_safe_day = x.safe, deadline_rule = x.rule, deadline_rule_version = x.rule_version,
                   deadline_assumed = x.assumed, deadline_conflict = x.conflict, deadline_sentence = x.sentence, version = d.version + 1
            from unnest($1::int[], $2::bigint[], $3::text[], $4::date[], $5::date[], $6::text[], $7::int[], $8::bool[], $9::bool[], $10::text[])
                 as x (practice_id, denial_id, action, due_on, safe, rule, rule_version, assumed, conflict, sentence)
            where d.practice_id = x.practice_id and d.denial_id = x.denial_id
            """, connection, transaction)
        {
            Parameters =
            {
                Column(changes, c => c.Denial.PracticeId, NpgsqlDbType.Integer),
                Column(changes, c => c.Denial.DenialId, NpgsqlDbType.Bigint),
                Column(changes, c => Domain.Codes.CodeNames.Text(c.Clock.Action), NpgsqlDbType.Text),
                Column(changes, c => c.Clock.DueOn, NpgsqlDbType.Date),
                Column(changes, c => c.Clock.LastSafeDay, NpgsqlDbType.Date),
                Column(changes, c => c.Clock.RuleId, NpgsqlDbType.Text),
                Column(changes, c => c.Clock.RuleVersion, NpgsqlDbType.Integer),
                Column(changes, c => c.Clock.Assumed, NpgsqlDbType.Boolean),
                Column(changes, c => c.Clock.Conflict, NpgsqlDbType.Boolean),
                Column(changes, c => c.Clock.Sentence, NpgsqlDbType.Text),
            },
        };
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlParameter Column<T>(
        IReadOnlyList<(ClockedDenial Denial, StoredClock Clock)> changes, Func<(ClockedDenial Denial, StoredClock Clock), T> value, NpgsqlDbType type)
        => new() { Value = changes.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type };

    /// <summary>Denials of the same payer, kind and codes share one context.</summary>
    private static WindowContext Context(NpgsqlDataReader rows, Dictionary<(int, string, bool, string, string, string), WindowContext> known)
    {
        var (payer, category, clinical, bill) = (rows.GetInt32(2), rows.GetString(4), rows.GetBoolean(16), rows.GetString(18));
        var (carcs, rarcs) = (Codes(rows, 23), Codes(rows, 24));
        var key = (payer, category, clinical, bill, string.Join(' ', carcs), string.Join(' ', rarcs));
        if (known.TryGetValue(key, out var context)) { return context; }

        return known[key] = new()
        {
            Contract = RulesInForce.ContractOf(payer),
            Payer = Text(rows, 10),
            PayerFamily = Text(rows, 11),
            Lob = Text(rows, 12),
            State = Text(rows, 13),
            Network = Text(rows, 14),
            Funding = Text(rows, 15),
            ClaimType = bill.Length > 0 ? ClaimTypeOf(bill) : null,
            DenialCategory = category,
            Carcs = carcs,
            Rarcs = rarcs,
            DisputeType = clinical ? "clinical" : "payment",
        };
    }

    /// <summary>Each code once, in order: thousands of rows are sorted here, where a sort is no plan of its own.</summary>
    private static string[] Codes(NpgsqlDataReader rows, int column)
    {
        var codes = rows.GetFieldValue<string[]>(column);
        return codes.Length < 2 ? codes : [.. codes.Distinct().Order(StringComparer.Ordinal)];
    }

    private static ClockedDenial Read(
        NpgsqlDataReader rows, Dictionary<(int, string, bool, string, string, string), WindowContext> contexts, Dictionary<(DateOnly, DateOnly?, DateOnly?, DateOnly?, DateOnly?), WindowEvents> dates)
    {
        var context = Context(rows, contexts);
        var (remit, from, through) = (rows.GetFieldValue<DateOnly>(19), Day(rows, 21), Day(rows, 22));
        var first = EarlierDenial.First(ReadEarlier(rows, 38), remit, new(rows.GetString(35), from, through) { Coverage = new(rows.GetString(36), rows.GetString(37)) });
        var days = (Remit: remit, First: (DateOnly?)first, Check: Day(rows, 20), From: from, Through: through);
        if (!dates.TryGetValue(days, out var events)) { dates[days] = events = WindowEvents.OfDenial(days.Remit, days.First, days.Check, days.From, days.Through); }

        var clock = new StoredClock(
            Domain.Codes.CodeNames.Read<WindowAction>(rows.GetString(25)), rows.GetFieldValue<DateOnly>(26), rows.GetFieldValue<DateOnly>(27), rows.GetString(28),
            rows.GetInt32(29), rows.GetBoolean(30), rows.GetBoolean(31), rows.GetString(32));
        return new(
            rows.GetInt32(0), rows.GetInt64(1), rows.GetInt32(2), rows.GetString(3), rows.GetString(4), rows.GetString(5), rows.GetDecimal(6),
            rows.IsDBNull(7) ? null : rows.GetGuid(7), Text(rows, 8), rows.GetString(9), context, events, rows.GetBoolean(17), clock)
        {
            Lost = rows.IsDBNull(33) ? null : new(Domain.Codes.CodeNames.Read<WindowAction>(rows.GetString(33)), rows.GetFieldValue<DateOnly>(34)),
        };
    }

    /// <summary>Facility type codes 11–89 are institutional bill types; a place of service is sent the same way on professional claims.</summary>
    internal static string? ClaimTypeOf(string billType) => billType.Length == 3 ? "institutional" : null;

    private static string? Text(NpgsqlDataReader rows, int column) => rows.IsDBNull(column) ? null : rows.GetString(column);

    private static DateOnly? Day(NpgsqlDataReader rows, int column) => rows.IsDBNull(column) ? null : rows.GetFieldValue<DateOnly>(column);
}
