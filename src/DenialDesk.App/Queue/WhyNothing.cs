using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Queue;

/// <summary>Says in a sentence why "take next" gave nothing: everything is owned, or the rest sleeps, was skipped today, waits for a lead, or is held by other work this moment.</summary>
public sealed class WhyNothing(DeskSource database, TimeProvider clock)
{
    /// <summary>The sentence.</summary>
    /// <param name="practice">Only of this practice; null means of all the person sees.</param>
    /// <param name="actor">Who asked for work.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<string> Run(int? practice, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);

        // A pass over the unowned open denials: asked only when there is next to nothing of them.
        await using var command = database.CreateCommand(
            $"""
            select count(*), count(*) filter (where {QueueFilter.Sleeping("$3")}), count(*) filter (where d.escalated_by is not null), count(*) filter (where {TakeNext.SkippedToday("$4", "$3")})
            from denial d where d.is_open and d.state in ('new', 'in_work') and d.assigned_to is null
              and ($1::int[] is null or d.practice_id = any($1)) and ($2::int is null or d.practice_id = $2)
            """);
        command.Parameters.Add(new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = (object?)practice ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = today, NpgsqlDbType = NpgsqlDbType.Date });
        command.Parameters.Add(new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        await using var r = await command.ExecuteReaderAsync(cancellation);
        await r.ReadAsync(cancellation);
        return Sentence(r.GetInt64(0), r.GetInt64(1), r.GetInt64(2), r.GetInt64(3));
    }

    private static string Sentence(long free, long asleep, long asked, long skipped)
    {
        if (free == 0) { return "Every open denial has an owner."; }

        if (asleep + asked + skipped == 0) { return "The desk is ranking or changing these denials this moment. Press again in a few seconds."; }

        var parts = new[]
        {
            asleep > 0 ? $"{N(asleep)} snoozed" : null, asked > 0 ? $"{N(asked)} with a lead" : null, skipped > 0 ? $"{N(skipped)} skipped by you today" : null,
        }.OfType<string>();
        return $"Nothing is left to take: of {N(free)} without an owner, {string.Join(", ", parts)}.";
    }

    private static string N(long count) => count.ToString("N0", CultureInfo.GetCultureInfo("en-US"));
}
