using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace DenialDesk.Web.Hosting;

/// <summary>
/// What people search for is often a patient's name, and addresses end up in histories, bookmarks and proxies' logs. So an address carries a short
/// random key, and what it stands for stays in this process's memory, for the person who typed it alone.
/// </summary>
public sealed class SearchWords
{
    /// <summary>Searches kept a person; the oldest goes first.</summary>
    public const int Most = 200;

    private readonly ConcurrentDictionary<Guid, List<(string Key, string Text)>> _kept = new();

    /// <summary>The key of a text, the same one when it is asked for again; null for a blank one.</summary>
    public string? Keep(Guid? person, string? text)
    {
        if (person is not { } who || string.IsNullOrWhiteSpace(text)) { return null; }

        var mine = _kept.GetOrAdd(who, _ => []);
        lock (mine)
        {
            if (mine.Find(k => k.Text == text.Trim()) is { Key: not null } known) { return known.Key; }

            if (mine.Count == Most) { mine.RemoveAt(0); }

            mine.Add((RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 12), text.Trim()));
            return mine[^1].Key;
        }
    }

    /// <summary>What a person's key stands for; null when it is nobody's, somebody else's or forgotten.</summary>
    public string? Find(Guid? person, string? key)
    {
        if (person is not { } who || key is null || !_kept.TryGetValue(who, out var mine)) { return null; }

        lock (mine) { return mine.Find(k => k.Key == key).Text; }
    }
}
