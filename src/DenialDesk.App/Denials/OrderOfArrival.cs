using DenialDesk.App.Claims;
using DenialDesk.App.Data;
using DenialDesk.App.Deadlines;
using DenialDesk.App.Payers;
using DenialDesk.App.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Denials;

/// <summary>
/// Makes claims whose answers came in another order than they were given end as if they had come in order: the first answer of a primary payer is the
/// one of the earliest day, and a clock that counts from the first denial moves when an earlier denial arrives late.
/// </summary>
internal static class OrderOfArrival
{
    /// <summary>CLP02 of answers that are never a claim's first by its primary payer: later payers, reversals, forwards and predeterminations.</summary>
    private static readonly string[] _notFirst = ["2", "3", "20", "21", "22", "23", "25"];

    /// <summary>Whether an answer of this status can be a claim's first by its primary payer.</summary>
    public static bool CanBeFirst(string status) => !_notFirst.Contains(status);

    /// <summary>Settles these claims, inside the import's transaction; returns how many last days moved.</summary>
    public static async Task<int> SettleAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, IReadOnlyCollection<(long ClaimId, int PayerId)> claims, DateTimeOffset now, CancellationToken cancellation)
    {
        await MarkFirstAsync(connection, transaction, practiceId, [.. claims.Select(c => c.ClaimId).Distinct()], cancellation);
        var moved = await DeniedBeforeAsync(connection, transaction, practiceId, claims, cancellation);
        if (moved.Length == 0) { return 0; }

        var rules = await RulesInForce.LoadAsync(connection, transaction, cancellation);
        var denials = await DenialClocks.AllAsync(connection, transaction, practiceId, moved, cancellation);
        var changes = denials.Select(d => (Denial: d, Clock: d.Under(rules.For(d.PayerId)))).Where(c => c.Clock != c.Denial.Clock).ToList();
        if (changes.Count == 0) { return 0; }

        await DenialClocks.SaveAsync(connection, transaction, changes, cancellation);
        await Journal.AppendAsync(connection, transaction, Actor.Desk, now, cancellation, [.. changes.Select(c => ApplyWindow.Told(c.Denial, c.Clock))]);
        return changes.Count;
    }

    private static async Task MarkFirstAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, long[] claims, CancellationToken cancellation)
    {
        // By adjudication_claim and the remittance's key. Of one day the remittance's own content decides, never the hour it arrived.
        await using var command = new NpgsqlCommand(
            """
            with first as materialized (
                select distinct on (a.claim_id) a.claim_id, a.adjudication_id
                from adjudication a join remittance r on r.practice_id = a.practice_id and r.remittance_id = a.remittance_id
                where a.practice_id = $1 and a.claim_id = any($2) and a.status_code <> all($3)
                order by a.claim_id, a.remit_date, r.canonical_hash, a.position)
            update adjudication a set is_first_primary = (a.adjudication_id = f.adjudication_id)
            from first f where a.practice_id = $1 and a.claim_id = f.claim_id and a.is_first_primary <> (a.adjudication_id = f.adjudication_id)
            """,
            connection,
            transaction);
        command.Parameters.AddWithValue(practiceId);
        command.Parameters.AddWithValue(claims);
        command.Parameters.AddWithValue(_notFirst);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Denials that an earlier denial of the same claim by the same payer stands before.</summary>
    private static async Task<long[]> DeniedBeforeAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, IReadOnlyCollection<(long ClaimId, int PayerId)> claims, CancellationToken cancellation)
    {
        // By denial_claim.
        await using var command = new NpgsqlCommand(
            $"""
            select distinct d.denial_id from unnest($2::bigint[], $3::int[]) as s (claim_id, payer_id)
            join denial d on d.practice_id = $1 and d.claim_id = {ClaimKin.Of("$1", "s.claim_id")} and d.payer_id = s.payer_id and d.outcome is distinct from 'not_a_denial'
            where exists (select 1 from denial e where e.practice_id = $1 and e.claim_id = {ClaimKin.Of("$1", "d.claim_id")} and e.payer_id = d.payer_id and e.denied_on < d.denied_on and e.outcome is distinct from 'not_a_denial')
            """,
            connection,
            transaction);
        command.Parameters.AddWithValue(practiceId);
        command.Parameters.Add(new() { Value = claims.Select(c => c.ClaimId).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        command.Parameters.Add(new() { Value = claims.Select(c => c.PayerId).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<long>();
        while (await rows.ReadAsync(cancellation)) { found.Add(rows.GetInt64(0)); }

        return [.. found];
    }
}
