using System.Globalization;
using DenialDesk.Domain.Calendar;
using DenialDesk.Domain.Codes;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Queue;

/// <summary>What the queue is narrowed to; every part but the text stands in the address, and an empty part narrows nothing.</summary>
public sealed record QueueFilter
{
    /// <summary>
    /// "todo" (default: open, ours to work and awake), "waiting", "open", "closed", "all", "snoozed" (asleep now), "back" (woken by its day and not touched since),
    /// "escalated" (a lead is asked), "follow_up" (a follow-up is due), "unworked" (found more than seven days ago, never worked), or one state's written name.
    /// </summary>
    public string? State { get; init; }

    public int? Practice { get; init; }

    public int? Payer { get; init; }

    public string? Category { get; init; }

    public string? Department { get; init; }

    public string? Carc { get; init; }

    /// <summary>True: only denials that need not have come.</summary>
    public bool? Preventable { get; init; }

    /// <summary>The leading remark; "none": the payer named no remark.</summary>
    public string? Rarc { get; init; }

    /// <summary>Whose step it was, "Billing: the card was not copied", as it was last found on the denial.</summary>
    public string? Traced { get; init; }

    /// <summary>With <see cref="Traced"/>: also what nobody found a step for yet, because the root-cause map names this one.</summary>
    public bool? Mapped { get; init; }

    /// <summary>Rendering NPI of the claim as the payer decided it; "none": the remittance names nobody.</summary>
    public string? Provider { get; init; }

    /// <summary>The leading denied procedure by its first characters: "97110", or the group "971xx" (<see cref="ProcedureGroup"/>); "none": no procedure.</summary>
    public string? Procedure { get; init; }

    /// <summary>"me", "none", "team" (everybody of my teams), a person's id; "routed" (to me), "routed:" and a person's id, or "unallocated": nobody's and routed to nobody.</summary>
    public string? Owner { get; init; }

    /// <summary>"overdue", the number of calendar days within which it is due, or one day, "2026-05-11".</summary>
    public string? Due { get; init; }

    /// <summary>Days since the denial: "0-30", "31-60", "61-90", "91-120" or "121-".</summary>
    public string? Age { get; init; }

    /// <summary>Denied dollars at least.</summary>
    public decimal? Min { get; init; }

    /// <summary>Part of account number, payer claim number, patient (also "LAST, FIRST" as the queue shows it), member number or code. Never in an address: it may be a name.</summary>
    public string? Text { get; init; }

    public long? File { get; init; }

    public long? Remittance { get; init; }

    /// <summary>"2026-03", or "2025-04..2026-03": the months of the remittance, inclusive; "2026-02-14..2026-05-14": its days.</summary>
    public string? Month { get; init; }

    /// <summary>Only first decisions of the primary payer: what denial rates count.</summary>
    public bool? First { get; init; }

