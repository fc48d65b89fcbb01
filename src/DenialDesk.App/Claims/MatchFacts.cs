// Reason for length: the reading half of matching; each select stands beside the record it fills.
using DenialDesk.Domain.Claims;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Claims;

/// <summary>One answer of a remittance claim, as the time a payer took is counted from it.</summary>
internal sealed record AnswerGiven(DateOnly On, int PayerId, string Kind, DateOnly? From, DateOnly? To);

/// <summary>A remittance claim with its answers, oldest first.</summary>
internal sealed record AnsweredRow(long ClaimId, AnsweredClaim Claim, IReadOnlyList<AnswerGiven> Answers);

/// <summary>A submission as it is stored.</summary>
/// <param name="Frequency">CLM05-3; 8 voids, and is answered by a reversal.</param>
/// <param name="Bearers">Up to two remittance claims that bear its account number.</param>
internal sealed record SentRow(SentClaim Claim, DateOnly SubmittedOn, string Frequency, string AccountKey, long[] Bearers);

/// <summary>Reads what claims are matched by, set by set. Every select is of one practice.</summary>
internal sealed class MatchFacts(NpgsqlConnection connection, NpgsqlTransaction? transaction, int practiceId, PayersOnRecord payers)
{
    /// <summary>A key borne by more submissions than this tells nothing apart.</summary>
    private const int TooCommon = 40;

    private const string Sent =
        """
        s.submitted_id, s.account, s.patient_last_name, s.patient_first_name, s.member_id, s.service_from, s.service_to, s.charge, s.payer_identifier, s.payer_name,
        s.payer_claim_number, s.submitted_at::date, s.frequency, s.account_key
        """;

    private readonly Dictionary<long, SentRow> _sent = [];

    /// <summary>The claims with their answers. By the keys of claim and adjudication_claim.</summary>
    public async Task<List<AnsweredRow>> AnsweredAsync(long[] claims, CancellationToken cancellation)
    {
        await using var command = Command(
            """
            select c.claim_id, c.patient_control_number, c.patient_last_name, c.patient_first_name, c.member_id,
                   a.patient_last_name, a.patient_first_name, a.member_id, a.service_from, a.service_to, a.charge, a.payer_id, a.payer_claim_number, a.remit_date, a.kind
            from unnest($2::bigint[]) t (claim_id)
            join claim c on c.practice_id = $1 and c.claim_id = t.claim_id
            join adjudication a on a.practice_id = $1 and a.claim_id = c.claim_id
            order by c.claim_id, a.remit_date, a.payer_claim_number, a.charge, a.kind
            """, claims);
        var found = new List<AnsweredRow>();
        var answers = new List<AnswerGiven>();
        var numbers = new HashSet<string>();
        var charges = new HashSet<decimal>();
        AnsweredClaim? claim = null;
        long current = 0;
        void Close()
        {
            if (claim is null) { return; }

            found.Add(new(current, claim with { Charges = [.. charges], PayerClaimNumbers = [.. numbers], Payers = [.. answers.Select(a => a.PayerId).Distinct()] }, [.. answers]));
        }

        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            if (claim is null || rows.GetInt64(0) != current)
            {
                Close();
                (current, claim) = (rows.GetInt64(0), new() { Account = rows.GetString(1) });
                answers.Clear();
                numbers.Clear();
                charges.Clear();
            }

            var (from, to) = (Day(rows, 8), Day(rows, 9) ?? Day(rows, 8));
            claim = claim with
            {
                LastName = First(claim.LastName, rows.GetString(5), rows.GetString(2)),
                FirstName = First(claim.FirstName, rows.GetString(6), rows.GetString(3)),
                MemberId = First(claim.MemberId, rows.GetString(7), rows.GetString(4)),
                From = Earlier(claim.From, from),
                To = Later(claim.To, to),
            };
            answers.Add(new(rows.GetFieldValue<DateOnly>(13), payers.Current(rows.GetInt32(11)), rows.GetString(14), from, to));
            if (rows.GetString(12).Length > 0) { numbers.Add(rows.GetString(12)); }

            if (!rows.IsDBNull(10) && rows.GetDecimal(10) != 0m) { charges.Add(Math.Abs(rows.GetDecimal(10))); }
        }

