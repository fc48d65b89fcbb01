using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Reports;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Breakdowns;

/// <summary>Denials of first decisions divided by one of eleven sides, under any filter of the others, compared with other months.</summary>
public sealed class SeeBreakdown(DeskSource database, TimeProvider clock)
{
    /// <summary>Everything is in the address.</summary>
    public sealed record Input
    {
        public required BreakdownAsk Ask { get; init; }
    }

    /// <summary>Counts and adds up.</summary>
    public async Task<BreakdownView> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeTrends);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await BreakdownMaking.MakeAsync(connection, input.Ask, actor, clock.GetUtcNow(), cancellation);
    }

    /// <summary>The same as it leaves the desk.</summary>
    public async Task<Report> ReportAsync(Input input, Actor actor, CancellationToken cancellation) => BreakdownReport.Of(await Run(input, actor, cancellation));
}
