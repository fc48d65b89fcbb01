using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Codes;

/// <summary>One denial in a preview: how it stands and how it would.</summary>
/// <param name="DenialId">Null: it would be new.</param>
public sealed record ReprocessRow(
    int RowNo, int PracticeId, long? DenialId, string Account, string Payer, DateOnly DeniedOn, string[] Kinds, string? Kept, decimal? OldDenied, decimal? NewDenied, string? OldCategory,
    string? NewCategory, string? OldCodes, string? NewCodes, DateOnly? OldDue, DateOnly? NewDue, string? OldState, string? NewState, decimal? OldScore, decimal? NewScore);

/// <summary>The rows of a preview, in the order of the replay.</summary>
public sealed class ListReprocess(DeskSource database, TimeProvider clock)
{
    /// <summary>Of which preview, of which kind.</summary>
    public sealed record Input
    {
        public required long PreviewId { get; init; }

        /// <summary>opens, closes, category, deadline, rank, state, other or kept; null for all.</summary>
        public string? Kind { get; init; }

        /// <summary>The keyset: rows after this one.</summary>
        public int After { get; init; }

        public int Take { get; init; } = 50;

        /// <summary>Whether the rows leave the desk.</summary>
        public bool Export { get; init; }
    }

    /// <summary>A page of them.</summary>
    public async Task<IReadOnlyList<ReprocessRow>> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManageCodes);
        // By primary key (preview_id, row_no).
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand(
            """
            select x.row_no, x.practice_id, x.denial_id, x.account, p.name, x.denied_on, x.kinds, x.why, x.old_denied, x.new_denied, x.old_category, x.new_category, x.old_codes, x.new_codes,
                   x.old_due, x.new_due, x.old_state, x.new_state, x.old_score, x.new_score
            from code_preview_row x join payer p on p.payer_id = x.payer_id
            where x.preview_id = $1 and x.row_no > $2 and ($3::text is null or $3 = any(x.kinds)) and ($4::int[] is null or x.practice_id = any($4))
            order by x.row_no limit $5
            """,
            connection);
        command.Parameters.AddWithValue(input.PreviewId);
        command.Parameters.AddWithValue(input.After);
        command.Parameters.Add(new() { Value = string.IsNullOrEmpty(input.Kind) ? DBNull.Value : input.Kind, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        command.Parameters.AddWithValue(Math.Clamp(input.Take, 1, 50_000));
        var found = new List<ReprocessRow>();
        await using (var r = await command.ExecuteReaderAsync(cancellation))
        {
            while (await r.ReadAsync(cancellation)) { found.Add(Row(r)); }
        }

        await ReadLog.AppendAsync(
            database, actor, clock.GetUtcNow(),
            new(input.Export ? "read.preview_exported" : "read.preview", "denials", $"{found.Count}", Shown: [.. found.Select(f => f.DenialId).OfType<long>()]), cancellation);
        return found;
    }

    private static ReprocessRow Row(NpgsqlDataReader r)
    {
        decimal? Money(int i) => r.IsDBNull(i) ? null : r.GetDecimal(i);
        string? Text(int i) => r.IsDBNull(i) ? null : r.GetString(i);
        DateOnly? Day(int i) => r.IsDBNull(i) ? null : r.GetFieldValue<DateOnly>(i);
        return new(
            r.GetInt32(0), r.GetInt32(1), r.IsDBNull(2) ? null : r.GetInt64(2), r.GetString(3), r.GetString(4), r.GetFieldValue<DateOnly>(5), r.GetFieldValue<string[]>(6), Text(7), Money(8), Money(9),
            Text(10), Text(11), Text(12), Text(13), Day(14), Day(15), Text(16), Text(17), Money(18), Money(19));
    }
}
