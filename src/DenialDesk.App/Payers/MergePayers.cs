using DenialDesk.App.Codes;
using DenialDesk.App.Data;
using DenialDesk.App.Deadlines;
using DenialDesk.App.Denials;
using DenialDesk.App.Intake;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Payers;

/// <summary>What merging two payers does, or did.</summary>
/// <param name="Evidence">Ways of recognition that move over.</param>
/// <param name="Denials">Denials, open and closed, that move over.</param>
/// <param name="WindowsDropped">Own windows of the merged payer that leave force; those of the other one hold.</param>
/// <param name="Impact">What it does to the deadlines of the open ones.</param>
public sealed record MergeEffect(string From, string Into, long Evidence, long Denials, long WindowsDropped, WindowImpact Impact)
{
    /// <summary>Denials whose story is another one, because each payer's answers speak of the other's denials now: paid, denied again, reversed, upheld.</summary>
    public int Told { get; init; }
}

/// <summary>
/// Makes two entries of the directory one: evidence, denials, learned figures and what the office made for the payer go to the one that stays; what payers said stays as it
/// was said and is counted with it. Claims that both have answered are told again, as if one payer had answered them. A look runs the same steps and takes them back.
/// </summary>
public sealed class MergePayers(DeskSource database, LoadCodeBook codes, TimeProvider clock)
{
    private const int Together = 1_000;

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
        // An import that has recognised the payer already would post under the one that goes.
        await ImportFile.QueueUpAsync(connection, transaction, cancellation);
        var names = await NamesAsync(connection, transaction, input, cancellation);
        if (names.Count < 2) { return (null, new("merge_unknown", "One of the two payers is not in the directory any more; it may have been merged already. Open the list of payers again.")); }

        var both = await BothAnsweredAsync(connection, transaction, input, cancellation);
        var moved = await MoveAsync(connection, transaction, input, now, cancellation);
        var told = await TellAsync(connection, transaction, both, now, cancellation);
        var impact = await RecountAsync(connection, transaction, input.Into, now, cancellation);
        foreach (var (practice, claims) in both) { await OrderOfArrival.SettleAsync(connection, transaction, practice, claims, now, cancellation); }

        var effect = new MergeEffect(names[input.From], names[input.Into], moved[0], moved[1], moved[2], impact) { Told = told };
        if (input.LookOnly) { return (effect, null); }

        var entry = new JournalEntry(
            "payer.merged", "payer", input.From.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Old: new { effect.From }, New: new { input.Into, effect.Evidence, effect.Denials, effect.WindowsDropped, effect.Told, Effect = impact.Sentence });
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
            "update write_off_request set payer_id = @into where payer_id = @from",
            "update underpayment set payer_id = @into where payer_id = @from",
            "update underpayment_dispute set payer_id = @into where payer_id = @from",
            "update letter_template set payer_id = @into, version = version + 1 where payer_id = @from",
            "update prevention_action set payer_id = @into, version = version + 1 where payer_id = @from",
            "update alert set payer_id = @into, version = version + 1 where payer_id = @from",
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

    /// <summary>Tells the claims that both have answered and ranks their practices; returns how many denials changed.</summary>
    private async Task<int> TellAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, List<(int PracticeId, (long, int)[] Claims)> both, DateTimeOffset now, CancellationToken cancellation)
    {
        if (both.Count == 0) { return 0; }

        var (book, days, total) = (await codes.RunAsync(cancellation), await WindowChange.DaysAsync(connection, transaction, now, cancellation), 0);
        foreach (var practice in both.GroupBy(b => b.PracticeId))
        {
            var told = 0;
            foreach (var (_, claims) in practice)
            {
                told += (await UpheldAnswers.SettleAsync(connection, transaction, book, practice.Key, claims, foundAt: null, now, cancellation)).Count;
                told += await PayerTurn.TakeAsync(connection, transaction, practice.Key, claims, now, cancellation);
            }

            if (told > 0) { await Scoring.RescoreAsync(connection, transaction, practice.Key, days[practice.Key], cancellation); }

            total += told;
        }

        return total;
    }

    /// <summary>The claims that both have answered, a thousand together, as those of the payer that stays.</summary>
    private static async Task<List<(int PracticeId, (long, int)[] Claims)>> BothAnsweredAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, CancellationToken cancellation)
    {
        // A pass over the answers of the payer that goes; those of the other one by adjudication_claim. Merging happens a few times a year.
        await using var command = new NpgsqlCommand(
            $"""
            select distinct a.practice_id, a.claim_id from adjudication a
            where a.payer_id in (select p.payer_id from payer p where p.payer_id = $1 or p.merged_into = $1)
              and exists (select 1 from adjudication b where b.practice_id = a.practice_id and b.claim_id = a.claim_id and {MergedPayers.IsOf("b.payer_id", "$2")}) order by 1, 2
            """, connection, transaction)
        { CommandTimeout = 0, Parameters = { new() { Value = input.From }, new() { Value = input.Into } } };
        var found = new List<(int, long)>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { found.Add((rows.GetInt32(0), rows.GetInt64(1))); }

        return [.. found.GroupBy(f => f.Item1).SelectMany(p => p.Chunk(Together).Select(some => (p.Key, Array.ConvertAll(some, c => (c.Item2, input.Into)))))];
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
