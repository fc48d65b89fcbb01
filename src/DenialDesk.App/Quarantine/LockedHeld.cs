using DenialDesk.App.Intake;
using DenialDesk.App.People;
using DenialDesk.App.Remittances;
using DenialDesk.Domain;
using DenialDesk.Domain.Quarantine;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Quarantine;

/// <summary>A transaction as a decision finds it, locked until the caller's transaction ends.</summary>
internal sealed record LockedHeld(string State, WaitCause Cause, int? PracticeId, decimal? Difference, int UnbalancedClaims, int Version, string Source)
{
    /// <summary>Not here, or not for this person.</summary>
    public static Refusal Gone { get; } = new("not_here", "This remittance is not in quarantine, or it belongs to a practice you do not see.");

    /// <summary>Loads and locks it; null when there is none for this person.</summary>
    public static async Task<LockedHeld?> FindAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, FilePlace place, Actor actor, CancellationToken cancellation)
    {
        // By primary keys.
        await using var command = new NpgsqlCommand(
            """
            select t.state, h.cause, t.practice_id, h.difference, h.unbalanced_claims, h.version, f.source
            from held_transaction h join file_transaction t using (file_id, ordinal) join inbound_file f using (file_id)
            where h.file_id = $1 and h.ordinal = $2 and ($3::int[] is null or t.practice_id = any($3) or (t.practice_id is null and f.received_by = $4))
            for update of h, t
            """, connection, transaction);
        command.Parameters.AddWithValue(place.FileId);
        command.Parameters.AddWithValue(place.Ordinal);
        command.Parameters.Add(new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        return await rows.ReadAsync(cancellation)
            ? new(rows.GetString(0), WaitCauses.Read(rows.GetString(1)), rows.MaybeValue<int>(2), rows.MaybeValue<decimal>(3), rows.GetInt32(4), rows.GetInt32(5), rows.GetString(6))
            : null;
    }

    /// <summary>Why a decision on it is too late; null when it is not.</summary>
    /// <param name="expected">The state that the decision starts from.</param>
    /// <param name="version">The version that the person saw.</param>
    public Refusal? Overtaken(string expected, int version) => State != expected || Version != version
        ? new Refusal("overtaken", State switch
        {
            "posted" => "It has been posted meanwhile.",
            "resolved" => "It has been settled meanwhile: the same payment came and is posted.",
            "already_received" => "It turned out to have come before.",
            "rejected" => "It has been rejected meanwhile.",
            _ => "Somebody else decided on it meanwhile. Look at it again.",
        })
        : null;
}

/// <summary>What a decision wrote down: who, when, which, why.</summary>
internal sealed record HeldDecision(FilePlace Place, string State, string? Decision, string? Reason, int? PracticeId, long? RemittanceId, long? ByFile, Actor Actor, DateTimeOffset At)
{
    /// <summary>Saves it inside the caller's transaction.</summary>
    public async Task SaveAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            with t as (update file_transaction set state = $3, practice_id = coalesce($6, practice_id), remittance_id = $7 where file_id = $1 and ordinal = $2)
            update held_transaction set decision = $4, decision_reason = $5, settled_by_file = $8, decided_by = $9, decided_name = $10, decided_at = $11, version = version + 1
            where file_id = $1 and ordinal = $2
            """, connection, transaction);
        void Add(object? value, NpgsqlDbType type) => command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        Add(Place.FileId, NpgsqlDbType.Bigint);
        Add(Place.Ordinal, NpgsqlDbType.Integer);
        Add(State, NpgsqlDbType.Text);
        Add(Decision, NpgsqlDbType.Text);
        Add(Reason, NpgsqlDbType.Text);
        Add(PracticeId, NpgsqlDbType.Integer);
        Add(RemittanceId, NpgsqlDbType.Bigint);
        Add(ByFile, NpgsqlDbType.Bigint);
        Add(Decision is null ? null : Actor.UserId, NpgsqlDbType.Uuid);
        Add(Decision is null ? null : Actor.Name, NpgsqlDbType.Text);
        Add(Decision is null ? null : At, NpgsqlDbType.TimestampTz);
        await command.ExecuteNonQueryAsync(cancellation);
        await FileStanding.RefreshAsync(connection, transaction, Place.FileId, cancellation);
    }
}