    /// <summary>The one day <see cref="Due"/> names; null when it names none.</summary>
    public DateOnly? DueDay() => DateOnly.TryParseExact(Due, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>The conditions as SQL and its parameters, on <c>denial d</c>. Nothing typed by a person becomes SQL text.</summary>
    internal string Where(NpgsqlCommand command, People.Actor actor, DateOnly today)
    {
        var conditions = new List<string> { StateCondition(command, today) };
        void Add(string condition, object? value, NpgsqlDbType type)
        {
            if (value is null) { return; }

            command.Parameters.Add(new() { Value = value, NpgsqlDbType = type });
            conditions.Add(string.Format(CultureInfo.InvariantCulture, condition, "$" + command.Parameters.Count.ToString(CultureInfo.InvariantCulture)));
        }

        Add("d.practice_id = any({0})", actor.PracticeScope, NpgsqlDbType.Array | NpgsqlDbType.Integer);
        Add("d.practice_id = {0}", Practice, NpgsqlDbType.Integer);
        Add("d.payer_id = {0}", Payer, NpgsqlDbType.Integer);
        Add("d.category = {0}", Blank(Category), NpgsqlDbType.Text);
        Add("d.department = {0}", Blank(Department), NpgsqlDbType.Text);
        Add("d.lead_carc = {0}", CarcPart(), NpgsqlDbType.Text);
        Add("d.lead_group = {0}", GroupPart(), NpgsqlDbType.Text);
        if (Preventable == true) { conditions.Add("d.preventable in ('yes', 'true')"); }

        Add("d.lead_rarc = {0}", Blank(Rarc) is { } rarc ? rarc == "none" ? "" : rarc.ToUpperInvariant() : null, NpgsqlDbType.Text);
        Add($"coalesce((select c.department || ': ' || c.step from denial_cause c where c.practice_id = d.practice_id and c.denial_id = d.denial_id order by c.cause_id desc limit 1), {(Mapped == true ? "{0}" : "''")}) = {{0}}", Blank(Traced), NpgsqlDbType.Text);
        const string Routed = "exists (select 1 from denial_route t where t.practice_id = d.practice_id and t.denial_id = d.denial_id";
        if (Owner is "none" or "unallocated") { conditions.Add("d.assigned_to is null"); }

        if (Owner == "unallocated") { conditions.Add($"not {Routed})"); }
        else if (Owner == "routed" || Owner?.StartsWith("routed:", StringComparison.Ordinal) == true)
        {
            conditions.Add("d.assigned_to is null");
            Add(Routed + " and t.person = {0})", Owner == "routed" ? actor.UserId : Guid.TryParse(Owner["routed:".Length..], out var routed) ? routed : Guid.Empty, NpgsqlDbType.Uuid);
        }
        else if (Owner == "team") { Add("d.assigned_to in (select m.user_id from team_member m where m.team_id in (select t.team_id from team_member t where t.user_id = {0}))", actor.UserId, NpgsqlDbType.Uuid); }
        else if (Owner != "none") { Add("d.assigned_to = {0}", Owner == "me" ? actor.UserId : Guid.TryParse(Owner, out var owner) ? owner : null, NpgsqlDbType.Uuid); }

        if (Due == "overdue") { Add("d.due_on < {0}", today, NpgsqlDbType.Date); }
        else if (int.TryParse(Due, CultureInfo.InvariantCulture, out var days)) { Add("d.due_on between {0} and {0} + " + Math.Clamp(days, 0, 4000).ToString(CultureInfo.InvariantCulture), today, NpgsqlDbType.Date); }

        else if (DueDay() is { } dueDay) { Add("d.due_on = {0}", dueDay, NpgsqlDbType.Date); }

        if (Days() is { } age)
        {
            // The youngest step begins wherever a payer's date lies: a remittance may be dated tomorrow.
            if (age.From > 0) { Add("d.denied_on <= {0}", today.AddDays(-age.From), NpgsqlDbType.Date); }

            if (age.To is { } to) { Add("d.denied_on >= {0}", today.AddDays(-to), NpgsqlDbType.Date); }
        }

        Add("exists (select 1 from adjudication a where a.practice_id = d.practice_id and a.adjudication_id = d.adjudication_id and a.rendering_npi = {0})", Blank(Provider) is { } npi ? npi == "none" ? "" : npi : null, NpgsqlDbType.Text);
        if (Blank(Procedure) == "none") { conditions.Add("d.procedure_codes = ''"); }
        else { Add("starts_with(d.procedure_codes, {0})", Blank(Procedure) is { } procedure ? ProcedureGroup.Beginning(procedure) : null, NpgsqlDbType.Text); }

        Add("d.denied_amount >= {0}", Min, NpgsqlDbType.Numeric);
        Add("exists (select 1 from denial_search w where w.practice_id = d.practice_id and w.denial_id = d.denial_id and w.search like '%' || {0} || '%')", Blank(Text)?.ToLowerInvariant().Replace(", ", " ", StringComparison.Ordinal).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal), NpgsqlDbType.Text);
        Add("exists (select 1 from adjudication a join remittance r using (practice_id, remittance_id) where a.practice_id = d.practice_id and a.adjudication_id = d.adjudication_id and r.file_id = {0})", File, NpgsqlDbType.Bigint);
        Add("exists (select 1 from adjudication a where a.practice_id = d.practice_id and a.adjudication_id = d.adjudication_id and a.remittance_id = {0})", Remittance, NpgsqlDbType.Bigint);
        if (First == true) { conditions.Add("exists (select 1 from adjudication a where a.practice_id = d.practice_id and a.adjudication_id = d.adjudication_id and a.is_first_primary) and d.outcome is distinct from 'not_a_denial'"); }

        if (Months() is { } months)
        {
            Add("d.denied_on >= {0}", months.From, NpgsqlDbType.Date);
            Add("d.denied_on < {0}", months.Until, NpgsqlDbType.Date);
        }

        return string.Join(" and ", conditions);
    }

