using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Reviews;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Trends;

namespace DenialDesk.App.Payers;

/// <summary>Adds a payer's dossier up: for the page, and for keeping.</summary>
internal static class DossierMaking
{
    /// <summary>A payer that is not merged into another, with the days it names for an answer; 0: none.</summary>
    internal sealed record Named(int Id, string Name, int Promised);

    /// <summary>The payer behind a number; null when there is none.</summary>
    public static async Task<Named?> PayerAsync(DeskSource database, int payerId, CancellationToken cancellation) => (await database.AskAsync(
        "select q.payer_id, q.name, coalesce((select (c.body->>'responseDays')::int from payer_conduct c where c.payer_id = q.payer_id order by c.version desc limit 1), 0) from payer p join payer q on q.payer_id = coalesce(p.merged_into, p.payer_id) where p.payer_id = $1",
        [payerId], r => new Named(r.GetInt32(0), r.GetString(1), r.GetInt32(2)), cancellation)).FirstOrDefault();

    /// <summary>The dossier over some months back from a day.</summary>
    public static async Task<Dossier> MakeAsync(DeskSource database, Actor actor, Named payer, int months, DateOnly today, CancellationToken cancellation)
    {
        var from = today.AddMonths(-Math.Clamp(months, 1, 24)).AddDays(1);
        var span = new DenialCells.Span(from.AddDays(from.DayNumber - today.DayNumber - 1), from, today, payer.Id);
        var cells = await DenialCells.DeniedAsync(database, actor, span, cancellation);
        var decided = await DenialCells.DecidedAsync(database, actor, span, cancellation);
        var oldest = await DossierReading.OldestAsync(database, actor, payer.Id, today, cancellation);
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
