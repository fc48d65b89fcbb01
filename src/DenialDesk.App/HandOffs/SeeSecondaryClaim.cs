using System.Globalization;
using DenialDesk.App.Corrections;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.HandOffs;

/// <summary>One line of the first payer's decision.</summary>
/// <param name="Adjusted">Its reasons, "CO-45 30.00, PR-1 20.00".</param>
/// <param name="Balances">Whether payment and adjustments are the charge.</param>
public sealed record DecidedLine(int Line, string Procedure, decimal Charge, decimal Paid, string Adjusted, bool Balances);

/// <summary>A claim to the next payer that was written.</summary>
/// <param name="Sent">When it was put out or downloaded as sent; null when not yet.</param>
/// <param name="Channel">outbound or download; empty when not sent.</param>
public sealed record WrittenSecondary(long SecondaryId, string Payer, string MemberId, int Number, DateTimeOffset WrittenAt, string WrittenBy, DateTimeOffset? Sent, string Channel, string SentBy);

/// <summary>What is known of the next payer, to begin the form with.</summary>
/// <param name="From">Where it comes from, in words; empty when nothing is known.</param>
public sealed record NextPayerKnown(string Name, string Identifier, string MemberId, string GroupNumber, string FilingIndicator, string From);

/// <summary>Everything the page of a claim to the next payer shows.</summary>
/// <param name="Missing">Why none can be written whatever is typed in; null when one can.</param>
/// <param name="HasPatient">Whether the patient is insured through somebody else with the first payer.</param>
public sealed record SecondaryView(
    int PracticeId, long DenialId, string Account, string Patient, string Payer, string State, decimal Charge, decimal Paid, DateOnly DecidedOn, string PayerClaimNumber, IReadOnlyList<DecidedLine> Lines,
    string ClaimAdjusted, NextPayerKnown Known, bool HasPatient, string? Missing, bool HasOutbound, IReadOnlyList<WrittenSecondary> Written, string TimeZone);

/// <summary>Reads a denied claim for billing the next payer: the first payer's decision line by line, what is known of the next one, and what was written already.</summary>
public sealed class SeeSecondaryClaim(DeskSource database, OutboundFolder outbound, TimeProvider clock)
{
    /// <summary>Which denial.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required long DenialId { get; init; }
    }

    /// <summary>The view; null when the denial is not there for this person.</summary>
    public async Task<SecondaryView?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.WorkDenials);
        if (!actor.Sees(input.PracticeId)) { return null; }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (await DecidedClaim.OfAsync(database, connection, input.PracticeId, input.DenialId, cancellation) is not { } claim) { return null; }

        await ReadLog.AppendAsync(database, actor, clock.GetUtcNow(), new("read.denial", "denial", input.DenialId.ToString(CultureInfo.InvariantCulture), input.PracticeId), cancellation);
        var missing = claim.Original is null ? "No 837 of this claim is kept here, so there is nothing to write the next claim from. Take the 837 in, or bill the next payer from the practice-management system."
            : claim.State != "closed_next_payer" ? "This denial is not closed to the next payer. Close it as the next payer's first." : null;
        return new(
            input.PracticeId, input.DenialId, claim.Account, claim.Patient, claim.Payer, claim.State, claim.Original?.Charge ?? 0m, claim.Decision.Paid, claim.Decision.DecidedOn, claim.Decision.PayerClaimNumber,
            Lines(claim), Told(claim.Decision.Adjustments), Known(claim), claim.Original?.Patient is not null, missing, outbound.Path is not null,
            await WrittenAsync(connection, input, cancellation), claim.TimeZone);
    }

    private static List<DecidedLine> Lines(DecidedClaim claim) => claim.Original is not { } original ? [] :
    [
        .. claim.Decision.Lines.Select(l => new DecidedLine(
            l.Line, original.Lines[l.Line - 1].Procedure?.Code ?? "", original.Lines[l.Line - 1].Charge ?? 0m, l.Paid, Told(l.Adjustments),
            l.Paid + l.Adjustments.Sum(a => a.Amount) == original.Lines[l.Line - 1].Charge)),
    ];

    private static string Told(IEnumerable<X12.Writing.PriorAdjustment> adjustments)
        => string.Join(", ", adjustments.Select(a => string.Create(CultureInfo.InvariantCulture, $"{a.Group}-{a.Reason} {a.Amount:0.00}")));

    /// <summary>The other payer that the claim itself named, else the one the remittance says it was passed on to.</summary>
    private static NextPayerKnown Known(DecidedClaim claim)
    {
        var other = claim.Original?.OtherPayers.FirstOrDefault(o => o.Payer is not null);
        return other is { Payer: { } payer }
            ? new(payer.Name.Name, payer.Name.Id, other.Subscriber?.Name.Id ?? "", other.Coverage.GroupNumber, other.Coverage.FilingIndicator, "From the claim as it was sent.")
            : new(claim.Crossover, "", "", "", "", claim.Crossover.Length > 0 ? "The remittance names it as the payer the claim was passed on to." : "");
    }

    private static async Task<List<WrittenSecondary>> WrittenAsync(NpgsqlConnection connection, Input input, CancellationToken cancellation)
    {
        // secondary_claim_denial; the newest step of each by key.
        await using var command = new NpgsqlCommand(
            """
            select c.secondary_id, c.payer_name, c.member_id, c.control_number, c.written_at, c.written_name, s.at, coalesce(s.channel, ''), coalesce(s.actor_name, '')
            from secondary_claim c
            left join lateral (select at, channel, actor_name from secondary_claim_step s where s.practice_id = c.practice_id and s.secondary_id = c.secondary_id order by s.step_id desc limit 1) s on true
            where c.practice_id = $1 and c.denial_id = $2 order by c.secondary_id desc
            """, connection)
        {
            Parameters = { new() { Value = input.PracticeId }, new() { Value = input.DenialId } },
        };
        var found = new List<WrittenSecondary>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new(
                r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetInt32(3), r.GetFieldValue<DateTimeOffset>(4), r.GetString(5), r.IsDBNull(6) ? null : r.GetFieldValue<DateTimeOffset>(6), r.GetString(7),
                r.GetString(8)));
        }

        return found;
    }
}
