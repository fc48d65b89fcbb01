using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Documents;

/// <summary>Something that happened to a document: added, opened, downloaded, taken out, put back.</summary>
/// <param name="Action">"document.added", "read.document" and their like.</param>
/// <param name="Version">Of which version.</param>
public sealed record DocumentEvent(DateTimeOffset At, string Who, string Action, int Version, string Because);

/// <summary>Everything that happened to one document, with who opened it, the newest first; and its versions.</summary>
public sealed record DocumentHistory(IReadOnlyList<DocumentRow> Versions, IReadOnlyList<DocumentEvent> Events);

/// <summary>Reads the history of a document: from the journal of changes and the journal of what was seen.</summary>
public sealed class SeeDocumentHistory(DeskSource database)
{
    private const int Most = 500;

    /// <summary>Which.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required long SeriesId { get; init; }
    }

    /// <summary>The history; null when there is no such document for this person.</summary>
    public async Task<DocumentHistory?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        if (!actor.Sees(input.PracticeId)) { return null; }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        var versions = await DocumentStore.VersionsAsync(connection, input.PracticeId, input.SeriesId, cancellation);
        return versions.Count == 0 ? null : new(versions, await EventsAsync(connection, input, cancellation));
    }

    private static async Task<IReadOnlyList<DocumentEvent>> EventsAsync(NpgsqlConnection connection, Input input, CancellationToken cancellation)
    {
        // journal_subject and read_journal_subject, for each version's id.
        await using var command = new NpgsqlCommand(
            """
            with version as (select document_id::text as id, version_no from document where practice_id = $1 and series_id = $2)
            select at, actor_name, action, version_no, because from (
                select j.at, j.actor_name, j.action, v.version_no, coalesce(j.new->>'because', '') as because from version v join journal j on j.subject_kind = 'document' and j.subject_id = v.id
                union all
                select r.at, r.actor_name, r.action, v.version_no, '' from version v join read_journal r on r.subject_kind = 'document' and r.subject_id = v.id) told
            order by at desc limit $3
            """, connection)
        {
            Parameters = { new() { Value = input.PracticeId }, new() { Value = input.SeriesId }, new() { Value = Most } },
        };
        var found = new List<DocumentEvent>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation)) { found.Add(new(r.GetFieldValue<DateTimeOffset>(0), r.GetString(1), r.GetString(2), r.GetInt32(3), r.GetString(4))); }

        return found;
    }
}
