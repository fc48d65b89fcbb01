using DenialDesk.App.Claims;
using DenialDesk.App.Deadlines;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;
using DenialDesk.X12.Remittance;
using Npgsql;

namespace DenialDesk.App.Remittances;

/// <summary>
/// The claims of one practice that an import speaks of: those already here, found in one query a batch, and new ones with reserved ids.
/// Lives as long as the import, so that a claim of an earlier batch is known before its rows are in the database, and to others before its commit.
/// </summary>
internal sealed class ClaimThreads(int practiceId)
{
    /// <summary>What a batch asks for that was not asked before, each name beside the payer that speaks of it.</summary>
    internal sealed record Question(List<(string Name, int PayerId)> Accounts, List<(string Name, int PayerId)> Keys);

    /// <summary>A claim that is here already, and what is known of it and of one payer.</summary>
    internal sealed record Answer(
        long Id, string Account, string LastName, string MemberId, string Key, bool HasPrimary, EarlierDenial[] Denied, int PayerId);

    /// <param name="Before">The claim with the same account number that was known before; nearly every account number has one claim.</param>
    private sealed record Known(long Id, string LastName, string MemberId, Known? Before = null);

    private const string ByKey = "(select * from claim c where c.practice_id = $1 and c.claim_key = n.name offset 0)";

    private readonly Dictionary<string, Known> _byAccount = [];
    private readonly Dictionary<string, long> _byKey = [];
    private readonly HashSet<(int PayerId, string Name)> _looked = [];
    private readonly Dictionary<(long ClaimId, int PayerId), List<EarlierDenial>> _denied = [];
    private readonly HashSet<long> _hasPrimary = [];
    private readonly HashSet<long> _old = [];
    private readonly HashSet<long> _spoken = [];
    private readonly HashSet<(long ClaimId, int PayerId)> _told = [];

    /// <summary>What has to be asked about these claims.</summary>
    public Question Ask(IEnumerable<(RemittanceClaim Claim, int PayerId)> claims)
    {
        var (accounts, keys) = (new List<(string Name, int PayerId)>(), new List<(string Name, int PayerId)>());
        foreach (var (claim, payerId) in claims)
        {
            // A placeholder says nothing of the claim: thousands may carry it, so only the whole key is asked for.
            var account = ClaimThread.Account(claim.PatientControlNumber);
            var bare = ClaimThread.IsPlaceholder(account);
            var name = bare ? ClaimThread.NewKey(account, claim.PayerControlNumber, claim.Patient?.Name ?? "", AdjudicationRow.MemberOf(claim), taken: false) : account;
            if (_looked.Add((payerId, name))) { (bare ? keys : accounts).Add((name, payerId)); }
        }

        return new(accounts, keys);
    }

    /// <summary>
    /// Reads what is known of these claims; changes nothing here, so that the batch before may be decided meanwhile. Served by the unique claim_key and claim_account (AccountClaims).
    /// On any connection: what the import itself has written is remembered here.
    /// </summary>
    public async Task<List<Answer>> ReadAsync(NpgsqlConnection connection, Question question, CancellationToken cancellation)
    {
        var found = new List<Answer>();
        if (question.Accounts.Count > 0) { await ReadAsync(connection, AccountClaims.Sql("$1", "= n.name"), question.Accounts, found, cancellation); }

        if (question.Keys.Count > 0) { await ReadAsync(connection, ByKey, question.Keys, found, cancellation); }

        return found;
    }

    /// <summary>Takes in what was read; before the claims that were asked about are decided.</summary>
    public void Learn(List<Answer> answers)
    {
        foreach (var a in answers)
        {
            Remember(a.Account, a.Key, new(a.Id, a.LastName, a.MemberId));
            _old.Add(a.Id);
            if (a.HasPrimary) { _hasPrimary.Add(a.Id); }

            // What this import has found of the claim is newer than what the database knows.
            if (a.Denied.Length > 0) { _denied.TryAdd((a.Id, a.PayerId), [.. a.Denied]); }
        }
    }

