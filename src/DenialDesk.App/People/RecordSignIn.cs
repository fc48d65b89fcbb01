using DenialDesk.App.Data;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.People;

/// <summary>Journals sign-ins, refused sign-ins and sign-outs. A refusal of an unknown account keeps nothing of what was typed.</summary>
public sealed class RecordSignIn(NpgsqlDataSource database, TimeProvider clock)
{
    private static readonly IReadOnlySet<Permission> None = new HashSet<Permission>();

    /// <summary>What happened at the door.</summary>
    public enum Event
    {
        SignedIn,
        Refused,
        SignedOut,
    }

    /// <summary>Who and what.</summary>
    public sealed record Input
    {
        public required Event What { get; init; }

        /// <summary>The account; null when no such account exists.</summary>
        public DeskUser? User { get; init; }

        /// <summary>The sign-in that a sign-out ends.</summary>
        public Guid? Session { get; init; }
    }

    /// <summary>Writes one line. Needs no permission: it tells of people who have none yet.</summary>
    public async Task Run(Input input, CancellationToken cancellation)
    {
        var actor = new Actor(input.User?.Id, input.User?.DisplayName ?? "Somebody unknown", None, null);
        var action = input.What switch
        {
            Event.SignedIn => "person.signed_in",
            Event.Refused => "person.sign_in_refused",
            _ => "person.signed_out",
        };
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (input is { What: Event.SignedOut, User: { } leaver, Session: { } session })
        {
            await SessionRows.EndAsync(connection, transaction, leaver.Id, session, actor, "signed_out", clock.GetUtcNow(), cancellation);
        }

        await Journal.AppendAsync(connection, transaction, actor, clock.GetUtcNow(), cancellation, new JournalEntry(action, "person", input.User?.Id.ToString() ?? "unknown"));
        await transaction.CommitAsync(cancellation);
    }
}
