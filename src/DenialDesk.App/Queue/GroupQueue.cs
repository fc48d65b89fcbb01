using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using NpgsqlTypes;

namespace DenialDesk.App.Queue;

/// <summary>What the queue is grouped by.</summary>
public enum QueueGroup
{
    /// <summary>The payer.</summary>
    Payer,

    /// <summary>The category.</summary>
    Category,

    /// <summary>Group and reason code, "CO-16".</summary>
    Code,

    /// <summary>Days since the denial.</summary>
    Age,
}

/// <summary>One group: the value its filter takes, its name, how many and how much.</summary>
public sealed record QueueGroupRow(string Value, string Name, long Denials, decimal Amount, decimal Expected, DateOnly FirstDue);

/// <summary>Counts and dollars of the narrowed queue by payer, category, code or age.</summary>
public sealed class GroupQueue(DeskSource database, TimeProvider clock)
{
    /// <summary>By what, of which queue.</summary>
    public sealed record Input
    {
        public required QueueGroup By { get; init; }

        public required QueueFilter Filter { get; init; }
    }

    /// <summary>The groups, the dearest first; ages in their order, all five.</summary>
    public async Task<IReadOnlyList<QueueGroupRow>> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        await using var command = database.CreateCommand();
        var where = input.Filter.Where(command, actor, today);
        command.Parameters.Add(new() { Value = today, NpgsqlDbType = NpgsqlDbType.Date });
        var day = "$" + command.Parameters.Count.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var (value, name, join) = input.By switch
        {
            QueueGroup.Payer => ("d.payer_id::text", "p.name", "join payer p on p.payer_id = d.payer_id"),
            QueueGroup.Category => ("d.category", "d.category", ""),
            QueueGroup.Code => ("d.lead_group || '-' || d.lead_carc",
                "coalesce((select c.short_title from carc c where c.code = d.lead_carc order by c.valid_from desc limit 1), 'Code not in our list')", ""),
            _ => ($"case when {day} - d.denied_on <= 30 then '0-30' when {day} - d.denied_on <= 60 then '31-60' when {day} - d.denied_on <= 90 then '61-90' when {day} - d.denied_on <= 120 then '91-120' else '121-' end",
                "''", ""),
        };

        // The queue's own index; a group is a pass over the rows under the filter.
        command.CommandText =
            $"""
            select g.value, {name.Replace("d.lead_carc", "g.lead_carc", StringComparison.Ordinal).Replace("d.category", "g.value", StringComparison.Ordinal)}, g.denials, g.amount, g.expected, g.due
            from (select {value} as value, min(d.payer_id) as payer_id, min(d.lead_carc) as lead_carc, count(*) as denials, sum(d.denied_amount) as amount, sum(d.expected_amount) as expected, min(d.due_on) as due
                  from denial d where {where} and {day} is not null group by 1) g {join.Replace("d.payer_id", "g.payer_id", StringComparison.Ordinal)}
            order by g.amount desc, g.value limit 500
            """;
        var found = new List<QueueGroupRow>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation)) { found.Add(new(r.GetString(0), r.GetString(1), r.GetInt64(2), r.GetDecimal(3), r.GetDecimal(4), r.GetFieldValue<DateOnly>(5))); }

        return input.By == QueueGroup.Age ? [.. Ages.Select(a => found.Find(f => f.Value == a) ?? new(a, "", 0, 0m, 0m, today))] : found;
    }

    /// <summary>The steps of age, as <see cref="QueueFilter.Age"/> writes them.</summary>
    public static IReadOnlyList<string> Ages { get; } = ["0-30", "31-60", "61-90", "91-120", "121-"];
}
