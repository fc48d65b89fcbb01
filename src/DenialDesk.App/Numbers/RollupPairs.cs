namespace DenialDesk.App.Numbers;

/// <summary>What rollup_denied_pair and rollup_decided_pair hold of one month of one practice, $1 and $2: the same rows as <see cref="RollupRaw"/>, by two sides at once.</summary>
internal static class RollupPairs
{
    /// <summary>The day of denials that are still open: the first side of an age.</summary>
    public const string Day = "day";

    /// <summary>Beside a day: no other side.</summary>
    public const string All = "all";

    /// <summary>A provider, place, procedure or remark beside a side of the denial itself; added up from what rollup_denied holds of the month already.</summary>
    public const string WithOwn =
        """
        select practice_id, month, dimension as one,
               case when grouping(category) = 0 then 'category' when grouping(carc) = 0 then 'carc' when grouping(department) = 0 then 'department' when grouping(preventable) = 0 then 'preventable' else 'hardness' end as two,
               value as one_value, coalesce(category, carc, department, preventable, hardness) as two_value,
               sum(denials)::bigint as denials, sum(denied_amount) as denied_amount, sum(expected) as expected, sum(recovered) as recovered, sum(written_off) as written_off,
               sum(open_denials)::bigint as open_denials, sum(open_amount) as open_amount, sum(expired)::bigint as expired, sum(overturned)::bigint as overturned, sum(repeat_denials)::bigint as repeat_denials
        from rollup_denied where practice_id = $1 and month = $2 and dimension <> 'all'
        group by grouping sets (
            (practice_id, month, dimension, value, category), (practice_id, month, dimension, value, carc), (practice_id, month, dimension, value, department),
            (practice_id, month, dimension, value, preventable), (practice_id, month, dimension, value, hardness))
        """;

    /// <summary>Two of provider, place, procedure and remark.</summary>
    public static string OfTwo { get; } =
        $"""
        select c.practice_id, c.month,
               case when grouping(c.place) = 0 then 'place' when grouping(c.procedure) = 0 then 'procedure' else 'provider' end as one,
               case when grouping(c.rarc) = 0 then 'rarc' when grouping(c.provider) = 0 then 'provider' else 'procedure' end as two,
               case when grouping(c.place) = 0 then c.place when grouping(c.procedure) = 0 then c.procedure else c.provider end as one_value,
               case when grouping(c.rarc) = 0 then c.rarc when grouping(c.provider) = 0 then c.provider else c.procedure end as two_value,
               {RollupRaw.DeniedSums}
        from ({RollupRaw.DeniedRows(RollupRaw.One)}) c
        group by grouping sets ({Set("place, c.procedure")}, {Set("place, c.provider")}, {Set("place, c.rarc")}, {Set("procedure, c.provider")}, {Set("procedure, c.rarc")}, {Set("provider, c.rarc")})
        """;

    /// <summary>What is open by its day, alone and beside every other side.</summary>
    public static string ByDay { get; } =
        $"""
        select c.practice_id, c.month, '{Day}' as one,
               case {string.Join(' ', Sides.Select(s => $"when grouping(c.{s.Column}) = 0 then '{s.Name}'"))} else '{All}' end as two, c.denied_on::text as one_value,
               case {string.Join(' ', Sides.Select(s => $"when grouping(c.{s.Column}) = 0 then c.{s.Column}::text"))} else '' end as two_value,
               {RollupRaw.DeniedSums}
        from ({RollupRaw.DeniedRows(RollupRaw.One)}) c where c.is_open
        group by grouping sets ({Set("denied_on")}, {string.Join(", ", Sides.Select(s => Set($"denied_on, c.{s.Column}")))})
        """;

    /// <summary>Claims by two of provider, place and procedure.</summary>
    public static string Decided { get; } =
        $"""
        select c.practice_id, c.month, case when grouping(c.place) = 0 then 'place' else 'procedure' end as one, case when grouping(c.provider) = 0 then 'provider' else 'procedure' end as two,
               case when grouping(c.place) = 0 then c.place else c.procedure end as one_value, case when grouping(c.provider) = 0 then c.provider else c.procedure end as two_value,
               count(*) as claims, coalesce(sum(c.charge), 0) as billed
        from ({RollupRaw.DecidedRows(RollupRaw.One)}) c
        group by grouping sets ({Set("place, c.procedure")}, {Set("place, c.provider")}, {Set("procedure, c.provider")})
        """;

    private static (string Name, string Column)[] Sides =>
    [
        ("payer", "payer_id"), ("category", "category"), ("carc", "lead_carc"), ("department", "department"), ("preventable", "preventable"), ("hardness", "hardness"),
        ("provider", "provider"), ("place", "place"), ("procedure", "procedure"), ("rarc", "rarc"),
    ];

    private static string Set(string sides) => $"(c.practice_id, c.month, c.{sides})";
}
