using DenialDesk.App.Data;
using DenialDesk.App.People;

namespace DenialDesk.App.Reviews;

/// <summary>Puts a month's pack together: for the page while the month runs, and for keeping.</summary>
internal static class ReviewMaking
{
    private const int Months = 6;
    private const int Examples = 5;

    /// <summary>A denial's cause as people found it last, else what the map says of its category.</summary>
    private sealed record Cell(DateOnly Month, string Code, string Category, string Department, string Step, long Denials, decimal Denied, decimal Recovered, long Lost);

    // Index denial_month; the newest word about each denial by denial_cause's key.
    private const string Sql =
        """
        select date_trunc('month', d.denied_on)::date, d.lead_group || '-' || d.lead_carc, d.category, coalesce(c.department, ''), coalesce(c.step, ''), count(*), sum(d.denied_amount), sum(d.recovered_amount),
               count(*) filter (where d.state in ('written_off', 'expired'))
        from denial d left join lateral (select department, step from denial_cause x where x.practice_id = d.practice_id and x.denial_id = d.denial_id order by x.cause_id desc limit 1) c on true
        where d.practice_id = $1 and d.denied_on >= $2 and d.denied_on < $3 and d.outcome is distinct from 'not_a_denial'
          and exists (select 1 from adjudication a where a.practice_id = d.practice_id and a.adjudication_id = d.adjudication_id and a.is_first_primary)
        group by 1, 2, 3, 4, 5
        """;

    // Index denial_month: the dearest of every code, then the dearest of a department.
    private const string Largest =
        """
        select practice_id, denial_id, account, payer, code, denied, denied_on, category, department, step from (
            select d.practice_id, d.denial_id, d.patient_control_number as account, p.name as payer, d.lead_group || '-' || d.lead_carc as code, d.denied_amount as denied, d.denied_on, d.category,
                   coalesce(c.department, '') as department, coalesce(c.step, '') as step, row_number() over (partition by d.category, d.lead_carc, c.department order by d.denied_amount desc, d.denial_id) as n
            from denial d join payer p on p.payer_id = d.payer_id
            left join lateral (select department, step from denial_cause x where x.practice_id = d.practice_id and x.denial_id = d.denial_id order by x.cause_id desc limit 1) c on true
            where d.practice_id = $1 and d.denied_on >= $2 and d.denied_on < $3 and d.outcome is distinct from 'not_a_denial'
              and exists (select 1 from adjudication a where a.practice_id = d.practice_id and a.adjudication_id = d.adjudication_id and a.is_first_primary)) e
        where n <= 5 order by denied desc, denial_id
        """;

    /// <summary>The pack of a practice and month as the data stands.</summary>
    public static async Task<ReviewPack> MakeAsync(DeskSource database, int practice, DateOnly month, CancellationToken cancellation)
    {
        var (from, until) = (month.AddMonths(1 - Months), month.AddMonths(1));
        var steps = await WorkflowSteps.ReadAsync(database, Actor.Desk with { PracticeIds = new HashSet<int> { practice } }, month, until.AddDays(-1), cancellation);
        var cells = await database.AskAsync(
            Sql, [practice, from, until],
            r => new Cell(r.GetFieldValue<DateOnly>(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetInt64(5), r.GetDecimal(6), r.GetDecimal(7), r.GetInt64(8)), cancellation);
        cells = [.. cells.Select(c => c.Department.Length > 0 ? c : c with { Department = steps.DepartmentOf(c.Category), Step = steps.MappedStep(c.Category) })];
        var examples = await database.AskAsync(
            Largest, [practice, month, until],
            r => (Category: r.GetString(7), Department: r.GetString(8), Example: new ReviewExample(
                r.GetInt32(0), r.GetInt64(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetDecimal(5), r.GetFieldValue<DateOnly>(6), r.GetString(9))), cancellation);
        var titles = await DenialCells.TitlesAsync(database, cells.Select(c => c.Code), cancellation);
        var changes = await WorkflowChanges.OpenAsync(database, practice, cancellation);
        return new(month, [.. cells.Where(c => c.Month == month).Select(c => c.Department).Union(changes.Select(c => c.Department)).Distinct().Order(StringComparer.Ordinal).Select(name => new ReviewDepartment(
            name, Codes(name, month, cells, titles, steps),
            [.. examples.Where(e => (e.Department.Length > 0 ? e.Department : steps.DepartmentOf(e.Category)) == name)
                .Select(e => e.Example.Step.Length > 0 ? e.Example : e.Example with { Step = steps.MappedStep(e.Category) }).Take(Examples)],
            [.. Enumerable.Range(0, Months).Select(i => from.AddMonths(i)).Select(m => new ReviewMonth(m, cells.Where(c => c.Department == name && c.Month == m).Sum(c => c.Denials), cells.Where(c => c.Department == name && c.Month == m).Sum(c => c.Denied)))],
            [.. changes.Where(c => c.Department == name)]))]);
    }

    private static List<ReviewCode> Codes(string department, DateOnly month, List<Cell> cells, Dictionary<string, string> titles, WorkflowSteps steps)
    {
        var before = month.AddMonths(-1);
        return [.. cells.Where(c => c.Department == department && c.Month == month).GroupBy(c => (c.Code, c.Category, c.Step)).Select(g => new ReviewCode(
            g.Key.Code, titles.GetValueOrDefault(g.Key.Code[(g.Key.Code.IndexOf('-', StringComparison.Ordinal) + 1)..], "Code not in our list"), g.Key.Category, g.Key.Step, g.Sum(c => c.Denials), g.Sum(c => c.Denied),
            cells.Where(c => c.Department == department && c.Month == before && c.Code == g.Key.Code && c.Category == g.Key.Category && c.Step == g.Key.Step).Sum(c => c.Denials), g.Sum(c => c.Recovered), g.Sum(c => c.Lost))
            { Mapped = department == steps.DepartmentOf(g.Key.Category) && g.Key.Step == steps.MappedStep(g.Key.Category) })
            .OrderByDescending(c => c.Denials).ThenBy(c => c.Code, StringComparer.Ordinal)];
    }
}
