using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.Audit;
using DenialDesk.Domain.Codes;
using Npgsql;

namespace DenialDesk.App.Audit;

/// <summary>A finding held for a change.</summary>
internal sealed record FindingRecord(int PracticeId, long FindingId, AuditKind Kind, string Part, long? DenialId, string Stored, string Recomputed, bool Cleared, bool Accepted, int Version)
{
    /// <summary>Answered alike for one that does not exist and one of a practice the person does not see.</summary>
    public static Refusal Gone { get; } = new("not_here", "There is no such finding. Load the page again.");

    /// <summary>Locks and reads one finding inside the caller's transaction; null when it is not there for this person.</summary>
    public static async Task<FindingRecord?> HoldAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, long findingId, Actor actor, CancellationToken cancellation)
    {
        if (!actor.Sees(practiceId)) { return null; }

        // By primary key.
        await using var command = new NpgsqlCommand(
            "select kind, part, denial_id, stored, recomputed, cleared_at is not null, accepted_at is not null, version from audit_finding where practice_id = $1 and finding_id = $2 for update",
            connection,
            transaction);
        command.Parameters.AddWithValue(practiceId);
        command.Parameters.AddWithValue(findingId);
        await using var r = await command.ExecuteReaderAsync(cancellation);
        return await r.ReadAsync(cancellation)
            ? new(
                practiceId, findingId, CodeNames.Read<AuditKind>(r.GetString(0)), r.GetString(1), r.IsDBNull(2) ? null : r.GetInt64(2), r.GetString(3), r.GetString(4), r.GetBoolean(5),
                r.GetBoolean(6), r.GetInt32(7))
            : null;
    }

    /// <summary>Why nothing may be done with it now; null when something may.</summary>
    public Refusal? Refuse(int version)
        => Cleared ? new("finding_cleared", "This finding is gone already; there is nothing left to do.")
            : version != Version ? new("overtaken", "This finding changed while you had it open. Look at it again.")
            : null;
}
