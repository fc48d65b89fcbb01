using Npgsql;

namespace DenialDesk.App.Documents;

/// <summary>Proves that documents in a database open with a desk's key, for the drill of the restore.</summary>
internal static class DocumentProof
{
    private const int Most = 200;

    /// <summary>Opens the newest documents and holds each against its hash; a sentence for every one that does not open. By primary key backwards.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(NpgsqlDataSource source, DocumentKey key, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        var documents = new List<(int Practice, long Document)>();
        await using (var command = new NpgsqlCommand("select practice_id, document_id from document order by document_id desc limit $1", connection) { Parameters = { new() { Value = Most } } })
        {
            await using var r = await command.ExecuteReaderAsync(cancellation);
            while (await r.ReadAsync(cancellation)) { documents.Add((r.GetInt32(0), r.GetInt64(1))); }
        }

        var faults = new List<string>();
        foreach (var (practice, document) in documents)
        {
            try
            {
                if (await DocumentStore.OpenAsync(connection, key, practice, document, cancellation) is null) { faults.Add($"Document {document} of practice {practice} has no bytes."); }
            }
            catch (DocumentLockedException locked)
            {
                faults.Add($"Document {document} of practice {practice} does not open: {locked.Message}");
            }
        }

        return faults;
    }
}
