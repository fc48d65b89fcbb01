using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Audit;

/// <summary>A person accepts a finding with a reason, so that it is not shown until it changes, or takes that back.</summary>
public sealed class AcceptFinding(DeskSource database, TimeProvider clock)
{
    /// <summary>Which finding, and what was decided.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        public required int PracticeId { get; init; }

        public required long FindingId { get; init; }

        /// <summary>The version the person saw.</summary>
        public required int Version { get; init; }

        /// <summary>True to accept, false to take an acceptance back.</summary>
        public required bool Accept { get; init; }

        /// <summary>Why it is right as it is, 1 to 2000 characters; not asked for when taking back.</summary>
        public string Reason { get; init; } = "";
    }

    /// <summary>Null when it is done.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.DecideAudit);
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (standing, _) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "audit.accept", input, now, cancellation);
        if (standing == CommandStanding.Conflicting) { return new("command_reused", "This command was sent before with other content. Load the page again."); }

        if (standing == CommandStanding.Repeated) { return null; }

        if (await FindingRecord.HoldAsync(connection, transaction, input.PracticeId, input.FindingId, actor, cancellation) is not { } finding) { return FindingRecord.Gone; }

        if (Refuse(input, finding) is { } refusal) { return refusal; }

        await SaveAsync(connection, transaction, input, actor, now, cancellation);
        await Journal.AppendAsync(connection, transaction, actor, now, cancellation, Entry(input, finding));
        await transaction.CommitAsync(cancellation);
        return null;
    }

    private static Refusal? Refuse(Input input, FindingRecord finding) => (finding.Refuse(input.Version), input.Accept) switch
    {
        ({ } refusal, _) => refusal,
        (_, true) when finding.Accepted => new("accepted_already", "Somebody has accepted this finding already."),
        (_, true) when input.Reason.Trim().Length is 0 or > 2000 =>
            new("reason_missing", "Say in at most 2000 characters why it is right as it is, so that the next person need not ask again."),
        (_, false) when !finding.Accepted => new("not_accepted", "This finding is not accepted, so there is nothing to take back."),
        _ => null,
    };

    private static async Task SaveAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            update audit_finding set accepted_at = case when $3 then $4 end, accepted_by = case when $3 then $5 end, accepted_name = case when $3 then $6 end,
                   accepted_reason = case when $3 then $7 end, version = version + 1
            where practice_id = $1 and finding_id = $2
            """,
            connection,
            transaction)
        {
            Parameters =
            {
                new() { Value = input.PracticeId }, new() { Value = input.FindingId }, new() { Value = input.Accept }, new() { Value = now },
                new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }, new() { Value = actor.Name }, new() { Value = input.Reason.Trim() },
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static JournalEntry Entry(Input input, FindingRecord finding) => new(
        input.Accept ? "audit.accepted" : "audit.accept_undone", "finding", input.FindingId.ToString(CultureInfo.InvariantCulture), input.PracticeId,
        Old: new { Kind = finding.Kind.Text(), finding.Part, finding.DenialId, finding.Stored, finding.Recomputed },
        New: input.Accept ? new { Reason = input.Reason.Trim() } : null, CommandId: input.CommandId);
}
