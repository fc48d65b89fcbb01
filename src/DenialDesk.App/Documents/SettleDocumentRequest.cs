using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Documents;

/// <summary>Ends a request without a document: the department said no, or it is not wanted any more; or opens it again. A document of its kind answers it by itself.</summary>
public sealed class SettleDocumentRequest(DeskSource database, TimeProvider clock)
{
    /// <summary>What happens to it.</summary>
    public enum Act
    {
        /// <summary>The department has it not, or will not give it.</summary>
        Refused,

        /// <summary>It is not wanted any more.</summary>
        Drop,

        /// <summary>It is wanted again.</summary>
        Reopen,
    }

    /// <summary>Which, and what.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required long RequestId { get; init; }

        public required Act Act { get; init; }

        /// <summary>What the department said; at most 500 letters.</summary>
        public string Words { get; init; } = "";
    }

    /// <summary>Null when done, or why not.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        var words = input.Words.Trim();
        if (input.Act == Act.Refused && words.Length == 0) { return new("request_words", "Write down what the department said, so that nobody asks it again for nothing."); }

        if (words.Length > 500) { return new("request_long", "That is longer than 500 letters. Shorten it."); }

        if (!actor.Sees(input.PracticeId)) { return new("request_gone", "There is no such request."); }

        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (from, to) = input.Act switch { Act.Refused => ("open", "refused"), Act.Drop => ("open", "dropped"), _ => ("ended", "open") };
        await using var command = new NpgsqlCommand(
            """
            update document_request q set state = $3, words = $4, settled_at = case when $3 = 'open' then null else $5 end, settled_by_name = case when $3 = 'open' then null else $6 end
            where q.practice_id = $1 and q.request_id = $2 and case when $7 = 'open' then q.state = 'open' else q.state in ('refused', 'dropped') end
              and ($3 <> 'open' or not exists (select 1 from document_request o where o.practice_id = q.practice_id and o.denial_id = q.denial_id and o.kind = q.kind and o.state = 'open'))
            returning q.denial_id
            """, connection, transaction);
        foreach (var value in new object[] { input.PracticeId, input.RequestId, to, words, now, actor.Name, from }) { command.Parameters.Add(new() { Value = value }); }

        if (await command.ExecuteScalarAsync(cancellation) is not long denial) { return new("request_settled", "Somebody settled this request meanwhile. Load the page again."); }

        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new JournalEntry("document.request_" + to, "document_request", input.RequestId.ToString(CultureInfo.InvariantCulture), input.PracticeId));
        await DeskChange.TellAsync(connection, transaction, input.PracticeId, denial, cancellation);
        await transaction.CommitAsync(cancellation);
        return null;
    }
}
