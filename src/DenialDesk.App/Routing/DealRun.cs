using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Routing;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Routing;

/// <summary>A person in a deal: what is routed to them before and after it.</summary>
/// <param name="Room">Denials the person could take on the day when it began.</param>
public sealed record DealtPerson(Guid Id, string Name, bool Works, int Capacity, int Owned, int Room, int Before, int After);

/// <summary>A denial that changes hands in a deal. No name and no account number: its page tells them to whoever may see it.</summary>
public sealed record DealMove(int PracticeId, long DenialId, string Payer, string Category, decimal Denied, string? From, string? To, string Why);

/// <summary>What a deal does, or did.</summary>
/// <param name="Before">Unallocated before: nobody's, and routed to nobody.</param>
/// <param name="NoRule">Unallocated after because no rule takes it.</param>
/// <param name="NoRoom">Unallocated after because everybody it could go to is full or off.</param>
/// <param name="Moves">How many denials are routed otherwise than before.</param>
/// <param name="Rows">The first of those, in the order of the queue.</param>
public sealed record DealResult(DateOnly Today, IReadOnlyList<DealtPerson> People, int Before, int Routed, int NoRule, int NoRoom, int Moves, IReadOnlyList<DealMove> Rows);

/// <summary>Deals all unowned open denials anew: loads, asks the rule, and writes when told to. A look and the real thing run the same steps.</summary>
internal sealed class DealRun(NpgsqlConnection connection, NpgsqlTransaction transaction)
{
    private readonly Dictionary<(int, long), Guid> _before = [];
    private readonly List<RoutedWork> _work = [];

    /// <summary>Deals in memory.</summary>
    /// <param name="rows">How many moves to tell in full.</param>
    public async Task<(DealResult Result, IReadOnlyList<Route> Routes)> LookAsync(IReadOnlyList<RoutingRule> rules, DateOnly today, int rows, CancellationToken cancellation)
    {
        var people = await RoutingPeople.LoadAsync(connection, transaction, cancellation);
        await LoadAsync(cancellation);
        var routes = WorkDeal.Deal(rules, [.. people.Select(p => p.For(today, keepRoutes: false))], _work, today);
        var after = routes.Where(r => r.Person is not null).CountBy(r => r.Person!.Value).ToDictionary();
        var dealt = people.Select(p => new DealtPerson(
            p.Id, p.Name, p.Calendar.Works(today), p.Calendar.Capacity, p.Owned, p.Calendar.Room(today, p.Owned), p.Routed, after.GetValueOrDefault(p.Id))).ToList();
        var moves = routes.Where(r => r.Person != Before(r.Work)).ToList();
        var result = new DealResult(
            today, dealt, _work.Count - _before.Count, routes.Count(r => r.Outcome == RouteOutcome.Routed), routes.Count(r => r.Outcome == RouteOutcome.NoRule),
            routes.Count(r => r.Outcome == RouteOutcome.NoRoom), moves.Count, []);
        return (result with { Rows = await TellAsync([.. moves.Take(rows)], people, cancellation) }, routes);
    }

