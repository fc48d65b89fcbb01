using System.Text.Json;
using System.Text.Json.Serialization;
using DenialDesk.App.People;

namespace DenialDesk.App.Backups;

/// <summary>What a table held.</summary>
/// <param name="Rows">How many rows.</param>
/// <param name="Hash">Two sums over the SHA-256 of every row: the same whatever the order of rows, another when any cell of any row differs.</param>
public sealed record TableContent(long Rows, string Hash);

/// <summary>What a database held at one moment.</summary>
/// <param name="Tables">By name with schema.</param>
/// <param name="Sequences">Each with the last number it gave out.</param>
/// <param name="Objects">Names of what stands around the rows, by kind: constraint, function, index, trigger, policy, view.</param>
public sealed record DatabaseContent(SortedDictionary<string, TableContent> Tables, SortedDictionary<string, long> Sequences, SortedDictionary<string, IReadOnlyList<string>> Objects)
{
    /// <summary>Rows of all tables.</summary>
    [JsonIgnore]
    public long Rows => Tables.Values.Sum(t => t.Rows);
}

/// <summary>What lies beside a dump and tells what is in it: counted and hashed in the very snapshot that was dumped.</summary>
/// <param name="Product">"DenialDesk".</param>
/// <param name="Version">The program that wrote it.</param>
/// <param name="TakenAt">When the snapshot was taken, in UTC.</param>
/// <param name="Server">PostgreSQL's version.</param>
/// <param name="Migration">The last migration of the schema.</param>
/// <param name="Journal">Where the journal's chain stood, "NO:HASH".</param>
/// <param name="DumpBytes">Length of the dump.</param>
/// <param name="DumpSha256">SHA-256 of the dump in lower-case hexadecimal.</param>
/// <param name="Content">What the tables held.</param>
/// <param name="KeyName">Which key locked the dump; null when it lies open.</param>
/// <param name="Signature">That key's signature over everything else here; null without a key.</param>
public sealed record BackupManifest(
    string Product, string Version, DateTimeOffset TakenAt, string Server, int Migration, string Journal, long DumpBytes, string DumpSha256, DatabaseContent Content, string? KeyName = null,
    string? Signature = null)
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    /// <summary>Where the manifest of a dump lies.</summary>
    public static string PathOf(string dump) => dump + ".manifest.json";

    /// <summary>Where the journal's chain stood.</summary>
    [JsonIgnore]
    public JournalCheckpoint? JournalHead => JournalCheckpoint.Parse(Journal);

    /// <summary>As it is written.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, _json);

    /// <summary>The same, signed by the key that locked the dump.</summary>
    internal BackupManifest SignedBy(BackupKey key)
    {
        var named = this with { KeyName = key.Name, Signature = null };
        return named with { Signature = key.Sign(named.ToJson()) };
    }

    /// <summary>Whether the key signed exactly this.</summary>
    internal bool IsSignedBy(BackupKey key) => Signature is not null && key.Signed((this with { Signature = null }).ToJson(), Signature);

    /// <summary>Reads one; null when the text is none.</summary>
    public static BackupManifest? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<BackupManifest>(text, _json) is { Product: "DenialDesk" } manifest ? manifest : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
