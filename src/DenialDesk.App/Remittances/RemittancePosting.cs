// Reason for length: one claim's way from X12 to its rows, read top to bottom.
using DenialDesk.App.Deadlines;
using DenialDesk.App.Payers;
using DenialDesk.App.Practices;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;
using DenialDesk.X12.Remittance;
using Npgsql;

namespace DenialDesk.App.Remittances;

/// <summary>What every remittance of one import shares.</summary>
internal sealed record PostingDesk(
    NpgsqlConnection Connection, NpgsqlTransaction Transaction, CodeBook Book, ClockSetting Clocks, DateTimeOffset Now, IdBlock ClaimIds, IdBlock AdjudicationIds, IdBlock DenialIds);

/// <summary>Posts one remittance: claims come one by one, rows go in by the thousand. Inside the import's transaction.</summary>
internal sealed class RemittancePosting(PostingDesk desk, KnownPractice practice, KnownPayer payer, long remittanceId, DateOnly remitDate, DateOnly? paymentDate, (decimal Charge, decimal Paid) ratio)
{
    private const int BatchClaims = 1000;
    private readonly RowBatch _batch = new(practice.PracticeId);
    private readonly ClaimThreads _threads = new(desk.Connection, desk.Transaction, practice.PracticeId);
    private readonly List<RemittanceClaim> _waiting = [];
    private int _position;

    /// <summary>Claims posted so far.</summary>
    public int Claims => _position;

    /// <summary>Denials found so far.</summary>
    public int Denials { get; private set; }

    /// <summary>Dollars refused on them.</summary>
    public decimal DeniedAmount { get; private set; }

    /// <summary>Charges of claims paid in full or part, for the payer's ratio.</summary>
    public decimal PaidClaimsCharge { get; private set; }

    /// <summary>What was paid on them.</summary>
    public decimal PaidClaimsPaid { get; private set; }

    /// <summary>Takes the next claim.</summary>
    public async Task AddAsync(RemittanceClaim claim, CancellationToken cancellation)
    {
        _waiting.Add(claim);
        if (_waiting.Count >= BatchClaims) { await FlushAsync(cancellation); }
    }

    /// <summary>Writes what is waiting.</summary>
    public async Task FlushAsync(CancellationToken cancellation)
    {
        if (_waiting.Count == 0) { return; }

        await _threads.LookUpAsync(_waiting.Select(c => c.PatientControlNumber), payer.PayerId, cancellation);
        foreach (var claim in _waiting) { await PostAsync(claim, cancellation); }

        await _batch.WriteAsync(desk.Connection, desk.Now, cancellation);
        _waiting.Clear();
    }

    private async Task PostAsync(RemittanceClaim claim, CancellationToken cancellation)
    {
        var claimId = await ClaimAsync(claim, cancellation);
        var adjudicated = RemittanceTranslator.Claim(claim) with { EarlierCategory = _threads.LastCategory(claimId) };
        var decision = DenialDecision.Decide(adjudicated, desk.Book, remitDate);
        var row = AdjudicationRow.Of(claim, await desk.AdjudicationIds.NextAsync(cancellation), remittanceId, ++_position, claimId, payer.PayerId, remitDate) with
        {
            IsFirstPrimary = IsPrimary(claim.StatusCode) && _threads.TakeFirstPrimary(claimId),
            Kind = KindOf(decision, claim),
            Rule = string.Join(' ', decision.ClaimRules),
            DeniedAmount = decision.Denial?.DeniedAmount ?? 0m,
        };
        _batch.Adjudications.Add(row);
        AddLines(claim, row.Id);
        AddAdjustments(claim, decision, row.Id);
        if (decision.Denial is { } denial) { await AddDenialAsync(claim, adjudicated, denial, row, cancellation); }

        if (row.Kind == "paid" && claim is { Charge: > 0m, Paid: > 0m })
        {
            PaidClaimsCharge += claim.Charge.Value;
            PaidClaimsPaid += claim.Paid.Value;
        }
    }

