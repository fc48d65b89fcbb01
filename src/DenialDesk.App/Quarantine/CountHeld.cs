using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Quarantine;

/// <summary>How many remittances wait for a person, for the navigation.</summary>
public sealed class CountHeld(DeskSource database)
{
    /// <summary>The number, of the practices this person sees.</summary>
    public async Task<long> Run(Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeRemittances);
        // Served by file_transaction_waiting.
        await using var command = database.CreateCommand(
            """
            select count(*) from file_transaction t join inbound_file f using (file_id)
            where t.state = 'quarantined' and ($1::int[] is null or t.practice_id = any($1) or (t.practice_id is null and f.received_by = $2))
            """);
        command.Parameters.Add(new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
