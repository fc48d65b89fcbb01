using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.Codes;

namespace DenialDesk.App.Reviews;

/// <summary>Denials alike in code, payer, category, procedure family and provider, added up.</summary>
/// <param name="Now">In the window itself, or in the one before it.</param>
/// <param name="Preventable">How many of them need not have come.</param>
/// <param name="Lost">Expected dollars of these preventable ones that did not come yet: of open, written-off and expired ones.</param>
internal sealed record DenialCell(
    bool Now, string Code, string Rarc, int PayerId, string Category, ProcedureFamily Family, string Provider, long Denials, decimal Charge, decimal Denied, decimal Expected, decimal Recovered, decimal WrittenOff,
    long Open, decimal OpenAmount, long Expired, long Preventable, decimal Lost, DateOnly First);

/// <summary>Claims decided for the first time by the primary payer, and what they were billed at.</summary>
internal readonly record struct DecidedCell(bool Now, int PayerId, long Claims, decimal Billed);

/// <summary>The two grouped selects behind audit and dossier: the same claims and denials as every rate (first decisions of the primary payer), by days instead of months.</summary>
internal static class DenialCells
{
    /// <summary>Days from one to another, and the days before them that they are compared with.</summary>
    /// <param name="Before">First day compared with, inclusive.</param>
    /// <param name="From">First day of the window, inclusive.</param>
    /// <param name="To">Last day, inclusive.</param>
    internal sealed record Span(DateOnly Before, DateOnly From, DateOnly To, int? PayerId = null);

    // Index denial_month (practice_id, denied_on, payer_id), the adjudication by its key.
    private const string Denied =
        """
        select d.denied_on >= $3, d.lead_group || '-' || d.lead_carc, d.lead_rarc, coalesce(p.merged_into, p.payer_id), d.category, split_part(d.procedure_codes, ' ', 1), a.rendering_npi,
               count(*), sum(d.charge), sum(d.denied_amount), sum(d.expected_amount), sum(d.recovered_amount), sum(d.written_off_amount), count(*) filter (where d.is_open),
               coalesce(sum(d.denied_amount - d.recovered_amount) filter (where d.is_open), 0), count(*) filter (where d.state = 'expired'), count(*) filter (where d.preventable in ('yes', 'true')),
               coalesce(sum(greatest(0, d.expected_amount - d.recovered_amount)) filter (where d.preventable in ('yes', 'true') and (d.is_open or d.state in ('written_off', 'expired'))), 0), min(d.denied_on)
        from denial d
        join lateral (select a.rendering_npi from adjudication a where a.practice_id = d.practice_id and a.adjudication_id = d.adjudication_id and a.is_first_primary offset 0) a on true
        join payer p on p.payer_id = d.payer_id
        where ($1::int[] is null or d.practice_id = any($1)) and d.denied_on between $2 and $4 and d.outcome is distinct from 'not_a_denial' and ($5::int is null or coalesce(p.merged_into, p.payer_id) = $5)
        group by 1, 2, 3, 4, 5, 6, 7
        """;

    // Index adjudication_month (practice_id, remit_date, payer_id) include (charge) where is_first_primary: index-only.
    private const string Decided =
        """
        select a.remit_date >= $3, coalesce(p.merged_into, p.payer_id), count(*), coalesce(sum(a.charge), 0)
        from adjudication a join payer p on p.payer_id = a.payer_id
        where a.is_first_primary and ($1::int[] is null or a.practice_id = any($1)) and a.remit_date between $2 and $4 and ($5::int is null or coalesce(p.merged_into, p.payer_id) = $5)
        group by 1, 2
        """;

    public static Task<List<DenialCell>> DeniedAsync(DeskSource database, Actor actor, Span span, CancellationToken cancellation) => database.AskAsync(
        Denied, [actor.PracticeScope, span.Before, span.From, span.To, span.PayerId],
        r => new DenialCell(
            r.GetBoolean(0), r.GetString(1), r.GetString(2), r.GetInt32(3), r.GetString(4), ProcedureFamilies.OfLead(r.GetString(5)), r.GetString(6), r.GetInt64(7), r.GetDecimal(8), r.GetDecimal(9), r.GetDecimal(10),
            r.GetDecimal(11), r.GetDecimal(12), r.GetInt64(13), r.GetDecimal(14), r.GetInt64(15), r.GetInt64(16), r.GetDecimal(17), r.GetFieldValue<DateOnly>(18)),
        cancellation);

    public static Task<List<DecidedCell>> DecidedAsync(DeskSource database, Actor actor, Span span, CancellationToken cancellation) => database.AskAsync(
        Decided, [actor.PracticeScope, span.Before, span.From, span.To, span.PayerId], r => new DecidedCell(r.GetBoolean(0), r.GetInt32(1), r.GetInt64(2), r.GetDecimal(3)), cancellation);

    /// <summary>Names of payers that are not merged into another; the directory is small.</summary>
    public static async Task<Dictionary<int, string>> PayersAsync(DeskSource database, CancellationToken cancellation)
        => (await database.AskAsync("select payer_id, name from payer where merged_into is null", [], r => (Id: r.GetInt32(0), Name: r.GetString(1)), cancellation)).ToDictionary(p => p.Id, p => p.Name);

    /// <summary>Short titles of reason codes ("CO-16" is looked up as 16), as they hold now.</summary>
    public static async Task<Dictionary<string, string>> TitlesAsync(DeskSource database, IEnumerable<string> codes, CancellationToken cancellation)
        => (await database.AskAsync(
            "select distinct on (code) code, short_title from carc where code = any($1) order by code, valid_from desc",
            [codes.Select(c => c[(c.IndexOf('-', StringComparison.Ordinal) + 1)..]).Distinct().ToArray()], r => (Code: r.GetString(0), Title: r.GetString(1)), cancellation)).ToDictionary(c => c.Code, c => c.Title);
}
