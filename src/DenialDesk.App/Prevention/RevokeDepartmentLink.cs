using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Prevention;

/// <summary>Takes a department's link back: it opens nothing any more.</summary>
public sealed class RevokeDepartmentLink(DeskSource database, TimeProvider clock)
{
    /// <summary>Which.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required long LinkId { get; init; }
    }

    /// <summary>Whether it was still open.</summary>
    public async Task<bool> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManagePrevention);
        if (!actor.Sees(input.PracticeId)) { return false; }

        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var command = new NpgsqlCommand("update department_link set revoked_at = $3 where practice_id = $1 and link_id = $2 and revoked_at is null", connection, transaction)
        {
            Parameters = { new() { Value = input.PracticeId }, new() { Value = input.LinkId }, new() { Value = now } },
        };
        if (await command.ExecuteNonQueryAsync(cancellation) == 0) { return false; }

        await Journal.AppendAsync(connection, transaction, actor, now, cancellation, new JournalEntry("department_link.revoked", "department_link", input.LinkId.ToString(CultureInfo.InvariantCulture), input.PracticeId));
        await transaction.CommitAsync(cancellation);
        return true;
    }
}
