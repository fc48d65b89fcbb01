using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.Documents;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Documents;

/// <summary>Asks a department for a document that a denial needs, by a day.</summary>
public sealed class AskForDocument(DeskSource database, TimeProvider clock)
{
    /// <summary>The request.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        public required int PracticeId { get; init; }

        public required long DenialId { get; init; }

        public required DocumentKind Kind { get; init; }

        /// <summary>Whom; at most 60 letters.</summary>
        public required string Department { get; init; }

        /// <summary>What exactly; at most 500 letters. Empty: as the kind is called.</summary>
        public string What { get; init; } = "";

        /// <summary>By which day, inclusive.</summary>
        public required DateOnly DueOn { get; init; }
    }

    /// <summary>Null when asked, or why not.</summary>
    public async Task<Refusal?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (standing, _) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "document.ask", input, now, cancellation);
        if (standing == CommandStanding.Conflicting) { return new("command_reused", "This command was sent before with other content. Load the page again."); }

        if (await DenialRecord.HoldAsync(connection, transaction, input.PracticeId, input.DenialId, actor, now, cancellation) is not { } denial) { return new("not_found", "There is no such denial."); }

        if (standing == CommandStanding.Repeated) { return null; }

        if (Refuse(input, denial) is { } refusal) { return refusal; }

        if (await SaveAsync(connection, transaction, input, actor, now, cancellation) is not { } id) { return new("request_open", $"{DocumentKinds.Words(input.Kind)} was asked for already and not answered yet. Settle that request first."); }

        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new JournalEntry("document.asked", "document_request", id.ToString(CultureInfo.InvariantCulture), input.PracticeId, null, new { input.DenialId, Kind = input.Kind.Text(), input.Department, input.DueOn }, input.CommandId));
        await DeskChange.TellAsync(connection, transaction, input.PracticeId, input.DenialId, cancellation);
        await transaction.CommitAsync(cancellation);
        return null;
    }

    private static Refusal? Refuse(Input input, DenialRecord denial)
    {
        if (!DenialSteps.IsOpen(denial.Facts.State)) { return new("closed", "This denial is closed: nothing is wanted for it. Reopen it first."); }

        if (input.Department.Trim().Length is 0 or > 60) { return new("request_department", "Say which department is asked, in at most 60 letters."); }

        if (input.What.Trim().Length > 500) { return new("request_what", "What is asked for is longer than 500 letters. Shorten it."); }

        return input.DueOn < denial.Today || input.DueOn > denial.Today.AddYears(1) ? new("request_due", "The due day lies in the past or more than a year away. Choose a day from today on.") : null;
    }

    private static async Task<long?> SaveAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into document_request (practice_id, claim_id, denial_id, kind, department, what, due_on, asked_at, asked_by, asked_by_name)
            select $1, d.claim_id, $2, $3, $4, $5, $6, $7, $8, $9 from denial d where d.practice_id = $1 and d.denial_id = $2
            on conflict do nothing returning request_id
            """, connection, transaction);
        foreach (var value in new object[] { input.PracticeId, input.DenialId, input.Kind.Text(), input.Department.Trim(), input.What.Trim() is { Length: > 0 } what ? what : DocumentKinds.Words(input.Kind), input.DueOn, now })
        {
            command.Parameters.Add(new() { Value = value });
        }

        command.Parameters.Add(new() { Value = (object?)actor.UserId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = actor.Name });
        return await command.ExecuteScalarAsync(cancellation) as long?;
    }
}
