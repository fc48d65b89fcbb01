using DenialDesk.App.Dashboard;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.Prevention;

namespace DenialDesk.App.Reviews;

/// <summary>Adds up the ninety days: for the page, and for keeping.</summary>
internal static class AuditMaking
{
    private const int TopCodes = 3;

    /// <summary>The audit of the ninety days that end on a day.</summary>
    public static async Task<DenialAudit> MakeAsync(DeskSource database, Actor actor, DateOnly to, CancellationToken cancellation)
    {
        var from = to.AddDays(1 - DenialAudit.Days);
        var span = new DenialCells.Span(from.AddDays(-DenialAudit.Days), from, to);
        var cells = await DenialCells.DeniedAsync(database, actor, span, cancellation);
        var decided = await DenialCells.DecidedAsync(database, actor, span, cancellation);
        var payers = await DenialCells.PayersAsync(database, cancellation);
        var steps = await WorkflowSteps.ReadAsync(database, actor, from, to, cancellation);
        var titles = await DenialCells.TitlesAsync(database, cells.Select(c => c.Code), cancellation);
        var now = cells.Where(c => c.Now).ToList();
        var codes = Codes(now, titles);
        var largest = now.GroupBy(c => c.Code).Select(g => (Code: g.Key, Count: g.Sum(c => c.Denials), Dollars: g.Sum(c => c.Denied))).ToList();
        string[] byCount = [.. largest.OrderByDescending(c => c.Count).ThenBy(c => c.Code, StringComparer.Ordinal).Take(TopCodes).Select(c => c.Code)];
        string[] byDollars = [.. largest.OrderByDescending(c => c.Dollars).ThenBy(c => c.Code, StringComparer.Ordinal).Take(TopCodes).Select(c => c.Code)];
        var examples = await ExamplesAsync(database, actor, from, to, [.. byCount.Union(byDollars)], cancellation);
        AuditTop Top(string code) => TopOf(code, cells, examples, steps, payers, titles);
        var timely = now.Where(c => c.Code.EndsWith("-29", StringComparison.Ordinal) || c.Category == "timely_filing").ToList();
        return new(
            to, from, await AuditReading.ScopeAsync(database, actor, from, to, cancellation), RateOf(true, cells, decided), RateOf(false, cells, decided), codes,
            [.. byCount.Select(Top)], [.. byDollars.Select(Top)], timely.Sum(c => c.Denials), timely.Sum(c => c.Denied), await ExpiredWithCause.ReadAsync(database, actor, from, to, cancellation),
            await AuditReading.AppealsAsync(database, actor, from, to, cancellation), await AuditReading.AgesAsync(database, actor, to, cancellation),
            await AuditReading.FirstWorkAsync(database, actor, from, to, cancellation), await AuditReading.ReworkAsync(database, actor, from, to, cancellation),
            await WorkflowChanges.ReadAsync(database, actor, from, to, cancellation), Advice(now, payers, steps));
    }

    private static AuditRate RateOf(bool now, List<DenialCell> cells, List<DecidedCell> decided)
        => new(new(cells.Where(c => c.Now == now).Sum(c => c.Denials), decided.Where(d => d.Now == now).Sum(d => d.Claims)), cells.Where(c => c.Now == now).Sum(c => c.Denied), decided.Where(d => d.Now == now).Sum(d => d.Billed));

    private static List<AuditCode> Codes(List<DenialCell> now, Dictionary<string, string> titles)
    {
        var all = Math.Max(1, now.Sum(c => c.Denials));
        return [.. now.GroupBy(c => (c.Code, c.Rarc)).Select(g => CodeOf(g.Key.Code, g.Key.Rarc, [.. g], titles, all)).OrderByDescending(c => c.Denials).ThenBy(c => c.Code, StringComparer.Ordinal).ThenBy(c => c.Rarc, StringComparer.Ordinal)];
    }

