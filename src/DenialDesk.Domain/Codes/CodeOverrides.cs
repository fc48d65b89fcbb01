namespace DenialDesk.Domain.Codes;

/// <summary>Puts a site's rules over the code tables. The rule given last holds from its first day on; what lies before that day stays as it was.</summary>
public static class CodeOverrides
{
    /// <summary>The tables under these rules, in the order in which they came into force.</summary>
    public static CodeTables Apply(CodeTables tables, IEnumerable<CodeRule> rules)
    {
        var carcs = tables.Carcs.GroupBy(row => row.Code).ToDictionary(rows => rows.Key, rows => rows.OrderBy(row => row.Start).ToList());
        var rarcs = tables.Rarcs.GroupBy(row => row.Code).ToDictionary(rows => rows.Key, rows => rows.OrderBy(row => row.Start).ToList());
        var pairs = tables.PairOverrides.GroupBy(row => (row.Carc, row.Rarc)).ToDictionary(rows => rows.Key, rows => rows.OrderBy(row => row.Start).ToList());
        var groups = tables.GroupCarcs.GroupBy(row => (row.Row.Code, row.Group)).ToDictionary(rows => rows.Key, rows => rows.Select(row => row.Row).OrderBy(row => row.Start).ToList());
        foreach (var rule in rules)
        {
            switch (rule.Kind)
            {
                case CodeRuleKind.Carc when carcs.TryGetValue(rule.Carc, out var rows):
                    carcs[rule.Carc] = From(rows, rule.EffectiveFrom, row => row.Start, (row, day) => With(row, rule) with { Start = day });
                    break;
                case CodeRuleKind.Rarc when rarcs.TryGetValue(rule.Other, out var rows):
                    rarcs[rule.Other] = From(rows, rule.EffectiveFrom, row => row.Start, (row, day) => row with { CategoryHint = rule.Category?.Text() ?? "none", Start = day });
                    break;
                case CodeRuleKind.Pair when carcs.TryGetValue(rule.Carc, out var of):
                    Replace(pairs, (rule.Carc, rule.Other), Of(rule, InForce(of, rule.EffectiveFrom)), row => row.Start);
                    break;
                case CodeRuleKind.Group when carcs.TryGetValue(rule.Carc, out var of):
                    Replace(groups, (rule.Carc, rule.Other), With(InForce(of, rule.EffectiveFrom), rule) with { Start = rule.EffectiveFrom }, row => row.Start);
                    break;
            }
        }

        return tables with
        {
            Carcs = [.. carcs.Values.SelectMany(rows => rows)],
            Rarcs = [.. rarcs.Values.SelectMany(rows => rows)],
            PairOverrides = [.. pairs.Values.SelectMany(rows => rows)],
            GroupCarcs = [.. groups.SelectMany(rows => rows.Value.Select(row => (rows.Key.Group, row)))],
        };
    }

    private static Carc InForce(List<Carc> rows, DateOnly day) => rows.FindLast(row => row.Start <= day) ?? rows[0];

    /// <summary>The code's row under the rule. What the rule leaves open stays where the category stays, and else follows the category.</summary>
    private static Carc With(Carc row, CodeRule rule)
    {
        if (rule.Means != Bucket.Denial)
        {
            return row with
            {
                Kind = rule.Means,
                Category = null,
                Department = Department.None,
                Hardness = null,
                Preventable = rule.Preventable ?? Preventability.No,
                FirstAction = FirstAction.Post,
            };
        }

        var category = rule.Category ?? DenialCategory.Other;
        var same = row.Category == category;
        return row with
        {
            Kind = Bucket.Denial,
            Category = category,
            Department = same ? row.Department : CategoryDefaults.Department(category),
            Hardness = rule.Hardness ?? (same ? row.Hardness : CategoryDefaults.Hardness(category)),
            Preventable = rule.Preventable ?? (row.Category is null ? Preventability.Maybe : row.Preventable),
            FirstAction = same ? row.FirstAction : CategoryDefaults.FirstAction(category),
        };
    }

    private static PairOverride Of(CodeRule rule, Carc carc)
    {
        var same = carc.Category == rule.Category;
        return new(
            rule.Carc, rule.Other, rule.Category,
            rule.Category is not { } category ? Department.None : same ? carc.Department : CategoryDefaults.Department(category),
            rule.Category is null ? null : rule.Hardness ?? (same ? carc.Hardness : CategoryDefaults.Hardness(rule.Category.Value)),
            rule.Category is null ? FirstAction.Post : same ? carc.FirstAction : CategoryDefaults.FirstAction(rule.Category.Value),
            true, "own", "")
        { Start = rule.EffectiveFrom };
    }

    /// <summary>Every row from the day on is changed; the one in force on the day goes on under the rule from that day.</summary>
    private static List<T> From<T>(List<T> rows, DateOnly day, Func<T, DateOnly> start, Func<T, DateOnly, T> change)
    {
        if (day <= start(rows[0])) { return [.. rows.Select(row => change(row, start(row)))]; }

        var before = rows.FindAll(row => start(row) < day);
        var after = rows.FindAll(row => start(row) >= day);
        var first = after.Count > 0 && start(after[0]) == day ? (T[])[] : [change(before[^1], day)];
        return [.. before, .. first, .. after.Select(row => change(row, start(row)))];
    }

    private static void Replace<TKey, T>(Dictionary<TKey, List<T>> all, TKey key, T row, Func<T, DateOnly> start)
        where TKey : notnull
        => all[key] = [.. all.GetValueOrDefault(key, []).Where(had => start(had) < start(row)), row];
}
