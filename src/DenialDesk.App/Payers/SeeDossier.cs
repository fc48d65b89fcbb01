using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.App.Reviews;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Payers;

/// <summary>Adds up how a payer behaved: rates, answers, vague codes, underpayments, money taken back, rejections, and what is open longest.</summary>
public sealed class SeeDossier(DeskSource database, TimeProvider clock)
{
    /// <summary>The first word of a dossier's name among the kept readings; payer and months follow.</summary>
    internal const string Name = "dossier";

    /// <summary>Which payer, over how many months.</summary>
    public sealed record Input
    {
        public required int PayerId { get; init; }

        /// <summary>Months back from today, 1 to 24.</summary>
        public int Months { get; init; } = 12;

        /// <summary>True when it leaves the desk as a file.</summary>
        public bool Export { get; init; }

        /// <summary>Told when it takes long.</summary>
        public Action<ReadingWait>? Waiting { get; init; }
    }

    /// <summary>The dossier; null when there is no such payer. One merged into another is shown as that other one.</summary>
    public async Task<Dossier?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeTrends);
        if (await DossierMaking.PayerAsync(database, input.PayerId, cancellation) is not { } payer) { return null; }

        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        var months = Math.Clamp(input.Months, 1, 24);
        var (dossier, at) = await KeptReadings.OfAsync(
            database, actor, string.Create(CultureInfo.InvariantCulture, $"{Name} {payer.Id} {months}"), today, clock,
            (source, stop) => DossierMaking.MakeAsync(source, actor, payer, months, today, stop), input.Waiting, cancellation);
        if (dossier.Oldest.Count > 0)
        {
            await ReadLog.AppendAsync(
                database, actor, clock.GetUtcNow(), new(input.Export ? "read.dossier_exported" : "read.dossier", "denials", $"{dossier.Oldest.Count}", Shown: [.. dossier.Oldest.Select(o => o.DenialId)]), cancellation);
        }

        return dossier with { AsOf = at };
    }
}
