using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.App.Reports;
using DenialDesk.App.Reviews;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Breakdowns;

/// <summary>Denials of first decisions divided by one of eleven sides, under any filter of the others, compared with other months.</summary>
public sealed class SeeBreakdown(DeskSource database, TimeProvider clock)
{
    /// <summary>The first word of a break-down's name among the kept readings; its address follows.</summary>
    private const string Name = "breakdown";

    /// <summary>Everything is in the address.</summary>
    public sealed record Input
    {
        public required BreakdownAsk Ask { get; init; }

        /// <summary>Told when it takes long.</summary>
        public Action<ReadingWait>? Waiting { get; init; }
    }

    /// <summary>Counts and adds up.</summary>
    public async Task<BreakdownView> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeTrends);
        if (!BreakdownReading.NeedsRows(input.Ask.Filter, input.Ask.By)) { return await MakeAsync(database, cancellation); }

        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        var (view, at) = await KeptReadings.OfAsync(database, actor, Name + " " + string.Join('&', input.Ask.Query().Where(q => q.Value is not null).Select(q => $"{q.Name}={q.Value}")), today, clock, MakeAsync, input.Waiting, cancellation);
        return at is null ? view : view with { AsOf = at };

        async Task<BreakdownView> MakeAsync(DeskSource source, CancellationToken stop)
        {
            await using var connection = await source.OpenConnectionAsync(stop);
            return await BreakdownMaking.MakeAsync(connection, input.Ask, actor, clock.GetUtcNow(), stop);
        }
    }

    /// <summary>The same as it leaves the desk.</summary>
    public async Task<Report> ReportAsync(Input input, Actor actor, CancellationToken cancellation) => BreakdownReport.Of(await Run(input, actor, cancellation));
}
