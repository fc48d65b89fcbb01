using DenialDesk.App.People;
using DenialDesk.Domain;
using Npgsql;

namespace DenialDesk.App.Rejections;

/// <summary>A rejection as a person's command finds it, locked until the caller's transaction ends.</summary>
internal sealed record LockedRejection(string State, string? How, long AnswerId, int Version, string AccountKey, long FileId, int FirstSegment)
{
    /// <summary>Not here, or not for this person.</summary>
    public static Refusal Gone { get; } = new("not_found", "There is no such rejection here, or it belongs to a practice you do not see.");

    /// <summary>The command id was used for something else.</summary>
    public static Refusal Reused { get; } = new("command_reused", "This command was sent before with other content. Load the page again.");

    /// <summary>Loads and locks it; null when there is none for this person.</summary>
    public static async Task<LockedRejection?> FindAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, int practiceId, long rejectionId, Actor actor, CancellationToken cancellation)
    {
        if (!actor.Sees(practiceId)) { return null; }

        // By primary keys.
        await using var command = new NpgsqlCommand(
            """
            select r.state, r.how, r.acknowledgement_id, r.version, s.account_key, s.file_id, s.first_segment
            from rejection r join submitted_claim s on s.practice_id = r.practice_id and s.submitted_id = r.submitted_id
            where r.practice_id = $1 and r.rejection_id = $2 for update of r
            """, connection, transaction);
        command.Parameters.AddWithValue(practiceId);
        command.Parameters.AddWithValue(rejectionId);
        await using var r = await command.ExecuteReaderAsync(cancellation);
        return await r.ReadAsync(cancellation)
            ? new(r.GetString(0), r.IsDBNull(1) ? null : r.GetString(1), r.GetInt64(2), r.GetInt32(3), r.GetString(4), r.GetInt64(5), r.GetInt32(6))
            : null;
    }

    /// <summary>Why a person's step is too late; null when it is not.</summary>
    public Refusal? Overtaken(int version) => Version == version ? null : new("overtaken", State switch
    {
        "closed" when How == "accepted" => "The claim has been accepted meanwhile. Nothing is left to do.",
        "closed" => "This rejection has been closed meanwhile. Look at why first.",
        "sent" => "The claim has been sent again meanwhile. Look at its answers first.",
        _ => "Something changed here meanwhile. Look at it again first.",
    });
}
