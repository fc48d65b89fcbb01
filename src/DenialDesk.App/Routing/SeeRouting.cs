using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Routing;
using Npgsql;

namespace DenialDesk.App.Routing;

/// <summary>A set of rules that was in force, or the draft.</summary>
/// <param name="No">The order in which it came into force; null for the draft.</param>
public sealed record RoutingSet(long SetId, int? No, string Reason, string By, DateTimeOffset At, int Version, IReadOnlyList<RoutingRule> Rules);

/// <summary>A team of people.</summary>
public sealed record Team(int TeamId, string Name, int Version, int Members);

/// <summary>What the routing page shows.</summary>
/// <param name="Sets">Every set that came into force, the newest first; the first one holds.</param>
/// <param name="Unallocated">Open denials that nobody owns and that are routed to nobody.</param>
public sealed record RoutingView(
    DateOnly Today, RoutingSet? Draft, IReadOnlyList<RoutingSet> Sets, IReadOnlyList<Team> Teams, IReadOnlyList<Worker> People, int Unallocated, bool WholeDesk);

/// <summary>Reads the routing rules with their history, the teams, and everybody's skills, capacity, days off and load.</summary>
public sealed class SeeRouting(DeskSource database, TimeProvider clock)
{
    /// <summary>The page.</summary>
    public async Task<RoutingView> Run(Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.AssignOthers);
        var today = await DeskDay.TodayAsync(database, clock, Actor.Desk, cancellation);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var sets = await SetsAsync(connection, cancellation);
        return new(
            today, sets.FirstOrDefault(s => s.No is null), [.. sets.Where(s => s.No is not null)], await TeamsAsync(connection, cancellation),
            await RoutingPeople.LoadAsync(connection, null, cancellation), await UnallocatedAsync(connection, actor, cancellation), actor.PracticeIds is null);
    }

    private static async Task<List<RoutingSet>> SetsAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var found = new List<RoutingSet>();
        await using (var command = new NpgsqlCommand(
            """
            select set_id, applied_no, reason, coalesce(applied_name, created_name), coalesce(applied_at, created_at), version from routing_set
            where state in ('draft', 'applied') order by applied_no desc nulls first limit 51
            """, connection))
        {
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            while (await rows.ReadAsync(cancellation))
            {
                found.Add(new(
                    rows.GetInt64(0), rows.IsDBNull(1) ? null : rows.GetInt32(1), rows.GetString(2), rows.GetString(3), rows.GetFieldValue<DateTimeOffset>(4), rows.GetInt32(5), []));
            }
        }

        for (var i = 0; i < found.Count; i++) { found[i] = found[i] with { Rules = await RoutingRows.LoadAsync(connection, null, found[i].SetId, cancellation) }; }

        return found;
    }

    private static async Task<List<Team>> TeamsAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select t.team_id, t.name, t.version, (select count(*)::int from team_member m join identity_users u on u.id = m.user_id where m.team_id = t.team_id and u.disabled_at is null)
            from team t where t.retired_at is null order by t.name
            """, connection);
        var found = new List<Team>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { found.Add(new(rows.GetInt32(0), rows.GetString(1), rows.GetInt32(2), rows.GetInt32(3))); }

        return found;
    }

    private static async Task<int> UnallocatedAsync(NpgsqlConnection connection, Actor actor, CancellationToken cancellation)
    {
        // denial_queue alone, less the few rows of denial_route.
        await using var command = new NpgsqlCommand(
            """
            select (select count(*)::int from denial d where d.is_open and d.state <> 'waiting' and d.assigned_to is null and ($1::int[] is null or d.practice_id = any($1)))
                 - (select count(*)::int from denial_route t join denial d using (practice_id, denial_id) where d.is_open and d.state <> 'waiting' and d.assigned_to is null
                    and ($1::int[] is null or d.practice_id = any($1)))
            """, connection)
        {
            Parameters = { new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Integer } },
        };
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
