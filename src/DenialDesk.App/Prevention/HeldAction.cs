using System.Globalization;
using System.Text.Json;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Prevention;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Prevention;

/// <summary>One thing to tick off on the way to a change.</summary>
/// <param name="Text">What.</param>
/// <param name="By">Who ticked it; null while it is open.</param>
/// <param name="On">When.</param>
public sealed record CheckItem(string Text, string? By = null, DateOnly? On = null);

/// <summary>An action of the ledger, held until the transaction ends.</summary>
internal sealed record HeldAction(
    int PracticeId, long ActionId, ClusterKey Key, PreventionStatus Status, int Round, DateOnly? EffectiveOn, DateOnly? AlarmFrom, DateOnly? AlarmTo, decimal? Worth, int? KeptDays,
    Guid? OwnerId, bool HasCause, bool HasChange, IReadOnlyList<CheckItem> Checklist, string RemindEvery, DateOnly? RemindOn, int Version)
{
    /// <summary>As checklists are written.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    /// <summary>Holds an action of a practice the actor sees; null when there is none.</summary>
    public static async Task<HeldAction?> HoldAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, int practice, long id, Actor actor, CancellationToken cancellation)
    {
        // By primary key.
        await using var command = new NpgsqlCommand(
            """
            select payer_id, category, carc, provider, procedure, status, round, effective_on, alarm_from, alarm_to, worth, kept_days, owner_id, department <> '' and cause_step <> '', change_text <> '',
                   checklist::text, remind_every, remind_on, version
            from prevention_action where practice_id = $1 and action_id = $2 for update
            """, connection, transaction)
        {
            Parameters = { new() { Value = practice }, new() { Value = id } },
        };
        await using var r = await command.ExecuteReaderAsync(cancellation);
        if (!actor.Sees(practice) || !await r.ReadAsync(cancellation)) { return null; }

        DateOnly? Day(int i) => r.IsDBNull(i) ? null : r.GetFieldValue<DateOnly>(i);
        return new(
            practice, id, new(r.IsDBNull(0) ? null : r.GetInt32(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4)), CodeNames.Read<PreventionStatus>(r.GetString(5)), r.GetInt32(6), Day(7),
            Day(8), Day(9), r.IsDBNull(10) ? null : r.GetDecimal(10), r.IsDBNull(11) ? null : r.GetInt32(11), r.IsDBNull(12) ? null : r.GetGuid(12), r.GetBoolean(13), r.GetBoolean(14),
            JsonSerializer.Deserialize<CheckItem[]>(r.GetString(15), Json)!, r.GetString(16), Day(17), r.GetInt32(18));
    }

    /// <summary>Writes what happened, in the ledger and in the journal.</summary>
    public async Task TellAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, string step, PreventionStatus to, string note, Actor actor, DateTimeOffset now, Guid? commandId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "insert into prevention_step (practice_id, action_id, at, actor_id, actor_name, step, from_status, to_status, note, command_id) values ($1, $2, $3, $4, $5, $6, $7, $8, left($9, 2000), $10)",
            connection, transaction)
        {
            Parameters =
            {
                new() { Value = PracticeId }, new() { Value = ActionId }, new() { Value = now }, new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }, new() { Value = actor.Name },
                new() { Value = step }, new() { Value = Status.Text() }, new() { Value = to.Text() }, new() { Value = note }, new() { Value = (object?)commandId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);
        await Journal.AppendAsync(connection, transaction, actor, now, cancellation, new JournalEntry(
            "prevention." + step, "prevention_action", ActionId.ToString(CultureInfo.InvariantCulture), PracticeId, new { Status = Status.Text() }, new { Status = to.Text() }, commandId));
    }
}
