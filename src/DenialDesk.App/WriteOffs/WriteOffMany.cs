using System.Text.Json;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using DenialDesk.Domain.WriteOffs;

namespace DenialDesk.App.WriteOffs;

/// <summary>One denial of a bulk, as the list showed it.</summary>
public sealed record BulkWriteOffItem(int PracticeId, long DenialId, int Version);

/// <summary>What became of one denial of a bulk.</summary>
public sealed record BulkWriteOffLine(int PracticeId, long DenialId, WriteOffAnswer Answer);

/// <summary>
/// Writes many off for one reason, each by the rules and limits that hold for one; each stands or falls by itself. A tenth of what was written off without a second
/// person is marked for one to look at. Sent again, it gives each its first answer.
/// </summary>
public sealed class WriteOffMany(DeskSource database, TimeProvider clock)
{
    /// <summary>Denials in one bulk at most.</summary>
    public const int Most = 500;

    /// <summary>The wish for all of them.</summary>
    public sealed record Input
    {
        /// <summary>The bulk's own id; each denial's command is made of it.</summary>
        public required Guid CommandId { get; init; }

        public required IReadOnlyList<BulkWriteOffItem> Items { get; init; }

        /// <summary>One reason for all.</summary>
        public required WriteOffReason Reason { get; init; }

        public string Step { get; init; } = "";

        public string? Words { get; init; }
    }

    /// <summary>A line for every denial, in the order given.</summary>
    public async Task<IReadOnlyList<BulkWriteOffLine>> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WriteOff);
        var now = clock.GetUtcNow();
        var items = input.Items.DistinctBy(i => (i.PracticeId, i.DenialId)).Take(Most).ToList();
        var sample = WriteOffProposals.Sample(items.Select(i => i.DenialId));
        var lines = new List<BulkWriteOffLine>();
        foreach (var item in items) { lines.Add(new(item.PracticeId, item.DenialId, await OneAsync(input, item, sample.Contains(item.DenialId), actor, now, cancellation))); }

        return lines;
    }

    private async Task<WriteOffAnswer> OneAsync(Input input, BulkWriteOffItem item, bool sampled, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        var command = CommandOf(input.CommandId, item);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (standing, result) = await CommandLedger.EnterAsync(connection, transaction, command, actor, "write_off.ask", new { item, input.Reason, input.Step, input.Words }, now, cancellation);
        if (standing == CommandStanding.Repeated && result is not null) { return JsonSerializer.Deserialize<WriteOffAnswer>(result, JsonSerializerOptions.Web)!; }

        if (standing != CommandStanding.New) { return new(false, false, new("command_reused", "This command was sent before with other content. Load the page again.")); }

        var asked = new AskedDenial(item.PracticeId, item.DenialId, item.Version, command, input.CommandId, sampled);
        var answer = await WriteOffAsking.AskAsync(connection, transaction, asked, new(input.Reason, input.Step, input.Words), actor, now, cancellation);
        if (!answer.Done) { return answer; }

        await CommandLedger.KeepAsync(connection, transaction, command, answer, cancellation);
        await transaction.CommitAsync(cancellation);
        return answer;
    }

    /// <summary>The same bulk and denial, the same command.</summary>
    private static Guid CommandOf(Guid bulk, BulkWriteOffItem item)
    {
        var bytes = System.Security.Cryptography.SHA256.HashData([.. bulk.ToByteArray(), .. BitConverter.GetBytes(item.PracticeId), .. BitConverter.GetBytes(item.DenialId)]);
        return new(bytes.AsSpan(0, 16));
    }
}
