using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.Documents;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Documents;

/// <summary>The bytes of a document, for whoever sees its claim; that it was opened stands in the read journal before a byte leaves.</summary>
public sealed class OpenDocument(DeskSource database, DocumentKey key, TimeProvider clock)
{
    /// <summary>Which.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required long DocumentId { get; init; }

        /// <summary>True when it is taken away as a file, not only shown.</summary>
        public bool Download { get; init; }
    }

    /// <summary>The document, or why it does not open; both null: there is none for this person.</summary>
    public sealed record Result(DocumentType? Type, byte[]? Content, Refusal? Refusal = null);

    /// <summary>Opens it.</summary>
    public async Task<Result> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        if (!actor.Sees(input.PracticeId)) { return new(null, null); }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (await DocumentStore.FindAsync(connection, input.PracticeId, input.DocumentId, cancellation) is not { } document || DocumentContent.OfMedia(document.MediaType) is not { } type) { return new(null, null); }

        await ReadLog.AppendAsync(
            database, actor, clock.GetUtcNow(),
            new(input.Download ? "read.document_downloaded" : "read.document", "document", input.DocumentId.ToString(CultureInfo.InvariantCulture), input.PracticeId), cancellation);
        try
        {
            return new(type, await DocumentStore.OpenAsync(connection, key, input.PracticeId, input.DocumentId, cancellation));
        }
        catch (DocumentLockedException locked)
        {
            return new(null, null, new("document_locked", $"This document does not open. {locked.Message} Ask your administrator to put the right documents.key into the data folder."));
        }
    }
}
