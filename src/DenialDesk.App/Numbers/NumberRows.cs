// Reason for length: the statement behind every number, one after another, so that they can be read side by side.
using System.Globalization;
using DenialDesk.App.Payers;
using DenialDesk.Domain.FollowUps;
using DenialDesk.Domain.Numbers;

namespace DenialDesk.App.Numbers;

/// <summary>
/// For every number the rows it is counted from: practice_id, payer_id, day (its month is the number's month), bucket, part, whole, row_id, denial_id. The sums of part and
/// whole are the number; the list behind it shows the same rows. $1 practices, $2 first day, $3 first day after, $4 the practices' day.
/// </summary>
internal static class NumberRows
{
    private const string Real = "outcome is distinct from 'not_a_denial'";
    private const string Closed = "(d.closed_at at time zone z.time_zone)::date";
    private const string Resolved = "d.state in ('closed_recovered', 'closed_patient', 'closed_next_payer', 'written_off', 'expired')";
    private const string FlatCost = "25";
    private const string OpenDollars = "case when d.is_open then greatest(0, d.denied_amount - d.recovered_amount) else d.denied_amount end";

    private static readonly string Hour = Effort.HourCost.ToString(CultureInfo.InvariantCulture);

    /// <summary>Those that the roll-ups of first decisions hold already.</summary>
    public static IReadOnlyList<Kpi> Decided { get; } = [Kpi.DenialRateClaims, Kpi.DenialRateDollars, Kpi.FirstPass, Kpi.TimelyFiling];

    /// <summary>Those whose rows an index finds by their very day, so that a list can go through a month a few days at a time.</summary>
    public static IReadOnlyList<Kpi> ByDay { get; } =
    [
        .. Decided, Kpi.OverturnedOfInitial, Kpi.TimeToResolution, Kpi.Repeats, Kpi.Recovery, Kpi.WorkedInSeven, Kpi.DaysToWork, Kpi.DaysToResolution, Kpi.Recovered, Kpi.NetCollection, Kpi.Touches, Kpi.RecoveredPerHour,
    ];

    /// <summary>Those of what was open at a month's end: their day is the month's first, so that a list goes through them by their denials, the newest first.</summary>
    public static IReadOnlyList<Kpi> ByMonthEnd { get; } = [Kpi.Backlog, Kpi.PastSafe];

    /// <summary>Those whose kept count is the count of their rows.</summary>
    public static IReadOnlyList<Kpi> CountedByRow { get; } =
        [Kpi.Backlog, Kpi.ArDays, Kpi.WorkedInSeven, Kpi.DaysToWork, Kpi.DaysToResolution, Kpi.TimeToResolution, Kpi.OverturnedOfInitial, Kpi.AppealSuccess, Kpi.Repeats, Kpi.Recovered];

    /// <summary>Those kept in rollup_number.</summary>
    public static IReadOnlyList<Kpi> Kept { get; } = [.. Enum.GetValues<Kpi>().Except(Decided)];

    /// <summary>The rows of one number.</summary>
    public static string Of(Kpi kpi) => kpi switch
    {
        Kpi.DenialRateClaims => FirstDecisions("(d.denial_id is not null)::int", "1"),
        Kpi.DenialRateDollars => FirstDecisions("coalesce(d.charge, 0)", "coalesce(a.charge, 0)"),
        Kpi.FirstPass => FirstDecisions("(d.denial_id is null and a.kind in ('paid', 'zero_pay'))::int", "1"),
        Kpi.TimelyFiling => FirstDecisions(
            "coalesce(d.category = 'timely_filing' or exists (select 1 from denial_line l where l.practice_id = d.practice_id and l.denial_id = d.denial_id and l.category = 'timely_filing'), false)::int", "1"),
        Kpi.CleanClaims => CleanClaims,
        Kpi.AppealSuccess => Appeals("(a.status in ('overturned', 'partial'))::int", "1"),
        Kpi.AppealDollars => Appeals("coalesce(a.granted, 0)", "a.amount"),
        Kpi.ArDays => ArDays,
        Kpi.WorkedInSeven => Found("(w.days <= 7)::int", "case when w.days <= 7 then 1 else 0 end", "f.found + 7 < $4"),
        Kpi.DaysToWork => Found("w.days", "least(w.days, 999)", "w.days is not null"),
        Kpi.DaysToResolution => ClosedDenials($"greatest(0, {Closed} - d.denied_on)", "1", $"least(greatest(0, {Closed} - d.denied_on), 999)", Resolved),
        Kpi.TimeToResolution => TimeToResolution,
        Kpi.OverturnedOfInitial => OverturnedOfInitial,
        Kpi.NetCollection => NetCollection,
        Kpi.CashOfRevenue => CashOfRevenue,
        Kpi.WriteOffs => WriteOffs,
        Kpi.Repeats => Repeats,
        Kpi.Recovery => Recovery,
        Kpi.Recovered => Recovered,
        Kpi.ReworkCost => Worked("c.cost", "1"),
        Kpi.NetRecovered => Recovered + " union all " + Worked("-c.cost", "0"),
        Kpi.Backlog => Backlog,
        Kpi.PastSafe => PastSafe,
        Kpi.RecoveredPerHour => Recovered + " union all " + Hours,
        _ => Touches,
    };

