using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Deadlines;

/// <summary>Writes down by which day the payer said it would answer. Promises are only added; the last one is the clock.</summary>
public sealed class RecordPromise(DeskSource database, TimeProvider clock)
{
    /// <summary>The promise.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        public required int PracticeId { get; init; }

        public required long DenialId { get; init; }

        /// <summary>The day named, inclusive.</summary>
        public required DateOnly AnswerBy { get; init; }

        /// <summary>The day it was said.</summary>
        public required DateOnly ToldOn { get; init; }

        public required PromiseChannel How { get; init; }

        /// <summary>The payer's reference; at most 80 characters.</summary>
        public string Reference { get; init; } = "";
    }

    /// <summary>Writes it down, once.</summary>
    public async Task<StepResult> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (standing, _) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "denial.promise", input, now, cancellation);
        if (standing == CommandStanding.Conflicting) { return new(false, new Refusal("command_reused", "This command was sent before with other content. Load the page again.")); }

        if (await DenialRecord.HoldAsync(connection, transaction, input.PracticeId, input.DenialId, actor, now, cancellation) is not { } denial)
        {
            return new(false, new Refusal("not_found", "There is no such denial."));
        }

        if (standing == CommandStanding.Repeated) { return new(true, null, denial.Version); }

        if (Refuse(input, denial) is { } refusal) { return new(false, refusal, denial.Version); }

        await SaveAsync(connection, transaction, input, actor, now, cancellation);
        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new JournalEntry("denial.promised", "denial", input.DenialId.ToString(CultureInfo.InvariantCulture), input.PracticeId, New: new { input.AnswerBy, input.ToldOn, How = input.How.Text() }, CommandId: input.CommandId));
        await DeskChange.TellAsync(connection, transaction, input.PracticeId, input.DenialId, cancellation);
        await transaction.CommitAsync(cancellation);
        return new(true, null, denial.Version);
    }

    private static Refusal? Refuse(Input input, DenialRecord denial)
    {
        if (!DenialSteps.IsOpen(denial.Facts.State)) { return new("closed", "This denial is closed: no answer is awaited. Reopen it first."); }

        return input.Reference.Trim().Length > 80
            ? new("promise_reference", "The reference is longer than 80 characters. Give the payer's number only.")
            : PayerPromise.Check(input.AnswerBy, input.ToldOn, denial.Today);
    }

    private static async Task SaveAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "insert into payer_promise (practice_id, denial_id, at, author_id, author_name, told_on, answer_by, how, reference) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            connection, transaction);
        foreach (var value in new object[] { input.PracticeId, input.DenialId, now, (object?)actor.UserId ?? DBNull.Value, actor.Name, input.ToldOn, input.AnswerBy, input.How.Text(), input.Reference.Trim() })
        {
            command.Parameters.Add(value is DBNull ? new() { Value = value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid } : new() { Value = value });
        }

        await command.ExecuteNonQueryAsync(cancellation);
    }
}
