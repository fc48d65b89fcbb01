using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Routing;
using Npgsql;

namespace DenialDesk.App.Routing;

/// <summary>Changes what routing goes by for one person: skills, capacity, working days, days off and teams. The next deal uses it.</summary>
public sealed class EditWorker(DeskSource database, TimeProvider clock)
{
    /// <summary>The person as they are to be.</summary>
    public sealed record Input
    {
        /// <summary>Whom.</summary>
        public required Guid UserId { get; init; }

        /// <summary>The version on the page; 0 when nothing was ever said about this person.</summary>
        public required int Version { get; init; }

        /// <summary>Capacity, working days and days off.</summary>
        public required WorkCalendar Calendar { get; init; }

        /// <summary>Skills, short words.</summary>
        public required IReadOnlyList<string> Skills { get; init; }

        /// <summary>Teams the person belongs to.</summary>
        public required IReadOnlyList<int> Teams { get; init; }

        /// <summary>What is wrong with it, as a sentence; null when it can be saved.</summary>
        public Refusal? Check()
        {
            if (Calendar.Capacity is < 0 or > 1000) { return new("worker_capacity", "A person can take 0 to 1,000 denials a day. 0 means: nothing is routed to them."); }

            if (Calendar.Off.Any(o => o.To < o.From)) { return new("worker_days_off", "One of the days off ends before it begins. Check its two days."); }

            return Skills.Any(s => s.Trim().Length > 30) ? new("worker_skill", "A skill is one or two short words of at most 30 letters, such as “clinical”.") : null;
        }
    }

    /// <summary>Null when saved, or why not.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.AssignOthers);
        if (input.Check() is { } wrong) { return wrong; }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var before = (await RoutingPeople.LoadAsync(connection, transaction, cancellation)).FirstOrDefault(p => p.Id == input.UserId);
        if (before is null) { return new("worker_unknown", "This person does not work denials any more. Load the page again."); }

        if (before.Version != input.Version || !await SaveAsync(connection, transaction, input, cancellation))
        {
            return new("worker_changed", $"Somebody changed {before.Name}'s work calendar while you were editing it. Load the page again; nothing was saved.");
        }

        await Journal.AppendAsync(
            connection, transaction, actor, clock.GetUtcNow(), cancellation,
            new JournalEntry("worker.edited", "person", input.UserId.ToString(), null, new { before.Calendar, before.Skills, before.Teams }, new { input.Calendar, input.Skills, input.Teams }));
        await transaction.CommitAsync(cancellation);
        return null;
    }

    private static async Task<bool> SaveAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, CancellationToken cancellation)
    {
        string[] skills = [.. input.Skills.Select(Routing.Skills.Normal).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        await using (var profile = new NpgsqlCommand(
            """
            insert into work_profile (user_id, capacity, skills, works_on) values ($1, $2, $3, $4)
            on conflict (user_id) do update set capacity = excluded.capacity, skills = excluded.skills, works_on = excluded.works_on, version = work_profile.version + 1
            where work_profile.version = $5
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = input.UserId }, new() { Value = input.Calendar.Capacity }, new() { Value = skills },
                new() { Value = input.Calendar.WorksOn.Select(d => (int)d).Order().ToArray() }, new() { Value = input.Version },
            },
        })
        {
            if (await profile.ExecuteNonQueryAsync(cancellation) == 0) { return false; }
        }

        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(new("delete from team_member where user_id = $1") { Parameters = { new() { Value = input.UserId } } });
        batch.BatchCommands.Add(new("insert into team_member (team_id, user_id) select t, $1 from unnest($2::int[]) t where exists (select 1 from team where team_id = t and retired_at is null)")
        {
            Parameters = { new() { Value = input.UserId }, new() { Value = input.Teams.Distinct().ToArray() } },
        });
        batch.BatchCommands.Add(new("delete from day_off where user_id = $1") { Parameters = { new() { Value = input.UserId } } });
        batch.BatchCommands.Add(new("insert into day_off (user_id, first_day, last_day) select $1, f, max(l) from unnest($2::date[], $3::date[]) x (f, l) group by f")
        {
            Parameters =
            {
                new() { Value = input.UserId }, new() { Value = input.Calendar.Off.Select(o => o.From).ToArray() }, new() { Value = input.Calendar.Off.Select(o => o.To).ToArray() },
            },
        });
        await batch.ExecuteNonQueryAsync(cancellation);
        return true;
    }
}
