using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.Deadlines;
using DenialDesk.App.Jobs;
using DenialDesk.App.People;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Prevention;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Prevention;

/// <summary>
/// Takes the readings that are due of every change in force, each once, against its frozen baseline. A change that was kept and has got significantly worse since reopens
/// itself, and its owner and the leads are told.
/// </summary>
public sealed class MeasureChanges(DeskSource database, TimeProvider clock)
{
    /// <summary>Returns how many readings were taken.</summary>
    public async Task<int> Run(PracticeDay practice, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.RunJobs);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var taken = 0;
        foreach (var id in await InForceAsync(connection, practice.PracticeId, cancellation))
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            if (await HeldAction.HoldAsync(connection, transaction, practice.PracticeId, id, actor, cancellation) is { EffectiveOn: not null, Status: PreventionStatus.InForce or PreventionStatus.Measuring or PreventionStatus.Kept } held)
            {
                taken += await MeasureAsync(connection, transaction, held, practice.Today, actor, cancellation);
                await transaction.CommitAsync(cancellation);
            }
        }

        return taken;
    }

    private static async Task<List<long>> InForceAsync(NpgsqlConnection connection, int practice, CancellationToken cancellation)
    {
        // A ledger has tens of rows.
        await using var command = new NpgsqlCommand("select action_id from prevention_action where practice_id = $1 and status in ('in_force', 'measuring', 'kept') order by 1", connection) { Parameters = { new() { Value = practice } } };
        var found = new List<long>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation)) { found.Add(r.GetInt64(0)); }

        return found;
    }

    private async Task<int> MeasureAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, HeldAction held, DateOnly today, Actor actor, CancellationToken cancellation)
    {
        var effective = held.EffectiveOn!.Value;
        var due = EffectMeasure.Due(effective, today, await TakenAsync(connection, transaction, held, cancellation));
        if (due.Count == 0) { return 0; }

        var baseline = await BaselineAsync(connection, transaction, held, cancellation);
        var names = baseline.Select(b => b.Series).ToHashSet(StringComparer.Ordinal);
        var all = await EffectCounts.ReadAsync(connection, transaction, held.PracticeId, held.Key, effective, 0, (due[^1] / EffectMeasure.BlockDays) - 1, today, cancellation);
        EffectCount[] since = [.. all.Where(c => names.Contains(c.Series))];
        var now = clock.GetUtcNow();
        foreach (var days in due)
        {
            await KeepAsync(connection, transaction, held, EffectMeasure.Read(baseline, since, days), today, cancellation);
        }

        var regressed = held is { Status: PreventionStatus.Kept, KeptDays: { } kept } && due.Any(days => days > kept && EffectMeasure.Regressed(since, kept, days));
        var to = regressed ? PreventionStatus.Reopened : held.Status == PreventionStatus.InForce ? PreventionStatus.Measuring : held.Status;
        if (to != held.Status) { await MoveAsync(connection, transaction, held, to, now, cancellation); }

        if (regressed) { await NoticeWriting.TellOfChangeAsync(connection, transaction, held.PracticeId, held.ActionId, held.OwnerId, today, now, cancellation); }

        await held.TellAsync(
            connection, transaction, regressed ? "regressed" : "measured", to,
            regressed ? "Denials rose significantly above the reading it was kept by, held against the others. It reopened itself." : string.Create(CultureInfo.InvariantCulture, $"Reading at {string.Join(", ", due)} days"),
            actor, now, null, cancellation);
        return due.Count;
    }

    private static async Task<HashSet<int>> TakenAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, HeldAction held, CancellationToken cancellation)
    {
        // By primary key.
        await using var command = new NpgsqlCommand("select days from prevention_reading where practice_id = $1 and action_id = $2 and round = $3", connection, transaction)
        {
            Parameters = { new() { Value = held.PracticeId }, new() { Value = held.ActionId }, new() { Value = held.Round } },
        };
        var found = new HashSet<int>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation)) { found.Add(r.GetInt32(0)); }

        return found;
    }

    private static async Task<List<EffectCount>> BaselineAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, HeldAction held, CancellationToken cancellation)
    {
        // By primary key.
        await using var command = new NpgsqlCommand("select series, block, denials, claims, left_out from prevention_baseline where practice_id = $1 and action_id = $2 and round = $3 order by series, block", connection, transaction)
        {
            Parameters = { new() { Value = held.PracticeId }, new() { Value = held.ActionId }, new() { Value = held.Round } },
        };
        var found = new List<EffectCount>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation)) { found.Add(new(r.GetString(0), r.GetInt32(1), r.GetInt32(2), r.GetInt32(3), r.GetBoolean(4))); }

        return found;
    }

    private static async Task KeepAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, HeldAction held, EffectMeasurement read, DateOnly today, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into prevention_reading (practice_id, action_id, round, days, read_on, early, before_denials, before_claims, after_denials, after_claims, change, low, high, avoided, needs, verdict, dollars)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
            """, connection, transaction);
        void Add(object? value, NpgsqlDbType type) => command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        Add(held.PracticeId, NpgsqlDbType.Integer);
        Add(held.ActionId, NpgsqlDbType.Bigint);
        Add(held.Round, NpgsqlDbType.Integer);
        Add(read.Days, NpgsqlDbType.Integer);
        Add(today, NpgsqlDbType.Date);
        Add(read.Early, NpgsqlDbType.Boolean);
        Add(read.Before.Denials, NpgsqlDbType.Integer);
        Add(read.Before.Claims, NpgsqlDbType.Integer);
        Add(read.After.Denials, NpgsqlDbType.Integer);
        Add(read.After.Claims, NpgsqlDbType.Integer);
        Add(read.Effect?.Change, NpgsqlDbType.Double);
        Add(read.Effect?.Low, NpgsqlDbType.Double);
        Add(read.Effect?.High, NpgsqlDbType.Double);
        Add(read.Effect is { } effect ? decimal.Round((decimal)effect.Avoided, 1) : null, NpgsqlDbType.Numeric);
        Add(read.Needs, NpgsqlDbType.Integer);
        Add(read.Verdict.Text(), NpgsqlDbType.Text);
        Add(read.Effect is { } saved && held.Worth is { } worth ? EffectMeasure.DollarsAvoided(saved.Avoided, worth) : null, NpgsqlDbType.Numeric);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task MoveAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, HeldAction held, PreventionStatus to, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("update prevention_action set status = $3, changed_at = $4, version = version + 1 where practice_id = $1 and action_id = $2", connection, transaction)
        {
            Parameters = { new() { Value = held.PracticeId }, new() { Value = held.ActionId }, new() { Value = to.Text() }, new() { Value = now } },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