    private static AuditCode CodeOf(string code, string rarc, List<DenialCell> cells, Dictionary<string, string> titles, long all) => new(
        code, rarc, titles.GetValueOrDefault(code[(code.IndexOf('-', StringComparison.Ordinal) + 1)..], "Code not in our list"), cells.Sum(c => c.Denials), cells.Sum(c => c.Charge), cells.Sum(c => c.Denied),
        cells.Sum(c => c.Expected), (double)cells.Sum(c => c.Denials) / all, cells.Sum(c => c.Recovered), cells.Sum(c => c.WrittenOff), cells.Sum(c => c.Open), cells.Sum(c => c.OpenAmount), cells.Sum(c => c.Expired));

    private static AuditTop TopOf(
        string code, List<DenialCell> cells, List<AuditExample> examples, WorkflowSteps steps, Dictionary<int, string> payers, Dictionary<string, string> titles)
    {
        var here = cells.Where(c => c.Now && c.Code == code).ToList();
        var all = Math.Max(1, cells.Where(c => c.Now).Sum(c => c.Denials));
        var category = here.GroupBy(c => c.Category).MaxBy(g => g.Sum(c => c.Denials))!.Key;
        return new(
            CodeOf(code, "", here, titles, all),
            Parts(here, c => payers.GetValueOrDefault(c.PayerId, "Unknown payer")), Parts(here, c => Domain.Codes.ProcedureFamilies.Words(c.Family)), Parts(here, c => c.Provider.Length == 0 ? "not named" : "NPI " + c.Provider),
            [.. examples.Where(e => e.Code == code)], steps.Of(code, category), here.Sum(c => c.Preventable), here.Min(c => c.First), cells.Where(c => !c.Now && c.Code == code).Sum(c => c.Denials));
    }

    private static List<AuditPart> Parts(List<DenialCell> cells, Func<DenialCell, string> name)
        => [.. cells.GroupBy(name).Select(g => new AuditPart(g.Key, g.Sum(c => c.Denials), g.Sum(c => c.Denied))).OrderByDescending(p => p.Denials).ThenBy(p => p.Name, StringComparer.Ordinal).Take(TopCodes)];

    /// <summary>The three clusters of payer and category that cost most, their hard and unavoidable denials left out.</summary>
    private static List<AuditAdvice> Advice(List<DenialCell> now, Dictionary<int, string> payers, WorkflowSteps steps)
        => [.. now.Where(c => c.Preventable > 0).GroupBy(c => (c.PayerId, c.Category)).Select(g =>
            {
                var (denials, lost) = (g.Sum(c => c.Preventable), g.Sum(c => c.Lost));
                var code = g.GroupBy(c => c.Code).MaxBy(k => k.Sum(c => c.Preventable))!.Key;
                return new AuditAdvice(g.Key.Category, g.Key.PayerId, payers.GetValueOrDefault(g.Key.PayerId, "Unknown payer"), steps.Of(code, g.Key.Category), denials, lost, ChangeProjection.Of(denials, DenialAudit.Days, lost));
            }).OrderByDescending(a => a.Saving.Dollars).ThenBy(a => a.Payer, StringComparer.Ordinal).Take(TopCodes)];

    // Index denial_month; three of each code, the largest.
    private static Task<List<AuditExample>> ExamplesAsync(DeskSource database, Actor actor, DateOnly from, DateOnly to, string[] codes, CancellationToken cancellation) => database.AskAsync(
        """
        select code, practice_id, denial_id, account, payer, denied, denied_on, state from (
            select d.lead_group || '-' || d.lead_carc as code, d.practice_id, d.denial_id, d.patient_control_number as account, p.name as payer, d.denied_amount as denied, d.denied_on, d.state,
                   row_number() over (partition by d.lead_group, d.lead_carc order by d.denied_amount desc, d.denial_id) as n
            from denial d join payer p on p.payer_id = d.payer_id
            where ($1::int[] is null or d.practice_id = any($1)) and d.denied_on between $2 and $3 and d.lead_group || '-' || d.lead_carc = any($4) and d.outcome is distinct from 'not_a_denial') e
        where n <= 3 order by code, n
        """,
        [actor.PracticeScope, from, to, codes],
        r => new AuditExample(r.GetString(0), r.GetInt32(1), r.GetInt64(2), r.GetString(3), r.GetString(4), r.GetDecimal(5), r.GetFieldValue<DateOnly>(6), r.GetString(7)), cancellation);
}
