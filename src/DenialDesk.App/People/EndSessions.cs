using DenialDesk.App.Data;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.People;

/// <summary>Ends one sign-in of a person, or all of them: at once for every command, within seconds for open pages.</summary>
public sealed class EndSessions(DeskSource database, TimeProvider clock)
{
    /// <summary>Whose, and which.</summary>
    public sealed record Input
    {
        public required Guid UserId { get; init; }

        /// <summary>One sign-in; null for all of them.</summary>
        public Guid? Session { get; init; }
    }

    /// <summary>Ends them. One's own need no permission, another person's the right to manage people.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        if (input.UserId != actor.UserId) { actor.Must(Permission.ManagePeople); }

        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var reason = input.Session is null ? "signed_out_everywhere" : "ended";
        var ended = await SessionRows.EndAsync(connection, transaction, input.UserId, input.Session, actor, reason, now, cancellation);
        if (ended == 0) { return new("ended_already", "This sign-in has ended already."); }

        var action = input.Session is null ? "person.signed_out_everywhere" : "person.session_ended";
        await Journal.AppendAsync(connection, transaction, actor, now, cancellation, new JournalEntry(action, "person", input.UserId.ToString(), New: new { ended }));
        await transaction.CommitAsync(cancellation);
        return null;
    }
}
