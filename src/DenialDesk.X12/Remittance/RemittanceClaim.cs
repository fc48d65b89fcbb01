// Reason for length: every element of loop 2100 has its typed home here.
using System.Collections;

namespace DenialDesk.X12.Remittance;

/// <summary>One CLP with everything up to the next: a claim as a payer adjudicated it.</summary>
/// <remarks>
/// Values are read from the claim's own bytes when asked for. With <see cref="RemittanceOptions.RecycleClaims"/> the object is
/// filled anew by the next read; <see cref="Keep"/> makes a copy that stays.
/// </remarks>
public sealed class RemittanceClaim
{
    private AdjustmentSlot[] adjustments;
    private int adjustmentCount;
    private LineFacts[] lines;
    private int lineCount;

    internal RemittanceClaim()
    {
        Store = new SegmentStore(4096, 64);
        adjustments = new AdjustmentSlot[32];
        lines = new LineFacts[8];
    }

    private RemittanceClaim(RemittanceClaim from)
    {
        Store = from.Store.Copy();
        adjustments = from.adjustments.AsSpan(0, from.adjustmentCount).ToArray();
        adjustmentCount = from.adjustmentCount;
        lineCount = from.lineCount;
        lines = from.lines.AsSpan(0, lineCount).ToArray();

        Facts = from.Facts;
        Section = from.Section;
        ByteLength = from.ByteLength;
    }

    /// <summary>Where the CLP stands.</summary>
    public Location At => Store.First;

    /// <summary>Bytes from the first byte of the CLP to the end of the claim's last segment, its terminator not included.</summary>
    public int ByteLength { get; internal set; }

    /// <summary>How many segments the claim has, CLP included.</summary>
    public int SegmentCount => Store.Count;

    /// <summary>The LX the claim stands under; null when none was sent.</summary>
    public RemittanceSection? Section { get; internal set; }

    /// <summary>CLP01: the claim number we sent in CLM01, as the payer returns it; may be empty, cut or a placeholder.</summary>
    public string PatientControlNumber => Clp.Text(1);

    /// <summary>CLP02: 1–3 processed, 4 denied (weak evidence), 19–21 forwarded, 22 reversal, 23 not our claim, 25 predetermination.</summary>
    public string StatusCode => Clp.Code(2);

    /// <summary>CLP02 = 22: every amount takes back an earlier adjudication.</summary>
    public bool IsReversal => Facts.IsReversal;

    /// <summary>CLP03 in dollars; null when missing or unreadable.</summary>
    public decimal? Charge => Facts.Charge.Value;

    /// <summary>CLP04 in dollars; null when missing or unreadable.</summary>
    public decimal? Paid => Facts.Paid.Value;

    /// <summary>CLP05 as stated; null when not sent. Compare with Σ PR adjustments before trusting it.</summary>
    public decimal? PatientResponsibility => Clp.Number(5);

    /// <summary>CLP06, the kind of plan: 12 PPO, HM HMO, MA/MB Medicare, MC Medicaid…</summary>
    public string FilingIndicator => Clp.Code(6);

    /// <summary>CLP07: the payer's claim number (ICN), needed for appeals and corrected claims; empty when not sent.</summary>
    public string PayerControlNumber => Clp.Text(7);

    /// <summary>CLP08, place of service or first two digits of the bill type.</summary>
    public string FacilityType => Clp.Code(8);

    /// <summary>CLP09, claim frequency: 1 original, 7 replacement, 8 void.</summary>
    public string Frequency => Clp.Code(9);

    /// <summary>CLP10, patient status; not used in 5010.</summary>
    public string PatientStatus => Clp.Code(10);

    /// <summary>CLP11, the diagnosis related group.</summary>
    public string DrgCode => Clp.Code(11);

    /// <summary>CLP12, DRG weight.</summary>
    public decimal? DrgWeight => Clp.Number(12);

    /// <summary>CLP13, discharge fraction.</summary>
    public decimal? DischargeFraction => Clp.Number(13);

