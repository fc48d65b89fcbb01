using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Codes;

/// <summary>One code, or pair of codes, as it is read today. The names of the columns are those a list for import has.</summary>
/// <param name="Kind">carc, rarc, pair or group.</param>
/// <param name="EffectiveFrom">First day of this reading, inclusive; null when it always held.</param>
/// <param name="Own">Whether a rule of the site says so.</param>
/// <param name="Open">Open denials whose leading reason it is.</param>
public sealed record CodeRow(
    string Kind, string Carc, string Other, string Title, string Means, string Category, string Hardness, string Preventable, DateOnly? EffectiveFrom, bool Own, long Open)
{
    /// <summary>What the list is paged by: kinds, then codes with numbers in their order.</summary>
    internal string Key => $"{Kind} {Sortable(Carc)} {Sortable(Other)}";

    private static string Sortable(string code) => code.All(char.IsDigit) ? "0" + code.PadLeft(6, '0') : "1" + code;
}

/// <summary>The codes as the desk reads them today.</summary>
public sealed class ListCodes(DeskSource database, LoadCodeBook codes, TimeProvider clock)
{
    /// <summary>Which ones; null narrows nothing.</summary>
    public sealed record Input
    {
        public CodeRuleKind? Kind { get; init; }

        public string? Text { get; init; }

        public DenialCategory? Category { get; init; }

        /// <summary>Only those that a rule of the site changed.</summary>
        public bool Own { get; init; }

        /// <summary>The keyset: codes after this one, as <see cref="Page.Next"/> gave it.</summary>
        public string? After { get; init; }

        public int Take { get; init; } = 100;
    }

    /// <summary>Some codes, how many there are in all, and where the next page begins; null when there is none.</summary>
    public sealed record Page(IReadOnlyList<CodeRow> Rows, int Total, string? Next);

    /// <summary>A page of them.</summary>
    public async Task<Page> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var book = await codes.RunAsync(cancellation);
        var text = input.Text?.Trim() ?? "";
        bool Wanted(CodeRow row) =>
            (input.Kind is null || row.Kind == input.Kind.Value.Text()) && (input.Category is null || row.Category == input.Category.Value.Text())
            && (text.Length == 0 || row.Carc.Equals(text, StringComparison.OrdinalIgnoreCase) || row.Other.Equals(text, StringComparison.OrdinalIgnoreCase)
                || row.Title.Contains(text, StringComparison.OrdinalIgnoreCase));
        var (own, open) = (await OwnAsync(cancellation), await OpenAsync(actor, cancellation));
        var all = Rows(book, today).Where(Wanted).Select(r => r with { Own = own.Contains((r.Kind, r.Carc, r.Other)), Open = Count(open, r) })
            .Where(r => !input.Own || r.Own).OrderBy(r => r.Key, StringComparer.Ordinal).ToList();
        var page = all.SkipWhile(r => input.After is not null && string.CompareOrdinal(r.Key, input.After) <= 0).Take(input.Take).ToList();
        return new(page, all.Count, page.Count > 0 && page[^1] != all[^1] ? page[^1].Key : null);
    }

    private static IEnumerable<CodeRow> Rows(CodeBook book, DateOnly today)
    {
        static DateOnly? Day(DateOnly start) => start <= new DateOnly(1995, 1, 1) ? null : start;
        foreach (var code in book.Carcs.Select(c => c.Code).Distinct())
        {
            var c = book.Carc(code, today)!;
            yield return new("carc", c.Code, "", c.ShortTitle, c.Kind.Text(), c.Category?.Text() ?? "", c.Hardness?.Text() ?? "", c.Preventable.Text(), Day(c.Start), false, 0);
        }

        foreach (var r in book.Rarcs.Select(r => book.Rarc(r.Code, today)!))
        {
            yield return new("rarc", "", r.Code, r.ShortTitle, "", CodeNames.TryRead<DenialCategory>(r.CategoryHint)?.Text() ?? "", "", "", Day(r.Start), false, 0);
        }

        foreach (var p in book.Pairs(today))
        {
            yield return new("pair", p.Carc, p.Rarc, $"{book.Carc(p.Carc, today)?.ShortTitle} / {book.Rarc(p.Rarc)?.ShortTitle}", "", p.Category?.Text() ?? "", p.Hardness?.Text() ?? "", "", Day(p.Start), false, 0);
        }

        foreach (var (group, c) in book.InGroups(today))
        {
            yield return new("group", c.Code, group, $"{c.ShortTitle}, with group {group}", c.Kind.Text(), c.Category?.Text() ?? "", c.Hardness?.Text() ?? "", c.Preventable.Text(), Day(c.Start), false, 0);
        }
    }

    private static long Count(Dictionary<(string Group, string Carc, string Rarc), long> open, CodeRow row) => row.Kind switch
    {
        "rarc" => open.Where(o => o.Key.Rarc == row.Other).Sum(o => o.Value),
        "pair" => open.Where(o => o.Key.Carc == row.Carc && o.Key.Rarc == row.Other).Sum(o => o.Value),
        "group" => open.Where(o => o.Key.Carc == row.Carc && o.Key.Group == row.Other).Sum(o => o.Value),
        _ => open.Where(o => o.Key.Carc == row.Carc).Sum(o => o.Value),
    };

    private async Task<HashSet<(string, string, string)>> OwnAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select distinct r.kind, r.carc, r.other from code_rule r join code_rule_set s using (set_id) where s.state = 'applied'");
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new HashSet<(string, string, string)>();
        while (await rows.ReadAsync(cancellation)) { found.Add((rows.GetString(0), rows.GetString(1), rows.GetString(2))); }

        return found;
    }

    private async Task<Dictionary<(string Group, string Carc, string Rarc), long>> OpenAsync(Actor actor, CancellationToken cancellation)
    {
        // A pass over the open denials.
        await using var command = database.CreateCommand(
            "select lead_group, lead_carc, lead_rarc, count(*) from denial where is_open and ($1::int[] is null or practice_id = any($1)) group by 1, 2, 3");
        command.Parameters.Add(new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new Dictionary<(string, string, string), long>();
        while (await rows.ReadAsync(cancellation)) { found[(rows.GetString(0), rows.GetString(1), rows.GetString(2))] = rows.GetInt64(3); }

        return found;
    }
}