    /// <summary>The claim this mention belongs to, or null when it is a new one.</summary>
    public long? Find(string account, string payerClaimNumber, string lastName, string memberId)
    {
        var plain = ClaimThread.Account(account);
        if (ClaimThread.IsPlaceholder(plain))
        {
            return _byKey.TryGetValue(ClaimThread.NewKey(account, payerClaimNumber, lastName, memberId, taken: false), out var same) ? same : null;
        }

        // The claim that was known first comes first, as it always did.
        long? found = null;
        for (var known = _byAccount.GetValueOrDefault(plain); known is not null; known = known.Before)
        {
            if (ClaimThread.SamePatient(lastName, memberId, known.LastName, known.MemberId)) { found = known.Id; }
        }

        return found;
    }

    /// <summary>A new claim under a reserved id.</summary>
    public ClaimRow Add(long id, string account, string payerClaimNumber, string lastName, string firstName, string memberId, DateOnly? from, DateOnly? to)
    {
        var plain = ClaimThread.Account(account);
        var key = ClaimThread.NewKey(account, payerClaimNumber, lastName, memberId, _byAccount.ContainsKey(plain));
        var unique = _byKey.ContainsKey(key) ? $"{key}|{id}" : key;
        Remember(plain, unique, new(id, lastName, memberId));
        return new(id, unique, plain, lastName, firstName, memberId, from, to);
    }

    /// <summary>Claims that were answered more than once, or that were here before: the ones whose story has to be told again.</summary>
    public IReadOnlyCollection<(long ClaimId, int PayerId)> Told => _told;

    /// <summary>Notes that a payer speaks of a claim.</summary>
    public void Spoke(long claimId, int payerId)
    {
        if (!_spoken.Add(claimId) || _old.Contains(claimId)) { _told.Add((claimId, payerId)); }
    }

    /// <summary>Marks the claim's first adjudication by a primary payer; true once.</summary>
    public bool TakeFirstPrimary(long claimId) => _hasPrimary.Add(claimId);

    /// <summary>The denials of the claim by this payer that are known so far, whatever their days; nearly always none.</summary>
    public IReadOnlyList<EarlierDenial> Denials(long claimId, int payerId) => _denied.TryGetValue((claimId, payerId), out var earlier) ? earlier : [];

    /// <summary>Notes a denial of the import, for later adjudications of the same claim in it.</summary>
    public void Denied(long claimId, int payerId, EarlierDenial denial)
    {
        if (_denied.TryGetValue((claimId, payerId), out var earlier)) { earlier.Add(denial); }
        else { _denied[(claimId, payerId)] = [denial]; }
    }

    /// <summary>One answer a batch. Each name is looked up by itself ("offset 0"): left to join, the planner reads the whole table for two thousand names. The "+ 0" keeps it from reading all denials of the payer (denial_month) while a new desk has no statistics.</summary>
    private async Task ReadAsync(NpgsqlConnection connection, string claims, List<(string Name, int PayerId)> names, List<Answer> found, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select c.claim_id, c.patient_control_number, c.patient_last_name, c.member_id, c.claim_key, p.first is not null, n.payer_id, {DenialClocks.EarlierOf("d")}
            from unnest($2::text[], $3::int[]) as n (name, payer_id)
            cross join lateral {claims} c
            left join lateral
              (select true as first from adjudication a where a.practice_id = c.practice_id and a.claim_id = c.claim_id and a.is_first_primary limit 1) p on true
            left join lateral
              (select {DenialClocks.Earlier("d", "b")}
               from denial d
               cross join lateral (select a.payer_claim_number, a.service_from, a.service_to, a.status_code, a.member_id from adjudication a where a.practice_id = d.practice_id and a.adjudication_id = d.adjudication_id offset 0) b
               where d.practice_id = c.practice_id and d.claim_id = c.claim_id and d.payer_id + 0 = n.payer_id and d.outcome is distinct from 'not_a_denial' offset 0) d on true
            """,
            connection);
        command.Parameters.AddWithValue(practiceId);
        command.Parameters.AddWithValue(names.ConvertAll(n => n.Name).ToArray());
        command.Parameters.AddWithValue(names.ConvertAll(n => n.PayerId).ToArray());
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new(
                rows.GetInt64(0), rows.GetString(1), rows.GetString(2), rows.GetString(3), rows.GetString(4), rows.GetBoolean(5), DenialClocks.ReadEarlier(rows, 7), rows.GetInt32(6)));
        }
    }

    private void Remember(string account, string key, Known known)
    {
        if (!_byKey.TryAdd(key, known.Id)) { return; }

        _byAccount[account] = _byAccount.TryGetValue(account, out var before) ? known with { Before = before } : known;
    }
}