    /// <summary>The sums of some numbers by practice, month, payer and bucket, in the order of rollup_number.</summary>
    public static string Sums(IEnumerable<Kpi> kpis) => string.Join(" union all ", kpis.Select(k =>
        $"""
        (select x.practice_id, date_trunc('month', x.day)::date as month, '{k.Text()}' as kpi, x.payer_id, x.bucket, round(sum(x.part)::numeric, 4) as part, round(sum(x.whole)::numeric, 4) as whole,
                {(KpiDefinitions.Of(k).Whole.Length == 0 ? "count(*)" : "count(*) filter (where x.whole <> 0)")} as seen
         from ({Of(k)}) x group by 1, 2, 4, 5)
        """));

    // Index adjudication_month, then the denial by its adjudication.
    private static string FirstDecisions(string part, string whole) =>
        $"""
        select a.practice_id, a.payer_id, a.remit_date as day, case d.extent when 'full' then 1 when 'partial' then 2 else 0 end as bucket, {part} as part, {whole} as whole,
               a.adjudication_id as row_id, d.denial_id
        from adjudication a
        {RollupRaw.Probe("left join", "denial d", "d.practice_id, d.denial_id, d.extent, d.charge, d.category", $"d.practice_id = a.practice_id and d.adjudication_id = a.adjudication_id and d.{Real}")}
        where a.practice_id = any($1) and a.remit_date >= $2 and a.remit_date < $3 and a.is_first_primary
        """;

    // Original submissions that were answered at all; acknowledgement_match by submission.
    private const string CleanClaims =
        """
        select s.practice_id, coalesce((select min(l.payer_id) from submission_link l where l.practice_id = s.practice_id and l.submitted_id = s.submitted_id), 0) as payer_id,
               s.submitted_at::date as day, 0 as bucket, (not m.rejected)::int as part, 1 as whole, s.submitted_id as row_id, null::bigint as denial_id
        from submitted_claim s
        cross join lateral (
            select bool_or(k.outcome = 'rejected') as rejected from acknowledgement_match m join acknowledgement k using (acknowledgement_id)
            where m.practice_id = s.practice_id and m.submitted_id = s.submitted_id and k.outcome in ('accepted', 'received', 'rejected')) m
        where s.practice_id = any($1) and s.submitted_at >= $2 and s.submitted_at < $3 and s.frequency in ('', '1') and m.rejected is not null
        """;

    private static string Appeals(string part, string whole) =>
        $"""
        select a.practice_id, a.payer_id, a.decided_on as day, case a.status when 'overturned' then 1 when 'partial' then 2 when 'upheld' then 3 else 4 end as bucket,
               {part} as part, {whole} as whole, a.appeal_id as row_id, a.denial_id
        from appeal a
        where a.practice_id = any($1) and a.decided_on >= $2 and a.decided_on < $3 and a.status in ('overturned', 'partial', 'upheld', 'dismissed')
        """;

    /// <summary>Denials found in the period, with the days until they were worked. One that ended by itself within a week and untouched is left out: nobody had to work it.</summary>
    private static string Found(string part, string bucket, string where) =>
        $"""
        select d.practice_id, d.payer_id, f.found as day, {bucket} as bucket, coalesce({part}, 0) as part, 1 as whole, d.denial_id as row_id, d.denial_id
        from denial d join practice z on z.practice_id = d.practice_id
        cross join lateral (select (d.found_at at time zone z.time_zone)::date as found) f
        cross join lateral (select case when d.first_worked_at is not null then greatest(0, (d.first_worked_at at time zone z.time_zone)::date - f.found) end as days) w
        where d.practice_id = any($1) and d.found_at >= $2::date - 1 and d.found_at < $3::date + 1 and f.found >= $2 and f.found < $3 and d.{Real} and {where}
          and not (d.first_worked_at is null and not d.is_open and {Closed} <= f.found + 7)
        """;