    /// <summary>Put off to a later day than the given one, and not yet at its last safe day (WorkMoves.Sleeps).</summary>
    internal static string Sleeping(string today) => $"(d.snoozed_until is not null and d.snoozed_until > {today} and d.last_safe_day > {today})";

    private string StateCondition(NpgsqlCommand command, DateOnly today)
    {
        string Day()
        {
            command.Parameters.Add(new() { Value = today, NpgsqlDbType = NpgsqlDbType.Date });
            return "$" + command.Parameters.Count.ToString(CultureInfo.InvariantCulture);
        }

        switch (State)
        {
            case null or "" or "todo":
                return $"d.is_open and d.state <> 'waiting' and not {Sleeping(Day())}";
            case "snoozed":
                return $"d.is_open and {Sleeping(Day())}";
            case "back":
                var day = Day();
                return $"d.is_open and d.snoozed_until is not null and not {Sleeping(day)}";
            case "follow_up":
                return $"d.is_open and exists (select 1 from follow_up f where f.practice_id = d.practice_id and f.denial_id = d.denial_id and f.done_at is null and f.due_on <= {Day()})";
            case "unworked":
                return $"d.is_open and d.state <> 'waiting' and d.first_worked_at is null and d.found_at < {Day()} - 7";
            case "escalated":
                return "d.is_open and d.escalated_by is not null";
            case "open":
                return "d.is_open";
            case "closed":
                return "not d.is_open";
            case "all":
                return "true";
            default:
                command.Parameters.Add(new() { Value = State, NpgsqlDbType = NpgsqlDbType.Text });
                return "d.state = $" + command.Parameters.Count.ToString(CultureInfo.InvariantCulture);
        }
    }

    private string? CarcPart() => Blank(Carc)?.ToUpperInvariant() is { } code ? code[(code.IndexOf('-', StringComparison.Ordinal) + 1)..] : null;

    private string? GroupPart() => Blank(Carc)?.ToUpperInvariant() is { } code && code.IndexOf('-', StringComparison.Ordinal) is > 0 and var dash ? code[..dash] : null;

    private (int From, int? To)? Days()
    {
        var parts = (Age ?? "").Split('-');
        return parts.Length == 2 && int.TryParse(parts[0], CultureInfo.InvariantCulture, out var from) && from is >= 0 and < 10_000
            ? (from, int.TryParse(parts[1], CultureInfo.InvariantCulture, out var to) ? Math.Clamp(to, from, 10_000) : null)
            : null;
    }

    private (DateOnly From, DateOnly Until)? Months()
    {
        var parts = (Month ?? "").Split("..");
        if (Day(parts[0]) is { } first && Day(parts[^1]) is { } end && MeantDay.Is(end)) { return (first, end.AddDays(1)); }

        return DateOnly.TryParseExact(parts[0] + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var from)
            && DateOnly.TryParseExact(parts[^1] + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var last) && MeantDay.Is(last)
            ? (from, last.AddMonths(1))
            : null;
    }

    private static DateOnly? Day(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
