using DenialDesk.App.Numbers;
using DenialDesk.App.Queue;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Breakdowns;

/// <summary>
/// What two sides at once ask, as rollup_denied_pair keeps it: one side the break-down goes by and one it is narrowed to, of which one is a provider, place, procedure, remark or an age.
/// Only a large desk reads it: a small one counts its rows.
/// </summary>
/// <param name="By">The side it goes by, <see cref="RollupPairs.Day"/> for an age.</param>
/// <param name="OneValue">What the first side is narrowed to.</param>
/// <param name="Days">The age it is narrowed to.</param>
internal sealed record BreakdownPair(string By, string One, string Two, string? OneValue, string? TwoValue, (int From, int? To)? Days)
{
    private static readonly string[] Extras = [RollupDimension.Place, RollupDimension.Procedure, RollupDimension.Provider, RollupDimension.Rarc];

    /// <summary>The pair that a break-down under a filter asks for; null when it asks for fewer sides or more.</summary>
    public static BreakdownPair? Of(BreakdownFilter filter, BreakdownBy by)
    {
        if (by == BreakdownBy.Cause) { return null; }

        var sides = new SortedDictionary<string, string?>(StringComparer.Ordinal) { [NameOf(by)] = null };
        foreach (var (name, value) in Narrowed(filter)) { sides[name] = value; }

        string[] narrow = [.. sides.Keys.Where(Extras.Contains)];
        var aged = sides.ContainsKey(RollupPairs.Day);
        if (sides.Count > 2 || (sides.Count < 2 && !aged) || (narrow.Length == 0 && !aged)) { return null; }

        var one = aged ? RollupPairs.Day : narrow[0];
        var two = sides.Keys.FirstOrDefault(s => s != one) ?? RollupPairs.All;
        // A payer beside one of these is in every roll-up.
        return two == "payer" && !aged ? null : new(NameOf(by), one, two, aged ? null : sides[one], sides.GetValueOrDefault(two), BreakdownRaw.Days(filter.Age));
    }

    /// <summary>Whether the practices are so large that their rows are not counted while a page waits, and every month that was counted has pairs; with the moment the oldest touched month was counted.</summary>
    public static async Task<(bool Ready, DateTimeOffset? AsOf)> ReadyAsync(NpgsqlConnection connection, int[] practices, DateOnly from, DateOnly before, CancellationToken cancellation)
    {
        // rollup_built: a row a month.
        await using var command = new NpgsqlCommand(
            """
            select coalesce(sum(b.denials), 0) >= $4 and coalesce(bool_and(b.pairs) filter (where b.month >= $2 and b.month < $3), false),
                   min(b.built_at) filter (where b.month >= $2 and b.month < $3 and exists (select 1 from rollup_stale s where s.practice_id = b.practice_id and s.month = b.month))
            from rollup_built b where b.practice_id = any($1)
            """,
            connection)
        { Parameters = { new() { Value = practices }, new() { Value = from }, new() { Value = before }, new() { Value = Reviews.KeptReadings.Large } } };
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        return (rows.GetBoolean(0), rows.IsDBNull(1) ? null : rows.GetFieldValue<DateTimeOffset>(1));
    }

    /// <summary>Whether what is to be kept apart is the side it goes by, months, or nothing.</summary>
    public static bool Holds(BreakdownBy by, RollupBy sides) => (sides & ~RollupBy.Month) is var kept && (kept == RollupBy.Nothing || kept == BreakdownReading.SidesOf(by));

