using System.Text.Json;
using System.Text.Json.Serialization;
using DenialDesk.Domain.Prevention;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Prevention;

/// <summary>How rules and their trials are read and written.</summary>
internal static class RuleRows
{
    /// <summary>As conditions are written: names in snake_case.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) } };

    /// <summary>Conditions out of their column.</summary>
    public static IReadOnlyList<RuleCondition> Conditions(string json) => JsonSerializer.Deserialize<RuleCondition[]>(json, Json)!;

    /// <summary>Keeps a trial; the same day's is written over.</summary>
    public static async Task KeepTrialAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int practice, long rule, int version, string kind, DateOnly today, RuleTrial trial, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into claim_rule_trial (practice_id, rule_id, version_no, kind, counted_on, judged, unknown, hits, denials, caught) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            on conflict (practice_id, rule_id, version_no, kind, counted_on) do update set judged = excluded.judged, unknown = excluded.unknown, hits = excluded.hits, denials = excluded.denials, caught = excluded.caught
            """, connection, transaction);
        foreach (var value in new object[] { practice, rule, version, kind, today, trial.Judged, trial.Unknown, trial.Hits, trial.Denials, trial.Caught }) { command.Parameters.Add(new() { Value = value }); }

        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The version of every rule in a state of a practice that is given, with what it is to prevent.</summary>
    public static async Task<List<LivingRule>> InStateAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, int practice, string[] states, CancellationToken cancellation)
    {
        // A practice has tens of rules.
        await using var command = new NpgsqlCommand(
            """
            select r.rule_id, r.name, r.target_payer, r.target_category, r.target_carc, r.version_no, r.shadow_from, v.conditions::text, v.advice
            from claim_rule r join claim_rule_version v on v.practice_id = r.practice_id and v.rule_id = r.rule_id and v.version_no = r.version_no
            where r.practice_id = $1 and r.state = any($2) order by r.rule_id
            """, connection, transaction)
        {
            Parameters = { new() { Value = practice }, new() { Value = states, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text } },
        };
        var found = new List<LivingRule>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new(
                r.GetInt64(0), r.GetString(1), r.IsDBNull(2) ? null : r.GetInt32(2), r.GetString(3), r.GetString(4), r.GetInt32(5), r.IsDBNull(6) ? null : r.GetFieldValue<DateOnly>(6), Conditions(r.GetString(7)), r.GetString(8)));
        }

        return found;
    }
}

/// <summary>A rule as it stands.</summary>
internal sealed record LivingRule(
    long RuleId, string Name, int? TargetPayer, string TargetCategory, string TargetCarc, int Version, DateOnly? ShadowFrom, IReadOnlyList<RuleCondition> Conditions, string Advice);
