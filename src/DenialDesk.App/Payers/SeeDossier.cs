using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.App.Reviews;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Trends;

namespace DenialDesk.App.Payers;

/// <summary>Adds up how a payer behaved: rates, answers, vague codes, underpayments, money taken back, rejections, and what is open longest.</summary>
public sealed class SeeDossier(DeskSource database, TimeProvider clock)
{
    /// <summary>Which payer, over how many months.</summary>
    public sealed record Input
    {
        public required int PayerId { get; init; }

        /// <summary>Months back from today, 1 to 24.</summary>
        public int Months { get; init; } = 12;

        /// <summary>True when it leaves the desk as a file.</summary>
        public bool Export { get; init; }
    }

    /// <summary>The dossier; null when there is no such payer. One merged into another is shown as that other one.</summary>
    public async Task<Dossier?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeTrends);
        var payers = await database.AskAsync(
            "select q.payer_id, q.name, coalesce((select (c.body->>'responseDays')::int from payer_conduct c where c.payer_id = q.payer_id order by c.version desc limit 1), 0) from payer p join payer q on q.payer_id = coalesce(p.merged_into, p.payer_id) where p.payer_id = $1",
            [input.PayerId], r => (Id: r.GetInt32(0), Name: r.GetString(1), Promised: r.GetInt32(2)), cancellation);
        if (payers.Count == 0) { return null; }

        var (payer, today) = (payers[0], await DeskDay.TodayAsync(database, clock, actor, cancellation));
        var from = today.AddMonths(-Math.Clamp(input.Months, 1, 24)).AddDays(1);
        var span = new DenialCells.Span(from.AddDays(from.DayNumber - today.DayNumber - 1), from, today, payer.Id);
        var cells = await DenialCells.DeniedAsync(database, actor, span, cancellation);
        var decided = await DenialCells.DecidedAsync(database, actor, span, cancellation);
        var oldest = await DossierReading.OldestAsync(database, actor, payer.Id, today, cancellation);
        if (oldest.Count > 0)
        {
            await ReadLog.AppendAsync(
                database, actor, clock.GetUtcNow(), new(input.Export ? "read.dossier_exported" : "read.dossier", "denials", $"{oldest.Count}", Shown: [.. oldest.Select(o => o.DenialId)]), cancellation);
        }

        AuditRate Of(bool now) => new(
            new(cells.Where(c => c.Now == now).Sum(c => c.Denials), decided.Where(d => d.Now == now).Sum(d => d.Claims)), cells.Where(c => c.Now == now).Sum(c => c.Denied), decided.Where(d => d.Now == now).Sum(d => d.Billed));
        var (vague, vagueDenied) = await DossierReading.VagueAsync(database, actor, payer.Id, from, today, cancellation);
        var (rejections, open) = await DossierReading.RejectionsAsync(database, actor, payer.Id, from, cancellation);
        var nowCells = cells.Where(c => c.Now).ToList();
        return new(
            payer.Id, payer.Name, from, today, Of(true), Of(false),
            Codes(nowCells, await DenialCells.TitlesAsync(database, nowCells.Select(c => c.Code), cancellation), await DossierReading.TriesAsync(database, actor, payer.Id, from, cancellation)),
            await DossierReading.AnswersAsync(database, actor, payer.Id, from, today, payer.Promised == 0 ? null : payer.Promised, cancellation), vague, vagueDenied,
            await DossierReading.UnderpaidAsync(database, actor, payer.Id, from, cancellation), await DossierReading.RecoupmentsAsync(database, actor, payer.Id, from, cancellation), rejections, open,
            [.. nowCells.GroupBy(c => c.Family).Select(g => new AuditPart(ProcedureFamilies.Words(g.Key), g.Sum(c => c.Denials), g.Sum(c => c.Denied))).OrderByDescending(p => p.Denied)], oldest);
    }

    private static List<DossierCode> Codes(List<DenialCell> cells, Dictionary<string, string> titles, Dictionary<string, Rate> tries)
        => [.. cells.GroupBy(c => c.Code).Select(g =>
            {
                var carc = g.Key[(g.Key.IndexOf('-', StringComparison.Ordinal) + 1)..];
                return new DossierCode(
                    g.Key, titles.GetValueOrDefault(carc, "Code not in our list"), g.GroupBy(c => c.Category).MaxBy(k => k.Sum(c => c.Denials))!.Key, g.Sum(c => c.Denials), g.Sum(c => c.Denied), g.Sum(c => c.Recovered),
                    g.Sum(c => c.Open), tries.GetValueOrDefault(carc));
            }).OrderByDescending(c => c.Denied).ThenBy(c => c.Code, StringComparer.Ordinal)];
}
