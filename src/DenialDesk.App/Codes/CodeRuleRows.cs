using DenialDesk.Domain.Codes;
using Npgsql;

namespace DenialDesk.App.Codes;

/// <summary>Reads the rules of a site.</summary>
internal static class CodeRuleRows
{
    /// <summary>The columns of a rule, from code_rule r.</summary>
    public const string Columns = "r.kind, r.carc, r.other, r.effective_from, r.means, r.category, r.hardness, r.preventable";

    /// <summary>Rules in force in their order, and after them, where asked for, those of one draft.</summary>
    public static async Task<List<CodeRule>> LoadAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, long? draft, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select {Columns} from code_rule r join code_rule_set s using (set_id)
            where s.state = 'applied' or s.set_id = $1 order by s.applied_no nulls last, r.rule_id
            """,
            connection,
            transaction);
        command.Parameters.AddWithValue(draft ?? 0L);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<CodeRule>();
        while (await rows.ReadAsync(cancellation)) { found.Add(Read(rows, 0)); }

        return found;
    }

    /// <summary>The rules of one set.</summary>
    public static async Task<List<CodeRule>> OfSetAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, long set, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select {Columns} from code_rule r where r.set_id = $1 order by r.rule_id", connection, transaction);
        command.Parameters.AddWithValue(set);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<CodeRule>();
        while (await rows.ReadAsync(cancellation)) { found.Add(Read(rows, 0)); }

        return found;
    }

    /// <summary>A rule from <see cref="Columns"/>, the first of them at a place in the row.</summary>
    public static CodeRule Read(NpgsqlDataReader rows, int at) => new()
    {
        Kind = CodeNames.Read<CodeRuleKind>(rows.GetString(at)),
        Carc = rows.GetString(at + 1),
        Other = rows.GetString(at + 2),
        EffectiveFrom = rows.GetFieldValue<DateOnly>(at + 3),
        Means = CodeNames.Read<Bucket>(rows.GetString(at + 4)),
        Category = rows.IsDBNull(at + 5) ? null : CodeNames.TryRead<DenialCategory>(rows.GetString(at + 5)),
        Hardness = rows.IsDBNull(at + 6) ? null : CodeNames.TryRead<Hardness>(rows.GetString(at + 6)),
        Preventable = rows.IsDBNull(at + 7) ? null : CodeNames.TryRead<Preventability>(rows.GetString(at + 7)),
    };
}
