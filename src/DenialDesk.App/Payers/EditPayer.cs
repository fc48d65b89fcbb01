using DenialDesk.App.Data;
using DenialDesk.App.Deadlines;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Payers;

/// <summary>
/// Changes what a payer is. Line of business, family, state, network and funding choose the shipped windows, so the open denials are worked
/// out again in the same transaction. A look runs the same steps and takes them back.
/// </summary>
public sealed class EditPayer(DeskSource database, TimeProvider clock)
{
    /// <summary>The payer as it is to be.</summary>
    public sealed record Input
    {
        /// <summary>Which payer.</summary>
        public required int PayerId { get; init; }

        /// <summary>The version on the page.</summary>
        public required int Version { get; init; }

        /// <summary>What it is to be.</summary>
        public required PayerFacts Facts { get; init; }

        /// <summary>True: say what would happen and change nothing.</summary>
        public bool LookOnly { get; init; }
    }

    /// <summary>What it does to the open denials, or why not.</summary>
    public async Task<(WindowImpact? Impact, Refusal? Refusal)> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManagePayers);
        if (Check(input.Facts) is { } wrong) { return (null, wrong); }

        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var before = await ReadAsync(connection, transaction, input.PayerId, cancellation);
        if (before is null) { return (null, new("payer_unknown", "This payer is not in the directory any more; it may have been merged into another. Open it from the list of payers.")); }

        if (before.Value.Version != input.Version)
        {
            return (null, new("payer_changed", $"Someone changed {before.Value.Facts.Name} while you were editing it. Open the page again; nothing was saved."));
        }

        await SaveAsync(connection, transaction, input, cancellation);
        var rules = await RulesInForce.LoadAsync(connection, transaction, cancellation);
        var denials = await DenialClocks.OpenAsync(connection, transaction, [input.PayerId], hold: true, cancellation);
        var days = await WindowChange.DaysAsync(connection, transaction, now, cancellation);
        var impact = WindowImpact.Of(denials, rules.For(input.PayerId), id => days[id]);
        if (input.LookOnly) { return (impact, null); }

        await impact.SaveAsync(connection, transaction, cancellation);
        var entry = new JournalEntry(
            "payer.edited", "payer", input.PayerId.ToString(System.Globalization.CultureInfo.InvariantCulture), Old: before.Value.Facts, New: input.Facts);
        await Journal.AppendAsync(connection, transaction, actor, now, cancellation, [entry, .. MovedEntries.Of(impact.Moves)]);
        await Queue.DeskChange.TellAnythingAsync(connection, transaction, cancellation);
        await transaction.CommitAsync(cancellation);
        return (impact, null);
    }

    private static Refusal? Check(PayerFacts facts)
    {
        if (facts.Name.Trim().Length is 0 or > 120) { return new("payer_name", "Give the payer a name of at most 120 letters."); }

        return facts.State is { Length: > 0 } state && !(state.Length == 2 && state.All(char.IsAsciiLetterUpper))
            ? new("payer_state", "The state has two capital letters, such as TX; leave it empty for a payer of many states.")
            : null;
    }

    private static async Task<(int Version, PayerFacts Facts)?> ReadAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, int payerId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "select version, name, lob, family, plan, state, network, funding from payer where payer_id = $1 and merged_into is null for update", connection, transaction)
        {
            Parameters = { new() { Value = payerId } },
        };
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        if (!await rows.ReadAsync(cancellation)) { return null; }

        string? Cell(int i) => rows.IsDBNull(i) ? null : rows.GetString(i);
        return (rows.GetInt32(0), new(rows.GetString(1), Cell(2), Cell(3), Cell(4), Cell(5), Cell(6), Cell(7)));
    }

    private static async Task SaveAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            update payer set name = $2, lob = $3, family = $4, plan = $5, state = $6, network = $7, funding = $8, version = version + 1 where payer_id = $1
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = input.PayerId }, new() { Value = input.Facts.Name.Trim() }, Cell(input.Facts.Lob), Cell(input.Facts.Family), Cell(input.Facts.Plan),
                Cell(input.Facts.State), Cell(input.Facts.Network), Cell(input.Facts.Funding),
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);

        static NpgsqlParameter Cell(string? text) => new() { Value = string.IsNullOrWhiteSpace(text) ? DBNull.Value : text.Trim(), NpgsqlDbType = NpgsqlDbType.Text };
    }
}
