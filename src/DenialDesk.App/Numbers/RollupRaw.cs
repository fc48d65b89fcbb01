namespace DenialDesk.App.Numbers;

/// <summary>
/// The two counts from raw rows that the roll-ups are made of; the rebuild writes them and a reader of a touched month uses them as they are, so that a number
/// cannot be defined twice. The columns come in the order of the tables.
/// </summary>
internal static class RollupRaw
{
    /// <summary>One month of one practice: $1 and $2, as constants that the planner knows.</summary>
    public const string One = "(select $1::int as practice_id, $2::date as month) t";

    /// <summary>Some months of some practices: two arrays of one length, $1 and $2.</summary>
    public const string Some = "unnest($1::int[], $2::date[]) t (practice_id, month)";

    /// <summary>What rollup_decided holds. Index adjudication_month, then the denial by its adjudication and the claim's first line by its key.</summary>
    public static string Decided(string touched) =>
        $"""
        select c.practice_id, c.month, {Dimension} as dimension, {Value} as value, c.payer_id,
               count(*) as claims, coalesce(sum(c.charge), 0) as billed, coalesce(sum(c.paid), 0) as paid,
               count(*) filter (where c.extent = 'full') as denied_full, count(*) filter (where c.extent = 'partial') as denied_part,
               coalesce(sum(c.denied_charge), 0) as denied_billed, coalesce(sum(c.denied_amount), 0) as denied_amount,
               count(*) filter (where c.extent is null and c.kind in ('paid', 'zero_pay')) as resolved_first_pass, count(*) filter (where c.late) as timely_filing
        from ({DecidedRows(touched, OfDenial, Refused)}) c
        group by grouping sets (
            (c.practice_id, c.month, c.payer_id), (c.practice_id, c.month, c.payer_id, c.provider), (c.practice_id, c.month, c.payer_id, c.place),
            (c.practice_id, c.month, c.payer_id, c.procedure))
        """;

    /// <summary>The first decisions themselves, each with its sides; with nothing of its denial unless that is asked for.</summary>
    public static string DecidedRows(string touched, string more = "", string join = "") =>
        $"""
        select t.practice_id, t.month, a.payer_id, a.rendering_npi as provider, {Place} as place, {FirstProcedure} as procedure, a.charge, a.paid, a.kind{more}
        from {touched}
        join adjudication a on a.practice_id = t.practice_id and a.remit_date >= t.month and a.remit_date < (t.month + interval '1 month')::date and a.is_first_primary
        {join}
        left join remittance r on r.practice_id = a.practice_id and r.remittance_id = a.remittance_id and a.bill_type = ''
        {Probe("left join", "service_line s", "s.procedure_code", "s.practice_id = a.practice_id and s.adjudication_id = a.adjudication_id and s.line_no = 1")}
        """;

    /// <summary>What rollup_denied holds. Index denial_month, then the adjudication by its key; later denials of a claim by denial_claim.</summary>
    public static string Denied(string touched) =>
        $"""
        select c.practice_id, c.month, {DeniedDimension} as dimension, {DeniedValue} as value, c.payer_id, c.category, c.lead_carc as carc, c.department, c.preventable, c.hardness,
               {DeniedSums}
        from ({DeniedRows(touched)}) c
        group by grouping sets ({Set()}, {Set("provider")}, {Set("place")}, {Set("procedure")}, {Set("rarc")})
        """;

    /// <summary>What is added up of denials c.</summary>
    public const string DeniedSums =
        """
        count(*) as denials, sum(c.denied_amount) as denied_amount, sum(c.expected_amount) as expected, sum(c.recovered_amount) as recovered,
               sum(c.written_off_amount) as written_off, count(*) filter (where c.is_open) as open_denials,
               coalesce(sum(greatest(0, c.denied_amount - c.recovered_amount)) filter (where c.is_open), 0) as open_amount,
               count(*) filter (where c.state = 'expired') as expired, count(*) filter (where c.state = 'closed_recovered') as overturned, count(*) filter (where c.again) as repeat_denials
        """;

    /// <summary>The denials of first decisions themselves, each with its sides.</summary>
    public static string DeniedRows(string touched) =>
        $"""
            select t.practice_id, t.month, d.denied_on, d.payer_id, d.category, d.lead_carc, d.department, d.preventable, d.hardness, a.rendering_npi as provider, {Place} as place,
                   {DeniedProcedure} as procedure, d.lead_rarc as rarc,
                   d.denied_amount, d.expected_amount, d.recovered_amount, d.written_off_amount, d.is_open, d.state,
                   exists (select 1 from denial e where e.practice_id = d.practice_id and e.claim_id = d.claim_id and e.payer_id = d.payer_id
                           and (e.denied_on, e.denial_id) > (d.denied_on, d.denial_id) and e.outcome is distinct from 'not_a_denial') as again
            from {touched}
            join denial d on d.practice_id = t.practice_id and d.denied_on >= t.month and d.denied_on < (t.month + interval '1 month')::date and d.outcome is distinct from 'not_a_denial'
            {Probe("join", "adjudication a", "a.practice_id, a.remittance_id, a.rendering_npi, a.bill_type", "a.practice_id = d.practice_id and a.adjudication_id = d.adjudication_id and a.is_first_primary")}
            left join remittance r on r.practice_id = a.practice_id and r.remittance_id = a.remittance_id and a.bill_type = ''
        """;

