using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Deadlines;

/// <summary>All clocks of an open denial on the practice's day, and where they collide.</summary>
/// <param name="Contests">For each step with a rule: which rule won and why the others did not.</param>
public sealed record ClocksView(DateOnly Today, IReadOnlyList<DenialClock> Clocks, IReadOnlyList<string> Collisions, IReadOnlyDictionary<WindowAction, RuleContest> Contests);

/// <summary>Works out every clock of one denial from the rules in force, for its page, which journals the view.</summary>
public sealed class SeeClocks(DeskSource database, TimeProvider clock)
{
    /// <summary>Which denial.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required long DenialId { get; init; }
    }

    /// <summary>The clocks; null when the denial is closed, unknown or another practice's.</summary>
    public async Task<ClocksView?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        if (!actor.Sees(input.PracticeId)) { return null; }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (await DenialClocks.OpenAsync(connection, null, input.PracticeId, [input.DenialId], cancellation) is not [var denial]) { return null; }

        var inForce = await RulesInForce.LoadAsync(connection, null, cancellation);
        var rules = inForce.For(denial.PayerId);
        var triggers = await TriggersRead.OfAsync(connection, denial, inForce, cancellation);
        var today = (await Payers.WindowChange.DaysAsync(connection, null, clock.GetUtcNow(), cancellation))[input.PracticeId];
        var clocks = EveryClock.Of(rules, denial.Context, denial.Events, denial.Appealable, today, triggers);
        var contests = clocks.Select(c => c.Deadline.Action).Distinct().ToDictionary(a => a, a => RuleContest.Of(rules, a, denial.Context, denial.Events));
        return new(today, clocks, EveryClock.Collisions(clocks), contests);
    }
}