    /// <summary>Denials by the side it goes by.</summary>
    public async Task<List<RolledDenied>> DeniedAsync(NpgsqlConnection connection, RollupBy sides, int[] practices, MonthSpan span, DateOnly today, CancellationToken cancellation)
    {
        await using var command = Command(connection, practices, span);
        var day = Add(command, today, NpgsqlDbType.Date);
        var (where, join) = ("", "");
        if (OneValue is not null) { where += " and x.one_value = " + Add(command, OneValue, NpgsqlDbType.Text); }

        if (Two == "payer")
        {
            join = "join payer p on p.payer_id = x.two_value::int";
            if (TwoValue is not null) { where += $" and coalesce(p.merged_into, p.payer_id) = {Add(command, TwoValue, NpgsqlDbType.Text)}::int"; }
        }
        else if (TwoValue is not null) { where += " and x.two_value = " + Add(command, TwoValue, NpgsqlDbType.Text); }

        if (Days is { } age)
        {
            where += $" and x.one_value::date <= {Add(command, today.AddDays(-age.From), NpgsqlDbType.Date)}";
            if (age.To is { } to) { where += $" and x.one_value::date >= {Add(command, today.AddDays(-to), NpgsqlDbType.Date)}"; }
        }

        var key = sides == RollupBy.Nothing || sides == RollupBy.Month ? "''" : By == RollupPairs.Day ? BreakdownRaw.AgeOf(day, "x.one_value::date") : By == "payer" ? "coalesce(p.merged_into, p.payer_id)::text" : By == One ? "x.one_value" : "x.two_value";
        // rollup_denied_pair by its key: practice, month and both sides.
        command.CommandText =
            $"""
            select {(sides.HasFlag(RollupBy.Month) ? "x.month" : "date '0001-01-01'")}, {key}, sum(x.denials)::bigint, sum(x.denied_amount), sum(x.expected), sum(x.recovered), sum(x.written_off),
                   sum(x.open_denials)::bigint, sum(x.open_amount), sum(x.expired)::bigint, sum(x.overturned)::bigint, sum(x.repeat_denials)::bigint
            from rollup_denied_pair x {join} where x.practice_id = any($1) and x.month = any({RollupSource.Months("$2", "$3")}) and x.one = $4 and x.two = $5 and {day}::date is not null{where} group by 1, 2
            """;
        var found = new List<RolledDenied>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var value = rows.GetString(1);
            string At(string side) => By == side ? value : "";
            found.Add(new(
                0, rows.GetFieldValue<DateOnly>(0), Extras.Contains(By) || By == RollupPairs.Day ? value : "", By == "payer" && value.Length > 0 ? int.Parse(value, System.Globalization.CultureInfo.InvariantCulture) : 0, At("category"), At("carc"),
                At("department"), At("preventable"), At("hardness"), rows.GetInt64(2), rows.GetDecimal(3), rows.GetDecimal(4), rows.GetDecimal(5), rows.GetDecimal(6), rows.GetInt64(7), rows.GetDecimal(8), rows.GetInt64(9),
                rows.GetInt64(10), rows.GetInt64(11)));
        }

        return found;
    }

    /// <summary>Whether its claims too are narrowed by one side and divided by another.</summary>
    public bool HasClaims => One != RollupPairs.Day && One != RollupDimension.Rarc && Extras.Contains(Two) && Two != RollupDimension.Rarc;

    /// <summary>The claims of such a pair.</summary>
    public async Task<List<RolledDecided>> DecidedAsync(NpgsqlConnection connection, RollupBy sides, int[] practices, MonthSpan span, CancellationToken cancellation)
    {
        await using var command = Command(connection, practices, span);
        var where = "";
        if (OneValue is not null) { where += " and x.one_value = " + Add(command, OneValue, NpgsqlDbType.Text); }

        if (TwoValue is not null) { where += " and x.two_value = " + Add(command, TwoValue, NpgsqlDbType.Text); }

        // rollup_decided_pair by its key: practice, month and both sides.
        command.CommandText =
            $"""
            select {(sides.HasFlag(RollupBy.Month) ? "x.month" : "date '0001-01-01'")}, {(!sides.HasFlag(RollupBy.Value) ? "''" : By == One ? "x.one_value" : "x.two_value")}, sum(x.claims)::bigint, sum(x.billed)
            from rollup_decided_pair x where x.practice_id = any($1) and x.month = any({RollupSource.Months("$2", "$3")}) and x.one = $4 and x.two = $5{where} group by 1, 2
            """;
        var found = new List<RolledDecided>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { found.Add(new(0, rows.GetFieldValue<DateOnly>(0), rows.GetString(1), 0, rows.GetInt64(2), rows.GetDecimal(3), 0, 0, 0, 0, 0, 0, 0)); }

        return found;
    }

    private NpgsqlCommand Command(NpgsqlConnection connection, int[] practices, MonthSpan span) => new()
    {
        Connection = connection,
        Parameters = { new() { Value = practices }, new() { Value = span.From }, new() { Value = span.Before }, new() { Value = One }, new() { Value = Two } },
    };

    private static string Add(NpgsqlCommand command, object value, NpgsqlDbType type)
    {
        command.Parameters.Add(new() { Value = value, NpgsqlDbType = type });
        return "$" + command.Parameters.Count.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static string NameOf(BreakdownBy by) => by switch
    {
        BreakdownBy.Payer => "payer",
        BreakdownBy.Category => "category",
        BreakdownBy.Carc => "carc",
        BreakdownBy.Department => "department",
        BreakdownBy.Preventable => "preventable",
        BreakdownBy.Hardness => "hardness",
        BreakdownBy.Age => RollupPairs.Day,
        _ => BreakdownReading.DimensionOf(by)!,
    };

    private static IEnumerable<(string Name, string? Value)> Narrowed(BreakdownFilter filter)
    {
        if (filter.Payer is { } payer) { yield return ("payer", payer.ToString(System.Globalization.CultureInfo.InvariantCulture)); }

        foreach (var (name, value) in new[]
        {
            ("category", filter.Category), ("carc", filter.Carc), ("department", filter.Department), ("preventable", filter.Preventable),
            ("hardness", filter.Hardness is null ? null : BreakdownFilter.Stored(filter.Hardness)),
        })
        {
            if (value is not null) { yield return (name, value); }
        }

        foreach (var (dimension, value) in filter.Extra) { yield return (dimension, value); }

        if (filter.Age is not null) { yield return (RollupPairs.Day, null); }
    }
}