    /// <summary>The claim's own adjustments; those of its lines are on the lines.</summary>
    public AdjustmentList Adjustments => new(this, 0, Facts.ClaimAdjustments);

    /// <summary>Every adjustment of the claim and its lines, in the order sent.</summary>
    public AdjustmentList AllAdjustments => new(this, 0, adjustmentCount);

    /// <summary>NM1*QC; null when not sent, never the next claim's.</summary>
    public Party? Patient => PartyIn("QC");

    /// <summary>NM1*IL, when the insured is another person.</summary>
    public Party? Insured => PartyIn("IL");

    /// <summary>NM1*74: the name or id the payer wants instead.</summary>
    public Party? CorrectedPatient => PartyIn("74");

    /// <summary>NM1*82.</summary>
    public Party? RenderingProvider => PartyIn("82");

    /// <summary>NM1*TT: the payer the claim was forwarded to.</summary>
    public Party? CrossoverCarrier => PartyIn("TT");

    /// <summary>Whether an NM1*TT says that the claim was forwarded to another payer.</summary>
    public bool IsForwarded => Store.Find("NM1", "TT", 0, Facts.ClaimEnd) >= 0;

    /// <summary>NM1*PR: the payer that should have been billed first.</summary>
    public Party? CorrectedPriorityPayer => PartyIn("PR");

    /// <summary>NM1*GB: the subscriber of another plan.</summary>
    public Party? OtherSubscriber => PartyIn("GB");

    /// <summary>Every NM1 of the claim, also those with unknown roles.</summary>
    public IReadOnlyList<Party> Parties => Each("NM1", 0, Facts.ClaimEnd, static (s, at) => Party.FromNm1(s, at));

    /// <summary>MIA; null when not sent. Read it on outpatient claims too.</summary>
    public ClaimOutcome? Inpatient => OutcomeIn("MIA", inpatient: true);

    /// <summary>MOA; null when not sent. Read it on inpatient claims too.</summary>
    public ClaimOutcome? Outpatient => OutcomeIn("MOA", inpatient: false);

    /// <summary>Every MIA, then every MOA of the claim, should a payer repeat one.</summary>
    public IReadOnlyList<ClaimOutcome> Outcomes
    {
        get
        {
            var inpatient = Each("MIA", 0, Facts.ClaimEnd, static (s, at) => ClaimOutcome.From(s, true, at));
            var outpatient = Each("MOA", 0, Facts.ClaimEnd, static (s, at) => ClaimOutcome.From(s, false, at));
            return inpatient.Length == 0 ? outpatient : [.. inpatient, .. outpatient];
        }
    }

    /// <summary>Claim-level remark codes (RARC) from every MIA and MOA and any LQ that stands before the first line.</summary>
    public IReadOnlyList<Remark> Remarks
    {
        get
        {
            var (outcomes, sent) = (Outcomes, RemarksIn(true, 0, Facts.ClaimEnd));
            return outcomes.Count == 0 ? sent : [.. outcomes.SelectMany(o => o.Remarks), .. sent];
        }
    }

    /// <summary>Claim-level codes of other lists (NCPDP), from LQ before the first line.</summary>
    public IReadOnlyList<Remark> OtherRemarks => RemarksIn(false, 0, Facts.ClaimEnd);

    /// <summary>Every REF of the claim.</summary>
    public IReadOnlyList<Reference> References => ReferencesIn(0, Facts.ClaimEnd);

    /// <summary>Every DTM of the claim.</summary>
    public IReadOnlyList<DatedFact> Dates => DatesIn(0, Facts.ClaimEnd);

    /// <summary>DTM*232, start of the statement period.</summary>
    public DateOnly? StatementFrom => DateOf("232", 0, Facts.ClaimEnd);

    /// <summary>DTM*233, end of the statement period.</summary>
    public DateOnly? StatementTo => DateOf("233", 0, Facts.ClaimEnd, last: true);

    /// <summary>DTM*036, the day coverage expired.</summary>
    public DateOnly? CoverageExpired => DateOf("036", 0, Facts.ClaimEnd);

