using System.Globalization;
using System.Security.Cryptography;
using DenialDesk.App.Data;
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Documents;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Documents;

/// <summary>Adds a document to a denial's claim, or a newer version of one. What it is, is told from its bytes; it is kept under lock; a request that waits for its kind is answered.</summary>
public sealed class AddDocument(DeskSource database, DocumentKey key, TimeProvider clock)
{
    /// <summary>The document.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        public required int PracticeId { get; init; }

        public required long DenialId { get; init; }

        public required DocumentKind Kind { get; init; }

        /// <summary>What people call it; empty: as its kind is called. At most 120 letters.</summary>
        public string Title { get; init; } = "";

        /// <summary>The name it came with; only its last part is kept.</summary>
        public required string FileName { get; init; }

        /// <summary>The bytes, read once.</summary>
        public required Stream Content { get; init; }

        /// <summary>A version of the document that this one replaces; null: a document of its own.</summary>
        public long? Replaces { get; init; }
    }

    /// <summary>A refusal, or the kept document.</summary>
    public sealed record Result(Refusal? Refusal, DocumentRow? Document = null);

    /// <summary>Keeps it, once.</summary>
    public async Task<Result> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        if (input.Title.Trim().Length > 120) { return new(new("document_title", "The title is longer than 120 letters. Shorten it.")); }

        if (await TakeAsync(input.Content, cancellation) is not { } content) { return new(DocumentContent.TooLarge); }

        var (type, wrong) = DocumentContent.Of(content);
        if (type is null) { return new(wrong); }

        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var told = new { input.PracticeId, input.DenialId, input.Kind, input.Title, input.Replaces, Sha256 = SHA256.HashData(content) };
        var (standing, _) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "document.add", told, now, cancellation);
        if (standing == CommandStanding.Conflicting) { return new(new("command_reused", "This command was sent before with other content. Load the page again.")); }

        if (await DenialRecord.HoldAsync(connection, transaction, input.PracticeId, input.DenialId, actor, now, cancellation) is null) { return new(new("not_found", "There is no such denial.")); }

        var claim = await ClaimAsync(connection, transaction, input, cancellation);
        var before = await DocumentStore.ListAsync(connection, input.PracticeId, claim, cancellation, withdrawn: true);
        var (series, refused) = Decide(input, before, Convert.ToHexStringLower(told.Sha256), standing == CommandStanding.Repeated);
        if (refused is not null) { return new(refused); }

        if (standing == CommandStanding.Repeated) { return new(null, before.FirstOrDefault(d => d.Sha256 == Convert.ToHexStringLower(told.Sha256))); }

        var title = input.Title.Trim() is { Length: > 0 } own ? own : DocumentKinds.Words(input.Kind);
        var kept = await DocumentStore.AddAsync(
            connection, transaction, key, new(input.PracticeId, claim, input.DenialId, series, input.Kind, title, NameOf(input.FileName, type), type.MediaType, content), actor, now, cancellation);
        await AnswerAsync(connection, transaction, kept, actor, now, cancellation);
        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new JournalEntry("document.added", "document", kept.DocumentId.ToString(CultureInfo.InvariantCulture), input.PracticeId, null, new { Kind = kept.Kind.Text(), kept.Version, kept.SeriesId, kept.MediaType, kept.Bytes, kept.Sha256, input.DenialId }, input.CommandId));
        await DeskChange.TellAsync(connection, transaction, input.PracticeId, input.DenialId, cancellation);
        await transaction.CommitAsync(cancellation);
        return new(null, kept);
    }

    private static (long? Series, Refusal? Refusal) Decide(Input input, IReadOnlyList<DocumentRow> before, string sha256, bool repeated)
    {
        if (repeated) { return (null, null); }

        if (before.Count >= DocumentContent.MostOnClaim) { return (null, new("document_many", $"This claim has {DocumentContent.MostOnClaim} documents. Take some out of use elsewhere first, or add one file with several of them.")); }

        if (before.FirstOrDefault(d => d.Sha256 == sha256 && d.WithdrawnAt is null) is { } same)
        {
            return (null, new("document_there", $"This claim has this very file already, as “{same.Title}”. Nothing was added."));
        }

        if (input.Replaces is not { } replaced) { return (null, null); }

        return before.FirstOrDefault(d => d.DocumentId == replaced || d.SeriesId == replaced) is { } older
            ? (older.SeriesId, null)
            : (null, new("document_gone", "The document this one should replace is not on this claim. Load the page again."));
    }

    private static async Task<long> ClaimAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select claim_id from denial where practice_id = $1 and denial_id = $2", connection, transaction)
        {
            Parameters = { new() { Value = input.PracticeId }, new() { Value = input.DenialId } },
        };
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>Open requests for this kind on the claim have their answer. A few rows by the claim's denials.</summary>
    private static async Task AnswerAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, DocumentRow kept, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            update document_request set state = 'answered', document_id = $4, settled_at = $5, settled_by_name = $6
            where practice_id = $1 and claim_id = $2 and kind = $3 and state = 'open'
            """, connection, transaction);
        foreach (var value in new object[] { kept.PracticeId, kept.ClaimId, kept.Kind.Text(), kept.DocumentId, now, actor.Name }) { command.Parameters.Add(new() { Value = value }); }

        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The whole stream; null when it is larger than the limit.</summary>
    private static async Task<byte[]?> TakeAsync(Stream from, CancellationToken cancellation)
    {
        using var kept = new MemoryStream();
        var buffer = new byte[81_920];
        for (int read; (read = await from.ReadAsync(buffer, cancellation)) > 0;)
        {
            if (kept.Length + read > DocumentContent.LimitBytes) { return null; }

            kept.Write(buffer, 0, read);
        }

        return kept.ToArray();
    }

    /// <summary>The last part of the name, without control characters, at most 200 letters; a nameless file is called by its type.</summary>
    private static string NameOf(string given, DocumentType type)
    {
        var name = string.Concat(Path.GetFileName(given.Replace('\\', '/')).Where(c => !char.IsControl(c))).Trim();
        return name.Length == 0 ? "document." + type.Ending : name[..Math.Min(name.Length, 200)];
    }
}
