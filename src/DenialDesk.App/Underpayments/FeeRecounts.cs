using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Underpayments;

/// <summary>Which payers' lines have to be compared again.</summary>
internal static class FeeRecounts
{
    /// <summary>Asks for every practice and payer that an import touches; Medicare's schedule touches every contract that takes a share of it.</summary>
    public static async Task AskAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, long importId, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into fee_recount (practice_id, payer_id, asked_at)
            select p.practice_id, x.payer_id, $2
            from (select distinct r.payer_id, r.practice_id from fee_rate r where r.import_id = $1 and r.payer_id is not null
                  union select distinct s.payer_id, s.practice_id from fee_rate s where s.percent is not null and exists (select 1 from fee_import i where i.import_id = $1 and i.kind = 'medicare')) x
            join practice p on x.practice_id is null or p.practice_id = x.practice_id
            on conflict (practice_id, payer_id) do update set asked_at = excluded.asked_at
            """, connection, transaction)
        {
            Parameters = { new() { Value = importId }, new() { Value = now } },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Asks for every payer that decided a claim of a practice.</summary>
    public static async Task AskAllAsync(NpgsqlConnection connection, int practiceId, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "insert into fee_recount (practice_id, payer_id, asked_at) select $1, r.payer_id, $2 from payer_ratio r where r.practice_id = $1 on conflict do nothing", connection)
        {
            Parameters = { new() { Value = practiceId }, new() { Value = now } },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The oldest that waits; null for none.</summary>
    public static async Task<(int PracticeId, int PayerId, DateTimeOffset AskedAt)?> NextAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select practice_id, payer_id, asked_at from fee_recount order by asked_at, practice_id, payer_id limit 1", connection);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        return await rows.ReadAsync(cancellation) ? (rows.GetInt32(0), rows.GetInt32(1), rows.GetFieldValue<DateTimeOffset>(2)) : null;
    }

    /// <summary>Takes one off, unless it was asked for again meanwhile.</summary>
    public static async Task DoneAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, (int PracticeId, int PayerId, DateTimeOffset AskedAt) one, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("delete from fee_recount where practice_id = $1 and payer_id = $2 and asked_at = $3", connection, transaction)
        {
            Parameters = { new() { Value = one.PracticeId }, new() { Value = one.PayerId }, new() { Value = one.AskedAt, NpgsqlDbType = NpgsqlDbType.TimestampTz } },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
