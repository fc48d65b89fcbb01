using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Practices;

/// <summary>One way a practice is recognised in a remittance.</summary>
/// <param name="Kind">"npi", "tin" or "name".</param>
public sealed record PracticeIdentifier(string Kind, string Value);

/// <summary>A practice with what hangs on its settings.</summary>
/// <param name="MinutesPerDay">The team's working minutes a day, for the price of an hour.</param>
public sealed record PracticeRow(
    int PracticeId, string Name, string TimeZone, string? State, int MinutesPerDay, int Version, IReadOnlyList<PracticeIdentifier> Identifiers, long OpenDenials, long People);

/// <summary>The practices of the desk, for those who manage them.</summary>
public sealed class ListPractices(DeskSource database)
{
    /// <summary>Reads all practices the actor sees.</summary>
    public async Task<IReadOnlyList<PracticeRow>> Run(Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeePractices);
        // A handful of rows; the counts come from denial_queue and the key of practice_member.
        await using var command = database.CreateCommand(
            """
            select p.practice_id, p.name, p.time_zone, p.state, p.minutes_per_day, p.version,
                   array(select i.kind || ' ' || i.value from practice_identifier i where i.practice_id = p.practice_id order by i.kind, i.value),
                   (select count(*) from denial d where d.is_open and d.practice_id = p.practice_id),
                   (select count(*) from identity_users u where u.disabled_at is null
                        and (u.all_practices or exists (select 1 from practice_member m where m.user_id = u.id and m.practice_id = p.practice_id)))
            from practice p where $1::int[] is null or p.practice_id = any($1) order by p.name
            """);
        command.Parameters.Add(new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        var found = new List<PracticeRow>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new(
                rows.GetInt32(0), rows.GetString(1), rows.GetString(2), rows.IsDBNull(3) ? null : rows.GetString(3), rows.GetInt32(4), rows.GetInt32(5),
                [.. rows.GetFieldValue<string[]>(6).Select(i => i.Split(' ', 2)).Select(i => new PracticeIdentifier(i[0], i[1]))], rows.GetInt64(7), rows.GetInt64(8)));
        }

        return found;
    }
}