    /// <summary>DTM*050, the day the payer received the claim: evidence against a late-filing denial.</summary>
    public DateOnly? Received => DateOf("050", 0, Facts.ClaimEnd);

    /// <summary>Every PER of the claim: whom to call.</summary>
    public IReadOnlyList<Contact> Contacts => Each("PER", 0, Facts.ClaimEnd, static (s, at) => Contact.From(s, at));

    /// <summary>Every AMT of the claim: AU covered, I interest, F5 patient paid, D8 discount…</summary>
    public IReadOnlyList<QualifiedNumber> Amounts => NumbersIn("AMT", 0, Facts.ClaimEnd);

    /// <summary>Every QTY of the claim.</summary>
    public IReadOnlyList<QualifiedNumber> Quantities => NumbersIn("QTY", 0, Facts.ClaimEnd);

    /// <summary>The service lines in the order sent; empty when the payer adjudicated the claim as a whole.</summary>
    public ServiceLineList Lines => new(this, lineCount);

    /// <summary>Segments with no place in loop 2100, kept as sent.</summary>
    public IReadOnlyList<KeptSegment> UnknownSegments => UnknownIn(0, Facts.ClaimEnd, line: false);

    /// <summary>CLP04 against CLP03 − Σ claim adjustments − Σ line adjustments.</summary>
    public Balance Balance
    {
        get
        {
            var difference = Difference();
            return Balance.Of(difference.Value);
        }
    }


    /// <summary>Every segment of the claim as sent, CLP first; the lines' segments included. Holds patient data.</summary>
    public IReadOnlyList<KeptSegment> Segments
    {
        get
        {
            var all = new KeptSegment[Store.Count];
            for (var i = 0; i < all.Length; i++)
            {
                all[i] = Kept(i);
            }

            return all;
        }
    }

    internal SegmentStore Store { get; }

    internal ClaimFacts Facts;

    private Segment Clp => Store[0];

    /// <summary>The first value of a REF of the claim; null when not sent.</summary>
    /// <param name="qualifier">REF01: 1L group, CE class of contract, EA medical record, F8 original reference, G1 prior authorization, SY…</param>
    public string? Reference(string qualifier) => ReferenceIn(qualifier, 0, Facts.ClaimEnd);

    /// <summary>The first AMT with a qualifier, in dollars; null when not sent.</summary>
    public decimal? Amount(string qualifier) => NumberIn("AMT", qualifier, 0, Facts.ClaimEnd);

    /// <summary>A copy with its own memory, for callers that recycle claims and want this one to stay.</summary>
    public RemittanceClaim Keep() => new(this);

    internal Adjustment AdjustmentAt(int index)
    {
        ref readonly var slot = ref adjustments[index];
        var pair = slot.Pair;
        var quantity = slot.HasQuantity ? Store[slot.Segment].Number(slot.Element + 2) : null;
        return new(pair.Group, pair.Reason, slot.Amount.Value, quantity, Store.At(slot.Segment, slot.Element));
    }

    internal Location PlaceOfAdjustment(int index) => Store.At(adjustments[index].Segment, adjustments[index].Element);

    internal void Begin(Location at, Delimiters delimiters, RemittanceSection? section)
    {
        Store.Clear(at, delimiters);
        adjustmentCount = 0;
        lineCount = 0;
        Facts = default;
        Section = section;
        ByteLength = 0;
    }

    internal ServiceLine OpenLine(int segment)
    {
        if (lineCount == lines.Length)
        {
            Array.Resize(ref lines, lines.Length * 2);
        }

        lines[lineCount] = new LineFacts { First = segment, FirstAdjustment = adjustmentCount };
        return new ServiceLine(this, lineCount++);
    }

    internal int LineCount => lineCount;

    internal ref LineFacts LineAt(int index) => ref lines[index];

    /// <summary>Index after the last segment of a line.</summary>
    internal int EndOfLine(int index) => index + 1 < lineCount ? lines[index + 1].First : Store.Count;

