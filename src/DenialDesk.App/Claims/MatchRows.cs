using DenialDesk.App.Data;
using DenialDesk.App.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Claims;

/// <summary>Where a remittance claim stands, as its row of claim_match holds it.</summary>
internal sealed record MatchStanding(
    long ClaimId, string State, string Method, string Family, string Evidence, bool Ambiguous, bool ByPerson, string[] Refused, string Reason, int PayerId, DateOnly AnsweredOn, int Version = 0)
{
    /// <summary>The account number of the family.</summary>
    public string AccountKey => Family.Split('|')[0];

    /// <summary>Whether the other says the same of the match itself; a later answer's date alone is no change.</summary>
    public bool Says(MatchStanding other) => (State, Method, Family, Evidence) == (other.State, other.Method, other.Family, other.Evidence);
}

/// <summary>A submission that a remittance claim answers; answered when an answer came on or after the day it was submitted.</summary>
internal sealed record MatchedSubmission(long ClaimId, long SubmittedId, DateOnly SubmittedOn, DateOnly? AnsweredOn, int? PayerId);

/// <summary>Writes what matching decided: standings, links, keys and changes, each in one statement for all claims of a batch.</summary>
internal sealed class MatchRows(NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId)
{
    /// <summary>The standings of these claims, held until the transaction ends. By primary key.</summary>
    public async Task<Dictionary<long, MatchStanding>> HoldAsync(long[] claims, CancellationToken cancellation)
    {
        await using var command = Command(
            """
            select claim_id, state, method, family, evidence, ambiguous, by_person, refused, reason, payer_id, answered_on, version
            from claim_match where practice_id = $1 and claim_id = any($2) order by claim_id for update
            """, (NpgsqlDbType.Bigint, claims));
        var found = new Dictionary<long, MatchStanding>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            found[rows.GetInt64(0)] = new(
                rows.GetInt64(0), rows.GetString(1), rows.GetString(2), rows.GetString(3), rows.GetString(4), rows.GetBoolean(5), rows.GetBoolean(6), rows.GetFieldValue<string[]>(7),
                rows.GetString(8), rows.GetInt32(9), rows.GetFieldValue<DateOnly>(10), rows.GetInt32(11));
        }

