using DenialDesk.Domain.People;
using DenialDesk.Domain.Routing;
using Npgsql;

namespace DenialDesk.App.Routing;

/// <summary>Somebody who works denials, with what routing goes by.</summary>
/// <param name="Version">Of the profile; 0 when nobody has said anything about this person.</param>
/// <param name="Owned">Denials owned and to do.</param>
/// <param name="Routed">Denials routed to the person that nobody owns yet.</param>
public sealed record Worker(
    Guid Id, string Name, int Version, WorkCalendar Calendar, IReadOnlyList<string> Skills, IReadOnlyList<int> Teams, IReadOnlySet<int>? Practices, int Owned, int Routed)
{
    /// <summary>As the dealing rule sees the person.</summary>
    internal RoutingPerson For(DateOnly today, bool keepRoutes)
        => new(Id, Name, Skills.ToHashSet(StringComparer.Ordinal), Teams.ToHashSet(), Practices, Calendar.Room(today, Owned + (keepRoutes ? Routed : 0)));
}

/// <summary>Reads everybody who works denials; a handful of rows, the counts by denial_queue_owner and denial_route_person.</summary>
internal static class RoutingPeople
{
    public static async Task<IReadOnlyList<Worker>> LoadAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select u.id, u.display_name, coalesce(w.version, 0), coalesce(w.capacity, -1), coalesce(w.skills, '{}'), coalesce(w.works_on, '{1,2,3,4,5}'),
                   array(select m.team_id from team_member m where m.user_id = u.id),
                   array(select o.first_day from day_off o where o.user_id = u.id order by 1), array(select o.last_day from day_off o where o.user_id = u.id order by o.first_day),
                   u.all_practices, array(select m.practice_id from practice_member m where m.user_id = u.id),
                   array(select r.name from identity_user_roles x join identity_roles r on r.id = x.role_id where x.user_id = u.id),
                   (select count(*)::int from denial d where d.assigned_to = u.id and d.is_open and d.state <> 'waiting'),
                   (select count(*)::int from denial_route t join denial d using (practice_id, denial_id) where t.person = u.id and d.is_open and d.state <> 'waiting' and d.assigned_to is null)
            from identity_users u left join work_profile w on w.user_id = u.id where u.disabled_at is null order by u.display_name, u.id
            """, connection, transaction);
        var found = new List<Worker>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            if (!Roles.Effective(r.GetFieldValue<string[]>(11)).Contains(Permission.WorkDenials)) { continue; }

            var calendar = new WorkCalendar(
                r.GetInt32(3) < 0 ? WorkCalendar.Default.Capacity : r.GetInt32(3), r.GetFieldValue<int[]>(5).Select(d => (DayOfWeek)d).ToHashSet(),
                [.. r.GetFieldValue<DateOnly[]>(7).Zip(r.GetFieldValue<DateOnly[]>(8), (from, to) => new DaysOff(from, to))]);
            found.Add(new(
                r.GetGuid(0), r.GetString(1), r.GetInt32(2), calendar, r.GetFieldValue<string[]>(4), r.GetFieldValue<int[]>(6),
                r.GetBoolean(9) ? null : r.GetFieldValue<int[]>(10).ToHashSet(), r.GetInt32(12), r.GetInt32(13)));
        }

        return found;
    }
}
