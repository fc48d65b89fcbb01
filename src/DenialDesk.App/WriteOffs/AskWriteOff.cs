using System.Text.Json;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using DenialDesk.Domain.WriteOffs;

namespace DenialDesk.App.WriteOffs;

/// <summary>Writes one denial off, or asks for it: within the person's own limit it is done, above it a second person decides.</summary>
public sealed class AskWriteOff(DeskSource database, TimeProvider clock)
{
    /// <summary>The wish.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        public required int PracticeId { get; init; }

        public required long DenialId { get; init; }

        /// <summary>The version the person saw.</summary>
        public required int Version { get; init; }

        /// <summary>Why; null when none was chosen.</summary>
        public WriteOffReason? Reason { get; init; }

        /// <summary>The step of the office's workflow that let it in; needed when the reason counts as avoidable.</summary>
        public string Step { get; init; } = "";

        public string? Words { get; init; }
    }

    /// <summary>Does it, once.</summary>
    public async Task<WriteOffAnswer> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WriteOff);
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (standing, result) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "write_off.ask", input, now, cancellation);
        if (standing == CommandStanding.Repeated && result is not null) { return JsonSerializer.Deserialize<WriteOffAnswer>(result, JsonSerializerOptions.Web)!; }

        if (standing != CommandStanding.New) { return new(false, false, new("command_reused", "This command was sent before with other content. Load the page again.")); }

        var asked = new AskedDenial(input.PracticeId, input.DenialId, input.Version, input.CommandId, null, false);
        var answer = await WriteOffAsking.AskAsync(connection, transaction, asked, new(input.Reason, input.Step, input.Words), actor, now, cancellation);
        if (!answer.Done) { return answer; }

        await CommandLedger.KeepAsync(connection, transaction, input.CommandId, answer, cancellation);
        await transaction.CommitAsync(cancellation);
        return answer;
    }
}
