using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Routing;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Routing;

/// <summary>
/// Routes what an import found, in the import's own transaction, to people who still have room today; what was dealt before stays. Without rules it is one look at an
/// empty table.
/// </summary>
internal static class RouteFound
{
    /// <summary>What an import brings to be dealt.</summary>
    /// <param name="First">Its first denial; the others have higher ids.</param>
    /// <param name="At">The moment they were found at.</param>
    /// <param name="Again">Earlier denials whose reason is another one since this import; where they were dealt to by the old reason does not hold.</param>
    internal sealed record Found(long First, DateTimeOffset At, IReadOnlyList<long> Again);

    /// <summary>Routes what the practice's part of the import brought.</summary>
    public static async Task RunAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, DateOnly today, Found found, CancellationToken cancellation)
    {
        if (await RoutingRows.SetInForceAsync(connection, transaction, cancellation) is not { } set) { return; }

        var rules = await RoutingRows.LoadAsync(connection, transaction, set, cancellation);
        if (rules.Count == 0) { return; }

        await TakeBackAsync(connection, transaction, practiceId, found, cancellation);
        var people = await RoutingPeople.LoadAsync(connection, transaction, cancellation);
        var work = await FoundAsync(connection, transaction, practiceId, found, cancellation);
        var routes = WorkDeal.Deal(rules, [.. people.Select(p => p.For(today, keepRoutes: true))], work, today).Where(r => r.Person is not null).ToList();
        await using var insert = new NpgsqlCommand(
            """
            insert into denial_route (practice_id, denial_id, person, set_id, position, routed_at)
            select $1, x.denial_id, x.person, $2, x.position, $3 from unnest($4::bigint[], $5::uuid[], $6::int[]) as x (denial_id, person, position) on conflict do nothing
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = practiceId }, new() { Value = set }, new() { Value = found.At }, new() { Value = routes.Select(r => r.Work.DenialId).ToArray() },
                new() { Value = routes.Select(r => r.Person!.Value).ToArray() }, new() { Value = routes.Select(r => r.Rule!.Position).ToArray() },
            },
        };
        await insert.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task TakeBackAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, Found found, CancellationToken cancellation)
    {
        if (found.Again.Count == 0) { return; }

        await using var command = new NpgsqlCommand(
            "delete from denial_route t using denial d where d.practice_id = t.practice_id and d.denial_id = t.denial_id and d.assigned_to is null and t.practice_id = $1 and t.denial_id = any($2)",
            connection, transaction)
        {
            Parameters = { new() { Value = practiceId }, new() { Value = found.Again.ToArray() } },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<List<RoutedWork>> FoundAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, Found asked, CancellationToken cancellation)
    {
        // By primary key from the first id on, for ids are drawn in order, and by key.
        await using var command = new NpgsqlCommand(
            $"""
            select denial_id, payer_id, category, denied_amount, clinical from denial
            where practice_id = $1 and (denial_id >= $2 and found_at = $3 {(asked.Again.Count > 0 ? "or denial_id = any($4)" : "")}) and is_open and state <> 'waiting' and assigned_to is null order by rank_key desc, due_on, denial_id
            """, connection, transaction)
        {
            Parameters = { new() { Value = practiceId }, new() { Value = asked.First }, new() { Value = asked.At, NpgsqlDbType = NpgsqlDbType.TimestampTz } },
        };
        if (asked.Again.Count > 0) { command.Parameters.AddWithValue(asked.Again.ToArray()); }

        var found = new List<RoutedWork>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new(practiceId, r.GetInt64(0), r.GetInt32(1), CodeNames.TryRead<DenialCategory>(r.GetString(2)), r.GetDecimal(3), r.GetBoolean(4)));
        }

        return found;
    }
}
