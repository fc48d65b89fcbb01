using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.People;
using DenialDesk.Domain.WriteOffs;

namespace DenialDesk.App.WriteOffs;

/// <summary>Takes one's own request back while nobody has decided it.</summary>
public sealed class WithdrawWriteOff(DeskSource database, TimeProvider clock)
{
    /// <summary>Which.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required long RequestId { get; init; }
    }

    /// <summary>Null when it is withdrawn, or was already; or why not.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WriteOff);
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (await WriteOffRows.DenialOfAsync(connection, transaction, input.PracticeId, input.RequestId, actor, cancellation) is not { } denialId
            || await DenialRecord.HoldAsync(connection, transaction, input.PracticeId, denialId, actor, now, cancellation) is null)
        {
            return new("not_found", "There is no such request.");
        }

        var request = await WriteOffRows.HoldAsync(connection, transaction, input.PracticeId, input.RequestId, cancellation);
        if (request.AskedBy != actor.UserId) { return new("not_yours", $"{request.AskedName} asked for this; only they can take it back. Reject it instead."); }

        if (request.State == WriteOffRequestState.Withdrawn) { return null; }

        if (request.State != WriteOffRequestState.Waiting) { return new("decided", $"This request is {WriteOffRequests.Words(request.State)} already. Load the page again."); }

        await WriteOffRows.DecideAsync(connection, transaction, input.PracticeId, input.RequestId, WriteOffRequestState.Withdrawn, null, actor, now, cancellation);
        await Journal.AppendAsync(connection, transaction, actor, now, cancellation, new JournalEntry(
            "write_off.withdrawn", "denial", denialId.ToString(CultureInfo.InvariantCulture), input.PracticeId, null, new { Request = input.RequestId }));
        await Queue.DeskChange.TellAsync(connection, transaction, input.PracticeId, denialId, cancellation);
        await transaction.CommitAsync(cancellation);
        return null;
    }
}
