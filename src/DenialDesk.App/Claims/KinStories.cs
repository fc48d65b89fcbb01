using DenialDesk.App.Denials;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.Codes;
using Npgsql;

namespace DenialDesk.App.Claims;

/// <summary>Which claims matching moved: families that claims came to, families they left, and the claims that left.</summary>
internal sealed record KinMoves(HashSet<string> Gained, HashSet<string> Left, List<long> Claims)
{
    /// <summary>None yet.</summary>
    public static KinMoves None => new([], [], []);

    /// <summary>Notes where a claim was and where it is; empty when it is matched with nothing.</summary>
    public void Add(long claim, string before, string now)
    {
        if (before == now) { return; }

        if (now.Length > 0) { Gained.Add(now); }

        if (before.Length > 0)
        {
            Left.Add(before);
            Claims.Add(claim);
        }
    }
}

/// <summary>
/// Claims turn out to answer one submission, or not to answer it any more: what the payer's answers make of their denials is told again, as if they had come under one account number. Inside the caller's
/// transaction.
/// </summary>
internal static class KinStories
{
    private const int Together = 1_000;

    /// <summary>Tells them again and ranks the practice where something changed.</summary>
    public static async Task TellAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, CodeBook book, int practiceId, KinMoves moves, DateTimeOffset at, CancellationToken cancellation)
    {
        var (changed, denied) = (0, await DeniedAsync(connection, transaction, practiceId, moves, cancellation));
        foreach (var some in denied.Chunk(Together))
        {
            changed += (await UpheldAnswers.SettleAsync(connection, transaction, book, practiceId, some, foundAt: null, at, cancellation)).Count;
            changed += await PayerTurn.TakeAsync(connection, transaction, practiceId, some, at, cancellation);
            changed += await OrderOfArrival.SettleAsync(connection, transaction, practiceId, some, at, cancellation);
        }

        if (changed > 0) { await Scoring.RescoreAsync(connection, transaction, practiceId, await TodayAsync(connection, transaction, practiceId, at, cancellation), cancellation); }
    }

    /// <summary>Claims with denials among those that are not alone in a family, or were not before.</summary>
    private static async Task<List<(long ClaimId, int PayerId)>> DeniedAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, KinMoves moves, CancellationToken cancellation)
    {
        if (moves.Gained.Count + moves.Left.Count == 0) { return []; }

        string[] families = [.. moves.Gained.Union(moves.Left)];
        // By claim_match_account, then denial_claim.
        await using var command = new NpgsqlCommand(
            """
            with kin as materialized (
                select k.claim_id, k.family = any($4) or count(*) over (partition by k.family) > 1 as told from claim_match k
                where k.practice_id = $1 and k.account_key = any($2) and k.account_key <> '' and k.family = any($3) and k.state = 'matched')
            select distinct d.claim_id, d.payer_id from (select k.claim_id from kin k where k.told union select unnest($5::bigint[])) c
            join denial d on d.practice_id = $1 and d.claim_id = c.claim_id order by 1, 2
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = practiceId }, new() { Value = families.Select(f => f.Split('|')[0]).Distinct().ToArray() }, new() { Value = families }, new() { Value = moves.Left.ToArray() },
                new() { Value = moves.Claims.ToArray() },
            },
        };
        var found = new List<(long, int)>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { found.Add((rows.GetInt64(0), rows.GetInt32(1))); }

        return found;
    }

    private static async Task<DateOnly> TodayAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select time_zone from practice where practice_id = $1", connection, transaction) { Parameters = { new() { Value = practiceId } } };
        return PracticeDay.At(at, TimeZoneInfo.FindSystemTimeZoneById((string)(await command.ExecuteScalarAsync(cancellation))!));
    }
}
