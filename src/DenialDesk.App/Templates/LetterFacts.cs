using System.Globalization;
using DenialDesk.App.Payers;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.Letters;
using DenialDesk.Domain.Money;
using DenialDesk.Domain.Payers;
using Npgsql;

namespace DenialDesk.App.Templates;

/// <summary>The merge fields of one denial, and what of them depends on the step.</summary>
/// <param name="Level">The step to take next.</param>
/// <param name="Clock">The step the last day is of.</param>
internal sealed record LetterFacts(int PayerId, DenialCategory Category, WindowAction Level, WindowAction Clock, Dictionary<string, string?> Values, PayerConduct Conduct)
{
    private static readonly CultureInfo American = CultureInfo.GetCultureInfo("en-US");

    /// <summary>Every field for a step.</summary>
    public Dictionary<string, string?> For(WindowAction level) => new(Values)
    {
        ["level"] = WindowWords.Of(level).ToLowerInvariant(),
        ["payer_fax"] = Conduct.For(level).FirstOrDefault(c => c.Channel == Channel.Fax)?.Where,
        ["payer_address"] = Conduct.For(level).FirstOrDefault(c => c.Channel == Channel.Mail)?.Where ?? Conduct.Address,
        ["due_on"] = level == Clock ? Values["due_on"] : null,
    };

    /// <summary>The most particular template that fits; one for a first appeal when none does.</summary>
    public LetterChoiceRow Choose(IReadOnlyList<LetterChoiceRow> templates, WindowAction level)
        => LetterChoice.Pick(templates, t => t.Scope, PayerId, Category, level) ?? LetterChoice.Pick(templates, t => t.Scope, PayerId, Category, WindowAction.Appeal1) ?? templates[0];

    /// <summary>A template filled in for a step, and what had no value.</summary>
    /// <param name="dueOn">The last day of the step where the caller knows better than the denial's own clock.</param>
    public (string Subject, string Text, IReadOnlyList<LetterField> Missing) Write(LetterChoiceRow template, WindowAction level, DateOnly? dueOn = null)
    {
        var facts = For(level);
        if (dueOn is { } day) { facts["due_on"] = Long(day); }

        var (subject, text) = (LetterMerge.Merge(template.Subject, facts), LetterMerge.Merge(template.Body, facts));
        return (char.ToUpper(subject.Text[0], American) + subject.Text[1..], text.Text, [.. subject.Missing.Union(text.Missing)]);
    }