    /// <summary>Keeps the deal in the place of the one before, with its entry in the journal.</summary>
    public async Task SaveAsync(long setId, DealResult result, IReadOnlyList<Route> routes, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await ClearAsync(cancellation);
        await using (var copy = await BulkCopy.IntoAsync(connection, "denial_route (practice_id, denial_id, person, set_id, position, routed_at)", cancellation))
        {
            foreach (var route in routes.Where(r => r.Person is not null))
            {
                copy.Row().Int(route.Work.PracticeId).Long(route.Work.DenialId).Id(route.Person).Long(setId).Int(route.Rule!.Position).At(now);
            }

            await copy.DoneAsync(cancellation);
        }

        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new JournalEntry(
                "routing.dealt", "routing", setId.ToString(System.Globalization.CultureInfo.InvariantCulture), null,
                new { Unallocated = result.Before, People = result.People.Where(p => p.Before > 0).Select(p => new { p.Id, p.Before }) },
                new { result.Routed, result.NoRule, result.NoRoom, result.Moves, People = result.People.Where(p => p.After > 0).Select(p => new { p.Id, p.After }) }));
        await using var notify = new NpgsqlCommand("select pg_notify('desk_changed', 'routing')", connection, transaction);
        await notify.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Takes away what was dealt before and what is nobody's to deal any more; what an import routes meanwhile is not among it.</summary>
    private async Task ClearAsync(CancellationToken cancellation)
    {
        await using var clear = new NpgsqlCommand(
            """
            delete from denial_route t using denial d
            where d.practice_id = t.practice_id and d.denial_id = t.denial_id
              and (not d.is_open or d.state = 'waiting' or d.assigned_to is not null or (t.practice_id, t.denial_id) in (select * from unnest($1::int[], $2::bigint[])))
            """, connection, transaction)
        {
            Parameters = { new() { Value = _before.Keys.Select(k => k.Item1).ToArray() }, new() { Value = _before.Keys.Select(k => k.Item2).ToArray() } },
        };
        await clear.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>One deal at a time: who comes second deals on top of the first.</summary>
    public static async Task OneAtATimeAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select pg_advisory_xact_lock(776026)", connection, transaction);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private Guid? Before(RoutedWork work) => _before.TryGetValue((work.PracticeId, work.DenialId), out var person) ? person : null;

    private async Task LoadAsync(CancellationToken cancellation)
    {
        // A COPY of all that nobody owns, in the order of denial_queue.
        await using var rows = await connection.BeginBinaryExportAsync(
            """
            copy (select d.practice_id, d.denial_id, d.payer_id, d.category, d.denied_amount, d.clinical, r.person
                  from denial d left join denial_route r using (practice_id, denial_id)
                  where d.is_open and d.state <> 'waiting' and d.assigned_to is null order by d.rank_key desc, d.due_on, d.denial_id) to stdout (format binary)
            """,
            cancellation);
        while (await rows.StartRowAsync(cancellation) >= 0)
        {
            var work = new RoutedWork(
                rows.Read<int>(NpgsqlDbType.Integer), rows.Read<long>(NpgsqlDbType.Bigint), rows.Read<int>(NpgsqlDbType.Integer),
                CodeNames.TryRead<DenialCategory>(rows.Read<string>(NpgsqlDbType.Text)), rows.Read<decimal>(NpgsqlDbType.Numeric), rows.Read<bool>(NpgsqlDbType.Boolean));
            _work.Add(work);
            if (rows.IsNull) { rows.Skip(); }
            else { _before[(work.PracticeId, work.DenialId)] = rows.Read<Guid>(NpgsqlDbType.Uuid); }
        }
    }

    private async Task<IReadOnlyList<DealMove>> TellAsync(List<Route> moves, IReadOnlyList<Worker> people, CancellationToken cancellation)
    {
        var names = people.ToDictionary(p => p.Id, p => p.Name);
        var payers = new Dictionary<int, string>();
        await using var command = new NpgsqlCommand("select payer_id, name from payer where payer_id = any($1)", connection, transaction);
        command.Parameters.AddWithValue(moves.Select(m => m.Work.PayerId).Distinct().ToArray());
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { payers[rows.GetInt32(0)] = rows.GetString(1); }

        string? Name(Guid? person) => person is { } id ? names.GetValueOrDefault(id, "somebody who left") : null;
        return [.. moves.Select(m => new DealMove(
            m.Work.PracticeId, m.Work.DenialId, payers.GetValueOrDefault(m.Work.PayerId, ""), m.Work.Category?.Text() ?? "", m.Work.Amount, Name(Before(m.Work)), Name(m.Person), Why(m)))];
    }

    private static string Why(Route route) => route.Outcome switch
    {
        RouteOutcome.Routed => $"rule {route.Rule!.Position}, {route.Rule.Name}",
        RouteOutcome.NoRoom => $"rule {route.Rule!.Position}, {route.Rule.Name}: nobody has room",
        _ => "no rule takes it",
    };
}
