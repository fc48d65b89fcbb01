using DenialDesk.App.Claims;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Rejections;

/// <summary>How many rejected claims wait for a person, for the navigation.</summary>
public sealed class CountRejections(DeskSource database)
{
    /// <summary>The number, of the practices this person sees.</summary>
    public async Task<long> Run(Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeRemittances);
        // From rejection_to_do alone.
        await using var command = database.CreateCommand("select count(*) from rejection r where r.state = 'open' and ($1::int[] is null or r.practice_id = any($1))");
        command.Parameters.Add(MatchCandidates.Scope(actor));
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
