using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Prevention;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Prevention;

/// <summary>A rule with its newest trials.</summary>
/// <param name="Terms">Its conditions in words.</param>
/// <param name="Past">On the year before it was saved.</param>
/// <param name="Shadow">On what was sent since it runs in shadow; null until the first night.</param>
public sealed record ClaimRuleRow(
    int PracticeId, long RuleId, string Practice, string Name, int? PayerId, string? Payer, string Category, string Carc, RuleState State, int Version, DateOnly? ShadowFrom, IReadOnlyList<RuleCondition> Conditions,
    string Terms, string Advice, RuleTrial? Past, RuleTrial? Shadow, string By, DateTimeOffset At);

/// <summary>The pre-submission rules of the practices a person sees, those that warn first.</summary>
public sealed class ListClaimRules(DeskSource database)
{
    /// <summary>Filters as they stand in the address.</summary>
    public sealed record Input
    {
        /// <summary>draft, shadow, warn, off; empty for all but those put away.</summary>
        public string? State { get; init; }

        public int? Practice { get; init; }

        public long? RuleId { get; init; }

        public int Take { get; init; } = 200;
    }

    /// <summary>The rules.</summary>
    public async Task<IReadOnlyList<ClaimRuleRow>> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        var payers = await PayersAsync(cancellation);
        // A desk has tens of rules; their trials by primary key.
        await using var command = database.CreateCommand(
            """
            select r.practice_id, r.rule_id, s.name, r.name, r.target_payer, r.target_category, r.target_carc, r.state, r.version_no, r.shadow_from, v.conditions::text, v.advice, v.by_name, v.at,
                   p.judged, p.unknown, p.hits, p.denials, p.caught, h.judged, h.unknown, h.hits, h.denials, h.caught
            from claim_rule r join practice s on s.practice_id = r.practice_id
            join claim_rule_version v on v.practice_id = r.practice_id and v.rule_id = r.rule_id and v.version_no = r.version_no
            left join lateral (select * from claim_rule_trial t where t.practice_id = r.practice_id and t.rule_id = r.rule_id and t.version_no = r.version_no and t.kind = 'past' order by counted_on desc limit 1) p on true
            left join lateral (select * from claim_rule_trial t where t.practice_id = r.practice_id and t.rule_id = r.rule_id and t.version_no = r.version_no and t.kind = 'shadow' order by counted_on desc limit 1) h on true
            where ($1::int[] is null or r.practice_id = any($1)) and ($2::int is null or r.practice_id = $2) and ($3::bigint is null or r.rule_id = $3)
              and case when $3::bigint is not null then true when $4::text is null then r.state <> 'off' else r.state = $4 end
            order by array_position(array['warn', 'shadow', 'draft', 'off'], r.state), r.changed_at desc, r.rule_id desc limit $5
            """);
        void Add(object? value, NpgsqlDbType type) => command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        Add(actor.PracticeScope, NpgsqlDbType.Array | NpgsqlDbType.Integer);
        Add(input.Practice, NpgsqlDbType.Integer);
        Add(input.RuleId, NpgsqlDbType.Bigint);
        Add(string.IsNullOrEmpty(input.State) ? null : input.State, NpgsqlDbType.Text);
        Add(Math.Clamp(input.Take, 1, 50_000), NpgsqlDbType.Integer);
        var found = new List<ClaimRuleRow>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            int? payer = r.IsDBNull(4) ? null : r.GetInt32(4);
            var conditions = RuleRows.Conditions(r.GetString(10));
            found.Add(new(
                r.GetInt32(0), r.GetInt64(1), r.GetString(2), r.GetString(3), payer, payer is { } one ? payers.GetValueOrDefault(one.ToString(System.Globalization.CultureInfo.InvariantCulture)) : null, r.GetString(5), r.GetString(6),
                CodeNames.Read<RuleState>(r.GetString(7)), r.GetInt32(8), r.IsDBNull(9) ? null : r.GetFieldValue<DateOnly>(9), conditions, ClaimRule.Words(conditions, payers), r.GetString(11), Trial(r, 14), Trial(r, 19),
                r.GetString(12), r.GetFieldValue<DateTimeOffset>(13)));
        }

        return found;
    }

    private static RuleTrial? Trial(NpgsqlDataReader r, int at) => r.IsDBNull(at) ? null : new(r.GetInt32(at), r.GetInt32(at + 1), r.GetInt32(at + 2), r.GetInt32(at + 3), r.GetInt32(at + 4));

    private async Task<Dictionary<string, string>> PayersAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select payer_id::text, name from payer");
        var found = new Dictionary<string, string>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation)) { found[r.GetString(0)] = r.GetString(1); }

        return found;
    }
}