    private async Task<long> ClaimAsync(RemittanceClaim claim, CancellationToken cancellation)
    {
        var (last, member) = (claim.Patient?.Name ?? "", AdjudicationRow.MemberOf(claim));
        if (_threads.Find(claim.PatientControlNumber, last, member) is { } known) { return known; }

        var row = _threads.Add(
            await desk.ClaimIds.NextAsync(cancellation), claim.PatientControlNumber, claim.PayerControlNumber, last, claim.Patient?.FirstName ?? "", member,
            RemittanceTranslator.ServiceFrom(claim), RemittanceTranslator.ServiceTo(claim));
        _batch.Claims.Add(row);
        return row.Id;
    }

    /// <summary>Processed as primary, or as good as: later payers, reversals, forwards and predeterminations are not first answers.</summary>
    private static bool IsPrimary(string status) => status is not ("2" or "3" or "20" or "21" or "22" or "23" or "25");

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

    private void AddLines(RemittanceClaim claim, long adjudicationId)
    {
        foreach (var line in claim.Lines)
        {
            var (procedure, submitted) = (line.Procedure, line.SubmittedProcedure);
            _batch.Lines.Add(new(
                adjudicationId, line.Ordinal, procedure?.Qualifier ?? "", procedure?.Code ?? "", string.Join(' ', procedure?.Modifiers ?? []),
                submitted is null || submitted.SameAs(procedure) ? "" : submitted.Code, line.RevenueCode, line.Charge, line.Paid, line.Allowed, line.PaidUnits,
                line.ServiceFrom, line.ServiceTo, line.LineControlNumber ?? "", [.. line.PolicyIds], [.. line.Remarks.Select(r => r.Code)],
                AdjudicationRow.BalanceText(line.Balance), line.At.SegmentInTransaction, line.At.Offset, line.ByteLength));
        }
    }

    private void AddAdjustments(RemittanceClaim claim, ClaimDecision decision, long adjudicationId)
    {
        foreach (var decided in decision.Adjustments)
        {
            var from = decided.Adjustment;
            var at = from.LineIndex is { } line ? claim.Lines[line - 1].Adjustments[from.Ordinal - 1].At : claim.Adjustments[from.Ordinal - 1].At;
            _batch.Adjustments.Add(new(
                adjudicationId, from.LineIndex ?? 0, from.Ordinal, from.Group, decided.Carc, from.Amount, from.Quantity, decided.Bucket.Text(), decided.Rule,
                decided.Reason?.Category.Text() ?? "none", at.SegmentInTransaction));
        }
    }

    private async Task AddDenialAsync(RemittanceClaim claim, AdjudicatedClaim adjudicated, DenialFound found, AdjudicationRow row, CancellationToken cancellation)
    {
        var reasons = found.Lines.SelectMany(l => l.Reasons).ToList();
        var clock = desk.Clocks.First(new ClockFacts
        {
            Payer = payer,
            RemitDate = remitDate,
            FirstDeniedOn = _threads.FirstDenied(row.ClaimId, remitDate),
            PaymentDate = paymentDate,
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
            Id = await desk.DenialIds.NextAsync(cancellation),
            Adjudication = row,
            Found = found,
            Clock = clock,
            Expected = Expected(adjudicated, found),
            Procedures = Procedures(claim, found),
            LaterPayerKnown = adjudicated.LaterPayerKnown,
        };
        _batch.Denials.Add(denial);
        _threads.Denied(row.ClaimId, found.Category);
        _batch.DenialLines.AddRange(reasons.Select(r => new DenialLineRow(
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
        return ExpectedRecovery.Of(found.DeniedAmount, allowed, share, ratio.Charge, ratio.Paid);
    }

    /// <summary>The claim's remarks and those of the denied lines.</summary>
    private static string[] Remarks(RemittanceClaim claim, DenialFound found, AdjudicationRow row)
        => [.. found.Lines.Where(l => l.LineIndex is not null).SelectMany(l => claim.Lines[l.LineIndex!.Value - 1].Remarks.Select(r => r.Code))
            .Concat(row.Remarks).Distinct().Order(StringComparer.Ordinal)];

    private static string Procedures(RemittanceClaim claim, DenialFound found)
        => string.Join(' ', found.Lines.Where(l => l.LineIndex is not null).Select(l => claim.Lines[l.LineIndex!.Value - 1].Procedure?.Code).OfType<string>().Distinct().Take(6));
}
