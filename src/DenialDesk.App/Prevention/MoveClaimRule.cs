using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Prevention;
using Npgsql;

namespace DenialDesk.App.Prevention;

/// <summary>Lets a rule run in shadow, warn, or puts it away.</summary>
public sealed class MoveClaimRule(DeskSource database, TimeProvider clock)
{
    /// <summary>Which rule, and where to.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        public required int PracticeId { get; init; }

        public required long RuleId { get; init; }

        /// <summary>The version that was seen.</summary>
        public required int Version { get; init; }

        public required RuleState To { get; init; }
    }

    /// <summary>Null when done, or why not.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManagePrevention);
        var now = clock.GetUtcNow();
        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (standing, _) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "claim_rule.move", input, now, cancellation);
        if (standing == CommandStanding.Repeated) { return null; }

        if (standing == CommandStanding.Conflicting) { return new("command_reused", "This command was sent before with other content. Load the page again."); }

        await using var hold = new NpgsqlCommand("select state from claim_rule where practice_id = $1 and rule_id = $2 and version_no = $3 for update", connection, transaction)
        {
            Parameters = { new() { Value = input.PracticeId }, new() { Value = input.RuleId }, new() { Value = input.Version } },
        };
        if (!actor.Sees(input.PracticeId) || await hold.ExecuteScalarAsync(cancellation) is not string state) { return new("changed", "This rule was changed meanwhile. Load the page again; nothing was done."); }

        if (RuleStates.Refuse(CodeNames.Read<RuleState>(state), input.To) is { } refusal) { return refusal; }

        await using var move = new NpgsqlCommand(
            "update claim_rule set state = $3, shadow_from = case when $4 then $5 else shadow_from end, changed_at = $6 where practice_id = $1 and rule_id = $2", connection, transaction)
        {
            Parameters =
            {
                new() { Value = input.PracticeId }, new() { Value = input.RuleId }, new() { Value = input.To.Text() }, new() { Value = input.To == RuleState.Shadow && state == "draft" }, new() { Value = today }, new() { Value = now },
            },
        };
        await move.ExecuteNonQueryAsync(cancellation);
        await Journal.AppendAsync(connection, transaction, actor, now, cancellation, new JournalEntry(
            "claim_rule.moved", "claim_rule", input.RuleId.ToString(CultureInfo.InvariantCulture), input.PracticeId, new { State = state }, new { State = input.To.Text() }, input.CommandId));
        await transaction.CommitAsync(cancellation);
        return null;
    }
}
