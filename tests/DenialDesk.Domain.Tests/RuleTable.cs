using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace DenialDesk.Domain.Tests;

/// <summary>Reads the worked examples of docs/rules: every table of a page, row by row, cells by column name.</summary>
internal static class RuleTable
{
    private static readonly ConcurrentDictionary<(string Page, string Column), List<Dictionary<string, string>>> Read = new();

    internal static string Root { get; } = FindRoot();

    /// <summary>The rows of a page's tables whose first column has this name.</summary>
    internal static List<Dictionary<string, string>> Rows(string page, string firstColumn) =>
        Read.GetOrAdd((page, firstColumn), key => FromFile(key.Page, key.Column));

    private static List<Dictionary<string, string>> FromFile(string page, string firstColumn)
    {
        var rows = new List<Dictionary<string, string>>();
        string[]? columns = null;
        foreach (var line in File.ReadLines(Path.Combine(Root, "docs", "rules", page)))
        {
            if (!line.StartsWith('|'))
            {
                columns = null;
                continue;
            }

            var cells = line.Trim().Trim('|').Split('|').Select(cell => cell.Trim()).ToArray();
            if (columns is null)
            {
                columns = cells;
            }
            else if (columns[0] == firstColumn && !cells[0].StartsWith("--", StringComparison.Ordinal))
            {
                Assert.True(cells.Length == columns.Length, $"{page}: this row has {cells.Length} cells, not {columns.Length}: {line}");
                rows.Add(columns.Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second));
            }
        }

        Assert.NotEmpty(rows);
        return rows;
    }

    internal static TheoryData<string> Names(string page, string firstColumn) => [.. Rows(page, firstColumn).Select(row => row[firstColumn])];

    internal static Dictionary<string, string> Row(string page, string firstColumn, string name) =>
        Rows(page, firstColumn).Single(row => row[firstColumn] == name);

    private static string FindRoot([CallerFilePath] string here = "")
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(here)!);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DenialDesk.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("The tests read docs/rules beside DenialDesk.sln.");
    }
}