        return found;
    }

    /// <summary>Writes standings; a version grows only when what it says changes.</summary>
    public async Task SaveAsync(IReadOnlyCollection<MatchStanding> all, DateTimeOffset at, CancellationToken cancellation)
    {
        // Arrays inside rows have no unnest of their own: refused families travel joined, as they hold no line break.
        await using var command = Command(
            """
            insert into claim_match as m (practice_id, claim_id, state, method, family, account_key, evidence, ambiguous, by_person, refused, reason, payer_id, answered_on, decided_at)
            select $1, x.claim_id, x.state, x.method, x.family, x.account_key, x.evidence, x.ambiguous, x.by_person,
                   case when x.refused = '' then '{}' else string_to_array(x.refused, E'\n') end, x.reason, x.payer_id, x.answered_on, $13
            from unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bool[], $9::bool[], $10::text[], $11::text[], $12::int[], $14::date[])
                 as x (claim_id, state, method, family, account_key, evidence, ambiguous, by_person, refused, reason, payer_id, answered_on)
            on conflict (practice_id, claim_id) do update
            set state = excluded.state, method = excluded.method, family = excluded.family, account_key = excluded.account_key, evidence = excluded.evidence, ambiguous = excluded.ambiguous,
                by_person = excluded.by_person, refused = excluded.refused, reason = excluded.reason, payer_id = excluded.payer_id, answered_on = excluded.answered_on,
                decided_at = case when (m.state, m.method, m.family, m.by_person) is distinct from (excluded.state, excluded.method, excluded.family, excluded.by_person) then excluded.decided_at else m.decided_at end,
                version = m.version + case when (m.state, m.method, m.family, m.by_person) is distinct from (excluded.state, excluded.method, excluded.family, excluded.by_person) then 1 else 0 end
            where (m.state, m.method, m.family, m.evidence, m.ambiguous, m.by_person, m.refused, m.reason, m.payer_id, m.answered_on) is distinct from
                  (excluded.state, excluded.method, excluded.family, excluded.evidence, excluded.ambiguous, excluded.by_person, excluded.refused, excluded.reason, excluded.payer_id, excluded.answered_on)
            """,
            (NpgsqlDbType.Bigint, Of(all, s => s.ClaimId)), (NpgsqlDbType.Text, Of(all, s => s.State)), (NpgsqlDbType.Text, Of(all, s => s.Method)), (NpgsqlDbType.Text, Of(all, s => s.Family)),
            (NpgsqlDbType.Text, Of(all, s => s.AccountKey)), (NpgsqlDbType.Text, Of(all, s => s.Evidence)), (NpgsqlDbType.Boolean, Of(all, s => s.Ambiguous)), (NpgsqlDbType.Boolean, Of(all, s => s.ByPerson)),
            (NpgsqlDbType.Text, Of(all, s => string.Join('\n', s.Refused))), (NpgsqlDbType.Text, Of(all, s => s.Reason)), (NpgsqlDbType.Integer, Of(all, s => s.PayerId)));
        command.Parameters.AddWithValue(at);
        command.Parameters.Add(new() { Value = Of(all, s => s.AnsweredOn), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Date });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Puts the links of these claims to what was decided, and returns every submission that was linked before or is now.</summary>
    public async Task<List<long>> LinkAsync(long[] claims, IReadOnlyCollection<MatchedSubmission> links, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var gone = Command(
            """
            delete from submission_link l where l.practice_id = $1 and l.claim_id = any($2)
              and not exists (select 1 from unnest($3::bigint[], $4::bigint[]) n (claim_id, submitted_id) where n.claim_id = l.claim_id and n.submitted_id = l.submitted_id)
            returning l.submitted_id
            """, (NpgsqlDbType.Bigint, claims), (NpgsqlDbType.Bigint, Of(links, l => l.ClaimId)), (NpgsqlDbType.Bigint, Of(links, l => l.SubmittedId)));
        var touched = links.Select(l => l.SubmittedId).ToList();
        await using (var rows = await gone.ExecuteReaderAsync(cancellation))
        {
            while (await rows.ReadAsync(cancellation)) { touched.Add(rows.GetInt64(0)); }
        }

        await using var put = Command(
            """
            insert into submission_link as l (practice_id, claim_id, submitted_id, submitted_on, answered_on, payer_id, evidence, linked_at)
            select $1, x.claim_id, x.submitted_id, x.submitted_on, x.answered_on, x.payer_id, '', $7
            from unnest($2::bigint[], $3::bigint[], $4::date[], $5::date[], $6::int[]) as x (claim_id, submitted_id, submitted_on, answered_on, payer_id)
            on conflict (practice_id, submitted_id, claim_id) do update set submitted_on = excluded.submitted_on, answered_on = excluded.answered_on, payer_id = excluded.payer_id
            where (l.submitted_on, l.answered_on, l.payer_id) is distinct from (excluded.submitted_on, excluded.answered_on, excluded.payer_id)
            """, (NpgsqlDbType.Bigint, Of(links, l => l.ClaimId)), (NpgsqlDbType.Bigint, Of(links, l => l.SubmittedId)), (NpgsqlDbType.Date, Of(links, l => l.SubmittedOn)),
            (NpgsqlDbType.Date, Of(links, l => l.AnsweredOn)), (NpgsqlDbType.Integer, Of(links, l => l.PayerId)));
        put.Parameters.AddWithValue(at);
        await put.ExecuteNonQueryAsync(cancellation);
        return touched;
    }

    /// <summary>Writes the keys of claims that a later submission may still be found for.</summary>
    public async Task KeysAsync(long[] claims, IReadOnlyCollection<(long ClaimId, string Key)> keys, CancellationToken cancellation)
    {
        await using var gone = Command("delete from claim_key where practice_id = $1 and claim_id = any($2)", (NpgsqlDbType.Bigint, claims));
        await gone.ExecuteNonQueryAsync(cancellation);
        await using var copy = await BulkCopy.IntoAsync(connection, "claim_key (practice_id, key, claim_id)", cancellation);
        foreach (var (claimId, key) in keys) { copy.Row().Int(practiceId).Text(key).Long(claimId); }

        await copy.DoneAsync(cancellation);
    }

    /// <summary>Adds changes to the history.</summary>
    public async Task ChangesAsync(IEnumerable<(string Action, MatchStanding Now)> changes, Actor actor, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var copy = await BulkCopy.IntoAsync(connection, "claim_match_change (practice_id, claim_id, at, actor_id, actor_name, action, method, family, evidence)", cancellation);
        foreach (var (action, now) in changes)
        {
            copy.Row().Int(practiceId).Long(now.ClaimId).At(at).Id(actor.UserId).Text(actor.Name).Text(action).Text(now.Method).Text(now.Family).Text(now.Evidence);
        }

        await copy.DoneAsync(cancellation);
    }

    private static TOut[] Of<TIn, TOut>(IReadOnlyCollection<TIn> all, Func<TIn, TOut> value) => [.. all.Select(value)];

    private NpgsqlCommand Command(string sql, params (NpgsqlDbType Type, object Value)[] columns)
    {
        var command = new NpgsqlCommand(sql, connection, transaction);
        command.Parameters.AddWithValue(practiceId);
        foreach (var (type, value) in columns) { command.Parameters.Add(new() { Value = value, NpgsqlDbType = NpgsqlDbType.Array | type }); }

        return command;
    }
}
