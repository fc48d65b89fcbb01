using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Codes;

/// <summary>One set of rules: a draft, one in force, or one given up.</summary>
public sealed record CodeSet(long SetId, string Reason, string State, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? AppliedAt, string? AppliedBy, int Version, int Rules);

/// <summary>A rule of a set, with what the codes mean under the rules in force on its first day.</summary>
public sealed record CodeSetRule(long RuleId, CodeRule Rule, string Title, string Now);

/// <summary>Denials of one kind of change, and the dollars denied on them.</summary>
public sealed record PreviewCount(string Kind, int Denials, decimal Dollars);

/// <summary>A preview: when, of what, how far, and what it found.</summary>
/// <param name="Stale">Whether the draft changed after it.</param>
public sealed record CodePreview(
    long PreviewId, string State, int Percent, DateTimeOffset AskedAt, string AskedBy, int Claims, int Buckets, long[]? Files, DateOnly? From, DateOnly? To, bool Stale, IReadOnlyList<PreviewCount> Counts);

/// <summary>The sets of rules, and one of them with its newest preview.</summary>
public sealed class SeeCodeSets(DeskSource database, LoadCodeBook codes)
{
    /// <summary>Which one; null for the list alone.</summary>
    public sealed record Input
    {
        public long? SetId { get; init; }
    }

    /// <summary>The sets, newest first and at most a hundred; of the asked one its rules and preview.</summary>
    public sealed record View(IReadOnlyList<CodeSet> Sets, CodeSet? Set, IReadOnlyList<CodeSetRule> Rules, CodePreview? Preview);

    /// <summary>Reads them.</summary>
    public async Task<View> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        var sets = await SetsAsync(input.SetId, cancellation);
        return input.SetId is { } id && sets.FirstOrDefault() is { } set ? new(sets, set, await RulesAsync(id, cancellation), await PreviewAsync(set, cancellation)) : new(sets, null, [], null);
    }

    private async Task<List<CodeSet>> SetsAsync(long? id, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            $"""
            select s.set_id, s.reason, s.state, s.created_at, s.created_name, s.applied_at, s.applied_name, s.version, (select count(*)::int from code_rule r where r.set_id = s.set_id)
            from code_rule_set s where {(id is null ? "s.state <> 'dropped'" : "s.set_id = $1")} order by s.set_id desc limit 100
            """);
        if (id is { } one) { command.Parameters.AddWithValue(one); }

        await using var r = await command.ExecuteReaderAsync(cancellation);
        var found = new List<CodeSet>();
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new(
                r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetFieldValue<DateTimeOffset>(3), r.GetString(4), r.IsDBNull(5) ? null : r.GetFieldValue<DateTimeOffset>(5),
                r.IsDBNull(6) ? null : r.GetString(6), r.GetInt32(7), r.GetInt32(8)));
        }

        return found;
    }

    private async Task<List<CodeSetRule>> RulesAsync(long set, CancellationToken cancellation)
    {
        var book = await codes.RunAsync(cancellation);
        await using var command = database.CreateCommand($"select r.rule_id, {CodeRuleRows.Columns} from code_rule r where r.set_id = $1 order by r.rule_id");
        command.Parameters.AddWithValue(set);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<CodeSetRule>();
        while (await rows.ReadAsync(cancellation))
        {
            var rule = CodeRuleRows.Read(rows, 1);
            found.Add(new(rows.GetInt64(0), rule, Title(rule, book), Now(rule, book)));
        }

        return found;
    }

    private static string Title(CodeRule rule, CodeBook book) => rule.Kind == CodeRuleKind.Rarc ? book.Rarc(rule.Other)?.ShortTitle ?? "" : book.Carc(rule.Carc, rule.EffectiveFrom)?.ShortTitle ?? "";

    /// <summary>The category, or what else it means, on the rule's first day.</summary>
    private static string Now(CodeRule rule, CodeBook book) => rule.Kind switch
    {
        CodeRuleKind.Rarc => CodeNames.TryRead<DenialCategory>(book.Rarc(rule.Other, rule.EffectiveFrom)?.CategoryHint)?.Text() ?? "none",
        CodeRuleKind.Pair => book.Pair(rule.Carc, rule.Other, rule.EffectiveFrom)?.Category?.Text() ?? "none",
        _ => book.Carc(rule.Carc, rule.EffectiveFrom, rule.Kind == CodeRuleKind.Group ? rule.Other : null) is { } c ? c.Category?.Text() ?? c.Kind.Text() : "none",
    };

    private async Task<CodePreview?> PreviewAsync(CodeSet set, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            """
            select preview_id,
                   case when state = 'running' and not exists (select 1 from pg_locks l where l.locktype = 'advisory' and l.classid = $2::int::oid and l.objid = $1::int::oid and l.objsubid = 2) then 'failed' else state end,
                   percent, asked_at, asked_name, claims, buckets, files, date_from, date_to, set_version from code_preview where set_id = $1 order by preview_id desc limit 1
            """);
        command.Parameters.AddWithValue(set.SetId);
        command.Parameters.AddWithValue(PreviewReprocess.LockSpace);
        CodePreview preview;
        await using (var r = await command.ExecuteReaderAsync(cancellation))
        {
            if (!await r.ReadAsync(cancellation)) { return null; }

            preview = new(
                r.GetInt64(0), r.GetString(1), r.GetInt32(2), r.GetFieldValue<DateTimeOffset>(3), r.GetString(4), r.GetInt32(5), r.GetInt32(6), r.IsDBNull(7) ? null : r.GetFieldValue<long[]>(7),
                r.IsDBNull(8) ? null : r.GetFieldValue<DateOnly>(8), r.IsDBNull(9) ? null : r.GetFieldValue<DateOnly>(9), set.State == "draft" && r.GetInt32(10) != set.Version, []);
        }

        return preview.State == "done" ? preview with { Counts = await CountsAsync(preview.PreviewId, cancellation) } : preview;
    }

    private async Task<List<PreviewCount>> CountsAsync(long preview, CancellationToken cancellation)
    {
        // By primary key of code_preview_row.
        await using var command = database.CreateCommand(
            "select k, count(*)::int, sum(greatest(old_denied, new_denied)) from code_preview_row, unnest(kinds) k where preview_id = $1 group by k");
        command.Parameters.AddWithValue(preview);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<PreviewCount>();
        while (await rows.ReadAsync(cancellation)) { found.Add(new(rows.GetString(0), rows.GetInt32(1), rows.IsDBNull(2) ? 0m : rows.GetDecimal(2))); }

        return found;
    }
}
