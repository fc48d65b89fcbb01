// Reason for length: one claim's way from X12 to its rows, read top to bottom.
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
internal sealed record PostingDesk(
    NpgsqlConnection Connection, NpgsqlTransaction Transaction, CodeBook Book, ClockSetting Clocks, DateTimeOffset Now, IdBlock ClaimIds, IdBlock AdjudicationIds, IdBlock DenialIds);

/// <summary>Where a remittance that is being posted belongs.</summary>
internal sealed record PostedRemittance(KnownPractice Practice, KnownPayer Payer, long RemittanceId, DateOnly RemitDate, DateOnly? PaymentDate, DateOnly Today, OddsBook Odds);

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
        var claimId = ClaimOf(claim, batch);
        var adjudicated = RemittanceTranslator.Claim(claim) with { EarlierCategory = threads.LastCategory(claimId, payer.PayerId) };
        var decision = DenialDecision.Decide(adjudicated, desk.Book, remitDate);
        var row = AdjudicationRow.Of(claim, desk.AdjudicationIds.Next(), remittance.RemittanceId, ++_position, claimId, payer.PayerId, remitDate) with
        {
            IsFirstPrimary = OrderOfArrival.CanBeFirst(claim.StatusCode) && threads.TakeFirstPrimary(claimId),
            Kind = KindOf(decision, claim),
            Rule = string.Join(' ', decision.ClaimRules),
            DeniedAmount = decision.Denial?.DeniedAmount ?? 0m,
        };
        batch.Adjudications.Add(row);
        threads.Spoke(claimId, payer.PayerId);
        AddLines(claim, row.Id, batch);
        AddAdjustments(claim, decision, row.Id, batch);
        if (decision.Denial is { } denial) { AddDenial(claim, adjudicated, denial, row, batch); }

        if (row.Kind == "paid" && claim is { Charge: > 0m, Paid: > 0m }) { ratio.Add(claim.Charge.Value, claim.Paid.Value); }
    }

    private long ClaimOf(RemittanceClaim claim, RowBatch batch)
    {
        var (last, member) = (claim.Patient?.Name ?? "", AdjudicationRow.MemberOf(claim));
        if (threads.Find(claim.PatientControlNumber, claim.PayerControlNumber, last, member) is { } known) { return known; }

        var row = threads.Add(
            desk.ClaimIds.Next(), claim.PatientControlNumber, claim.PayerControlNumber, last, claim.Patient?.FirstName ?? "", member,
            RemittanceTranslator.ServiceFrom(claim), RemittanceTranslator.ServiceTo(claim));
        batch.Claims.Add(row);
        return row.Id;
    }

    private static string KindOf(ClaimDecision decision, RemittanceClaim claim) => decision switch
    {
        _ when decision.ClaimRules.Contains("A1") => "reversal",
        _ when decision.ClaimRules.Contains("A2") => "predetermination",
        _ when decision.ClaimRules.Contains("A3") => "forwarded",
        { Denial.Extent: DenialExtent.Full } => "denied",
        { Denial: not null } => "partly_denied",
        _ when decision.ClaimRules.Contains("A7") || claim.Paid is null => "review",
        _ => claim.Paid > 0m ? "paid" : "zero_pay",
    };

    private static void AddLines(RemittanceClaim claim, long adjudicationId, RowBatch batch)
    {
        foreach (var line in claim.Lines)
        {
            var (procedure, submitted) = (line.Procedure, line.SubmittedProcedure);
            batch.Lines.Add(new(
                adjudicationId, line.Ordinal, procedure?.Qualifier ?? "", procedure?.Code ?? "", string.Join(' ', procedure?.Modifiers ?? []),
                submitted is null || submitted.SameAs(procedure) ? "" : submitted.Code, line.RevenueCode, line.Charge, line.Paid, line.Allowed, line.PaidUnits,
                line.ServiceFrom, line.ServiceTo, line.LineControlNumber ?? "", [.. line.PolicyIds], [.. line.Remarks.Select(r => r.Code)],
                AdjudicationRow.BalanceText(line.Balance), line.At.SegmentInTransaction, line.At.Offset, line.ByteLength));
        }
    }

    private static void AddAdjustments(RemittanceClaim claim, ClaimDecision decision, long adjudicationId, RowBatch batch)
    {
        foreach (var decided in decision.Adjustments)
        {
            var from = decided.Adjustment;
            var at = from.LineIndex is { } line ? claim.Lines[line - 1].Adjustments[from.Ordinal - 1].At : claim.Adjustments[from.Ordinal - 1].At;
            batch.Adjustments.Add(new(
                adjudicationId, from.LineIndex ?? 0, from.Ordinal, from.Group, decided.Carc, from.Amount, from.Quantity, decided.Bucket.Text(), decided.Rule,
                decided.Reason?.Category.Text() ?? "none", at.SegmentInTransaction));
        }
    }

    private void AddDenial(RemittanceClaim claim, AdjudicatedClaim adjudicated, DenialFound found, AdjudicationRow row, RowBatch batch)
    {
        var reasons = found.Lines.SelectMany(l => l.Reasons).ToList();
        var clock = desk.Clocks.First(new ClockFacts
        {
            Payer = payer,
            RemitDate = remitDate,
            FirstDeniedOn = threads.FirstDenied(row.ClaimId, payer.PayerId, remitDate),
            PaymentDate = remittance.PaymentDate,
            ServiceFrom = row.From,
            ServiceTo = row.To,
            Category = found.Category.Text(),
            Carcs = [.. reasons.Select(r => r.Carc).Distinct().Order(StringComparer.Ordinal)],
            Rarcs = Remarks(claim, found, row),
            Appealable = found.Appealable,
            Clinical = found.Clinical,
            BillType = row.BillType,
        });
        var denial = new DenialRow
        {
            Id = desk.DenialIds.Next(),
            Adjudication = row,
            Found = found,
            Clock = clock,
            Expected = Expected(adjudicated, found),
            Procedures = Procedures(claim, found),
            LaterPayerKnown = adjudicated.LaterPayerKnown,
        };
        var odds = remittance.Odds.Of(payer.PayerId, found.Category.Text(), found.LeadCarc);
        denial.Rank = Scoring.First(denial.FactsFor(odds.Mean), odds, remittance.Today);
        batch.Denials.Add(denial);
        threads.Denied(row.ClaimId, payer.PayerId, found.Category);
        batch.DenialLines.AddRange(reasons.Select(r => new DenialLineRow(
            denial.Id, r.LineIndex ?? 0, r.Ordinal, r.Group, r.Carc, r.Rarc ?? "", r.Category.Text(), r.Rule, r.Amount)));
        Denials++;
        DeniedAmount += found.DeniedAmount;
    }

    /// <summary>Allowed amounts count only when every denied line carries one; the patient's share on those lines comes off.</summary>
    private Domain.Priority.ExpectedPayment Expected(AdjudicatedClaim claim, DenialFound found)
    {
        var lines = found.Lines.Select(d => claim.Lines.FirstOrDefault(l => l.Index == d.LineIndex)).ToList();
        var allowed = lines.Count > 0 && lines.TrueForAll(l => l?.Allowed is > 0m) ? lines.Sum(l => l!.Allowed!.Value) : (decimal?)null;
        var share = lines.Where(l => l is not null).SelectMany(l => l!.Adjustments).Where(a => a is { Group: "PR", Carc: "1" or "2" or "3" }).Sum(a => a.Amount ?? 0m);
        return ExpectedRecovery.Of(found.DeniedAmount, allowed, share, ratio.Settled.Charge, ratio.Settled.Paid);
    }

    /// <summary>The claim's remarks and those of the denied lines.</summary>
    private static string[] Remarks(RemittanceClaim claim, DenialFound found, AdjudicationRow row)
        => [.. found.Lines.Where(l => l.LineIndex is not null).SelectMany(l => claim.Lines[l.LineIndex!.Value - 1].Remarks.Select(r => r.Code))
            .Concat(row.Remarks).Distinct().Order(StringComparer.Ordinal)];

    private static string Procedures(RemittanceClaim claim, DenialFound found)
        => string.Join(' ', found.Lines.Where(l => l.LineIndex is not null).Select(l => claim.Lines[l.LineIndex!.Value - 1].Procedure?.Code).OfType<string>().Distinct().Take(6));
}