    internal int AdjustmentsOfLine(int index) =>
        (index + 1 < lineCount ? lines[index + 1].FirstAdjustment : adjustmentCount) - lines[index].FirstAdjustment;

    internal int AdjustmentCount => adjustmentCount;

    internal ReadOnlySpan<AdjustmentSlot> AdjustmentSlots => adjustments.AsSpan(0, adjustmentCount);

    internal void AddAdjustment(AdjustmentSlot slot)
    {
        if (adjustmentCount == adjustments.Length)
        {
            Array.Resize(ref adjustments, adjustments.Length * 2);
        }

        adjustments[adjustmentCount++] = slot;
    }

    internal void DropAdjustmentsFrom(int index) => adjustmentCount = index;

    /// <summary>The exact sum of a run of adjustments.</summary>
    internal Tally Sum(int from, int count)
    {
        var sum = new Tally();
        foreach (ref readonly var slot in adjustments.AsSpan(from, count))
        {
            sum.Add(slot.Amount);
        }

        return sum;
    }

    /// <summary>Stated payment − (charge − Σ adjustments of claim and lines).</summary>
    internal Tally Difference()
    {
        var difference = Sum(0, adjustmentCount);
        difference.Add(Facts.Paid);
        difference.Subtract(Facts.Charge);
        if (Facts.Incomplete)
        {
            difference.Lose();
        }

        return difference;
    }

    internal int SpanOf(int first, int end)
    {
        var last = Store.At(end - 1).Offset + Store[end - 1].Raw.Length;
        return (int)(last - Store.At(first).Offset);
    }

    internal KeptSegment Kept(int index)
    {
        var segment = Store[index];
        return new(segment.Id, segment.ToString(), Store.At(index));
    }

    internal DateOnly? DateOf(string qualifier, int from, int to, bool last = false)
    {
        for (var i = from; i < to; i++)
        {
            if (Store.Is(i, "DTM") && DatedFact.IsOf(Store[i], qualifier))
            {
                return last ? DatedFact.Last(Store[i]) : DatedFact.First(Store[i]);
            }
        }

        return null;
    }

    /// <summary>First and last day of service among some segments, found in one walk: see <see cref="ServiceLine.ServiceFrom"/> and <see cref="ServiceLine.ServiceTo"/>.</summary>
    internal (DateOnly? From, DateOnly? To) ServiceDaysIn(int from, int to)
    {
        var (service, begin, end) = (-1, -1, -1);
        for (var i = from; i < to; i++)
        {
            if (!Store.Is(i, "DTM"))
            {
                continue;
            }

            var s = Store[i];
            if (service < 0 && DatedFact.IsOf(s, "472"))
            {
                service = i;
            }
            else if (begin < 0 && DatedFact.IsOf(s, "150"))
            {
                begin = i;
            }
            else if (end < 0 && DatedFact.IsOf(s, "151"))
            {
                end = i;
            }
        }

        var first = (service < 0 ? null : DatedFact.First(Store[service])) ?? (begin < 0 ? null : DatedFact.First(Store[begin]));
        return (first, (end < 0 ? null : DatedFact.Last(Store[end])) ?? (service < 0 ? null : DatedFact.Last(Store[service])) ?? first);
    }

    /// <summary>The values of every REF with a qualifier.</summary>
    internal string[] ReferencesIn(string qualifier, int from, int to)
    {
        List<string>? found = null;
        for (var i = Store.Find("REF", qualifier, from, to); i >= 0; i = Store.Find("REF", qualifier, i + 1, to))
        {
            (found ??= []).Add(Store[i].Text(2));
        }

        return found?.ToArray() ?? [];
    }

    internal IReadOnlyList<DatedFact> DatesIn(int from, int to) =>
        Each("DTM", from, to, static (s, at) => DatedFact.From(s, at));

    internal IReadOnlyList<Reference> ReferencesIn(int from, int to) =>
        Each("REF", from, to, static (s, at) => new Reference(s.Code(1), s.Text(2), s.Text(3), at));

