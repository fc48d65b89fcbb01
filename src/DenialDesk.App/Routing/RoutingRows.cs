using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Routing;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Routing;

/// <summary>Reads and writes the ordered rules of a set.</summary>
internal static class RoutingRows
{
    /// <summary>The newest set that was put in force; null when there never was one.</summary>
    public static async Task<long?> SetInForceAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select set_id from routing_set where state = 'applied' order by applied_no desc limit 1", connection, transaction);
        return (long?)await command.ExecuteScalarAsync(cancellation);
    }

    /// <summary>The rules of a set in their order; a payer that was merged counts as the one it was merged into.</summary>
    public static async Task<IReadOnlyList<RoutingRule>> LoadAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, long setId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select r.position, r.name, r.practice_id, coalesce(p.merged_into, r.payer_id), r.category, r.amount_from, r.amount_to, r.clinical, r.skill, r.to_person, r.to_team,
                   r.effective_from, r.effective_to
            from routing_rule r left join payer p on p.payer_id = r.payer_id where r.set_id = $1 order by r.position
            """, connection, transaction)
        {
            Parameters = { new() { Value = setId } },
        };
        var found = new List<RoutingRule>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new()
            {
                Position = r.GetInt32(0),
                Name = r.GetString(1),
                PracticeId = Maybe<int>(r, 2),
                PayerId = Maybe<int>(r, 3),
                Category = r.IsDBNull(4) ? null : CodeNames.TryRead<DenialCategory>(r.GetString(4)),
                AmountFrom = Maybe<decimal>(r, 5),
                AmountTo = Maybe<decimal>(r, 6),
                Clinical = Maybe<bool>(r, 7),
                Skill = r.IsDBNull(8) ? null : r.GetString(8),
                ToPerson = Maybe<Guid>(r, 9),
                ToTeam = Maybe<int>(r, 10),
                EffectiveFrom = Maybe<DateOnly>(r, 11),
                EffectiveTo = Maybe<DateOnly>(r, 12),
            });
        }

        return found;
    }

    /// <summary>Puts these rules, numbered from 1, in the place of a draft's.</summary>
    public static async Task ReplaceAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, long setId, IReadOnlyList<RoutingRule> rules, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(new("delete from routing_rule where set_id = $1") { Parameters = { new() { Value = setId } } });
        for (var i = 0; i < rules.Count; i++)
        {
            var rule = rules[i];
            var line = new NpgsqlBatchCommand("insert into routing_rule values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)");
            void Add(object? value, NpgsqlDbType type) => line.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
            Add(setId, NpgsqlDbType.Bigint);
            Add(i + 1, NpgsqlDbType.Integer);
            Add(rule.Name.Trim(), NpgsqlDbType.Text);
            Add(rule.PracticeId, NpgsqlDbType.Integer);
            Add(rule.PayerId, NpgsqlDbType.Integer);
            Add(rule.Category?.Text(), NpgsqlDbType.Text);
            Add(rule.AmountFrom, NpgsqlDbType.Numeric);
            Add(rule.AmountTo, NpgsqlDbType.Numeric);
            Add(rule.Clinical, NpgsqlDbType.Boolean);
            Add(Skills.Normal(rule.Skill), NpgsqlDbType.Text);
            Add(rule.ToPerson, NpgsqlDbType.Uuid);
            Add(rule.ToTeam, NpgsqlDbType.Integer);
            Add(rule.EffectiveFrom, NpgsqlDbType.Date);
            Add(rule.EffectiveTo, NpgsqlDbType.Date);
            batch.BatchCommands.Add(line);
        }

        await batch.ExecuteNonQueryAsync(cancellation);
    }

    private static T? Maybe<T>(NpgsqlDataReader r, int column)
        where T : struct => r.IsDBNull(column) ? null : r.GetFieldValue<T>(column);
}

/// <summary>Skills are short words in lower case.</summary>
internal static class Skills
{
    /// <summary>The word as it is kept; null when there is none.</summary>
    public static string? Normal(string? skill) => string.IsNullOrWhiteSpace(skill) ? null : skill.Trim().ToLowerInvariant();
}
