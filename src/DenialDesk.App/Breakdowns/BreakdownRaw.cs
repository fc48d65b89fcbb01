using System.Globalization;
using DenialDesk.App.Numbers;
using DenialDesk.App.Queue;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Breakdowns;

/// <summary>
/// The rows behind every number of a break-down, as SQL: the list that a number opens reads them, and so do counts that roll-ups do not keep (two of provider,
/// place, procedure and remark together, or the age of what is open).
/// </summary>
internal static class BreakdownRaw
{
    /// <summary>Denials of first decisions. Index denial_month, then the adjudication by its key.</summary>
    public const string Denials =
        """
        denial d
        join adjudication a on a.practice_id = d.practice_id and a.adjudication_id = d.adjudication_id and a.is_first_primary
        left join remittance r on r.practice_id = a.practice_id and r.remittance_id = a.remittance_id and a.bill_type = ''
        join payer p on p.payer_id = d.payer_id
        """;

    /// <summary>First decisions. Index adjudication_month, the first line by its key.</summary>
    private const string Decisions =
        """
        adjudication a
        left join remittance r on r.practice_id = a.practice_id and r.remittance_id = a.remittance_id and a.bill_type = ''
        left join service_line s on s.practice_id = a.practice_id and s.adjudication_id = a.adjudication_id and s.line_no = 1
        join payer p on p.payer_id = a.payer_id
        """;

    private const string Payer = "coalesce(p.merged_into, p.payer_id)";

    /// <summary>The conditions on <see cref="Denials"/>; nothing from an address becomes SQL text.</summary>
    public static string Where(NpgsqlCommand command, BreakdownFilter filter, int[] practices, MonthSpan span, DateOnly today)
    {
        var where = new Conditions(command);
        where.Add("d.practice_id = any({0})", practices, NpgsqlDbType.Array | NpgsqlDbType.Integer);
        where.Add("d.denied_on >= {0}", span.From, NpgsqlDbType.Date);
        where.Add("d.denied_on < {0}", span.Before, NpgsqlDbType.Date);
        where.Add("d.outcome is distinct from {0}", "not_a_denial", NpgsqlDbType.Text);
        where.Add(Payer + " = {0}", filter.Payer, NpgsqlDbType.Integer);
        where.Add("d.category = {0}", filter.Category, NpgsqlDbType.Text);
        where.Add("d.lead_carc = {0}", filter.Carc, NpgsqlDbType.Text);
        where.Add("d.lead_rarc = {0}", Stored(filter.Rarc), NpgsqlDbType.Text);
        where.Add("a.rendering_npi = {0}", Stored(filter.Provider), NpgsqlDbType.Text);
        where.Add(RollupRaw.Place + " = {0}", Stored(filter.Place), NpgsqlDbType.Text);
        where.Add(RollupRaw.DeniedProcedure + " = {0}", Stored(filter.Procedure), NpgsqlDbType.Text);
        where.Add("d.department = {0}", filter.Department, NpgsqlDbType.Text);
        where.Add("d.preventable = {0}", filter.Preventable, NpgsqlDbType.Text);
        where.Add("d.hardness = {0}", Stored(filter.Hardness), NpgsqlDbType.Text);
        if (Days(filter.Age) is { } age)
        {
            where.Add("d.is_open and d.denied_on <= {0}", today.AddDays(-age.From), NpgsqlDbType.Date);
            if (age.To is { } to) { where.Add("d.denied_on >= {0}", today.AddDays(-to), NpgsqlDbType.Date); }
        }

        return where.ToString();
    }

