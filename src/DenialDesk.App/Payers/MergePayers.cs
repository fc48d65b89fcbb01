using DenialDesk.App.Data;
using DenialDesk.App.Deadlines;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Payers;

/// <summary>What merging two payers does, or did.</summary>
/// <param name="Evidence">Ways of recognition that move over.</param>
/// <param name="Denials">Denials, open and closed, that move over.</param>
/// <param name="WindowsDropped">Own windows of the merged payer that leave force; those of the other one hold.</param>
/// <param name="Impact">What it does to the deadlines of the open ones.</param>
public sealed record MergeEffect(string From, string Into, long Evidence, long Denials, long WindowsDropped, WindowImpact Impact);

/// <summary>
/// Makes two entries of the directory one: evidence, denials and learned figures go to the payer that stays; what payers said stays as it
/// was said and is counted with it. A look runs the same steps and takes them back.
/// </summary>
public sealed class MergePayers(DeskSource database, TimeProvider clock)
{
    /// <summary>Which payer goes into which, and whether to look only.</summary>
    public sealed record Input
    {
        /// <summary>The payer that goes.</summary>
        public required int From { get; init; }

        /// <summary>The payer that stays.</summary>
        public required int Into { get; init; }

        /// <summary>True: say what would happen and change nothing.</summary>
        public bool LookOnly { get; init; }
    }

    /// <summary>The effect, or why not.</summary>
    public async Task<(MergeEffect? Effect, Refusal? Refusal)> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManagePayers);
        if (input.From == input.Into) { return (null, new("merge_self", "A payer cannot be merged into itself. Choose another one.")); }

        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var names = await NamesAsync(connection, transaction, input, cancellation);
        if (names.Count < 2) { return (null, new("merge_unknown", "One of the two payers is not in the directory any more; it may have been merged already. Open the list of payers again.")); }

        var moved = await MoveAsync(connection, transaction, input, now, cancellation);
        var impact = await RecountAsync(connection, transaction, input.Into, now, cancellation);
        var effect = new MergeEffect(names[input.From], names[input.Into], moved[0], moved[1], moved[2], impact);
        if (input.LookOnly) { return (effect, null); }

        var entry = new JournalEntry(
            "payer.merged", "payer", input.From.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Old: new { effect.From }, New: new { input.Into, effect.Evidence, effect.Denials, effect.WindowsDropped, Effect = impact.Sentence });
        await Journal.AppendAsync(connection, transaction, actor, now, cancellation, [entry, .. MovedEntries.Of(impact.Moves)]);
        await transaction.CommitAsync(cancellation);
        return (effect, null);
    }

    private static async Task<Dictionary<int, string>> NamesAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "select payer_id, name from payer where payer_id = any($1) and merged_into is null order by payer_id for update", connection, transaction)
        {
            Parameters = { new() { Value = new[] { input.From, input.Into } } },
        };
        var names = new Dictionary<int, string>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { names[rows.GetInt32(0)] = rows.GetString(1); }

        return names;
    }

    /// <summary>Moves everything that points at the payer that goes; returns how much evidence, denials and windows.</summary>
    private static async Task<long[]> MoveAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, DateTimeOffset now, CancellationToken cancellation)
    {
        string[] steps =
        [
            "update payer_evidence set payer_id = @into where payer_id = @from",
            "update denial set payer_id = @into, version = version + 1 where payer_id = @from",
            "update window_rule set retired_at = @now where payer_id = @from and retired_at is null",
            "insert into payer_ratio select practice_id, @into, charge, paid from payer_ratio where payer_id = @from on conflict (practice_id, payer_id) do update set charge = payer_ratio.charge + excluded.charge, paid = payer_ratio.paid + excluded.paid",
            "delete from payer_ratio where payer_id = @from",
            """
            insert into reversal_history (practice_id, payer_id, category, carc, family, decided_on, decided, overturned)
            select practice_id, @into, category, carc, family, decided_on, decided, overturned from reversal_history where payer_id = @from
            on conflict (practice_id, payer_id, category, carc, family, decided_on)
            do update set decided = reversal_history.decided + excluded.decided, overturned = reversal_history.overturned + excluded.overturned
            """,
            "delete from reversal_history where payer_id = @from",
            "update odds_prediction set payer_id = @into where payer_id = @from",
            "insert into payer_conduct select @into, 1, body, @now, by_id, by_name from payer_conduct where payer_id = @from and not exists (select 1 from payer_conduct where payer_id = @into) order by version desc limit 1",
            "update payer set merged_into = @into, version = version + 1 where payer_id = @from or merged_into = @from",
            "update payer set version = version + 1 where payer_id = @into",
        ];
        var counts = new long[steps.Length];
        for (var i = 0; i < steps.Length; i++)
        {
            await using var command = new NpgsqlCommand(steps[i], connection, transaction);
            command.Parameters.AddWithValue("from", input.From);
            command.Parameters.AddWithValue("into", input.Into);
            command.Parameters.AddWithValue("now", now);
            counts[i] = await command.ExecuteNonQueryAsync(cancellation);
        }

        return counts;
    }

    /// <summary>Works the open denials of the payer that stays out again, those that came over among them.</summary>
    private static async Task<WindowImpact> RecountAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, int payerId, DateTimeOffset now, CancellationToken cancellation)
    {
        var rules = await RulesInForce.LoadAsync(connection, transaction, cancellation);
        var denials = await DenialClocks.OpenAsync(connection, transaction, [payerId], hold: true, cancellation);
        var days = await WindowChange.DaysAsync(connection, transaction, now, cancellation);
        var impact = WindowImpact.Of(denials, rules.For(payerId), id => days[id]);
        await impact.SaveAsync(connection, transaction, cancellation);
        return impact;
    }
}
