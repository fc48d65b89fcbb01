// Reason for length: one state machine, the loops of the 835; its states share the claim being filled.
using System.Diagnostics.CodeAnalysis;

namespace DenialDesk.X12.Remittance;

/// <summary>Turns segments into items: where in the 835 we are, and which claim or line a segment belongs to.</summary>
/// <remarks>A CAS belongs to the open line, else to the open claim. A claim ends at the next CLP, LX, TS2, TS3, PLB or SE; never later.</remarks>
internal sealed class RemittanceAssembler : IDisposable
{
    private const int MostOddities = 1_000;
    private readonly X12Reader x;
    private readonly RemittanceOptions options;
    private readonly ProblemLog log;
    private readonly Queue<RemittanceItem> pending = new();
    private readonly SegmentStore headerStore = new(2048, 32);
    private readonly HashSet<uint> oddIds = [];
    private readonly List<SkippedTransaction> skipped = [];
    private readonly CanonicalHash? hash;
    private readonly ClaimRead reused;
    private RemittanceClaim claim = new();
    private RemittanceClaim spare = new();
    private ServiceLine? line;
    private RemittanceSection? section;
    private TransactionTotals totals = new();
    private Envelope? envelope;
    private Location openedAt;
    private Where where = Where.Outside;
    private bool outsideReported;
    private bool hasClaim;
    private bool claimWhole;

    public RemittanceAssembler(X12Reader reader, RemittanceOptions options)
    {
        x = reader;
        this.options = options;
        log = reader.Log;
        hash = options.Hash ? new CanonicalHash() : null;
        reused = new ClaimRead(claim, []);
    }

    private enum Where
    {
        Outside,
        OtherTransaction,
        Header,
        Body,
        Claim,
        Lost,
        Footer,
    }

    public int Remittances { get; private set; }

    public IReadOnlyList<SkippedTransaction> Skipped => skipped;

    private bool InRemittance => where is not (Where.Outside or Where.OtherTransaction);

    public bool HasItems => pending.Count > 0;

    public bool TryTake([NotNullWhen(true)] out RemittanceItem? item) => pending.TryDequeue(out item);

    public void Dispose() => hash?.Dispose();

    public void EndOfFile()
    {
        if (InRemittance)
        {
            Close(complete: false);
        }
    }

    /// <summary>Takes the reader's current segment.</summary>
    public void Take()
    {
        var id = x.Id;
        if (SegmentId.IsEnvelope(id))
        {
            TakeEnvelope(id);
            return;
        }

        if (!InRemittance)
        {
            if (where == Where.Outside && id != SegmentId.TA1)
            {
                ReportOutside(id);
            }

            return;
        }

        totals.Segments++;
        totals.EndOffset = x.EndOffset;
        hash?.Add(x.Raw);
        switch (id)
        {
            case SegmentId.CLP:
                OpenClaim();
                break;
            case SegmentId.SVC when where == Where.Claim:
                OpenLine();
                break;
            case SegmentId.CAS when where == Where.Claim:
                AddAdjustments();
                break;
            case SegmentId.LX or SegmentId.TS2 or SegmentId.TS3:
                OpenSection(id);
                break;
            case SegmentId.PLB:
                EndClaim();
                EndHeader();
                where = Where.Footer;
                TakeProviderAdjustments();
                break;
            default:
                TakeOther(id);
                break;
        }
    }

    private void TakeProviderAdjustments()
    {
        if (totals.ProviderAdjustments.Count < options.Limits.ProviderAdjustments)
        {
            ProviderAdjustmentParser.Read(x.Segment, x.At, totals.ProviderAdjustments, ref totals.Provider, log);
            return;
        }

        totals.Provider.Lose();
        ReportOnce(SegmentId.PLB, Severity.Rejects, "too-many-provider-adjustments", x.At, $"The remittance has more than {options.Limits.ProviderAdjustments:N0} provider adjustments; the rest was passed over and the payment cannot be balanced.");
    }

