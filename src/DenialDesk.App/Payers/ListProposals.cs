using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Payers;

/// <summary>A change of windows that waits for a second admin.</summary>
public sealed record ProposalRow(long ProposalId, int PayerId, string Payer, string Words, string Impact, DateTimeOffset ProposedAt, Guid ProposedBy, string ProposedName, WindowWish Wish);

/// <summary>The proposed changes that wait, oldest first.</summary>
public sealed class ListProposals(DeskSource database)
{
    /// <summary>All, or one payer's.</summary>
    public sealed record Input
    {
        public int? PayerId { get; init; }
    }

    /// <summary>The proposals; there is at most one a payer.</summary>
    public async Task<IReadOnlyList<ProposalRow>> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManagePayers);
        // Index window_proposal_waiting.
        await using var command = database.CreateCommand(
            """
            select w.proposal_id, w.payer_id, p.name, w.words, w.impact, w.proposed_at, w.proposed_by, w.proposed_name, w.wish::text
            from window_proposal w join payer p using (payer_id) where w.decision is null and ($1::int is null or w.payer_id = $1) order by w.proposal_id
            """);
        command.Parameters.Add(new() { Value = (object?)input.PayerId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        var found = new List<ProposalRow>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new(
                rows.GetInt64(0), rows.GetInt32(1), rows.GetString(2), rows.GetString(3), rows.GetString(4), rows.GetFieldValue<DateTimeOffset>(5), rows.GetGuid(6), rows.GetString(7),
                WindowProposals.Read(rows.GetString(8))));
        }

        return found;
    }
}
