using DenialDesk.App.Deadlines;
using DenialDesk.App.Denials;
using DenialDesk.App.Payers;
using DenialDesk.App.Practices;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;
using DenialDesk.X12.Remittance;
using Npgsql;

namespace DenialDesk.App.Remittances;

/// <summary>What every remittance of one import shares.</summary>
/// <param name="Aside">A connection beside the transaction, for look-ups while the other one writes.</param>
internal sealed record PostingDesk(
    NpgsqlConnection Connection, NpgsqlTransaction Transaction, NpgsqlConnection Aside, CodeBook Book, ClockSetting Clocks, DateTimeOffset Now, IdBlock ClaimIds, IdBlock AdjudicationIds, IdBlock DenialIds);

/// <summary>Where a remittance that is being posted belongs.</summary>
internal sealed record PostedRemittance(KnownPractice Practice, KnownPayer Payer, long RemittanceId, DateOnly RemitDate, DateOnly Today, OddsBook Odds);

/// <summary>Decides the claims of one remittance, one by one in their order, into rows. Reads nothing: what is known of earlier claims was looked up before.</summary>
internal sealed class RemittancePosting(PostingDesk desk, PostedRemittance remittance, ClaimThreads threads, PayerRatio ratio)
{
    private readonly KnownPayer payer = remittance.Payer;
    private readonly DateOnly remitDate = remittance.RemitDate;
    private int _position;

    /// <summary>What it is a posting of.</summary>
    public PostedRemittance Remittance => remittance;

    /// <summary>Claims posted so far.</summary>
    public int Claims => _position;

    /// <summary>Denials found so far.</summary>
    public int Denials { get; private set; }

    /// <summary>Dollars refused on them.</summary>
    public decimal DeniedAmount { get; private set; }

    /// <summary>Decides the next claim; its rows go into the batch.</summary>
    public void Post(RemittanceClaim claim, RowBatch batch)
    {
        var read = AdjudicationRow.Of(claim, desk.AdjudicationIds.Next(), remittance.RemittanceId, ++_position, 0, payer.PayerId, remitDate);
        var claimId = ClaimOf(read, batch);
        var earlier = threads.Denials(claimId, payer.PayerId);
        var adjudicated = RemittanceTranslator.Claim(claim, EarlierDenial.Answered(earlier, remitDate, read.Service));
        var decision = DenialDecision.Decide(adjudicated, desk.Book, remitDate);
        var row = read with
        {
            ClaimId = claimId,
            IsFirstPrimary = OrderOfArrival.CanBeFirst(read.Status) && threads.TakeFirstPrimary(claimId),
            Kind = ClaimFinding.KindOf(decision, claim),
            Rule = decision.ClaimRules.Count == 0 ? "" : string.Join(' ', decision.ClaimRules),
            DeniedAmount = decision.Denial?.DeniedAmount ?? 0m,
        };
        batch.Adjudications.Add(row);
        threads.Spoke(claimId, payer.PayerId);
        AddLines(claim, row.Id, batch);
        AddAdjustments(claim, decision, row.Id, batch);
        if (decision.Denial is { } denial) { AddDenial(claim, adjudicated, denial, row, batch); }

        if (row is { Kind: "paid", Charge: > 0m, Paid: > 0m }) { ratio.Add(row.Charge.Value, row.Paid.Value); }
    }

    private long ClaimOf(AdjudicationRow read, RowBatch batch)
    {
        if (threads.Find(read.Account, read.PayerClaimNumber, read.LastName, read.MemberId) is { } known) { return known; }

        var row = threads.Add(desk.ClaimIds.Next(), read.Account, read.PayerClaimNumber, read.LastName, read.FirstName, read.MemberId, read.From, read.To);
        batch.Claims.Add(row);
        return row.Id;
    }

    private static void AddLines(RemittanceClaim claim, long adjudicationId, RowBatch batch)
    {
        foreach (var line in claim.Lines)
        {
            var (procedure, submitted, at) = (line.Procedure, line.SubmittedProcedure, line.At);
            var (from, to) = line.ServiceDays;
            batch.Lines.Add(new(
                adjudicationId, line.Ordinal, procedure?.Qualifier ?? "", procedure?.Code ?? "", procedure is { Modifiers.Count: > 0 } ? string.Join(' ', procedure.Modifiers) : "",
                submitted is null || submitted.SameAs(procedure) ? "" : submitted.Code, line.RevenueCode, line.Charge, line.Paid, line.Allowed, line.PaidUnits,
                from, to, line.LineControlNumber ?? "", line.PolicyIds, AdjudicationRow.Codes(line.Remarks),
                AdjudicationRow.BalanceText(line.Balance), at.SegmentInTransaction, at.Offset, line.ByteLength));
        }
    }

    private static void AddAdjustments(RemittanceClaim claim, ClaimDecision decision, long adjudicationId, RowBatch batch)
    {
        foreach (var decided in decision.Adjustments)
        {
            var from = decided.Adjustment;
            var at = (from.LineIndex is { } line ? claim.Lines[line - 1].Adjustments : claim.Adjustments).PlaceOf(from.Ordinal - 1);
            batch.Adjustments.Add(new(
                adjudicationId, from.LineIndex ?? 0, from.Ordinal, from.Group, decided.Carc, from.Amount, from.Quantity, decided.Bucket.Text(), decided.Rule,
                decided.Reason?.Category.Text() ?? "none", at.SegmentInTransaction));
        }
    }

    private void AddDenial(RemittanceClaim claim, AdjudicatedClaim adjudicated, DenialFound found, AdjudicationRow row, RowBatch batch)
    {
        var finding = new ClaimFinding(payer, remitDate, remittance.Today, remittance.Odds, desk.Clocks, ratio.Settled);
        var denial = finding.Denial(claim, adjudicated, found, row, desk.DenialIds.Next(), EarlierDenial.First(threads.Denials(row.ClaimId, payer.PayerId), remitDate, row.Service));
        batch.Denials.Add(denial);
        threads.Denied(row.ClaimId, payer.PayerId, EarlierDenial.Of(remitDate, row.Service, found));
        batch.DenialLines.AddRange(ClaimFinding.Lines(denial));
        Denials++;
        DeniedAmount += found.DeniedAmount;
    }
}
