namespace DenialDesk.Domain.Routing;

/// <summary>What became of a denial in a deal.</summary>
public enum RouteOutcome
{
    /// <summary>It has somebody.</summary>
    Routed,

    /// <summary>No rule takes it: it is unallocated.</summary>
    NoRule,

    /// <summary>A rule takes it, and everybody it could go to is full or off today: it is unallocated.</summary>
    NoRoom,
}

/// <summary>Where a denial goes: to a person (null when unallocated), by a rule (for <see cref="RouteOutcome.NoRoom"/> the first that took it).</summary>
public sealed record Route(RoutedWork Work, RouteOutcome Outcome, Guid? Person, RoutingRule? Rule);

/// <summary>Deals work to people by an ordered list of rules, within what each can take today.</summary>
/// <remarks>Worked examples: docs/rules/routing.md. Work comes in the order of the queue, so that the room of a day goes to what is worth most. The rules are asked in
/// their order; the first that fits and finds somebody with room decides. Among several it is the one with the most room left, then by name.</remarks>
public static class WorkDeal
{
    /// <summary>Deals; one answer a piece of work, in the same order.</summary>
    /// <param name="rules">In their order.</param>
    /// <param name="people">Everybody who may work denials.</param>
    /// <param name="work">In the order of the queue.</param>
    /// <param name="today">The desk's day; rules that do not hold on it are passed over.</param>
    public static IReadOnlyList<Route> Deal(IReadOnlyList<RoutingRule> rules, IReadOnlyList<RoutingPerson> people, IReadOnlyList<RoutedWork> work, DateOnly today)
    {
        var room = people.ToDictionary(p => p.Id, p => p.Room);
        var ordered = people.OrderBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.Id).ToList();
        var lines = rules.Where(r => r.Holds(today)).Select(r => (Rule: r, Reached: ordered.Where(r.Reaches).ToList())).ToList();
        var dealt = new List<Route>(work.Count);
        foreach (var one in work)
        {
            var route = Find(lines, room, one);
            if (route.Person is { } person) { room[person]--; }

            dealt.Add(route);
        }

        return dealt;
    }

    private static Route Find(List<(RoutingRule Rule, List<RoutingPerson> Reached)> lines, Dictionary<Guid, int> room, RoutedWork work)
    {
        RoutingRule? first = null;
        foreach (var (rule, reached) in lines)
        {
            if (!rule.Takes(work)) { continue; }

            first ??= rule;
            if (Freest(reached, room, work.PracticeId) is { } person) { return new(work, RouteOutcome.Routed, person.Id, rule); }
        }

        return new(work, first is null ? RouteOutcome.NoRule : RouteOutcome.NoRoom, null, first);
    }

    private static RoutingPerson? Freest(List<RoutingPerson> reached, Dictionary<Guid, int> room, int practiceId)
    {
        RoutingPerson? best = null;
        foreach (var person in reached)
        {
            if (room[person.Id] > 0 && person.Practices?.Contains(practiceId) != false && (best is null || room[person.Id] > room[best.Id])) { best = person; }
        }

        return best;
    }
}
