using System.Text;
using System.Text.RegularExpressions;

namespace DenialDesk.Domain.Appeals;

/// <summary>What a block of a letter is.</summary>
public enum LetterBlockKind
{
    /// <summary>A paragraph; its lines stand below each other.</summary>
    Paragraph,

    /// <summary>A heading.</summary>
    Heading,

    /// <summary>A list with dots.</summary>
    Dots,

    /// <summary>A list with numbers.</summary>
    Numbers,

    /// <summary>A table; the first row is its head.</summary>
    Table,
}

/// <summary>A piece of a line, plain or bold.</summary>
public readonly record struct LetterSpan(string Text, bool Bold);

/// <summary>A block of a letter: its lines, items or rows, each of one or more cells (more than one in a table alone).</summary>
public sealed record LetterBlock(LetterBlockKind Kind, IReadOnlyList<IReadOnlyList<IReadOnlyList<LetterSpan>>> Lines);

/// <summary>The simple formatting of letters: blank lines part paragraphs, <c>**bold**</c>, <c>- item</c>, <c>1. item</c>, <c># heading</c>, <c>| cell | cell |</c>. Everything else is text.</summary>
/// <remarks>Nothing of it is HTML: whoever shows a span escapes it. Worked examples: docs/rules/appeals.md.</remarks>
public static partial class LetterMarkup
{
    /// <summary>A line of more letters than this was wrapped by an editor: the next one runs on.</summary>
    public const int Wrapped = 100;

    /// <summary>The most letters a letter may have.</summary>
    public const int Longest = 60_000;

    /// <summary>The blocks of a text, in order; none for an empty one.</summary>
    public static IReadOnlyList<LetterBlock> Read(string text)
    {
        var blocks = new List<LetterBlock>();
        foreach (var paragraph in BlankLine().Split(text.ReplaceLineEndings("\n").Trim('\n')))
        {
            LetterBlockKind? open = null;
            var lines = new List<string>();
            var wrapped = false;
            foreach (var line in paragraph.Split('\n').Where(l => l.Trim().Length > 0))
            {
                var (kind, content) = Kind(line.TrimEnd());
                if (open is { } running && kind == LetterBlockKind.Paragraph && wrapped && running is not (LetterBlockKind.Heading or LetterBlockKind.Table))
                {
                    lines[^1] += " " + content.TrimStart();
                }
                else
                {
                    if (open is { } before && before != kind) { Close(blocks, before, lines); }

                    open = kind;
                    lines.Add(content);
                }

                wrapped = line.Length > Wrapped;
            }

            if (open is { } last) { Close(blocks, last, lines); }
        }

        return blocks;
    }

    /// <summary>The places of a text that still stand in brackets, each once, in their order.</summary>
    public static IReadOnlyList<string> Holes(string text) => [.. Bracket().Matches(text).Select(m => WhiteSpace().Replace(m.Value, " ")).Distinct()];

    /// <summary>Puts a paragraph in: before the one that lists what is enclosed, or before the signature's last paragraph, or at the end.</summary>
    public static string Insert(string text, string piece)
    {
        var paragraphs = BlankLine().Split(text.ReplaceLineEndings("\n").TrimEnd('\n')).ToList();
        var at = paragraphs.FindIndex(p => p.StartsWith("Enclosed", StringComparison.OrdinalIgnoreCase));
        paragraphs.Insert(at >= 0 ? at : Math.Max(paragraphs.Count - 1, 1), piece.Trim());
        return string.Join("\n\n", paragraphs);
    }

    private static void Close(List<LetterBlock> blocks, LetterBlockKind kind, List<string> lines)
    {
        var rows = lines.Select(l => kind == LetterBlockKind.Table ? l.Trim('|', ' ').Split('|') : [l]).Where(cells => kind != LetterBlockKind.Table || !cells.All(c => c.Trim().All(x => x is '-' or ':')));
        blocks.Add(new(kind, [.. rows.Select(cells => (IReadOnlyList<IReadOnlyList<LetterSpan>>)[.. cells.Select(c => Spans(c.Trim()))])]));
        lines.Clear();
    }

    private static (LetterBlockKind Kind, string Content) Kind(string line)
    {
        if (line.StartsWith("# ", StringComparison.Ordinal)) { return (LetterBlockKind.Heading, line[2..].Trim()); }

        if (line.StartsWith("- ", StringComparison.Ordinal)) { return (LetterBlockKind.Dots, line[2..].Trim()); }

        if (line.StartsWith('|') && line.EndsWith('|') && line.Length > 2) { return (LetterBlockKind.Table, line); }

        return Numbered().Match(line) is { Success: true } number ? (LetterBlockKind.Numbers, line[number.Length..].Trim()) : (LetterBlockKind.Paragraph, line.Trim());
    }

    /// <summary>Bold between pairs of stars; a star without its pair is a star.</summary>
    private static List<LetterSpan> Spans(string text)
    {
        var spans = new List<LetterSpan>();
        var plain = new StringBuilder();
        var at = 0;
        while (at < text.Length)
        {
            var open = text.IndexOf("**", at, StringComparison.Ordinal);
            var close = open < 0 ? -1 : text.IndexOf("**", open + 2, StringComparison.Ordinal);
            if (close <= open + 2)
            {
                plain.Append(text, at, text.Length - at);
                break;
            }

            plain.Append(text, at, open - at);
            if (plain.Length > 0) { spans.Add(new(plain.ToString(), false)); }

            plain.Clear();
            spans.Add(new(text[(open + 2)..close], true));
            at = close + 2;
        }

        if (plain.Length > 0 || spans.Count == 0) { spans.Add(new(plain.ToString(), false)); }

        return spans;
    }

    [GeneratedRegex(@"\n[ \t]*\n+")]
    private static partial Regex BlankLine();

    [GeneratedRegex(@"^\d{1,2}\. ")]
    private static partial Regex Numbered();

    [GeneratedRegex(@"\[[^\[\]]+\]")]
    private static partial Regex Bracket();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
