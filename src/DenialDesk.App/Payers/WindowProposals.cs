using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DenialDesk.App.Deadlines;
using DenialDesk.App.People;
using DenialDesk.Domain;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Payers;

/// <summary>A proposal held for its decision.</summary>
internal sealed record HeldProposal(long ProposalId, int PayerId, WindowWish Wish, byte[] Digest, string Impact, Guid ProposedBy, string ProposedName)
{
    /// <summary>Why this person may not approve it; null when they may.</summary>
    public Refusal? Refuse(Actor actor) => actor.UserId is not { } me ? new("second_person", "Only a person can approve a proposal.")
        : me == ProposedBy ? new("second_person", "You proposed this yourself: another admin has to approve it.")
        : null;

    /// <summary>Why it cannot come into force as previewed; null when the preview still holds.</summary>
    public Refusal? Refuse(WindowImpact impact) => WindowProposals.DigestOf(impact).AsSpan().SequenceEqual(Digest)
        ? null
        : new("preview_changed", $"The preview changed since {ProposedName} proposed this. It said: {Impact} Now: {impact.Sentence} Refuse it and have it proposed again.");
}

/// <summary>Writes and reads proposals, in the caller's transaction.</summary>
internal static class WindowProposals
{
    /// <summary>Which denials move to which day; two previews with the same digest do the same.</summary>
    public static byte[] DigestOf(WindowImpact impact)
    {
        var text = new StringBuilder();
        foreach (var move in impact.Changes.OrderBy(m => m.Denial.PracticeId).ThenBy(m => m.Denial.DenialId))
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{move.Denial.PracticeId} {move.Denial.DenialId} {move.After.DueOn:yyyyMMdd} {move.After.Action};");
        }

        return SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>The wish as it is kept.</summary>
    public static string Write(WindowWish wish) => JsonSerializer.Serialize(wish, ShippedWindowRules.Json);

    /// <summary>The wish as it was kept.</summary>
    public static WindowWish Read(string json) => JsonSerializer.Deserialize<WindowWish>(json, ShippedWindowRules.Json) ?? throw new FormatException("A proposal's wish is empty.");

    /// <summary>The proposal, locked, while it waits; null when it is decided or unknown.</summary>
    public static async Task<HeldProposal?> HoldAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, long proposalId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "select payer_id, wish::text, digest, impact, proposed_by, proposed_name from window_proposal where proposal_id = $1 and decision is null for update", connection, transaction)
        {
            Parameters = { new() { Value = proposalId } },
        };
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        return await rows.ReadAsync(cancellation)
            ? new(proposalId, rows.GetInt32(0), Read(rows.GetString(1)), rows.GetFieldValue<byte[]>(2), rows.GetString(3), rows.GetGuid(4), rows.GetString(5))
            : null;
    }

    /// <summary>Adds the decision.</summary>
    public static async Task DecideAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, long proposalId, string decision, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "update window_proposal set decision = $2, decided_at = $3, decided_by = $4, decided_name = $5 where proposal_id = $1 and decision is null", connection, transaction)
        {
            Parameters =
            {
                new() { Value = proposalId }, new() { Value = decision }, new() { Value = now }, new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
                new() { Value = actor.Name },
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
