using System.Globalization;
using System.Text.Json;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Prevention;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Prevention;

/// <summary>Keeps a rule as a new version, tried on our own claims of the last year. A changed rule is a draft again: nothing warns that did not run in shadow as it is.</summary>
public sealed class SaveClaimRule(DeskSource database, TimeProvider clock)
{
    /// <summary>The rule as it is to be.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        public required int PracticeId { get; init; }

        /// <summary>Null: a new one.</summary>
        public long? RuleId { get; init; }

        /// <summary>The version that was seen; 0 for a new one.</summary>
        public int Version { get; init; }

        public required string Name { get; init; }

        public int? PayerId { get; init; }

        public required string Category { get; init; }

        public string Carc { get; init; } = "";

        public required IReadOnlyList<RuleCondition> Conditions { get; init; }

        /// <summary>What to do before the claim is sent.</summary>
        public string Advice { get; init; } = "";
    }

    /// <summary>What was saved.</summary>
    public sealed record Result(long RuleId, int Version, Refusal? Refusal);

    /// <summary>The rule's number and version, or why nothing was saved.</summary>
    public async Task<Result> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManagePrevention);
        if (Wrong(input, actor) is { } wrong) { return new(0, 0, wrong); }

        var now = clock.GetUtcNow();
        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (standing, kept) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "claim_rule.save", input, now, cancellation);
        if (standing == CommandStanding.Repeated && kept is not null) { return JsonSerializer.Deserialize<Result>(kept, JsonSerializerOptions.Web)!; }

        if (standing != CommandStanding.New) { return new(0, 0, new("command_reused", "This command was sent before with other content. Load the page again.")); }

        if (await HeadAsync(connection, transaction, input, now, cancellation) is not { } id) { return new(0, 0, new("changed", "Somebody changed this rule meanwhile. Load the page again; nothing was saved.")); }

        var version = input.Version + 1;
        await using (var command = new NpgsqlCommand(
            "insert into claim_rule_version (practice_id, rule_id, version_no, conditions, advice, at, by_id, by_name) values ($1, $2, $3, $4::jsonb, $5, $6, $7, $8)", connection, transaction)
        {
            Parameters =
            {
                new() { Value = input.PracticeId }, new() { Value = id }, new() { Value = version }, new() { Value = JsonSerializer.Serialize(input.Conditions, RuleRows.Json) }, new() { Value = input.Advice.Trim() },
                new() { Value = now }, new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }, new() { Value = actor.Name },
            },
        })
        {
            await command.ExecuteNonQueryAsync(cancellation);
        }

        var outcomes = await KeptOutcomes.ReadAsync(connection, transaction, input.PracticeId, today.AddYears(-1), input.PayerId, cancellation);
        var trial = RuleTrial.Of(input.Conditions, outcomes.Select(k => k.For(input.PayerId, input.Category, input.Carc.Trim())));
        await RuleRows.KeepTrialAsync(connection, transaction, input.PracticeId, id, version, "past", today, trial, cancellation);
        await Journal.AppendAsync(connection, transaction, actor, now, cancellation, new JournalEntry(
            "claim_rule.saved", "claim_rule", id.ToString(CultureInfo.InvariantCulture), input.PracticeId, null, new { Version = version, input.Name, Conditions = JsonSerializer.Serialize(input.Conditions, RuleRows.Json) }, input.CommandId));
        var result = new Result(id, version, null);
        await CommandLedger.KeepAsync(connection, transaction, input.CommandId, result, cancellation);
        await transaction.CommitAsync(cancellation);
        return result;
    }

    private static Refusal? Wrong(Input input, Actor actor)
        => !actor.Sees(input.PracticeId) ? new("not_found", "There is no such practice.")
            : input.Name.Trim().Length is 0 or > 120 ? new("name", "Give the rule a name of at most 120 letters.")
            : CodeNames.TryRead<DenialCategory>(input.Category) is null ? new("category", "Choose the category of the denials it is to prevent.")
            : input.Advice.Trim().Length > 300 ? new("advice", "Say in at most 300 letters what to do before the claim is sent.")
            : ClaimRule.Check(input.Conditions);

    private static async Task<long?> HeadAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, DateTimeOffset now, CancellationToken cancellation)
    {
        var sql = input.RuleId is null
            ? "insert into claim_rule (practice_id, name, target_payer, target_category, target_carc, state, version_no, changed_at) select $1, $2, $3, $4, $5, 'draft', 1, $6 where $7::bigint is null and $8 = 0 returning rule_id"
            : """
              update claim_rule set name = $2, target_payer = $3, target_category = $4, target_carc = $5, state = 'draft', version_no = version_no + 1, changed_at = $6
              where practice_id = $1 and rule_id = $7 and version_no = $8 returning rule_id
              """;
        await using var command = new NpgsqlCommand(sql, connection, transaction)
        {
            Parameters =
            {
                new() { Value = input.PracticeId }, new() { Value = input.Name.Trim() }, new() { Value = (object?)input.PayerId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer }, new() { Value = input.Category },
                new() { Value = input.Carc.Trim().ToUpperInvariant() }, new() { Value = now }, new() { Value = (object?)input.RuleId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint }, new() { Value = input.Version },
            },
        };
        return await command.ExecuteScalarAsync(cancellation) as long?;
    }
}
