using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain;
using Npgsql;

namespace DenialDesk.App.Prevention;

/// <summary>A department answers by its link, or says that it is done. The answer lands in the ledger and the journal as the link's; the change itself is a manager's to move.</summary>
public sealed class AnswerByLink(DeskSource database, TimeProvider clock)
{
    /// <summary>Answers a link takes at most.</summary>
    public const int Most = 50;

    /// <summary>What is said.</summary>
    public sealed record Input
    {
        public required string Secret { get; init; }

        /// <summary>1 to 2,000 letters; may be empty when it is done.</summary>
        public required string Text { get; init; }

        /// <summary>The department says it is done.</summary>
        public bool Done { get; init; }
    }

    /// <summary>Null when it was kept, or why not.</summary>
    public async Task<Refusal?> Run(Input input, CancellationToken cancellation)
    {
        var said = input.Text.Trim();
        if (said.Length == 0 && input.Done) { said = "Done."; }

        if (said.Length is 0 or > 2000) { return new("text", "Write an answer of at most 2,000 letters."); }

        if (input.Secret.Length is < 20 or > 100) { return Over(); }

        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (await FindAsync(connection, transaction, input, said, now, cancellation) is not { } link) { return Over(); }

        if (link.Said) { return null; }

        if (link.Answers >= Most) { return new("too_many", "This link has taken all the answers it can. Ask for a new one."); }

        await using (var command = new NpgsqlCommand(
            """
            with told as (insert into department_answer (practice_id, link_id, at, said, done) values ($1, $2, $3, $4, $5))
            update department_link set done_at = case when $5 then $3 else done_at end where practice_id = $1 and link_id = $2
            """, connection, transaction))
        {
            foreach (var value in new object[] { link.PracticeId, link.LinkId, now, said, input.Done }) { command.Parameters.Add(new() { Value = value }); }

            await command.ExecuteNonQueryAsync(cancellation);
        }

        var actor = OpenDepartmentLink.As(link.Department);
        await Journal.AppendAsync(connection, transaction, actor, now, cancellation, new JournalEntry(
            "department_link.answered", "department_link", link.LinkId.ToString(CultureInfo.InvariantCulture), link.PracticeId, null, new { link.ActionId, input.Done }));
        if (link.ActionId is { } id && await HeldAction.HoldAsync(connection, transaction, link.PracticeId, id, actor, cancellation) is { } held)
        {
            await held.TellAsync(connection, transaction, input.Done ? "done" : "answered", held.Status, said, actor, now, null, cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return null;
    }

    private static Refusal Over() => new("over", "This link does not work any more. Ask for a new one.");

    private static async Task<(int PracticeId, long LinkId, string Department, long? ActionId, long Answers, bool Said)?> FindAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, string said, DateTimeOffset now, CancellationToken cancellation)
    {
        // By the unique key on secret_hash; held, so that two answers at once come one after the other. The same words within minutes are one answer, sent twice.
        await using var command = new NpgsqlCommand(
            """
            select l.practice_id, l.link_id, l.department, l.action_id, (select count(*) from department_answer w where w.practice_id = l.practice_id and w.link_id = l.link_id),
                   exists (select 1 from department_answer w where w.practice_id = l.practice_id and w.link_id = l.link_id and w.said = $3 and w.done = $4 and w.at > $2 - interval '10 minutes')
            from department_link l where l.secret_hash = $1 and l.revoked_at is null and l.expires_at > $2 for update of l
            """, connection, transaction)
        {
            Parameters = { new() { Value = ApiSecret.HashOf(input.Secret) }, new() { Value = now }, new() { Value = said }, new() { Value = input.Done } },
        };
        await using var r = await command.ExecuteReaderAsync(cancellation);
        return await r.ReadAsync(cancellation) ? (r.GetInt32(0), r.GetInt64(1), r.GetString(2), r.IsDBNull(3) ? null : r.GetInt64(3), r.GetInt64(4), r.GetBoolean(5)) : null;
    }
}
