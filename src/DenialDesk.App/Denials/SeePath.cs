using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Denials;

/// <summary>A decision as it was made.</summary>
/// <param name="Past">True when it goes past a stop.</param>
public sealed record DecidedPath(WorkPath Path, DateTimeOffset At, string Who, bool Past, string Reason, bool ByStep);

/// <summary>What the path guard says of a denial today, and what was decided, the newest first.</summary>
/// <param name="TimeZone">The practice's, for the moments.</param>
public sealed record PathView(PathAdvice Advice, bool IsOpen, IReadOnlyList<DecidedPath> Decisions, string TimeZone, DateOnly Today);

/// <summary>Shows which ways are open with a denial; for its page, which journals the view.</summary>
public sealed class SeePath(DeskSource database, TimeProvider clock)
{
    /// <summary>Which denial.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required long DenialId { get; init; }
    }

    /// <summary>The advice; null when the denial is not there for this person.</summary>
    public async Task<PathView?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (await DenialRecord.SeeAsync(connection, input.PracticeId, input.DenialId, actor, clock.GetUtcNow(), cancellation) is not { } denial) { return null; }

        var guarded = await GuardedDenial.OfAsync(connection, null, denial, windows: true, cancellation);
        var decisions = await DecisionsAsync(connection, input, cancellation);
        return new(PathGuard.Advise(guarded.Facts), DenialSteps.IsOpen(denial.Facts.State), decisions, denial.Zone.Id, denial.Today);
    }

    private static async Task<List<DecidedPath>> DecisionsAsync(NpgsqlConnection connection, Input input, CancellationToken cancellation)
    {
        // By primary key backwards.
        await using var command = new NpgsqlCommand(
            "select path, at, actor_name, cardinality(lifted) > 0, reason, by_step from denial_decision where practice_id = $1 and denial_id = $2 order by decision_id desc limit 20", connection)
        {
            Parameters = { new() { Value = input.PracticeId }, new() { Value = input.DenialId } },
        };
        var found = new List<DecidedPath>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new(CodeNames.Read<WorkPath>(r.GetString(0)), r.GetFieldValue<DateTimeOffset>(1), r.GetString(2), r.GetBoolean(3), r.GetString(4), r.GetBoolean(5)));
        }

        return found;
    }
}
