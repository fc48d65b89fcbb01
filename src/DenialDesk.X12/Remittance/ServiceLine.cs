using System.Runtime.InteropServices;

namespace DenialDesk.X12.Remittance;

/// <summary>A procedure as a composite of SVC names it.</summary>
/// <param name="Qualifier">HC CPT/HCPCS, AD dental, NU revenue, N4 NDC, HP HIPPS, ER, IV, WK, UI, N6.</param>
/// <param name="Code">The code in upper case.</param>
/// <param name="Modifiers">Up to four, in the order sent.</param>
/// <param name="Description">Free text, empty when not sent.</param>
public sealed record Procedure(string Qualifier, string Code, IReadOnlyList<string> Modifiers, string Description)
{
    /// <summary>True when two name the same code with the same modifiers in the same order.</summary>
    public bool SameAs(Procedure? other) =>
        other is not null && Qualifier == other.Qualifier && Code == other.Code && Modifiers.SequenceEqual(other.Modifiers);

    internal static Procedure? From(ReadOnlySpan<byte> composite, Delimiters delimiters)
    {
        composite = Bytes.Trim(composite);
        if (composite.IsEmpty)
        {
            return null;
        }

        var separator = ComponentOf(composite, delimiters);
        var modifiers = new List<string>(4);
        for (var part = 3; part <= 6; part++)
        {
            var modifier = Bytes.Code(Segment.Part(composite, separator, part));
            if (modifier.Length > 0)
            {
                modifiers.Add(modifier);
            }
        }

        var code = Bytes.Code(Segment.Part(composite, separator, 2));
        var first = Bytes.Code(Segment.Part(composite, separator, 1));
        return code.Length == 0 && first.Length > 2
            ? new("", first, modifiers, "")
            : new(first, code, modifiers, Bytes.Text(Segment.Part(composite, separator, 7)));
    }

    /// <summary>The component separator, or <c>:</c> or <c>&gt;</c> where the sender kept an old habit inside composites.</summary>
    internal static byte ComponentOf(ReadOnlySpan<byte> composite, Delimiters delimiters) =>
        composite.Contains(delimiters.Component) ? delimiters.Component
        : composite.Contains((byte)':') ? (byte)':'
        : composite.Contains((byte)'>') ? (byte)'>'
        : delimiters.Component;
}

