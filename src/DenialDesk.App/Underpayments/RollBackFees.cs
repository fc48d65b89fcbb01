using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Underpayments;

/// <summary>Takes an import of rates back: the rates before it hold again, and lines are compared again in the background. The same again brings it back.</summary>
public sealed class RollBackFees(DeskSource database, TimeProvider clock)
{
    /// <summary>Which import.</summary>
    public sealed record Input
    {
        public required long ImportId { get; init; }

        /// <summary>True: the rates hold again.</summary>
        public bool Again { get; init; }
    }

    /// <summary>Null when it is done, or why not.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManagePayers);
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var command = new NpgsqlCommand(
            """
            update fee_import set rolled_back_at = case when $2 then null else $3::timestamptz end, rolled_back_name = case when $2 then null else $4::text end
            where import_id = $1 and (rolled_back_at is not null) = $2 and ($5::int[] is null or practice_id is null or practice_id = any($5))
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = input.ImportId }, new() { Value = input.Again }, new() { Value = now }, new() { Value = actor.Name },
                new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer },
            },
        };
        if (await command.ExecuteNonQueryAsync(cancellation) == 0) { return new("fees_changed", "Somebody did that already, or there is no such import. Load the page again."); }

        await FeeRecounts.AskAsync(connection, transaction, input.ImportId, now, cancellation);
        await Journal.AppendAsync(connection, transaction, actor, now, cancellation, new JournalEntry(
            input.Again ? "fees.brought_back" : "fees.rolled_back", "fee_import", input.ImportId.ToString(CultureInfo.InvariantCulture)));
        await transaction.CommitAsync(cancellation);
        return null;
    }
}