        Close();
        return found;
    }

    /// <summary>The same claims with the line control numbers that came back. By adjudication_claim and the key of service_line.</summary>
    public async Task<List<AnsweredRow>> WithLinesAsync(List<AnsweredRow> claims, CancellationToken cancellation)
    {
        await using var command = Command(
            """
            select a.claim_id, array_agg(distinct l.line_control_number)
            from unnest($2::bigint[]) t (claim_id)
            join adjudication a on a.practice_id = $1 and a.claim_id = t.claim_id
            join service_line l on l.practice_id = $1 and l.adjudication_id = a.adjudication_id
            where l.line_control_number <> '' group by a.claim_id
            """, [.. claims.Select(c => c.ClaimId)]);
        var lines = new Dictionary<long, string[]>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { lines[rows.GetInt64(0)] = rows.GetFieldValue<string[]>(1); }

        return [.. claims.Select(c => lines.TryGetValue(c.ClaimId, out var own) ? c with { Claim = c.Claim with { LineNumbers = own } } : c)];
    }

    /// <summary>Submissions that bear the claims' own account numbers. By claim's key and submitted_account.</summary>
    public async Task<ILookup<long, SentRow>> ByAccountAsync(long[] claims, CancellationToken cancellation)
    {
        await using var command = Command(
            $"""
            select {Sent}, c.claim_id from unnest($2::bigint[]) t (claim_id)
            join claim c on c.practice_id = $1 and c.claim_id = t.claim_id
            join submitted_claim s on s.practice_id = $1 and s.account_key = c.patient_control_number
            """, claims);
        return await PairsAsync(command, cancellation);
    }

    /// <summary>Submissions of the families that people pointed claims to. By submitted_account.</summary>
    public async Task<ILookup<long, SentRow>> OfFamiliesAsync(IReadOnlyDictionary<long, string> families, CancellationToken cancellation)
    {
        await using var command = Command(
            $"""
            select {Sent}, t.claim_id from unnest($2::bigint[], $3::text[]) t (claim_id, account)
            join submitted_claim s on s.practice_id = $1 and s.account_key = t.account
            """, [.. families.Keys]);
        command.Parameters.AddWithValue(families.Values.Select(f => f.Split('|')[0]).ToArray());
        var found = await PairsAsync(command, cancellation);
        return families.Keys.SelectMany(id => found[id].Where(s => s.Claim.Family == families[id]).Select(s => (id, s))).ToLookup(p => p.id, p => p.s);
    }

    /// <summary>Submissions that share a key with the claims. By submission_key; keys that everybody bears are left out.</summary>
    public async Task<ILookup<long, SentRow>> ByKeysAsync(IReadOnlyList<(long ClaimId, string Key)> wanted, CancellationToken cancellation)
    {
        await using var command = Command(
            """
            with wanted as materialized (select * from unnest($2::bigint[], $3::text[]) w (claim_id, key)),
            found as materialized (
                select k.key, k.submitted_id, count(*) over (partition by k.key) as bearers
                from submission_key k where k.practice_id = $1 and k.key in (select key from wanted))
            select distinct w.claim_id, f.submitted_id from wanted w join found f using (key) where f.bearers <= $4
            """, [.. wanted.Select(w => w.ClaimId)]);
        command.Parameters.AddWithValue(wanted.Select(w => w.Key).ToArray());
        command.Parameters.AddWithValue((long)TooCommon);
        var pairs = new List<(long ClaimId, long SubmittedId)>();
        await using (var rows = await command.ExecuteReaderAsync(cancellation))
        {
            while (await rows.ReadAsync(cancellation)) { pairs.Add((rows.GetInt64(0), rows.GetInt64(1))); }
        }

        var sent = await SentAsync([.. pairs.Select(p => p.SubmittedId).Distinct()], cancellation);
        return pairs.Where(p => sent.ContainsKey(p.SubmittedId)).ToLookup(p => p.ClaimId, p => Seen(sent[p.SubmittedId], p.ClaimId));
    }

    /// <summary>Submissions with all they can be recognised by. By their key, the key of submitted_line, and claim_key or claim_account (AccountClaims).</summary>
    public async Task<Dictionary<long, SentRow>> SentAsync(long[] submissions, CancellationToken cancellation)
    {
        await using var command = Command(
            $"""
            select {Sent},
                   array(select l.control_number from submitted_line l where l.practice_id = $1 and l.submitted_id = s.submitted_id and l.control_number <> ''),
                   array(select a.payer_claim_number from acknowledgement_match m join acknowledgement a using (acknowledgement_id)
                         where m.practice_id = $1 and m.submitted_id = s.submitted_id and a.payer_claim_number <> ''),
                   array(select c.claim_id from {AccountClaims.Sql("$1", "= s.account_key")} c where s.account_key <> '' order by 1 limit 2)
            from unnest($2::bigint[]) t (submitted_id) join submitted_claim s on s.practice_id = $1 and s.submitted_id = t.submitted_id
            """, submissions);
        var found = new Dictionary<long, SentRow>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var row = Read(rows);
            found[row.Claim.Id] = row with
            {
                Claim = row.Claim with { LineNumbers = rows.GetFieldValue<string[]>(14), PayerClaimNumbers = [.. row.Claim.PayerClaimNumbers, .. rows.GetFieldValue<string[]>(15)] },
                Bearers = rows.GetFieldValue<long[]>(16),
            };
        }

        return found;
    }

    private static SentRow Seen(SentRow row, long claimId) => row.Bearers.Any(b => b != claimId) ? row with { Claim = row.Claim with { Taken = true } } : row;

    private async Task<ILookup<long, SentRow>> PairsAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        var pairs = new List<(long ClaimId, SentRow Sent)>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            if (!_sent.TryGetValue(rows.GetInt64(0), out var sent)) { _sent[rows.GetInt64(0)] = sent = Read(rows); }

            pairs.Add((rows.GetInt64(14), sent));
        }

        return pairs.ToLookup(p => p.ClaimId, p => p.Sent);
    }

    private SentRow Read(NpgsqlDataReader r) => new(
        new()
        {
            Id = r.GetInt64(0),
            Account = r.GetString(1),
            LastName = r.GetString(2),
            FirstName = r.GetString(3),
            MemberId = r.GetString(4),
            From = Day(r, 5),
            To = Day(r, 6),
            Charge = r.IsDBNull(7) ? null : r.GetDecimal(7),
            Payer = payers.Find(r.GetString(8), r.GetString(9)),
            PayerClaimNumbers = r.GetString(10).Length > 0 ? [r.GetString(10)] : [],
        },
        r.GetFieldValue<DateOnly>(11), r.GetString(12), r.GetString(13), []);

    private NpgsqlCommand Command(string sql, long[] ids)
    {
        var command = new NpgsqlCommand(sql, connection, transaction);
        command.Parameters.AddWithValue(practiceId);
        command.Parameters.Add(new() { Value = ids, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        return command;
    }

    private static string First(params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            if (text.Length > 0) { return text; }
        }

        return "";
    }

    private static DateOnly? Earlier(DateOnly? one, DateOnly? other) => one is null || other < one ? other ?? one : one;

    private static DateOnly? Later(DateOnly? one, DateOnly? other) => one is null || other > one ? other ?? one : one;

    private static DateOnly? Day(NpgsqlDataReader rows, int column) => rows.IsDBNull(column) ? null : rows.GetFieldValue<DateOnly>(column);
}