/// <summary>One SVC with what belongs to it, as adjudicated; a view into its claim, made without allocating.</summary>
public readonly struct ServiceLine
{
    private readonly RemittanceClaim claim;
    private readonly int index;

    internal ServiceLine(RemittanceClaim claim, int index)
    {
        this.claim = claim;
        this.index = index;
    }

    /// <summary>Place in the claim, from 1.</summary>
    public int Ordinal => index + 1;

    /// <summary>Where the SVC stands.</summary>
    public Location At => claim.Store.At(Facts.First);

    /// <summary>Bytes from the first byte of the SVC to the end of the line's last segment, its terminator not included.</summary>
    public int ByteLength => claim.SpanOf(Facts.First, claim.EndOfLine(index));

    /// <summary>SVC01: what was adjudicated; null when empty.</summary>
    public Procedure? Procedure => Procedure.From(Svc[1], claim.Store.Delimiters);

    /// <summary>SVC02 in dollars; null when missing or unreadable.</summary>
    public decimal? Charge => Facts.Charge.Value;

    /// <summary>SVC03 in dollars; null when missing or unreadable.</summary>
    public decimal? Paid => Facts.Paid.Value;

    /// <summary>SVC04, the revenue code; empty when not sent.</summary>
    public string RevenueCode => Svc.Text(4);

    /// <summary>SVC05, units paid; null when not sent, which X12 reads as one.</summary>
    public decimal? PaidUnits => Svc.Number(5);

    /// <summary>SVC06: what was submitted, sent only when it differs from what was adjudicated (bundled, down-coded).</summary>
    public Procedure? SubmittedProcedure => Procedure.From(Svc[6], claim.Store.Delimiters);

    /// <summary>SVC07, units submitted when they differ from units paid.</summary>
    public decimal? SubmittedUnits => Svc.Number(7);

    /// <summary>DTM*472, else DTM*150: the (first) day of service; null when not sent here.</summary>
    public DateOnly? ServiceFrom => ServiceDays.From;

    /// <summary>DTM*151, else the end of a period in DTM*472, else the day of <see cref="ServiceFrom"/>: the last day of service, inclusive.</summary>
    public DateOnly? ServiceTo => ServiceDays.To;

    /// <summary><see cref="ServiceFrom"/> and <see cref="ServiceTo"/> at the price of one.</summary>
    public (DateOnly? From, DateOnly? To) ServiceDays => claim.ServiceDaysIn(Facts.First, claim.EndOfLine(index));

    /// <summary>Every date of the line.</summary>
    public IReadOnlyList<DatedFact> Dates => claim.DatesIn(Facts.First, claim.EndOfLine(index));

    /// <summary>The line's own adjustments.</summary>
    public AdjustmentList Adjustments => new(claim, Facts.FirstAdjustment, claim.AdjustmentsOfLine(index));

    /// <summary>Every REF of the line.</summary>
    public IReadOnlyList<Reference> References => claim.ReferencesIn(Facts.First, claim.EndOfLine(index));

    /// <summary>REF*6R: our line control number as the payer returns it; an opaque string.</summary>
    public string? LineControlNumber => claim.ReferenceIn("6R", Facts.First, claim.EndOfLine(index));

    /// <summary>REF*0K: the coverage policies (LCD, NCD) the payer names.</summary>
    public IReadOnlyList<string> PolicyIds => claim.ReferencesIn("0K", Facts.First, claim.EndOfLine(index));

    /// <summary>Every AMT of the line.</summary>
    public IReadOnlyList<QualifiedNumber> Amounts => claim.NumbersIn("AMT", Facts.First, claim.EndOfLine(index));

    /// <summary>AMT*B6, the allowed amount before the patient's share; null when not sent.</summary>
    public decimal? Allowed => claim.NumberIn("AMT", "B6", Facts.First, claim.EndOfLine(index));

    /// <summary>Every QTY of the line.</summary>
    public IReadOnlyList<QualifiedNumber> Quantities => claim.NumbersIn("QTY", Facts.First, claim.EndOfLine(index));

    /// <summary>Remark codes (RARC), from LQ*HE.</summary>
    public IReadOnlyList<Remark> Remarks => claim.RemarksIn(true, Facts.First, claim.EndOfLine(index));

    /// <summary>NCPDP reject codes (LQ*RX) and any list that is not HE.</summary>
    public IReadOnlyList<Remark> OtherRemarks => claim.RemarksIn(false, Facts.First, claim.EndOfLine(index));

    /// <summary>Segments with no place in a service line, kept as sent.</summary>
    public IReadOnlyList<KeptSegment> UnknownSegments => claim.UnknownIn(Facts.First, claim.EndOfLine(index), line: true);

    /// <summary>SVC03 against SVC02 − Σ adjustments.</summary>
    public Balance Balance
    {
        get
        {
            var difference = Difference();
            return Balance.Of(difference.Value);
        }
    }

    internal bool IsUnbalanced
    {
        get
        {
            var difference = Difference();
            return !difference.Incomplete && !difference.IsZero;
        }
    }

    internal ref LineFacts Facts => ref claim.LineAt(index);

    private Segment Svc => claim.Store[Facts.First];

    /// <summary>Stated payment − (charge − Σ adjustments).</summary>
    private Tally Difference()
    {
        var difference = claim.Sum(Facts.FirstAdjustment, claim.AdjustmentsOfLine(index));
        difference.Add(Facts.Paid);
        difference.Subtract(Facts.Charge);
        if (Facts.Incomplete)
        {
            difference.Lose();
        }

        return difference;
    }
}

/// <summary>What reading fixes about a line, in twenty-eight bytes; it ends where the next begins.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct LineFacts
{
    public int First;
    public int FirstAdjustment;
    public PackedNumber Charge;
    public PackedNumber Paid;
    public bool Incomplete;
}