    private void TakeEnvelope(uint id)
    {
        if (id == SegmentId.SE)
        {
            if (InRemittance)
            {
                totals.Segments++;
                totals.EndOffset = x.EndOffset;
                Close(complete: true);
            }

            where = Where.Outside;
            return;
        }

        if (InRemittance)
        {
            Close(complete: false);
        }

        where = Where.Outside;
        if (id == SegmentId.ST)
        {
            OpenTransaction();
        }
    }

    private void OpenTransaction()
    {
        outsideReported = false;
        log.BeginTransaction();
        if (!x.Segment.Has(1, "835"))
        {
            where = Where.OtherTransaction;
            skipped.Add(new SkippedTransaction(x.Segment.Code(1), x.At));
            log.Add(Severity.Note, "transaction-skipped", x.At.In(1), "This transaction is not a remittance (835); it was passed over.");
            return;
        }

        Remittances++;
        openedAt = x.At;
        envelope = x.Envelope;
        totals = new TransactionTotals { Segments = 1, EndOffset = x.EndOffset };
        oddIds.Clear();
        section = null;
        hash?.Begin(x.Delimiters);
        headerStore.Clear(openedAt, x.Delimiters);
        where = Where.Header;
        if (envelope.Group is { FunctionalId.Length: > 0 } group && group.FunctionalId != "HP")
        {
            log.Add(Severity.Note, "group-not-hp", group.At.In(1), "The group around this remittance is not marked as remittances (GS01 is not HP).");
        }
    }

    private void Close(bool complete)
    {
        EndClaim();
        EndHeader();
        var trailer = totals.ToTrailer(openedAt, complete, hash?.End() ?? "", log.RejectsTransaction);
        if (trailer.Balance.State == BalanceState.Unbalanced)
        {
            log.Add(Severity.Warning, "transaction-unbalanced", openedAt, $"The payment differs from the sum of its claims and provider adjustments by {Money(trailer.Balance.Difference)}. Nothing was changed; compare with the payer's paper remittance.");
        }

        pending.Enqueue(new TransactionClosed(trailer, log.TakeNew()));
        where = Where.Outside;
    }

    private void EndHeader()
    {
        if (where != Where.Header)
        {
            return;
        }

        where = Where.Body;
        var header = HeaderBuilder.Build(headerStore, openedAt, envelope!, log);
        totals.Payment = PackedBpr();
        pending.Enqueue(new TransactionOpened(header, log.TakeNew()));
    }

    private PackedNumber PackedBpr()
    {
        var bpr = headerStore.Find("BPR", null, 0, headerStore.Count);
        return bpr >= 0 && PackedNumber.TryRead(headerStore[bpr][2], out var amount) ? amount : PackedNumber.Missing;
    }

    private void OpenSection(uint id)
    {
        EndClaim();
        EndHeader();
        where = Where.Body;
        if (id == SegmentId.LX)
        {
            section = new RemittanceSection(x.Segment.Text(1), x.At);
            return;
        }

        section ??= new RemittanceSection("", x.At);
        if (id == SegmentId.TS3 && section.ProviderSummary is null)
        {
            section.ProviderSummary = new ProviderSummary(x.Segment, x.At);
        }
        else if (id == SegmentId.TS2 && section.SupplementalSummary is null)
        {
            section.SupplementalSummary = new SupplementalSummary(x.Segment, x.At);
        }
        else
        {
            totals.Keep(x, options.Limits.Problems);
            ReportOnce(id, Severity.Note, "segment-unknown", x.At, "A second summary stands under the same header number; it was kept as sent.");
        }
    }