    /// <summary>Every template in use with its newest published text.</summary>
    public static async Task<List<LetterChoiceRow>> TemplatesAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancellation)
    {
        // A few dozen rows by primary key: the newest published text of each template in use.
        await using var command = new NpgsqlCommand(
            """
            select t.template_id, t.name, coalesce(p.merged_into, t.payer_id), t.category, t.level, v.subject, v.body
            from letter_template t left join payer p on p.payer_id = t.payer_id
            join lateral (select v.subject, v.body from letter_version v where v.template_id = t.template_id and v.state = 'published' order by v.version_no desc limit 1) v on true
            where t.retired_at is null order by t.name, t.template_id
            """, connection, transaction);
        var found = new List<LetterChoiceRow>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            var scope = new LetterScope(
                r.IsDBNull(2) ? null : r.GetInt32(2), r.IsDBNull(3) ? null : CodeNames.TryRead<DenialCategory>(r.GetString(3)), r.IsDBNull(4) ? null : CodeNames.TryRead<WindowAction>(r.GetString(4)));
            found.Add(new(r.GetInt32(0), r.GetString(1), scope, r.GetString(5), r.GetString(6)));
        }

        return found;
    }

    /// <summary>The facts of one denial; null when there is none.</summary>
    public static async Task<LetterFacts?> OfAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, int practiceId, long denialId, string writer, DateTimeOffset now, CancellationToken cancellation)
    {
        // By primary keys; the submission and its acceptance by submission_link_claim.
        await using var command = new NpgsqlCommand(
            """
            select d.payer_id, d.category, d.clock_action, pr.name, pr.time_zone, p.name, d.patient_name, a.member_id, d.patient_control_number, d.payer_claim_number, a.service_from, a.service_to,
                   d.procedure_codes, d.charge, d.denied_amount, d.denied_on, r.trace_number, d.lead_group, d.lead_carc,
                   (select c.short_title from carc c where c.code = d.lead_carc order by c.valid_from desc limit 1),
                   array(select distinct x from (select unnest(a.remark_codes) as x union select unnest(l.remark_codes) from service_line l
                         where l.practice_id = a.practice_id and l.adjudication_id = a.adjudication_id) y order by x), d.due_on,
                   (select i.value from practice_identifier i where i.practice_id = d.practice_id and i.kind = 'npi' order by (i.value = r.payee_npi) desc, i.value limit 1),
                   (select i.value from practice_identifier i where i.practice_id = d.practice_id and i.kind = 'tin' order by (i.value = r.payee_tin) desc, i.value limit 1),
                   s.submitted_at::date, s.authorization_number, s.diagnoses, f.payer_claim_number,
                   (select o.name from adjudication e join payer o on o.payer_id = e.payer_id
                    where e.practice_id = d.practice_id and e.claim_id = d.claim_id and coalesce(o.merged_into, o.payer_id) <> d.payer_id order by e.adjudication_id limit 1),
                   (select c.body::text from payer_conduct c where c.payer_id = d.payer_id order by c.version desc limit 1), d.first_action
            from denial d join practice pr using (practice_id) join payer p on p.payer_id = d.payer_id
            join adjudication a on a.practice_id = d.practice_id and a.adjudication_id = d.adjudication_id
            join remittance r on r.practice_id = a.practice_id and r.remittance_id = a.remittance_id
            left join lateral (select s.* from submission_link l join submitted_claim s using (practice_id, submitted_id)
                               where l.practice_id = d.practice_id and l.claim_id = d.claim_id order by s.submitted_at, s.submitted_id limit 1) s on true
            left join lateral (select f.payer_claim_number from filing_proof f where f.practice_id = s.practice_id and f.submitted_id = s.submitted_id order by f.decided_on limit 1) f on true
            where d.practice_id = $1 and d.denial_id = $2
            """, connection, transaction)
        {
            Parameters = { new() { Value = practiceId }, new() { Value = denialId } },
        };
        await using var r = await command.ExecuteReaderAsync(cancellation);
        if (!await r.ReadAsync(cancellation)) { return null; }

        var values = Fields(r, PracticeDay.At(now, TimeZoneInfo.FindSystemTimeZoneById(r.GetString(4))), writer);
        var clocked = CodeNames.TryRead<WindowAction>(r.GetString(2)) ?? WindowAction.Appeal1;
        return new(
            r.GetInt32(0), CodeNames.TryRead<DenialCategory>(r.GetString(1)) ?? DenialCategory.Other, r.GetString(30) == "correct_resubmit" ? WindowAction.CorrectedClaim : clocked, clocked, values,
            r.IsDBNull(29) ? PayerConduct.Unknown : SeeConduct.Read(r.GetString(29)));
    }

    /// <summary>The merge fields of the row; those that depend on the step come later.</summary>
    private static Dictionary<string, string?> Fields(NpgsqlDataReader r, DateOnly today, string writer)
    {
        string? Text(int i) => r.IsDBNull(i) || r.GetString(i).Length == 0 ? null : r.GetString(i);
        string? Day(int i) => r.IsDBNull(i) ? null : Long(r.GetFieldValue<DateOnly>(i));
        string? Many(int i) => r.IsDBNull(i) ? null : string.Join(", ", r.GetFieldValue<string[]>(i));
        return new()
        {
            ["today"] = Long(today),
            ["practice_name"] = Text(3),
            ["practice_npi"] = Text(22),
            ["practice_tax_id"] = Text(23),
            ["payer_name"] = Text(5),
            ["patient_name"] = Text(6),
            ["member_number"] = Text(7),
            ["account_number"] = Text(8),
            ["payer_claim_number"] = Text(9),
            ["service_from"] = Day(10),
            ["service_to"] = Day(11),
            ["procedures"] = Text(12),
            ["diagnoses"] = Many(26),
            ["billed_amount"] = Dollars.Text(r.GetDecimal(13)),
            ["denied_amount"] = Dollars.Text(r.GetDecimal(14)),
            ["denied_on"] = Day(15),
            ["remittance_number"] = Text(16),
            ["reason_code"] = $"{r.GetString(17)}-{r.GetString(18)}",
            ["reason_title"] = Text(19),
            ["remark_codes"] = Many(20),
            ["due_on"] = Day(21),
            ["filed_on"] = Day(24),
            ["authorization_number"] = Text(25),
            ["acceptance_number"] = Text(27),
            ["other_payer"] = Text(28),
            ["writer_name"] = writer,
        };
    }

    private static string Long(DateOnly day) => day.ToString("MMMM d, yyyy", American);
}
