using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Prevention;
using DenialDesk.Domain.Priority;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Prevention;

/// <summary>Takes a change of the ledger a step on. Putting it in force freezes what it will be measured against.</summary>
public sealed class StepAction(DeskSource database, TimeProvider clock)
{
    /// <summary>Which step.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        public required int PracticeId { get; init; }

        public required long ActionId { get; init; }

        /// <summary>As it was seen.</summary>
        public required int Version { get; init; }

        public required PreventionStepKind Step { get; init; }

        public string Note { get; init; } = "";

        /// <summary>First day of service of the new way of working, when it is put in force; null is today.</summary>
        public DateOnly? EffectiveOn { get; init; }
    }

    /// <summary>Null when taken, or why not.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManagePrevention);
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (standing, _) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "prevention.step", input, now, cancellation);
        if (standing == CommandStanding.Repeated) { return null; }

        if (standing == CommandStanding.Conflicting) { return new("command_reused", "This command was sent before with other content. Load the page again."); }

        if (await HeldAction.HoldAsync(connection, transaction, input.PracticeId, input.ActionId, actor, cancellation) is not { } held) { return new("not_found", "There is no such action."); }

        if (held.Version != input.Version) { return new("changed", "Somebody changed this action meanwhile. Load the page again; nothing was done."); }

        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        var reading = await LastReadingAsync(connection, transaction, held, cancellation);
        var effective = input.EffectiveOn ?? today;
        var (to, refusal) = PreventionSteps.Take(
            new() { Status = held.Status, HasOwner = held.OwnerId is not null, HasCause = held.HasCause, HasChange = held.HasChange, HasReading = reading is not null, Today = today }, input.Step, input.Note, effective);
        if (refusal is not null) { return refusal; }

        if (input.Step == PreventionStepKind.PutInForce && await FreezeAsync(connection, transaction, held, effective, today, cancellation) is { } empty) { return empty; }

        await SaveAsync(connection, transaction, held, input, to, effective, reading, now, cancellation);
        await held.TellAsync(connection, transaction, input.Step.Text(), to, input.Note.Trim(), actor, now, input.CommandId, cancellation);
        await transaction.CommitAsync(cancellation);
        return null;
    }

    /// <summary>Days of the last reading of this round that is past the first month.</summary>
    private static async Task<int?> LastReadingAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, HeldAction held, CancellationToken cancellation)
    {
        // By primary key.
        await using var command = new NpgsqlCommand("select max(days) from prevention_reading where practice_id = $1 and action_id = $2 and round = $3 and not early", connection, transaction)
        {
            Parameters = { new() { Value = held.PracticeId }, new() { Value = held.ActionId }, new() { Value = held.Round } },
        };
        return await command.ExecuteScalarAsync(cancellation) as int?;
    }

    /// <summary>Stores the counts before the change, and what a denial costs: later imports and code rules do not move what it is measured against.</summary>
    private static async Task<Refusal?> FreezeAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, HeldAction held, DateOnly effective, DateOnly today, CancellationToken cancellation)
    {
        var counted = await EffectCounts.ReadAsync(connection, transaction, held.PracticeId, held.Key, effective, -EffectMeasure.BaselineBlocks, -1, today, cancellation);
        var marked = EffectCounts.Chosen([.. counted.Select(c => c with { LeftOut = EffectMeasure.LeftOut(c.Block, effective, held.AlarmFrom, held.AlarmTo) })]);
        if (marked.Count(c => c.Series == EffectMeasure.Target && !c.LeftOut && c.Claims > 0) < EffectMeasure.LeastBlocks)
        {
            return new("no_baseline", "There are fewer than three months of decided claims before that day, so nothing could be measured. Choose a later day.");
        }

        await using var command = new NpgsqlCommand(
            """
            insert into prevention_baseline (practice_id, action_id, round, series, block, denials, claims, left_out)
            select $1, $2, $3, x.series, x.block, x.denials, x.claims, x.left_out from unnest($4::text[], $5::int[], $6::int[], $7::int[], $8::bool[]) as x (series, block, denials, claims, left_out)
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = held.PracticeId }, new() { Value = held.ActionId }, new() { Value = held.Round + 1 }, Column(marked, c => c.Series), Column(marked, c => c.Block), Column(marked, c => c.Denials),
                Column(marked, c => c.Claims), Column(marked, c => c.LeftOut),
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);
        return null;
    }

    private static NpgsqlParameter Column<T>(IReadOnlyList<EffectCount> counts, Func<EffectCount, T> value) => new() { Value = counts.Select(value).ToArray() };

    private static async Task SaveAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, HeldAction held, Input input, PreventionStatus to, DateOnly effective, int? reading, DateTimeOffset now, CancellationToken cancellation)
    {
        var begins = input.Step == PreventionStepKind.PutInForce;
        await using var command = new NpgsqlCommand(
            """
            update prevention_action set status = $3, changed_at = $4, version = version + 1, round = round + case when $5 then 1 else 0 end, effective_on = case when $5 then $6 else effective_on end,
                kept_days = case when $5 then null when $7 then $8 else kept_days end, worth = case when $5 then $9 else worth end
            where practice_id = $1 and action_id = $2
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = held.PracticeId }, new() { Value = held.ActionId }, new() { Value = to.Text() }, new() { Value = now }, new() { Value = begins }, new() { Value = effective },
                new() { Value = input.Step == PreventionStepKind.Keep }, new() { Value = (object?)reading ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer },
                new() { Value = begins ? await WorthAsync(connection, transaction, held, effective, cancellation) : 0m },
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<decimal> WorthAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, HeldAction held, DateOnly effective, CancellationToken cancellation)
    {
        // Index denial_month: the year before the change; what came in is known of closed ones only.
        await using var command = new NpgsqlCommand(
            """
            select coalesce(avg(d.expected_amount), 0), coalesce(sum(least(d.recovered_amount, d.expected_amount)) filter (where not d.is_open) / nullif(sum(d.expected_amount) filter (where not d.is_open), 0), 0)
            from denial d where d.practice_id = $1 and d.denied_on >= $2 - 365 and d.denied_on < $2 + 60 and ($3::int is null or d.payer_id in (select payer_id from payer where coalesce(merged_into, payer_id) = $3))
              and case when $5 <> '' then d.lead_carc = $5 else d.category = $4 end and d.outcome is distinct from 'not_a_denial'
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = held.PracticeId }, new() { Value = effective }, new() { Value = (object?)held.Key.PayerId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer }, new() { Value = held.Key.Category },
                new() { Value = held.Key.Carc },
            },
        };
        await using var r = await command.ExecuteReaderAsync(cancellation);
        await r.ReadAsync(cancellation);
        return EffectMeasure.Worth(PrioritySettings.Default.ReworkCost, r.GetDecimal(0), r.GetDecimal(1));
    }
}