    private void OpenClaim()
    {
        EndClaim();
        EndHeader();
        if (totals.Claims >= options.Limits.Claims)
        {
            where = Where.Lost;
            ReportOnce(SegmentId.CLP, Severity.Rejects, "too-many-claims", x.At, $"The remittance has more than {options.Limits.Claims:N0} claims; the rest of it was passed over. Ask the payer for smaller ones, or raise the limit.");
            return;
        }

        where = Where.Claim;
        var at = x.At;
        var s = x.Segment;
        claim.Begin(at, x.Delimiters, section);
        claim.Store.Add(s.Raw, at.Offset);
        claim.Facts.Charge = AmountAt(s, 3, "The charge of a claim is missing or unreadable; it is not taken as zero, so the claim cannot be balanced.");
        claim.Facts.Paid = AmountAt(s, 4, "The payment of a claim is missing or unreadable; it is not taken as zero, so the claim cannot be balanced.");
        claim.Facts.IsReversal = s.Has(2, "22");
        claim.Facts.StatedPatientShare = PackedNumber.TryRead(s[5], out var share) ? share : PackedNumber.Missing;
        hasClaim = true;
        claimWhole = true;
        line = null;
    }

    private void OpenLine()
    {
        CloseLine();
        var s = x.Segment;
        if (claim.LineCount == 0)
        {
            claim.Facts.ClaimEnd = claim.Store.Count;
            claim.Facts.ClaimAdjustments = claim.AdjustmentCount;
        }
        else if (claim.LineCount >= options.Limits.Lines)
        {
            CutClaim("claim-too-many-lines", $"A claim has more than {options.Limits.Lines:N0} service lines; what follows up to the next claim was passed over.");
            return;
        }

        line = claim.OpenLine(claim.Store.Add(s.Raw, x.Offset));
        ref var facts = ref claim.LineAt(claim.LineCount - 1);
        facts.Charge = AmountAt(s, 2, "The charge of a service line is missing or unreadable; it is not taken as zero, so the line cannot be balanced.");
        facts.Paid = AmountAt(s, 3, "The payment of a service line is missing or unreadable; it is not taken as zero, so the line cannot be balanced.");
        if (!s[1].IsEmpty && !s[1].Contains(x.Delimiters.Component) && Procedure.ComponentOf(s[1], x.Delimiters) != x.Delimiters.Component)
        {
            ReportOnce(SegmentId.SVC, Severity.Note, "component-separator", x.At.In(1), "Procedures are written with another component separator than the ISA names; they were read with the one used.");
        }

        HoldSize();
    }

    private void AddAdjustments()
    {
        var index = claim.Store.Add(x.Raw, x.Offset);
        if (!AdjustmentParser.Read(x.Segment, claim, index, x))
        {
            claimWhole = false;
            if (line is { } open)
            {
                open.Facts.Incomplete = true;
            }
        }

        HoldSize();
    }

    private void TakeOther(uint id)
    {
        switch (where)
        {
            case Where.Claim when id == SegmentId.NM1 && line is not null && x.Segment.Has(1, "QC"):
                LoseClaim();
                break;
            case Where.Claim:
                claim.Store.Add(x.Raw, x.Offset);
                if (!RemittanceMap.Belongs(id, line is not null))
                {
                    ReportOnce(id, Severity.Note, "segment-unknown", x.At, $"A segment stands where the standard has no place for it inside a {(line is null ? "claim" : "service line")}; it was kept as sent.");
                }

                HoldSize();
                break;
            case Where.Header when id is not (SegmentId.SVC or SegmentId.CAS or SegmentId.NM1):
                TakeHeader();
                break;
            default:
                TakeStray(id);
                break;
        }
    }

    private void TakeHeader()
    {
        if (headerStore.Bytes > options.Limits.ClaimBytes)
        {
            ReportOnce(SegmentId.ST, Severity.Rejects, "header-too-large", x.At, "The part before the first claim is far too long; the rest of it was passed over.");
            return;
        }

        if (headerStore.Count == 0)
        {
            headerStore.Clear(x.At, x.Delimiters);
        }

        headerStore.Add(x.Segment.Raw, x.At.Offset);
    }

    /// <summary>A segment that belongs to no claim: never given to one.</summary>
    private void TakeStray(uint id)
    {
        EndHeader();
        totals.Keep(x, options.Limits.Problems);
        if (where == Where.Lost)
        {
            return;
        }

        if (id is SegmentId.SVC or SegmentId.CAS or SegmentId.NM1)
        {
            where = where == Where.Footer ? where : Where.Lost;
            log.Add(Severity.Rejects, "claim-start-missing", x.At, "Parts of a claim stand without the claim (CLP) they belong to; they were given to no other claim. Ask the payer for the remittance again.");
        }
        else
        {
            ReportOnce(id, Severity.Note, "segment-unknown", x.At, "A segment stands where the standard has no place for it between claims; it was kept as sent.");
        }
    }

