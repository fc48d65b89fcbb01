using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Reviews;

/// <summary>Lays ninety days of denials open: how many, of what, where they began, what was lost and what would save most.</summary>
public sealed class SeeDenialAudit(DeskSource database, TimeProvider clock)
{
    /// <summary>The name of the audit of today among the kept readings.</summary>
    internal const string Name = "audit";

    /// <summary>Filters as they stand in the address.</summary>
    public sealed record Input
    {
        /// <summary>Last day of the ninety; today when left out.</summary>
        public DateOnly? To { get; init; }

        /// <summary>True when it leaves the desk as a file.</summary>
        public bool Export { get; init; }

        /// <summary>Told when it takes long.</summary>
        public Action<ReadingWait>? Waiting { get; init; }
    }

    /// <summary>The audit.</summary>
    public async Task<DenialAudit> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeTrends);
        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        var to = input.To is { } asked && asked < today && MeantDay.Is(asked) ? asked : today;
        var (audit, at) = await KeptReadings.OfAsync(
            database, actor, to == today ? Name : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Name} {to:yyyy-MM-dd}"), today, clock,
            (source, stop) => AuditMaking.MakeAsync(source, actor, to, stop), input.Waiting, cancellation);
        long[] shown = [.. audit.ByCount.Concat(audit.ByDollars).SelectMany(t => t.Examples).Select(e => e.DenialId).Distinct()];
        if (shown.Length > 0)
        {
            await ReadLog.AppendAsync(
                database, actor, clock.GetUtcNow(), new(input.Export ? "read.denial_audit_exported" : "read.denial_audit", "denials", $"{shown.Length}", Shown: shown), cancellation);
        }

        return audit with { AsOf = at };
    }
}
