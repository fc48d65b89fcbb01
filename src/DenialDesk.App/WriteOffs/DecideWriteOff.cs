using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.People;
using DenialDesk.Domain.WriteOffs;
using Npgsql;

namespace DenialDesk.App.WriteOffs;

/// <summary>A second person approves or rejects what somebody asked to write off; who asked is told.</summary>
public sealed class DecideWriteOff(DeskSource database, TimeProvider clock)
{
    /// <summary>The decision.</summary>
    public sealed record Input
    {
        public required Guid CommandId { get; init; }

        public required int PracticeId { get; init; }

        public required long RequestId { get; init; }

        /// <summary>True to write it off, false to leave it open.</summary>
        public required bool Approve { get; init; }

        /// <summary>Needed to reject.</summary>
        public string? Words { get; init; }
    }

    /// <summary>Decides, once.</summary>
    public async Task<StepResult> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.DecideWriteOffs);
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (standing, _) = await CommandLedger.EnterAsync(connection, transaction, input.CommandId, actor, "write_off.decide", input, now, cancellation);
        if (standing == CommandStanding.Conflicting) { return No("command_reused", "This command was sent before with other content. Load the page again."); }

        if (await WriteOffRows.DenialOfAsync(connection, transaction, input.PracticeId, input.RequestId, actor, cancellation) is not { } denialId
            || await DenialRecord.HoldAsync(connection, transaction, input.PracticeId, denialId, actor, now, cancellation) is not { } denial)
        {
            return No("not_found", "There is no such request.");
        }

        if (standing == CommandStanding.Repeated) { return new(true, null, denial.Version); }

        var request = await WriteOffRows.HoldAsync(connection, transaction, input.PracticeId, input.RequestId, cancellation);
        if (request.State == WriteOffRequestState.Waiting && !DenialSteps.IsOpen(denial.Facts.State)) { return await OvertakenAsync(connection, transaction, input, denial, actor, now, cancellation); }

        var policy = await WriteOffAsking.PolicyAsync(connection, transaction, denial.Today, cancellation);
        var look = await PathGate.LookAsync(connection, transaction, denial, DenialStepKind.WriteOff, input.Words, input.CommandId, cancellation);
        if ((Refuse(input, request, denial, policy, actor) ?? (input.Approve ? look.Refusal : null)) is { } refusal) { return new(false, refusal, denial.Version); }

        var version = await SaveAsync(connection, transaction, input, request, denial, look.Keep, actor, now, cancellation);
        await CommandLedger.KeepAsync(connection, transaction, input.CommandId, new { version }, cancellation);
        await transaction.CommitAsync(cancellation);
        return new(true, null, version);
    }

    private static Refusal? Refuse(Input input, HeldWriteOff request, DenialRecord denial, WriteOffPolicy policy, Actor actor)
    {
        var decision = new WriteOffDecision
        {
            State = request.State,
            OwnRequest = request.AskedBy is not null && request.AskedBy == actor.UserId,
            Approve = input.Approve,
            Words = input.Words,
            Asked = request.Amount,
            Now = WriteOffRequests.Remaining(denial.Facts),
            RightOpen = WriteOffRequests.RightOpen(denial.Facts, denial.Today),
        };
        if (WriteOffRequests.RefuseDecision(decision) is { } no) { return no; }

        return input.Approve && policy.Refuse(StepTaking.TierOf(actor), request.Amount, null) is { } limited
            ? new(limited.Code, policy.Refuse(WriteOffTier.Manager, request.Amount, null) is null ? "This is above your own limit: a manager has to approve it." : "This is above your own limit: an admin has to approve it.")
            : null;
    }

    private static async Task<int> SaveAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, HeldWriteOff request, DenialRecord denial, PathDecision? keep, Actor actor, DateTimeOffset now,
        CancellationToken cancellation)
    {
        var state = input.Approve ? WriteOffRequestState.Approved : WriteOffRequestState.Rejected;
        await WriteOffRows.DecideAsync(connection, transaction, input.PracticeId, input.RequestId, state, input.Words, actor, now, cancellation);
        await WriteOffRows.TellAskerAsync(connection, transaction, denial, request.AskedBy, input.Approve, now, cancellation);
        await Journal.AppendAsync(connection, transaction, actor, now, cancellation, new JournalEntry(
            input.Approve ? "write_off.approved" : "write_off.rejected", "denial", denial.DenialId.ToString(CultureInfo.InvariantCulture), denial.PracticeId,
            new { Request = request.RequestId, request.AskedBy }, new { request.Amount }, input.CommandId));
        if (!input.Approve)
        {
            await Queue.DeskChange.TellAsync(connection, transaction, denial.PracticeId, denial.DenialId, cancellation);
            return denial.Version;
        }

        var words = string.Join(" ", new[] { request.Words, $"Asked by {request.AskedName}.", input.Words?.Trim() }.Where(w => !string.IsNullOrWhiteSpace(w)));
        return await WriteOffAsking.TakeAsync(connection, transaction, denial, new(request.Reason, false, request.Step, "", request.Words, false), keep, words, actor, input.CommandId, now, cancellation);
    }

    /// <summary>Nobody's mistake: the money came, or somebody closed it. The request is closed with it.</summary>
    private static async Task<StepResult> OvertakenAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Input input, DenialRecord denial, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await WriteOffRows.DecideAsync(connection, transaction, input.PracticeId, input.RequestId, WriteOffRequestState.Overtaken, null, actor, now, cancellation);
        await Journal.AppendAsync(connection, transaction, actor, now, cancellation, new JournalEntry(
            "write_off.overtaken", "denial", denial.DenialId.ToString(CultureInfo.InvariantCulture), denial.PracticeId, null, new { Request = input.RequestId }, input.CommandId));
        await transaction.CommitAsync(cancellation);
        return new(false, new("closed_meanwhile", "The denial was closed before anybody decided: there is nothing left to write off. The request is closed with it."), denial.Version);
    }

    private static StepResult No(string code, string sentence) => new(false, new Refusal(code, sentence));
}
