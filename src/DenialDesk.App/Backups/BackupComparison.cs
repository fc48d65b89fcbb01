using System.Globalization;

namespace DenialDesk.App.Backups;

/// <summary>Holds what came out of a backup against what went in. Pure: the same two contents give the same sentences.</summary>
internal static class BackupComparison
{
    private const int NamesTold = 5;

    /// <summary>Every difference in a sentence; empty when all is there.</summary>
    public static IReadOnlyList<string> Faults(DatabaseContent then, DatabaseContent now)
        => [.. Tables(then.Tables, now.Tables), .. Sequences(then.Sequences, now.Sequences), .. Objects(then.Objects, now.Objects)];

    private static IEnumerable<string> Tables(SortedDictionary<string, TableContent> then, SortedDictionary<string, TableContent> now)
    {
        foreach (var (name, was) in then)
        {
            if (!now.TryGetValue(name, out var found)) { yield return $"The table {name} is missing; it had {Rows(was.Rows)}."; }
            else if (found.Rows != was.Rows)
            {
                yield return $"The table {name} has {Rows(found.Rows)}, the manifest says {Rows(was.Rows)}: {Rows(Math.Abs(found.Rows - was.Rows))} {(found.Rows < was.Rows ? "lost" : "too many")}.";
            }
            else if (found.Hash != was.Hash) { yield return $"The table {name} has its {Rows(was.Rows)}, but not with the content they had: at least one cell differs."; }
        }

        foreach (var (name, found) in now.Where(n => !then.ContainsKey(n.Key))) { yield return $"The table {name} with {Rows(found.Rows)} is not in the manifest."; }
    }

    /// <summary>A sequence may stand further on: numbers are given out outside of snapshots. It may not stand further back, or numbers would be given out twice.</summary>
    private static IEnumerable<string> Sequences(SortedDictionary<string, long> then, SortedDictionary<string, long> now)
    {
        foreach (var (name, was) in then)
        {
            if (!now.TryGetValue(name, out var found)) { yield return $"The sequence {name} is missing."; }
            else if (found < was) { yield return string.Create(CultureInfo.InvariantCulture, $"The sequence {name} stands at {found}, the manifest says {was}: numbers would be given out twice."); }
        }
    }

    private static IEnumerable<string> Objects(SortedDictionary<string, IReadOnlyList<string>> then, SortedDictionary<string, IReadOnlyList<string>> now)
    {
        foreach (var (kind, names) in then)
        {
            var lost = names.Except(now.GetValueOrDefault(kind) ?? [], StringComparer.Ordinal).ToList();
            if (lost.Count > 0) { yield return $"{Some(lost.Count, kind)} missing: {string.Join(", ", lost.Take(NamesTold))}{(lost.Count > NamesTold ? " and more" : "")}."; }
        }
    }

    private static string Some(int count, string kind) => count == 1 ? $"One {kind} is" : $"{count} of the kind {kind} are";

    private static string Rows(long count) => count == 1 ? "1 row" : count.ToString("N0", CultureInfo.InvariantCulture) + " rows";
}
