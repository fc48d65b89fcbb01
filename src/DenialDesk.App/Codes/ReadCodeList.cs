using System.Globalization;
using CsvHelper;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Codes;

/// <summary>How a row of a list stands to the codes in force.</summary>
public enum CodeListStanding
{
    /// <summary>It says what holds already.</summary>
    Same,

    /// <summary>It says something else.</summary>
    Changed,

    /// <summary>It gives a pair or a group a meaning of its own that it did not have.</summary>
    Added,

    /// <summary>It cannot be taken: an unknown code, or a value that is none.</summary>
    Unknown,
}

/// <summary>One row of a list, read.</summary>
/// <param name="Number">Its number in the list, the first row under the headers is 1.</param>
/// <param name="Rule">The rule it makes; null when it cannot be read.</param>
/// <param name="Note">What is wrong, or what it says now.</param>
public sealed record CodeListRow(int Number, string Subject, CodeListStanding Standing, CodeRule? Rule, string Note);

/// <summary>Reads a list of code rules (CSV with the columns of the export) and holds it against the codes in force; nothing is drafted yet.</summary>
public sealed class ReadCodeList(LoadCodeBook codes, TimeProvider clock)
{
    private const int MostRows = 20_000;

    /// <summary>The list, and the day its rules hold from where a row does not say.</summary>
    public sealed record Input
    {
        public required byte[] Content { get; init; }

        /// <summary>First remittance date, inclusive.</summary>
        public required DateOnly From { get; init; }
    }

    /// <summary>The rows, or why there are none.</summary>
    public async Task<(IReadOnlyList<CodeListRow> Rows, Refusal? Refusal)> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManageCodes);
        var book = await codes.RunAsync(cancellation);
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        using var content = new MemoryStream(input.Content);
        using var csv = CsvReader.Create(content, CsvReaderOptions.Default with { Separator = ',', IncludeValuesInExceptions = false });
        var rows = new List<CodeListRow>();
        try
        {
            var headers = csv.Headers.Select(h => h.Trim()).ToList();
            string Cell(string column) => headers.Find(h => h.Equals(column, StringComparison.OrdinalIgnoreCase)) is { } header ? csv.GetString(header).Trim() : "";
            if (!headers.Exists(h => h.Equals("Kind", StringComparison.OrdinalIgnoreCase)) || !headers.Exists(h => h.Equals("Category", StringComparison.OrdinalIgnoreCase)))
            {
                return ([], new("no_code_list", "This is no list of codes. Export the list on this page, change it and bring it back: the columns are Kind, Carc, Other, EffectiveFrom, Means, Category, Hardness, Preventable."));
            }

            while (csv.Read() && rows.Count < MostRows) { rows.Add(Row(rows.Count + 1, Cell, input.From, book, today)); }

            return (rows, null);
        }
        catch (CsvFormatException)
        {
            return ([], new("no_csv", "The list cannot be read as CSV. Save it again as CSV (UTF-8)."));
        }
    }

    private static CodeListRow Row(int number, Func<string, string> cell, DateOnly from, CodeBook book, DateOnly today)
    {
        var subject = string.Join(' ', new[] { cell("Carc"), cell("Other") }.Where(c => c.Length > 0));
        CodeListRow Wrong(string why) => new(number, subject, CodeListStanding.Unknown, null, why);
        if (CodeNames.TryRead<CodeRuleKind>(cell("Kind")) is not { } kind) { return Wrong("The kind is carc, rarc, pair or group."); }

        var category = CodeNames.TryRead<DenialCategory>(cell("Category"));
        if (category is null && cell("Category") is not ("" or "none")) { return Wrong($"There is no category {cell("Category")}."); }

        if (cell("EffectiveFrom").Length > 0 && !DateOnly.TryParseExact(cell("EffectiveFrom"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)) { return Wrong("The first day is no date (2026-03-01)."); }

        var rule = new CodeRule
        {
            Kind = kind,
            Carc = kind == CodeRuleKind.Rarc ? "" : book.NormalCarc(cell("Carc")),
            Other = kind == CodeRuleKind.Carc ? "" : CodeForm.Rarc(cell("Other")),
            EffectiveFrom = from,
            Means = CodeNames.TryRead<Bucket>(cell("Means")) ?? Bucket.Denial,
            Category = category,
            Hardness = CodeNames.TryRead<Hardness>(cell("Hardness")),
            Preventable = CodeNames.TryRead<Preventability>(cell("Preventable")),
        };
        if (rule.Check(book, today) is { } refusal) { return Wrong(refusal.Sentence); }

        var (standing, now) = Standing(rule, book);
        return new(number, rule.Subject, standing, rule, now);
    }

    private static (CodeListStanding Standing, string Now) Standing(CodeRule rule, CodeBook book)
    {
        switch (rule.Kind)
        {
            case CodeRuleKind.Pair:
                var pair = book.Pair(rule.Carc, rule.Other, rule.EffectiveFrom);
                return (pair is null ? rule.Category is null ? CodeListStanding.Same : CodeListStanding.Added : Of(pair.Category == rule.Category && Agrees(rule.Hardness, pair.Hardness)), pair?.Category?.Text() ?? "");
            case CodeRuleKind.Rarc:
                var hint = CodeNames.TryRead<DenialCategory>(book.Rarc(rule.Other, rule.EffectiveFrom)?.CategoryHint);
                return (Of(hint == rule.Category), hint?.Text() ?? "");
            default:
                var plain = book.Carc(rule.Carc, rule.EffectiveFrom)!;
                var row = rule.Kind == CodeRuleKind.Group ? book.Carc(rule.Carc, rule.EffectiveFrom, rule.Other)! : plain;
                var same = row.Kind == rule.Means && (rule.Means != Bucket.Denial || row.Category == rule.Category) && Agrees(rule.Hardness, row.Hardness) && Agrees(rule.Preventable, row.Preventable);
                return (same ? CodeListStanding.Same : rule.Kind == CodeRuleKind.Group && ReferenceEquals(row, plain) ? CodeListStanding.Added : CodeListStanding.Changed, row.Category?.Text() ?? row.Kind.Text());
        }
    }

    private static CodeListStanding Of(bool same) => same ? CodeListStanding.Same : CodeListStanding.Changed;

    private static bool Agrees<T>(T? wanted, T? has)
        where T : struct => wanted is null || wanted.Equals(has);
}