    /// <summary>Counts denials as the roll-ups would.</summary>
    public static async Task<List<RolledDenied>> DeniedAsync(
        NpgsqlConnection connection, BreakdownFilter filter, BreakdownBy by, RollupBy sides, int[] practices, MonthSpan span, DateOnly today, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand { Connection = connection };
        var where = Where(command, filter, practices, span, today) + (by == BreakdownBy.Age ? " and d.is_open" : "");
        var value = by == BreakdownBy.Age ? Age(command, today) : DeniedValue(by);
        command.CommandText =
            $"""
            select {Side(sides, RollupBy.Month, "date_trunc('month', d.denied_on)::date", "date '0001-01-01'")}, {Side(sides, RollupBy.Value, value, "''")}, {Side(sides, RollupBy.Payer, Payer, "0")},
                   {Side(sides, RollupBy.Category, "d.category", "''")}, {Side(sides, RollupBy.Carc, "d.lead_carc", "''")}, {Side(sides, RollupBy.Department, "d.department", "''")},
                   {Side(sides, RollupBy.Preventable, "d.preventable", "''")}, {Side(sides, RollupBy.Hardness, "d.hardness", "''")},
                   count(*), sum(d.denied_amount), sum(d.expected_amount), sum(d.recovered_amount), sum(d.written_off_amount), count(*) filter (where d.is_open),
                   coalesce(sum(greatest(0, d.denied_amount - d.recovered_amount)) filter (where d.is_open), 0), count(*) filter (where d.state = 'expired'), count(*) filter (where d.state = 'closed_recovered')
            from {Denials} where {where} group by 1, 2, 3, 4, 5, 6, 7, 8
            """;
        var found = new List<RolledDenied>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new(
                0, rows.GetFieldValue<DateOnly>(0), rows.GetString(1), rows.GetInt32(2), rows.GetString(3), rows.GetString(4), rows.GetString(5), rows.GetString(6), rows.GetString(7), rows.GetInt64(8),
                rows.GetDecimal(9), rows.GetDecimal(10), rows.GetDecimal(11), rows.GetDecimal(12), rows.GetInt64(13), rows.GetDecimal(14), rows.GetInt64(15), rows.GetInt64(16), 0));
        }

        return found;
    }

    /// <summary>Counts claims decided for the first time as the roll-ups would; remark, age and what else is a denial's alone narrow nothing.</summary>
    public static async Task<List<RolledDecided>> DecidedAsync(
        NpgsqlConnection connection, BreakdownFilter filter, BreakdownBy by, RollupBy sides, int[] practices, MonthSpan span, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand { Connection = connection };
        var where = new Conditions(command);
        where.Add("a.is_first_primary and a.practice_id = any({0})", practices, NpgsqlDbType.Array | NpgsqlDbType.Integer);
        where.Add("a.remit_date >= {0}", span.From, NpgsqlDbType.Date);
        where.Add("a.remit_date < {0}", span.Before, NpgsqlDbType.Date);
        where.Add(Payer + " = {0}", filter.Payer, NpgsqlDbType.Integer);
        where.Add("a.rendering_npi = {0}", Stored(filter.Provider), NpgsqlDbType.Text);
        where.Add(RollupRaw.Place + " = {0}", Stored(filter.Place), NpgsqlDbType.Text);
        where.Add(RollupRaw.FirstProcedure + " = {0}", Stored(filter.Procedure), NpgsqlDbType.Text);
        var value = by switch { BreakdownBy.Provider => "a.rendering_npi", BreakdownBy.Place => RollupRaw.Place, BreakdownBy.Procedure => RollupRaw.FirstProcedure, _ => "''" };
        command.CommandText =
            $"""
            select {Side(sides, RollupBy.Month, "date_trunc('month', a.remit_date)::date", "date '0001-01-01'")}, {Side(sides, RollupBy.Value, value, "''")}, {Side(sides, RollupBy.Payer, Payer, "0")},
                   count(*), coalesce(sum(a.charge), 0)
            from {Decisions} where {where} group by 1, 2, 3
            """;
        var found = new List<RolledDecided>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new(0, rows.GetFieldValue<DateOnly>(0), rows.GetString(1), rows.GetInt32(2), rows.GetInt64(3), rows.GetDecimal(4), 0, 0, 0, 0, 0, 0, 0));
        }

        return found;
    }

    /// <summary>Days of an age as an address writes it: "31-60", "121-".</summary>
    internal static (int From, int? To)? Days(string? age)
        => age?.Split('-') is [var from, var to] && int.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var least)
            ? (least, int.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? most : null)
            : null;

    private static string DeniedValue(BreakdownBy by) => by switch
    {
        BreakdownBy.Provider => "a.rendering_npi",
        BreakdownBy.Place => RollupRaw.Place,
        BreakdownBy.Procedure => RollupRaw.DeniedProcedure,
        BreakdownBy.Rarc => "d.lead_rarc",
        _ => "''",
    };

    private static string Age(NpgsqlCommand command, DateOnly today)
    {
        command.Parameters.Add(new() { Value = today, NpgsqlDbType = NpgsqlDbType.Date });
        return AgeOf("$" + command.Parameters.Count.ToString(CultureInfo.InvariantCulture), "d.denied_on");
    }

    /// <summary>The age of what was denied on one day, as of another.</summary>
    internal static string AgeOf(string today, string deniedOn)
    {
        var steps = GroupQueue.Ages.Select(a => (Name: a, Days: Days(a)!.Value)).Where(a => a.Days.To is not null).Select(a => string.Create(CultureInfo.InvariantCulture, $"when {today} - {deniedOn} <= {a.Days.To} then '{a.Name}'"));
        return $"case {string.Join(' ', steps)} else '{GroupQueue.Ages[^1]}' end";
    }

    private static string Side(RollupBy sides, RollupBy side, string column, string nothing) => sides.HasFlag(side) ? column : nothing;

    private static string? Stored(string? value) => value is null ? null : BreakdownFilter.Stored(value);

    /// <summary>Conditions that hold together, each with its parameter; one without a value is none.</summary>
    private sealed class Conditions(NpgsqlCommand command)
    {
        private readonly List<string> _all = [];

        public void Add(string condition, object? value, NpgsqlDbType type)
        {
            if (value is null) { return; }

            command.Parameters.Add(new() { Value = value, NpgsqlDbType = type });
            _all.Add(string.Format(CultureInfo.InvariantCulture, condition, "$" + command.Parameters.Count.ToString(CultureInfo.InvariantCulture)));
        }

        public override string ToString() => string.Join(" and ", _all);
    }
}
