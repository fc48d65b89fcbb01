using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Payers;

/// <summary>A payer with what is at stake there.</summary>
/// <param name="Open">Open denials of the practices the reader sees.</param>
/// <param name="OpenAmount">Dollars denied on them.</param>
/// <param name="Assumed">Open denials whose deadline comes from our default, because nobody told the payer's window.</param>
/// <param name="AssumedAmount">Dollars denied on those.</param>
/// <param name="Evidence">Ways the payer is recognised by.</param>
/// <param name="OwnWindows">Windows entered for this payer.</param>
public sealed record PayerListRow(
    int PayerId, string Name, string? Family, string? Lob, string? State, long Open, decimal OpenAmount, long Assumed, decimal AssumedAmount,
    DateOnly? NextDue, long Evidence, long OwnWindows);

/// <summary>Every payer with what is at stake there, for those who may see payers.</summary>
public sealed class ListPayers(DeskSource database)
{
    /// <summary>Filters, all optional, as they stand in the address.</summary>
    public sealed record Input
    {
        /// <summary>Part of the name.</summary>
        public string? Text { get; init; }

        /// <summary>Only payers with open denials whose deadline is our default.</summary>
        public bool AssumedOnly { get; init; }
    }

    /// <summary>How many payers have open denials on our default windows, whatever the list is narrowed to.</summary>
    public async Task<long> OnDefaultAsync(Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeePayers);
        await using var command = database.CreateCommand("select count(distinct payer_id) from denial where is_open and deadline_assumed and ($1::int[] is null or practice_id = any($1))");
        command.Parameters.Add(new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>Reads at most 500 payers.</summary>
    public async Task<IReadOnlyList<PayerListRow>> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeePayers);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await PayerRows.ReadAsync(connection, actor.PracticeScope, input.Text, input.AssumedOnly, cancellation);
    }
}

/// <summary>The payers, those whose windows nobody has checked first, by the dollars that hang on a guess.</summary>
internal static class PayerRows
{
    // Index denial_queue alone, which holds the payer; the directory itself is small.
    public static async Task<List<PayerListRow>> ReadAsync(NpgsqlConnection connection, int[]? practices, string? text, bool assumedOnly, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select p.payer_id, p.name, p.family, p.lob, p.state,
                   coalesce(d.open, 0), coalesce(d.amount, 0), coalesce(d.assumed, 0), coalesce(d.assumed_amount, 0), d.next_due,
                   (select count(*) from payer_evidence e where e.payer_id = p.payer_id),
                   (select count(*) from window_rule w where w.payer_id = p.payer_id and w.retired_at is null)
            from payer p
            left join (
                select payer_id, count(*) as open, sum(denied_amount) as amount, count(*) filter (where deadline_assumed) as assumed,
                       coalesce(sum(denied_amount) filter (where deadline_assumed), 0) as assumed_amount, min(due_on) as next_due
                from denial where is_open and ($1::int[] is null or practice_id = any($1)) group by payer_id) d on d.payer_id = p.payer_id
            where p.merged_into is null and ($2::text is null or p.name ilike '%' || $2 || '%') and (not $3 or d.assumed > 0)
            order by coalesce(d.assumed_amount, 0) desc, coalesce(d.amount, 0) desc, p.name
            limit 500
            """, connection)
        {
            Parameters =
            {
                new() { Value = (object?)practices ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer },
                new() { Value = string.IsNullOrWhiteSpace(text) ? DBNull.Value : Escape(text.Trim()), NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = assumedOnly },
            },
        };
        var found = new List<PayerListRow>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new(
                rows.GetInt32(0), rows.GetString(1), Text(rows, 2), Text(rows, 3), Text(rows, 4), rows.GetInt64(5), rows.GetDecimal(6),
                rows.GetInt64(7), rows.GetDecimal(8), rows.IsDBNull(9) ? null : rows.GetFieldValue<DateOnly>(9), rows.GetInt64(10), rows.GetInt64(11)));
        }

        return found;
    }

    private static string? Text(NpgsqlDataReader rows, int column) => rows.IsDBNull(column) ? null : rows.GetString(column);

    private static string Escape(string text)
        => text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);
}
