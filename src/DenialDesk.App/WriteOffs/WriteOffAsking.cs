using DenialDesk.App.Data;
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.App.Settings;
using DenialDesk.Domain;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.Prevention;
using DenialDesk.Domain.WriteOffs;
using Npgsql;

namespace DenialDesk.App.WriteOffs;

/// <summary>One denial of a wish, as its page or list showed it.</summary>
internal sealed record AskedDenial(int PracticeId, long DenialId, int? Version, Guid CommandId, Guid? BulkId, bool Sampled);

/// <summary>What became of a wish to write off.</summary>
/// <param name="Done">Written off, or asked for.</param>
/// <param name="Waiting">It was asked for; a second person decides.</param>
/// <param name="Version">The denial's version afterwards.</param>
public sealed record WriteOffAnswer(bool Done, bool Waiting, Refusal? Refusal = null, int Version = 0);

/// <summary>The steps that writing off one and writing off many have in common, inside the caller's transaction.</summary>
internal static class WriteOffAsking
{
    /// <summary>Writes off within the person's own limit, asks for approval above it, or refuses.</summary>
    public static async Task<WriteOffAnswer> AskAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, AskedDenial asked, WriteOffWish wish, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await DenialRecord.HoldAsync(connection, transaction, asked.PracticeId, asked.DenialId, actor, now, cancellation) is not { } denial) { return No("not_found", "There is no such denial."); }

        if (asked.Version is { } seen && seen != denial.Version) { return No("overtaken", "Somebody changed this denial while you had it open. Look at what changed; what you typed is kept."); }

        if (denial.OfAnother(actor) is { } owned) { return new(false, false, owned, denial.Version); }

        if (await WriteOffRows.WaitsAsync(connection, transaction, denial.PracticeId, denial.DenialId, cancellation)) { return No("already_asked", "A write-off of this denial waits for approval already."); }

        var policy = await PolicyAsync(connection, transaction, denial.Today, cancellation);
        var look = await PathGate.LookAsync(connection, transaction, denial, DenialStepKind.WriteOff, wish.Words, asked.CommandId, cancellation);
        var (waits, refusal) = Judge(policy, look, denial, wish, actor);
        if (refusal is not null) { return new(false, false, refusal, denial.Version); }

        var map = await SettingDocument.InForceAsync<RootCauseMap>(connection, transaction, SeeRootCauses.Name, denial.Today, cancellation) ?? RootCauseMap.Shipped;
        var entry = Entry(wish, policy, map, denial) with { BulkId = asked.BulkId, Sampled = asked.Sampled && !waits };
        var request = await WriteOffRows.AddAsync(connection, transaction, denial, entry, waits, actor, now, cancellation);
        if (!waits) { return new(true, false, null, await TakeAsync(connection, transaction, denial, entry, look.Keep, wish.Words, actor, asked.CommandId, now, cancellation)); }

        await WriteOffRows.TellApproversAsync(connection, transaction, denial, policy, actor, now, cancellation);
        await Journal.AppendAsync(connection, transaction, actor, now, cancellation, new JournalEntry(
            "write_off.asked", "denial", $"{denial.DenialId}", denial.PracticeId, null, new { Request = request, Amount = WriteOffRequests.Remaining(denial.Facts), Reason = entry.Reason.Text() }, asked.CommandId));
        return new(true, true, null, denial.Version);
    }

    /// <summary>Asks the path guard, the rulebook and the limits, in this order, for one and for each of many alike.</summary>
    public static (bool NeedsApproval, Refusal? Refusal) Judge(WriteOffPolicy policy, PathLook look, DenialRecord denial, WriteOffWish wish, Actor actor)
        => look.Refusal is { } shut ? (false, shut) : WriteOffRequests.Route(policy, StepTaking.TierOf(actor), denial.Facts, wish, denial.Today);

    /// <summary>Takes the step of writing off and keeps the way it goes; returns the denial's new version.</summary>
    public static async Task<int> TakeAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, DenialRecord denial, WriteOffEntry entry, PathDecision? keep, string? note, Actor actor, Guid commandId, DateTimeOffset now, CancellationToken cancellation)
    {
        if (keep is not null) { await PathGate.KeepAsync(connection, transaction, denial, keep, actor, now, cancellation); }

        var step = new RecordStep.Input
        {
            CommandId = commandId,
            PracticeId = denial.PracticeId,
            DenialId = denial.DenialId,
            Version = denial.Version,
            Kind = DenialStepKind.WriteOff,
            WriteOffReason = entry.Reason,
            Note = string.IsNullOrWhiteSpace(note) ? null : note.Trim(),
        };
        var version = await denial.SaveAsync(connection, transaction, StepTaking.Entry(step, denial, DenialState.WrittenOff, actor), actor, now, cancellation);
        if (StepTaking.Learned(step.Kind, denial.Facts.State, null, denial.Facts.DeniedAmount) is { } learned) { await denial.LearnAsync(connection, transaction, denial.Today, 1, learned, cancellation); }

        return version;
    }

    /// <summary>The policy that holds on a day.</summary>
    public static async Task<WriteOffPolicy> PolicyAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, DateOnly today, CancellationToken cancellation)
        => await SettingDocument.InForceAsync<WriteOffPolicy>(connection, transaction, SeeWriteOffPolicy.Name, today, cancellation) ?? WriteOffPolicy.Shipped;

    /// <summary>A wish that was found good, as it is written down.</summary>
    public static WriteOffEntry Entry(WriteOffWish wish, WriteOffPolicy policy, RootCauseMap map, DenialRecord denial)
    {
        var (reason, step) = (wish.Reason!.Value, wish.Step.Trim());
        var lines = CodeNames.TryRead<DenialCategory>(denial.Category) is { } category ? map.Of(category) : [];
        var department = (lines.FirstOrDefault(l => l.Step == step) ?? map.Lines.FirstOrDefault(l => l.Step == step))?.Department ?? "";
        return new(reason, policy.Avoidable(reason), step[..Math.Min(200, step.Length)], department, wish.Words?.Trim() ?? "", WriteOffRequests.RightOpen(denial.Facts, denial.Today));
    }

    private static WriteOffAnswer No(string code, string sentence) => new(false, false, new Refusal(code, sentence));
}
