using System.Text;

namespace DenialDesk.Domain.Letters;

/// <summary>A letter with its fields filled in, and the fields that had no value, each once.</summary>
public sealed record MergedLetter(string Text, IReadOnlyList<LetterField> Missing);

/// <summary>Fills the merge fields of a letter. A field stands in double braces: <c>{{payer_name}}</c>.</summary>
/// <remarks>Worked examples: docs/rules/letters.md. What is missing is never blank: it stands in the text as missing and is listed, so that no letter goes out with a hole in it.</remarks>
public static class LetterMerge
{
    /// <summary>Fills a text. Fields nobody knows stay as they are written; <see cref="Check"/> refuses them before.</summary>
    public static MergedLetter Merge(string text, IReadOnlyDictionary<string, string?> facts)
    {
        var merged = new StringBuilder(text.Length);
        var missing = new List<LetterField>();
        foreach (var (part, field) in Parts(text))
        {
            if (field is null || LetterFields.Find(field) is not { } known) { merged.Append(part); }
            else if (facts.GetValueOrDefault(field) is { } value && !string.IsNullOrWhiteSpace(value)) { merged.Append(value); }
            else
            {
                merged.Append('[').Append(known.Meaning).Append(": missing]");
                if (!missing.Contains(known)) { missing.Add(known); }
            }
        }

        return new(merged.ToString(), missing);
    }

    /// <summary>The fields a text uses, each once, in their order.</summary>
    public static IReadOnlyList<string> Used(string text) => [.. Parts(text).Select(p => p.Field).OfType<string>().Distinct()];

    /// <summary>What is wrong with a text, as a sentence; null when it can be kept.</summary>
    public static Refusal? Check(string text)
    {
        var unknown = Used(text).Where(f => LetterFields.Find(f) is null).ToList();
        if (unknown.Count > 0)
        {
            var near = LetterFields.All.MinBy(f => Distance(f.Name, unknown[0]))!;
            return new("field_unknown", $"There is no field {{{{{unknown[0]}}}}}. Did you mean {{{{{near.Name}}}}}? Take fields from the list beside the text.");
        }

        var left = Parts(text).Where(p => p.Field is null).Select(p => p.Part).FirstOrDefault(p => p.Contains("{{", StringComparison.Ordinal) || p.Contains("}}", StringComparison.Ordinal));
        return left is null ? null : new("field_open", "A field is opened with {{ or closed with }} alone. Write both around its name, such as {{payer_name}}.");
    }

    /// <summary>The text cut into plain parts and fields.</summary>
    private static IEnumerable<(string Part, string? Field)> Parts(string text)
    {
        var at = 0;
        while (at < text.Length)
        {
            var open = text.IndexOf("{{", at, StringComparison.Ordinal);
            var close = open < 0 ? -1 : text.IndexOf("}}", open, StringComparison.Ordinal);
            if (close < 0)
            {
                yield return (text[at..], null);
                yield break;
            }

            // The innermost opening counts: "{{ {{payer_name}}" leaves the first one alone, to be told.
            open = text.LastIndexOf("{{", close, StringComparison.Ordinal);
            if (open > at) { yield return (text[at..open], null); }

            yield return (text[open..(close + 2)], text[(open + 2)..close].Trim().ToLowerInvariant());
            at = close + 2;
        }
    }

    /// <summary>How many letters differ, for a suggestion (Levenshtein).</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var (corner, before) = (row[0], row[0] = i);
            for (var j = 1; j <= b.Length; j++)
            {
                (corner, before) = (row[j], Math.Min(Math.Min(row[j] + 1, before + 1), corner + (a[i - 1] == b[j - 1] ? 0 : 1)));
                row[j] = before;
            }
        }

        return row[^1];
    }
}
