using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.Payers;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Payers;

/// <summary>
/// Types in by what else a payer is recognised in files: a name or a number of its own. It holds for what is imported from then on; what another payer is
/// recognised by is refused, because that would be a merge.
/// </summary>
public sealed class EditPayerAliases(DeskSource database, TimeProvider clock)
{
    /// <summary>One alias, to come or to go.</summary>
    public sealed record Input
    {
        public required int PayerId { get; init; }

        /// <summary>Which sign it is.</summary>
        public required PayerEvidenceKind Kind { get; init; }

        /// <summary>As it stands in files; kept in its normal form.</summary>
        public required string Value { get; init; }

        /// <summary>True: take back what was typed.</summary>
        public bool Remove { get; init; }
    }

    /// <summary>The sign in its normal form, or why not.</summary>
    public async Task<(string? Kept, Refusal? Refusal)> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManagePayers);
        if (input.Value.Length > 120 || PayerEvidence.Typed(input.Kind, input.Value) is not { } sign)
        {
            return (null, new("alias_nothing", "This identifies nobody: type the name or number as the file has it, at least two letters or digits, and no placeholder such as UNKNOWN."));
        }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var kind = PayerRecognition.Kind(sign.Kind);
        var refusal = input.Remove
            ? await RemoveAsync(connection, transaction, input.PayerId, kind, sign.Value, cancellation)
            : await AddAsync(connection, transaction, input.PayerId, kind, sign.Value, actor, clock.GetUtcNow(), cancellation);
        if (refusal is not null) { return (null, refusal); }

        var told = new { Kind = kind, sign.Value };
        await Journal.AppendAsync(connection, transaction, actor, clock.GetUtcNow(), cancellation, new JournalEntry(
            input.Remove ? "payer.alias_removed" : "payer.alias_added", "payer", input.PayerId.ToString(CultureInfo.InvariantCulture), Old: input.Remove ? told : null, New: input.Remove ? null : told));
        await transaction.CommitAsync(cancellation);
        return (sign.Value, null);
    }

    private static async Task<Refusal?> AddAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int payerId, string kind, string value, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        // By the primary keys. An import that meets the same sign at this moment waits here, or this waits for it.
        await using var add = new NpgsqlCommand(
            """
            insert into payer_evidence (kind, value, payer_id, first_seen_at, typed_by)
            select $1, $2, p.payer_id, $4, $5 from payer p where p.payer_id = $3 and p.merged_into is null
            on conflict (kind, value) do nothing
            """, connection, transaction)
        {
            Parameters = { new() { Value = kind }, new() { Value = value }, new() { Value = payerId }, new() { Value = now }, new() { Value = actor.Name } },
        };
        if (await add.ExecuteNonQueryAsync(cancellation) == 1) { return null; }

        await using var find = new NpgsqlCommand(
            "select coalesce(p.merged_into, p.payer_id), x.name from payer_evidence e join payer p on p.payer_id = e.payer_id join payer x on x.payer_id = coalesce(p.merged_into, p.payer_id) where e.kind = $1 and e.value = $2",
            connection, transaction)
        {
            Parameters = { new() { Value = kind }, new() { Value = value } },
        };
        await using var rows = await find.ExecuteReaderAsync(cancellation);
        if (!await rows.ReadAsync(cancellation)) { return new("payer_unknown", "This payer is not in the directory any more; it may have been merged into another. Open it from the list of payers."); }

        return rows.GetInt32(0) == payerId
            ? new("alias_known", "This payer is recognised by that already.")
            : new("alias_taken", $"{rows.GetString(1)} is recognised by that. If the two are one payer, merge them below; otherwise leave it out.");
    }

    private static async Task<Refusal?> RemoveAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, int payerId, string kind, string value, CancellationToken cancellation)
    {
        await using var remove = new NpgsqlCommand("delete from payer_evidence where kind = $1 and value = $2 and payer_id = $3 and typed_by is not null", connection, transaction)
        {
            Parameters = { new() { Value = kind }, new() { Value = value }, new() { Value = payerId } },
        };
        return await remove.ExecuteNonQueryAsync(cancellation) == 1
            ? null
            : new("alias_seen", "Only what was typed in can be taken back, and this is not there any more or was said by a file.");
    }
}