    /// <summary>A second patient begins without a CLP: what follows, and the adjustments just before, cannot be this claim's for sure.</summary>
    private void LoseClaim()
    {
        ref var facts = ref line!.Value.Facts;
        var firstAfter = claim.Store.Count;
        while (firstAfter > facts.First + 1 && claim.Store[firstAfter - 1].Has(0, "CAS"))
        {
            firstAfter--;
        }

        if (firstAfter < claim.Store.Count)
        {
            var slots = claim.AdjustmentSlots;
            var keep = slots.Length;
            while (keep > 0 && slots[keep - 1].Segment >= firstAfter)
            {
                keep--;
            }

            claim.DropAdjustmentsFrom(keep);
            facts.Incomplete = true;
            claimWhole = false;
        }

        EndClaim();
        where = Where.Body;
        TakeStray(SegmentId.NM1);
    }

    private void HoldSize()
    {
        if (claim.Store.Bytes > options.Limits.ClaimBytes)
        {
            CutClaim("claim-too-large", "A claim is far too long; what follows up to the next claim was passed over.");
        }
    }

    private void CutClaim(string code, string sentence)
    {
        log.Add(Severity.Rejects, code, claim.At, sentence);
        claimWhole = false;
        EndClaim();
        where = Where.Lost;
    }

    private void CloseLine()
    {
        if (line is not { } open)
        {
            return;
        }

        totals.Lines++;
        if (open.IsUnbalanced)
        {
            log.Add(Severity.Warning, "line-unbalanced", open.At, $"The payment of a service line differs from its charge less its adjustments by {Money(open.Balance.Difference)}.");
        }

        line = null;
    }

    private void EndClaim()
    {
        if (!hasClaim)
        {
            return;
        }

        hasClaim = false;
        CloseLine();
        if (claim.LineCount == 0)
        {
            claim.Facts.ClaimEnd = claim.Store.Count;
            claim.Facts.ClaimAdjustments = claim.AdjustmentCount;
        }

        claim.Facts.Incomplete = !claimWhole;
        claim.ByteLength = claim.SpanOf(0, claim.Store.Count);
        var difference = claim.Difference();
        totals.Add(claim, difference);
        ClaimChecks.Run(claim, difference, log);
        Emit();
    }

    private void Emit()
    {
        var problems = log.HasNew ? log.TakeNew() : [];
        if (options.RecycleClaims)
        {
            reused.Claim = claim;
            reused.Problems = problems;
            pending.Enqueue(reused);
            (claim, spare) = (spare, claim);
        }
        else
        {
            pending.Enqueue(new ClaimRead(claim.Keep(), problems));
        }
    }

    private void ReportOutside(uint id)
    {
        if (!outsideReported)
        {
            outsideReported = true;
            var severity = id is SegmentId.CLP or SegmentId.BPR or SegmentId.SVC ? Severity.Rejects : Severity.Warning;
            log.Add(severity, "segment-outside-transaction", x.At, "Segments stand outside any transaction (no ST before them); they were passed over. Ask the sender for the file again.");
        }
    }

    private void ReportOnce(uint id, Severity severity, string code, Location at, string sentence)
    {
        if (oddIds.Count < MostOddities && oddIds.Add(id ^ ((uint)code.Length << 24)))
        {
            log.Add(severity, code, at, sentence);
        }
    }

    private PackedNumber AmountAt(Segment s, int element, string sentence)
    {
        if (!PackedNumber.TryRead(s[element], out var amount))
        {
            log.Add(Severity.Warning, "amount-missing", x.At.In(element), sentence);
        }

        return amount;
    }

    private static string Money(decimal? amount) => ClaimChecks.Money(amount);
}
