using DenialDesk.App.Claims;
using DenialDesk.Domain.Codes;
using Npgsql;

namespace DenialDesk.App.Remittances;

/// <summary>The claims a batch belongs to: those already here, found in one query, and new ones with reserved ids.</summary>
internal sealed class ClaimThreads(NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId)
{
    private sealed record Known(long Id, string LastName, string MemberId);

    private readonly Dictionary<string, List<Known>> _byAccount = [];
    private readonly HashSet<string> _looked = [];
    private readonly Dictionary<long, DateOnly> _firstDenied = [];
    private readonly Dictionary<long, DenialCategory> _lastCategory = [];
    private readonly HashSet<long> _hasPrimary = [];

    /// <summary>Reads what is known of these account numbers. Served by claim_account.</summary>
    public async Task LookUpAsync(IEnumerable<string> accounts, int payerId, CancellationToken cancellation)
    {
        var asked = accounts.Select(ClaimThread.Account).Where(a => _looked.Add(a)).ToArray();
        if (asked.Length == 0) { return; }

        await using var command = new NpgsqlCommand(
            """
            select c.claim_id, c.patient_control_number, c.patient_last_name, c.member_id,
                   exists (select 1 from adjudication a where a.practice_id = c.practice_id and a.claim_id = c.claim_id and a.is_first_primary),
                   (select min(d.denied_on) from denial d where d.practice_id = c.practice_id and d.claim_id = c.claim_id and d.payer_id = $3),
                   (select d.category from denial d where d.practice_id = c.practice_id and d.claim_id = c.claim_id and d.payer_id = $3 order by d.denial_id desc limit 1)
            from claim c where c.practice_id = $1 and c.patient_control_number = any($2)
            """,
            connection,
            transaction);
        command.Parameters.AddWithValue(practiceId);
        command.Parameters.AddWithValue(asked);
        command.Parameters.AddWithValue(payerId);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            Remember(rows.GetString(1), new(rows.GetInt64(0), rows.GetString(2), rows.GetString(3)));
            if (rows.GetBoolean(4)) { _hasPrimary.Add(rows.GetInt64(0)); }

            if (!rows.IsDBNull(5)) { _firstDenied[rows.GetInt64(0)] = rows.GetFieldValue<DateOnly>(5); }

            if (!rows.IsDBNull(6)) { _lastCategory[rows.GetInt64(0)] = CodeNames.Read<DenialCategory>(rows.GetString(6)); }
        }
    }

    /// <summary>The claim this mention belongs to, or null when it is a new one.</summary>
    public long? Find(string account, string lastName, string memberId)
    {
        var key = ClaimThread.Account(account);
        return !ClaimThread.IsPlaceholder(key) && _byAccount.TryGetValue(key, out var known)
            ? known.Find(k => ClaimThread.SamePatient(lastName, memberId, k.LastName, k.MemberId))?.Id
            : null;
    }

    /// <summary>A new claim under a reserved id.</summary>
    public ClaimRow Add(long id, string account, string payerClaimNumber, string lastName, string firstName, string memberId, DateOnly? from, DateOnly? to)
    {
        var plain = ClaimThread.Account(account);
        var key = ClaimThread.NewKey(account, payerClaimNumber, lastName, memberId, _byAccount.ContainsKey(plain));
        var unique = _keys.Add(key) ? key : $"{key}|{id}";
        Remember(plain, new(id, lastName, memberId));
        return new(id, unique, plain, lastName, firstName, memberId, from, to);
    }

    private readonly HashSet<string> _keys = [];

    /// <summary>Marks the claim's first adjudication by a primary payer; true once.</summary>
    public bool TakeFirstPrimary(long claimId) => _hasPrimary.Add(claimId);

    /// <summary>The first day this payer denied the claim; the given day when it never did before.</summary>
    public DateOnly FirstDenied(long claimId, DateOnly today)
    {
        var first = _firstDenied.TryGetValue(claimId, out var earlier) && earlier < today ? earlier : today;
        _firstDenied[claimId] = first;
        return first;
    }

    /// <summary>The category of this payer's last denial of the claim, which an upheld appeal keeps; null when it never denied it.</summary>
    public DenialCategory? LastCategory(long claimId) => _lastCategory.TryGetValue(claimId, out var category) ? category : null;

    /// <summary>Notes a denial of the batch, for later adjudications of the same claim in it.</summary>
    public void Denied(long claimId, DenialCategory category) => _lastCategory[claimId] = category;

    private void Remember(string account, Known known)
    {
        if (_byAccount.TryGetValue(account, out var list)) { list.Add(known); }
        else { _byAccount[account] = [known]; }
    }
}