    /// <summary>What rollup_denied_side holds: a month of rollup_denied without reason, category and the rest, and by each of these alone; 'cause' is category and department.</summary>
    public const string Sides =
        """
        select practice_id, month, dimension, value, payer_id, sum(denials)::bigint as denials, sum(denied_amount) as denied_amount, sum(expected) as expected, sum(recovered) as recovered, sum(written_off) as written_off,
               sum(open_denials)::bigint as open_denials, sum(open_amount) as open_amount, sum(expired)::bigint as expired, sum(overturned)::bigint as overturned, sum(repeat_denials)::bigint as repeat_denials
        from rollup_denied where practice_id = $1 and month = $2 group by 1, 2, 3, 4, 5
        union all
        select practice_id, month,
               case when grouping(category) = 0 and grouping(department) = 0 then 'cause' when grouping(category) = 0 then 'category' when grouping(carc) = 0 then 'carc' when grouping(department) = 0 then 'department'
                    when grouping(preventable) = 0 then 'preventable' else 'hardness' end,
               case when grouping(category) = 0 and grouping(department) = 0 then category || '|' || department else coalesce(category, carc, department, preventable, hardness) end, payer_id, sum(denials)::bigint,
               sum(denied_amount), sum(expected), sum(recovered), sum(written_off), sum(open_denials)::bigint, sum(open_amount), sum(expired)::bigint, sum(overturned)::bigint, sum(repeat_denials)::bigint
        from rollup_denied where practice_id = $1 and month = $2 and dimension = 'all'
        group by grouping sets ((practice_id, month, payer_id, category), (practice_id, month, payer_id, carc), (practice_id, month, payer_id, department), (practice_id, month, payer_id, preventable),
                                (practice_id, month, payer_id, hardness), (practice_id, month, payer_id, category, department))
        """;

    /// <summary>One look by key for each row. A plain join tempts the planner to read the whole table for one month of it (a second a million claims, measured).</summary>
    public static string Probe(string join, string table, string columns, string on)
        => $"{join} lateral (select {columns} from {table} where {on} offset 0) {table[(table.IndexOf(' ', StringComparison.Ordinal) + 1)..]} on true";

    public const string Place = "coalesce(nullif(a.bill_type, ''), r.payee_npi, '')";

    /// <summary>The procedure of a claim s: first three characters of its first line's code.</summary>
    public const string FirstProcedure = "coalesce(left(nullif(s.procedure_code, ''), 3) || 'xx', '')";

    /// <summary>The procedure of a denial d: first three characters of its leading code.</summary>
    public const string DeniedProcedure = "coalesce(left(nullif(split_part(d.procedure_codes, ' ', 1), ''), 3) || 'xx', '')";

    private const string OfDenial =
        """
        , d.extent, d.charge as denied_charge, d.denied_amount,
               d.category = 'timely_filing' or exists (
                   select 1 from denial_line l where l.practice_id = d.practice_id and l.denial_id = d.denial_id and l.category = 'timely_filing') as late
        """;

    private static readonly string Refused = Probe(
        "left join", "denial d", "d.denial_id, d.category, d.extent, d.charge, d.denied_amount, d.practice_id", "d.practice_id = a.practice_id and d.adjudication_id = a.adjudication_id and d.outcome is distinct from 'not_a_denial'");

    private const string Dimension = "case when grouping(c.provider) = 0 then 'provider' when grouping(c.place) = 0 then 'place' when grouping(c.procedure) = 0 then 'procedure' else 'all' end";

    private const string Value = "case when grouping(c.provider) = 0 then c.provider when grouping(c.place) = 0 then c.place when grouping(c.procedure) = 0 then c.procedure else '' end";

    private const string DeniedDimension =
        "case when grouping(c.provider) = 0 then 'provider' when grouping(c.place) = 0 then 'place' when grouping(c.procedure) = 0 then 'procedure' when grouping(c.rarc) = 0 then 'rarc' else 'all' end";

    private const string DeniedValue =
        "case when grouping(c.provider) = 0 then c.provider when grouping(c.place) = 0 then c.place when grouping(c.procedure) = 0 then c.procedure when grouping(c.rarc) = 0 then c.rarc else '' end";

    private static string Set(string? dimension = null)
        => "(c.practice_id, c.month, c.payer_id, c.category, c.lead_carc, c.department, c.preventable, c.hardness" + (dimension is null ? ")" : $", c.{dimension})");
}