    // denial_closed; a day somewhere begins at most fourteen hours before and twelve after the day of UTC.
    private static string ClosedDenials(string part, string whole, string bucket, string where) =>
        $"""
        select d.practice_id, d.payer_id, {Closed} as day, {bucket} as bucket, {part} as part, {whole} as whole, d.denial_id as row_id, d.denial_id
        from denial d join practice z on z.practice_id = d.practice_id
        where d.practice_id = any($1) and not d.is_open and d.closed_at >= ($2::date - interval '14 hours') at time zone 'UTC' and d.closed_at < ($3::date + interval '12 hours') at time zone 'UTC' and {Closed} >= $2 and {Closed} < $3 and d.{Real} and {where}
        """;

    private static readonly string Recovered = ClosedDenials("d.recovered_amount", "0", "0", "d.recovered_amount <> 0");

    // Index denial_month. What is open is last seen today, what a later answer replaced on the day it was: both as longer than that.
    private static readonly string TimeToResolution =
        $"""
        select d.practice_id, d.payer_id, d.denied_on as day, case when t.ended then t.days else -1 - t.days end as bucket, t.ended::int as part, 1 as whole, d.denial_id as row_id, d.denial_id
        from denial d join practice z on z.practice_id = d.practice_id
        cross join lateral (
            select not d.is_open and {Resolved} as ended, greatest(0, case when d.is_open then $4::date else coalesce({Closed}, d.denied_on) end - d.denied_on) as days) t
        where d.practice_id = any($1) and d.denied_on >= $2 and d.denied_on < $3 and d.denied_on <= $4 and d.{Real}
        """;

    // Index denial_month, the decision by its key.
    private const string OverturnedOfInitial =
        $"""
        select d.practice_id, d.payer_id, d.denied_on as day, 0 as bucket, (d.state = 'closed_recovered')::int as part, 1 as whole, d.denial_id as row_id, d.denial_id
        from denial d
        cross join lateral (select 1 from adjudication a where a.practice_id = d.practice_id and a.adjudication_id = d.adjudication_id and a.is_first_primary offset 0) a
        where d.practice_id = any($1) and d.denied_on >= $2 and d.denied_on < $3 and d.{Real}
        """;

    /// <summary>Every denial at the end of every month it was open in; today stands for the end of this one.</summary>
    private static string OpenAtMonthEnd(string join, string bucket, string part, string whole = "1") =>
        $"""
        select d.practice_id, d.payer_id, m.month::date as day, {bucket} as bucket, {part} as part, {whole} as whole, d.denial_id as row_id, d.denial_id
        from denial d join practice z on z.practice_id = d.practice_id {join}
        cross join lateral (select case when d.is_open then null else coalesce({Closed}, d.denied_on) end as closed) c
        cross join lateral generate_series(
            date_trunc('month', greatest(d.denied_on, $2::date)::timestamp), least(coalesce(c.closed, $4::date), $3::date - 1, $4::date)::timestamp, interval '1 month') m (month)
        cross join lateral (select least((m.month + interval '1 month')::date - 1, $4::date) as last) e
        where d.practice_id = any($1) and d.denied_on < $3 and (d.is_open or d.closed_at >= $2::date - 1) and d.{Real}
          and d.denied_on <= e.last and (c.closed is null or c.closed > e.last)
        """;

    private static readonly string ArDays = OpenAtMonthEnd(
        $"""
        join (select practice_id, percentile_disc(0.9) within group (order by expected_amount) as high from denial
              where practice_id = any($1) and denied_on > $4::date - 730 and {Real} group by practice_id) p on p.practice_id = d.practice_id and d.expected_amount >= p.high
        """,
        "0",
        "greatest(0, e.last - coalesce((select min(l.submitted_on) from submission_link l where l.practice_id = d.practice_id and l.claim_id = d.claim_id), d.service_from, d.denied_on))");

    // The first denial of the claim by denial_claim.
    private static readonly string Backlog = OpenAtMonthEnd(
        $"cross join lateral (select min(x.denied_on) as first from denial x where x.practice_id = d.practice_id and x.claim_id = d.claim_id and x.payer_id = d.payer_id and x.{Real}) y",
        "case when e.last - y.first <= 30 then 0 when e.last - y.first <= 60 then 31 when e.last - y.first <= 90 then 61 when e.last - y.first <= 120 then 91 else 121 end",
        OpenDollars);

    // The deadline as it stands now.
    private static readonly string PastSafe = OpenAtMonthEnd("", "0", $"case when d.last_safe_day < e.last then {OpenDollars} else 0 end", OpenDollars);