    internal string? ReferenceIn(string qualifier, int from, int to)
    {
        var i = Store.Find("REF", qualifier, from, to);
        return i < 0 ? null : Store[i].TextOrNull(2);
    }

    internal IReadOnlyList<QualifiedNumber> NumbersIn(string id, int from, int to) =>
        Each(id, from, to, static (s, at) => new QualifiedNumber(s.Code(1), s.Number(2), at));

    internal decimal? NumberIn(string id, string qualifier, int from, int to)
    {
        var i = Store.Find(id, qualifier, from, to);
        return i < 0 ? null : Store[i].Number(2);
    }

    internal IReadOnlyList<Remark> RemarksIn(bool remarkCodes, int from, int to)
    {
        List<Remark>? found = null;
        for (var i = from; i < to; i++)
        {
            if (!Store.Is(i, "LQ"))
            {
                continue;
            }

            var s = Store[i];
            if (s.Has(1, "HE") == remarkCodes && s.Code(2) is { Length: > 0 } code)
            {
                (found ??= []).Add(new Remark(s.Code(1), code, Store.At(i).In(2)));
            }
        }

        return found ?? (IReadOnlyList<Remark>)[];
    }

    internal IReadOnlyList<KeptSegment> UnknownIn(int from, int to, bool line)
    {
        List<KeptSegment>? found = null;
        for (var i = from; i < to; i++)
        {
            if (!RemittanceMap.Belongs(Store[i][0], line))
            {
                (found ??= []).Add(Kept(i));
            }
        }

        return found ?? (IReadOnlyList<KeptSegment>)[];
    }

    private Party? PartyIn(string role)
    {
        var i = Store.Find("NM1", role, 0, Facts.ClaimEnd);
        return i < 0 ? null : Party.FromNm1(Store[i], Store.At(i));
    }

    private ClaimOutcome? OutcomeIn(string id, bool inpatient)
    {
        var i = Store.Find(id, null, 0, Facts.ClaimEnd);
        return i < 0 ? null : ClaimOutcome.From(Store[i], inpatient, Store.At(i));
    }

    private T[] Each<T>(string id, int from, int to, Reading<T> read)
    {
        List<T>? found = null;
        for (var i = from; i < to; i++)
        {
            if (Store.Is(i, id))
            {
                (found ??= []).Add(read(Store[i], Store.At(i)));
            }
        }

        return found?.ToArray() ?? [];
    }

    private delegate T Reading<out T>(Segment segment, Location at);
}

/// <summary>What reading fixes about a claim.</summary>
internal struct ClaimFacts
{
    public PackedNumber Charge;
    public PackedNumber Paid;

    /// <summary>Index after the last claim-level segment.</summary>
    public int ClaimEnd;
    public int ClaimAdjustments;
    public bool Incomplete;
    public bool IsReversal;
    public PackedNumber StatedPatientShare;
}

/// <summary>The lines of a claim; a view, made without allocating.</summary>
public readonly struct ServiceLineList : IReadOnlyList<ServiceLine>
{
    private readonly RemittanceClaim? claim;

    internal ServiceLineList(RemittanceClaim claim, int count)
    {
        this.claim = claim;
        Count = count;
    }

    /// <summary>How many.</summary>
    public int Count { get; }

    /// <summary>The line at a place counted from 0.</summary>
    public ServiceLine this[int index] =>
        claim is null || (uint)index >= (uint)Count ? throw new ArgumentOutOfRangeException(nameof(index)) : new ServiceLine(claim, index);

    /// <summary>Walks the lines without allocating.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<ServiceLine> IEnumerable<ServiceLine>.GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<ServiceLine>)this).GetEnumerator();

    /// <summary>The walk.</summary>
    public struct Enumerator
    {
        private readonly ServiceLineList list;
        private int index;

        internal Enumerator(ServiceLineList list)
        {
            this.list = list;
            index = -1;
        }

        /// <summary>The line reached.</summary>
        public readonly ServiceLine Current => list[index];

        /// <summary>Moves on; false at the end.</summary>
        public bool MoveNext() => ++index < list.Count;
    }
}
