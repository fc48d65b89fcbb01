using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Underpayments;

/// <summary>Notes what was done about a dispute: it went out, or it is over. The money itself is told by remittances, never typed.</summary>
public sealed class RecordDispute(DeskSource database, TimeProvider clock)
{
    /// <summary>What was done.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required long DisputeId { get; init; }

        /// <summary>sent, closed (given up or answered otherwise), or open (neither, after all).</summary>
        public required string State { get; init; }

        /// <summary>The call's or letter's number.</summary>
        public string Reference { get; init; } = "";

        public string Note { get; init; } = "";
    }

    /// <summary>Null when it is noted, or why not.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        if (!actor.Sees(input.PracticeId)) { return Gone; }

        if (input.State is not ("sent" or "closed" or "open")) { return new("state", "Choose what was done."); }

        if (input.State == "closed" && string.IsNullOrWhiteSpace(input.Note)) { return new("words_missing", "Write down how it ended."); }

        var now = clock.GetUtcNow();
        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var command = new NpgsqlCommand(
            """
            update underpayment_dispute set state = $3, reference = case when $4 = '' then reference else left($4, 80) end, note = case when $5 = '' then note else left($5, 2000) end,
                   sent_on = case when $3 = 'sent' then coalesce(sent_on, $6) when $3 = 'open' then null else sent_on end, closed_at = case when $3 = 'closed' then $7::timestamptz end
            where practice_id = $1 and dispute_id = $2 and state <> 'recovered'
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = input.PracticeId }, new() { Value = input.DisputeId }, new() { Value = input.State }, new() { Value = input.Reference.Trim() }, new() { Value = input.Note.Trim() },
                new() { Value = today }, new() { Value = now },
            },
        };
        if (await command.ExecuteNonQueryAsync(cancellation) == 0) { return Gone; }

        // The lines of one that is over are dropped with it, and open again with it.
        await using var lines = new NpgsqlCommand(
            "update underpayment set state = $3, changed_at = $4 where practice_id = $1 and dispute_id = $2 and state in ('disputed', 'dropped') and state <> $3", connection, transaction)
        {
            Parameters = { new() { Value = input.PracticeId }, new() { Value = input.DisputeId }, new() { Value = input.State == "closed" ? "dropped" : "disputed" }, new() { Value = now } },
        };
        await lines.ExecuteNonQueryAsync(cancellation);
        await Journal.AppendAsync(connection, transaction, actor, now, cancellation, new JournalEntry(
            "underpayments.dispute_" + input.State, "dispute", input.DisputeId.ToString(CultureInfo.InvariantCulture), input.PracticeId));
        await transaction.CommitAsync(cancellation);
        return null;
    }

    private static Refusal Gone => new("not_found", "There is no such dispute, or the money came in already. Load the page again.");
}