    // First decisions by their date of service, then every answer of those claims by adjudication_claim.
    private static readonly string NetCollection =
        $"""
        select f.practice_id, f.payer_id, f.service_from as day, 0 as bucket, m.paid + coalesce(l.share, 0) as part, greatest(0, coalesce(f.charge, 0) - coalesce(k.contractual, 0)) as whole,
               f.adjudication_id as row_id, null::bigint as denial_id
        from adjudication f
        cross join lateral (select coalesce(sum(a.paid), 0) as paid from adjudication a where a.practice_id = f.practice_id and a.claim_id = f.claim_id and a.kind <> 'predetermination') m
        left join lateral (
            select greatest(0, coalesce(a.patient_responsibility, 0)) as share from adjudication a where a.practice_id = f.practice_id and a.claim_id = f.claim_id and a.kind not in ('reversal', 'forwarded', 'predetermination')
            order by a.remit_date desc, a.adjudication_id desc limit 1) l on true
        left join lateral (
            select a.adjudication_id from adjudication a where a.practice_id = f.practice_id and a.claim_id = f.claim_id and {MergedPayers.Same("a.payer_id", "f.payer_id")} and a.kind not in ('reversal', 'forwarded', 'predetermination')
            order by a.remit_date desc, a.adjudication_id desc limit 1) p on true
        left join lateral (
            select sum(j.amount) as contractual from adjustment j where j.practice_id = f.practice_id and j.adjudication_id = p.adjudication_id and j.bucket = 'contractual') k on true
        where f.practice_id = any($1) and f.is_first_primary and f.service_from >= $2 and f.service_from < $3
        """;

    // Cash by adjudication_month's neighbours in time; revenue like net collection's denominator, a third in each of the three months after the service.
    private static readonly string CashOfRevenue =
        $"""
        select a.practice_id, a.payer_id, a.remit_date as day, 0 as bucket, a.paid as part, 0::numeric as whole, a.adjudication_id as row_id, null::bigint as denial_id
        from adjudication a where a.practice_id = any($1) and a.remit_date >= $2 and a.remit_date < $3 and a.kind <> 'predetermination' and a.paid <> 0
        union all
        select f.practice_id, f.payer_id, m.day, m.n, 0, round(greatest(0, coalesce(f.charge, 0) - coalesce(k.contractual, 0)) / 3, 4), f.adjudication_id, null
        from adjudication f
        left join lateral (
            select a.adjudication_id from adjudication a where a.practice_id = f.practice_id and a.claim_id = f.claim_id and {MergedPayers.Same("a.payer_id", "f.payer_id")} and a.kind not in ('reversal', 'forwarded', 'predetermination')
            order by a.remit_date desc, a.adjudication_id desc limit 1) p on true
        left join lateral (
            select sum(j.amount) as contractual from adjustment j where j.practice_id = f.practice_id and j.adjudication_id = p.adjudication_id and j.bucket = 'contractual') k on true
        cross join lateral (select n, (date_trunc('month', f.service_from) + n * interval '1 month')::date as day from generate_series(1, 3) n) m
        where f.practice_id = any($1) and f.is_first_primary and f.service_from >= $2::date - 93 and f.service_from < $3 and m.day >= $2 and m.day < $3
        """;

    private static readonly string WriteOffs =
        $"""
        select w.practice_id, w.payer_id, (w.decided_at at time zone z.time_zone)::date as day, 1 as bucket, w.amount as part, 0 as whole, w.request_id as row_id, w.denial_id
        from write_off_request w join practice z on z.practice_id = w.practice_id
        where w.practice_id = any($1) and w.state = 'approved' and w.decided_at >= $2::date - 1 and w.decided_at < $3::date + 1
          and (w.decided_at at time zone z.time_zone)::date >= $2 and (w.decided_at at time zone z.time_zone)::date < $3
        union all
        select d.practice_id, d.payer_id, d.denied_on, 0, 0, d.denied_amount, d.denial_id, d.denial_id
        from denial d join adjudication a on a.practice_id = d.practice_id and a.adjudication_id = d.adjudication_id and a.is_first_primary
        where d.practice_id = any($1) and d.denied_on >= $2 and d.denied_on < $3 and d.{Real}
        """;

