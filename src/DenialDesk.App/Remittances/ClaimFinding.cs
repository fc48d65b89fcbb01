using DenialDesk.App.Deadlines;
using DenialDesk.App.Payers;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.Priority;
using DenialDesk.X12.Remittance;

namespace DenialDesk.App.Remittances;

/// <summary>Makes the rows of a denial from what was decided: the one place for it, whether a file is imported or replayed.</summary>
internal readonly record struct ClaimFinding(
    KnownPayer Payer, DateOnly RemitDate, DateOnly Today, OddsBook Odds, ClockSetting Clocks, (decimal Charge, decimal Paid) Ratio)
{
    /// <summary>What an answer is as a whole, in the words of adjudication.kind.</summary>
    public static string KindOf(ClaimDecision decision, RemittanceClaim claim) => decision switch
    {
        _ when decision.ClaimRules.Contains("A1") => "reversal",
        _ when decision.ClaimRules.Contains("A2") => "predetermination",
        _ when decision.ClaimRules.Contains("A3") => "forwarded",
        { Denial.Extent: DenialExtent.Full } => "denied",
        { Denial: not null } => "partly_denied",
        _ when decision.ClaimRules.Contains("A7") || claim.Paid is null => "review",
        _ => claim.Paid > 0m ? "paid" : "zero_pay",
    };

    /// <summary>The denial with its first clock and rank.</summary>
    public DenialRow Denial(RemittanceClaim claim, AdjudicatedClaim adjudicated, DenialFound found, AdjudicationRow row, long id, DateOnly firstDeniedOn)
    {
        var clock = Clocks.First(new ClockFacts
        {
            Payer = Payer,
            RemitDate = RemitDate,
            FirstDeniedOn = firstDeniedOn,
            ServiceFrom = row.From,
            ServiceTo = row.To,
            Category = found.Category.Text(),
            Carcs = [.. found.Lines.SelectMany(l => l.Reasons).Select(r => r.Carc).Distinct().Order(StringComparer.Ordinal)],
            Rarcs = Remarks(claim, found, row),
            Appealable = found.Appealable,
            Clinical = found.Clinical,
            BillType = row.BillType,
        });
        var denial = new DenialRow
        {
            Id = id,
            Adjudication = row,
            Found = found,
            Clock = clock,
            Expected = Expected(adjudicated, found, Ratio),
            Procedures = Procedures(claim, found),
            LaterPayerKnown = adjudicated.LaterPayerKnown,
        };
        var odds = Odds.Of(Payer.PayerId, found.Category.Text(), found.LeadCarc, denial.Procedures);
        denial.Rank = Scoring.First(denial.FactsFor(odds.Mean, Odds.Minutes(Payer.PayerId, found.Category.Text())), odds, Today);
        return denial;
    }

    /// <summary>Its reasons.</summary>
    public static IEnumerable<DenialLineRow> Lines(DenialRow denial) => denial.Found.Lines.SelectMany(l => l.Reasons).Select(r => new DenialLineRow(
        denial.Id, r.LineIndex ?? 0, r.Ordinal, r.Group, r.Carc, r.Rarc ?? "", r.Category.Text(), r.Rule, r.Amount));

    /// <summary>Allowed amounts count only when every denied line carries one; the patient's share on those lines comes off.</summary>
    private static ExpectedPayment Expected(AdjudicatedClaim claim, DenialFound found, (decimal Charge, decimal Paid) ratio)
    {
        var lines = found.Lines.Select(d => claim.Lines.FirstOrDefault(l => l.Index == d.LineIndex)).ToList();
        var allowed = lines.Count > 0 && lines.TrueForAll(l => l?.Allowed is > 0m) ? lines.Sum(l => l!.Allowed!.Value) : (decimal?)null;
        var share = lines.Where(l => l is not null).SelectMany(l => l!.Adjustments).Where(a => a is { Group: "PR", Carc: "1" or "2" or "3" }).Sum(a => a.Amount ?? 0m);
        return ExpectedRecovery.Of(found.DeniedAmount, allowed, share, ratio.Charge, ratio.Paid);
    }

    /// <summary>The claim's remarks and those of the denied lines.</summary>
    private static string[] Remarks(RemittanceClaim claim, DenialFound found, AdjudicationRow row)
        => [.. found.Lines.Where(l => l.LineIndex is not null).SelectMany(l => claim.Lines[l.LineIndex!.Value - 1].Remarks.Select(r => r.Code))
            .Concat(row.Remarks).Distinct().Order(StringComparer.Ordinal)];

    private static string Procedures(RemittanceClaim claim, DenialFound found)
        => string.Join(' ', found.Lines.Where(l => l.LineIndex is not null).Select(l => claim.Lines[l.LineIndex!.Value - 1].Procedure?.Code).OfType<string>().Distinct().Take(6));
}
