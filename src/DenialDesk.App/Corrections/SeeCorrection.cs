using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.Domain.Corrections;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.Payers;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Corrections;

/// <summary>Everything the page of a denial's correction shows.</summary>
/// <param name="Sent">The claim as it was sent; null when no 837 of it is kept.</param>
/// <param name="Suggested">What this payer should get.</param>
/// <param name="Way">What the path guard says of correcting.</param>
/// <param name="HasOutbound">Whether the server has a folder for claims to go out by.</param>
public sealed record CorrectionView(
    int PracticeId, long DenialId, int Version, bool IsOpen, string State, string Payer, string PatientName, string Account, string PayerClaimNumber, string Lead, string Category, DateOnly DeniedOn,
    decimal Denied, DateOnly Today, string TimeZone, ClaimAsSent? Sent, DateOnly? SentOn, CorrectionKind Suggested, PathOption Way, IReadOnlyList<ChecklistItem> Items,
    IReadOnlyList<ChecklistMark> Marks, IReadOnlyList<CorrectionAttempt> Attempts, bool HasOutbound);

/// <summary>Reads a denial for correcting: the claim as sent, the checklist, and every correction of it with what became of it.</summary>
public sealed class SeeCorrection(DeskSource database, OutboundFolder outbound, TimeProvider clock)
{
    /// <summary>Which denial.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required long DenialId { get; init; }
    }

    private sealed record Head(long ClaimId, string State, string Payer, string PatientName, string Account, string Group, string Carc, DateOnly DeniedOn);

    /// <summary>The view; null when the denial is not there for this person.</summary>
    public async Task<CorrectionView?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (await DenialRecord.SeeAsync(connection, input.PracticeId, input.DenialId, actor, clock.GetUtcNow(), cancellation) is not { } denial) { return null; }

        await ReadLog.AppendAsync(
            database, actor, clock.GetUtcNow(), new("read.denial", "denial", input.DenialId.ToString(CultureInfo.InvariantCulture), input.PracticeId), cancellation);
        var head = await HeadAsync(connection, input, cancellation);
        var guarded = await GuardedDenial.OfAsync(connection, null, denial, windows: true, cancellation);
        var (items, marks) = await DenialChecklist.OfAsync(connection, null, input.PracticeId, input.DenialId, denial.Category, denial.Today, cancellation);
        var attempts = await CorrectionAttempts.OfDenialAsync(connection, input.PracticeId, input.DenialId, cancellation);
        var kept = await KeptClaim.OfClaimAsync(connection, null, input.PracticeId, head.ClaimId, head.DeniedOn, cancellation);
        var original = kept is { } at ? await KeptClaim.ReadAsync(database, at.FileId, at.Segment, cancellation) : null;
        return new(
            input.PracticeId, input.DenialId, denial.Version, DenialSteps.IsOpen(denial.Facts.State), head.State, head.Payer, head.PatientName, head.Account, denial.Facts.PayerClaimNumber ?? "",
            $"{head.Group}-{head.Carc}", denial.Category, head.DeniedOn, denial.Facts.DeniedAmount, denial.Today, denial.Zone.Id, original is null ? null : ClaimAsSent.Of(original), kept?.SentOn,
            Suggest(denial.Facts), PathGuard.Advise(guarded.Facts).Of(WorkPath.CorrectResubmit), items, marks, attempts, outbound.Path is not null);
    }

    private static CorrectionKind Suggest(DenialFacts facts)
        => facts.NoAppealBecause == "MA130" || facts.CorrectedAs == CorrectedHabit.New || string.IsNullOrWhiteSpace(facts.PayerClaimNumber) ? CorrectionKind.New : CorrectionKind.Replacement;

    private static async Task<Head> HeadAsync(NpgsqlConnection connection, Input input, CancellationToken cancellation)
    {
        // By primary keys.
        await using var command = new NpgsqlCommand(
            """
            select d.claim_id, d.state, p.name, d.patient_name, d.patient_control_number, d.lead_group, d.lead_carc, d.denied_on
            from denial d join payer p on p.payer_id = d.payer_id where d.practice_id = $1 and d.denial_id = $2
            """, connection)
        {
            Parameters = { new() { Value = input.PracticeId }, new() { Value = input.DenialId } },
        };
        await using var r = await command.ExecuteReaderAsync(cancellation);
        await r.ReadAsync(cancellation);
        return new(r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetString(6), r.GetFieldValue<DateOnly>(7));
    }
}