    private static readonly string Repeats =
        $"""
        select a.practice_id, a.payer_id, a.remit_date as day, 0 as bucket, (n.denial_id is not null)::int as part, 1 as whole, a.adjudication_id as row_id, n.denial_id
        from adjudication a left join denial n on n.practice_id = a.practice_id and n.adjudication_id = a.adjudication_id and n.{Real}
        where a.practice_id = any($1) and a.remit_date >= $2 and a.remit_date < $3 and not a.is_first_primary and a.kind not in ('reversal', 'forwarded', 'predetermination')
          and exists (select 1 from denial e where e.practice_id = a.practice_id and e.claim_id = a.claim_id and e.adjudication_id <> a.adjudication_id and e.{Real}
                      and (e.denied_on, e.adjudication_id) < (a.remit_date, a.adjudication_id) and e.payer_id in (a.payer_id, (select p.merged_into from payer p where p.payer_id = a.payer_id)))
        """;

    // The cohort of a month at each horizon that is over for all of it; bucket 0 is "so far".
    private static readonly string Recovery =
        $"""
        select d.practice_id, d.payer_id, d.denied_on as day, h.days as bucket,
               case when h.days = 0 or (not d.is_open and {Closed} - d.denied_on <= h.days) then d.recovered_amount else 0 end as part, d.expected_amount as whole, d.denial_id as row_id, d.denial_id
        from denial d join practice z on z.practice_id = d.practice_id
        join adjudication a on a.practice_id = d.practice_id and a.adjudication_id = d.adjudication_id and a.is_first_primary
        cross join (values (0), (30), (60), (90), (180)) h (days)
        where d.practice_id = any($1) and d.denied_on >= $2 and d.denied_on < $3 and d.{Real}
          and (h.days = 0 or (date_trunc('month', d.denied_on) + interval '1 month')::date + h.days <= $4)
        """;

    /// <summary>One row a denial and month it was worked in: measured time, else the flat cost in the month of its first work.</summary>
    private static string Worked(string part, string whole) =>
        $"""
        select c.practice_id, c.payer_id, c.day, 0 as bucket, {part} as part, {whole} as whole, c.denial_id as row_id, c.denial_id
        from (
            select d.practice_id, d.payer_id, min((t.began_at at time zone z.time_zone)::date) as day, sum(t.seconds) / 3600.0 * {Hour} as cost, d.denial_id
            from time_spent t join denial d on d.practice_id = t.practice_id and d.denial_id = t.denial_id join practice z on z.practice_id = t.practice_id
            where t.practice_id = any($1) and t.began_at >= $2::date - 1 and t.began_at < $3::date + 1 and (t.began_at at time zone z.time_zone)::date >= $2 and (t.began_at at time zone z.time_zone)::date < $3
            group by d.practice_id, d.payer_id, d.denial_id, date_trunc('month', t.began_at at time zone z.time_zone)
            union all
            select d.practice_id, d.payer_id, (d.first_worked_at at time zone z.time_zone)::date, {FlatCost}, d.denial_id
            from denial d join practice z on z.practice_id = d.practice_id
            where d.practice_id = any($1) and d.first_worked_at >= $2::date - 1 and d.first_worked_at < $3::date + 1
              and (d.first_worked_at at time zone z.time_zone)::date >= $2 and (d.first_worked_at at time zone z.time_zone)::date < $3
              and not exists (select 1 from time_spent t where t.practice_id = d.practice_id and t.denial_id = d.denial_id)) c
        """;

    private const string Hours =
        """
        select d.practice_id, d.payer_id, (t.began_at at time zone z.time_zone)::date as day, 1 as bucket, 0 as part, t.seconds / 3600.0 as whole, t.spent_id as row_id, d.denial_id
        from time_spent t join denial d on d.practice_id = t.practice_id and d.denial_id = t.denial_id join practice z on z.practice_id = t.practice_id
        where t.practice_id = any($1) and t.began_at >= $2::date - 1 and t.began_at < $3::date + 1 and (t.began_at at time zone z.time_zone)::date >= $2 and (t.began_at at time zone z.time_zone)::date < $3
        """;

    private static readonly string Touches =
        $"""
        select d.practice_id, d.payer_id, (s.at at time zone z.time_zone)::date as day, 1 as bucket, 1 as part, 0 as whole, s.step_id as row_id, d.denial_id
        from denial_step s join denial d on d.practice_id = s.practice_id and d.denial_id = s.denial_id join practice z on z.practice_id = s.practice_id
        where s.practice_id = any($1) and s.actor_id is not null and s.at >= $2::date - 1 and s.at < $3::date + 1 and (s.at at time zone z.time_zone)::date >= $2 and (s.at at time zone z.time_zone)::date < $3
        union all {ClosedDenials("0", "1", "0", Resolved)}
        """;
}
